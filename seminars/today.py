"""What seminars leave to the secretariat: people who wait for a seat, days that come."""

import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interact_portal.core.duties import Group, duty
from seminars.choices import RequestState, SeminarState, Status
from seminars.models import Registration, Seminar

SOON = datetime.timedelta(days=2)
PHASES = datetime.timedelta(days=7)
AHEAD = datetime.timedelta(days=30)


def seminars_of(rows: QuerySet[Registration]) -> str:
    """Return at which seminars the rows are, and how many at each."""
    counts = rows.values_list("seminar__title").annotate(number=Count("pk"))
    return "; ".join(f"{title}: {number}" for title, number in counts.order_by("-number")[:3])


@duty("pending", Group.DECIDE, _("registrations to decide"), Registration, detail=seminars_of)
def registrations_to_decide(officer: Any) -> QuerySet[Registration]:
    """People who wait for an answer, at seminars that have not ended."""
    return Registration.objects.filter(status=Status.PENDING, seminar__ends_at__gte=timezone.now())


@duty("wishes", Group.DECIDE, _("wishes to change a registration"), Registration)
def wishes_to_answer(officer: Any) -> QuerySet[Registration]:
    """Registrations whose people asked for a change after the lock date."""
    return Registration.objects.filter(change_requests__state=RequestState.OPEN).distinct()


@duty("proposed-bodies", Group.DECIDE, _("bodies that participants proposed"), Registration)
def proposed_bodies(officer: Any) -> QuerySet[Registration]:
    """Registrations that name a body which is not in the list."""
    return Registration.objects.active().filter(body=None).exclude(proposed_body="")


@duty("offers", Group.SOON, _("offers of a seat that end within two days"), Registration)
def offers_ending(officer: Any) -> QuerySet[Registration]:
    """Seats offered whose answer is due."""
    until = timezone.now() + SOON
    return Registration.objects.filter(status=Status.OFFERED, offer_until__lte=until)


@duty("phases", Group.SOON, _("seminars whose reserve seats are given within a week"), Seminar)
def phases_ending(officer: Any) -> QuerySet[Seminar]:
    """Published seminars whose first phase ends in the next days."""
    now = timezone.now()
    return Seminar.objects.filter(
        state=SeminarState.PUBLISHED,
        phase_one_ends_at__gte=now,
        phase_one_ends_at__lte=now + PHASES,
    )


def _ahead() -> QuerySet[Seminar]:
    now = timezone.now()
    rows = Seminar.objects.filter(state=SeminarState.PUBLISHED, starts_at__gte=now)
    return rows.with_seats_taken()


@duty("under-asked", Group.SOON, _("seminars within 30 days with half of the seats free"), Seminar)
def seminars_with_many_seats(officer: Any) -> QuerySet[Seminar]:
    """Seminars that start soon and have at least half of their room, or of their line, free."""
    soon = _ahead().filter(starts_at__lte=timezone.now() + AHEAD)
    return soon.filter(
        Q(room_seats__gte=2 * F("room_taken")) | Q(online_seats__gte=2 * F("online_taken"))
    )


@duty("over-asked", Group.SOON, _("seminars with people on the reserve list"), Seminar)
def seminars_with_a_queue(officer: Any) -> QuerySet[Seminar]:
    """Seminars to come that more people want than there are seats."""
    return _ahead().filter(waiting__gt=0)


@duty("past-date", Group.MEND, _("registrations past the date for personal data"), Registration)
def data_past_its_date(officer: Any) -> QuerySet[Registration]:
    """Registrations whose people ought to be forgotten by now."""
    return Registration.objects.to_be_forgotten()
