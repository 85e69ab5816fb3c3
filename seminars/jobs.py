"""What time makes due at seminars. Each job asks the tables; late or twice does no harm."""

import datetime

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from interact_portal.core.jobs import periodic
from interact_portal.mail.models import Letter

from . import notifications
from .choices import AttendanceState, PromiseState, SeminarState, Status
from .models import Promise, Registration, Seminar, SensitiveNeeds
from .registration import (
    forget,
    forget_invitations,
    settle_due,
    settle_everywhere,
    something_is_due,
)

REMINDER_DAYS = (7, 1)
# How long after a seminar its participants are still asked for their opinion.
SURVEY_DAYS = 14
PROMISE_DAYS = 90
COMPLETE_DAYS = 3


@periodic("settle seats", every=datetime.timedelta(seconds=30), when=something_is_due)
def settle_seats() -> str:
    """End offers that ran out, give reserve seats when the first phase ends."""
    return f"{len(settle_due())} decisions on seats"


@periodic("check every reserve list", every=datetime.timedelta(hours=6))
def check_every_list() -> str:
    """Look once more at every seminar where somebody waits: nothing should be left to do."""
    return f"{len(settle_everywhere())} decisions on seats"


@periodic("remind participants", every=datetime.timedelta(hours=1))
def remind_participants() -> str:
    """Remind those with a seat, and those who still wait, before the seminar."""
    told, now = 0, timezone.now()
    for days, until in zip(REMINDER_DAYS, (*REMINDER_DAYS[1:], 0), strict=True):
        early, late = (now + datetime.timedelta(days=number) for number in (until, days))
        rows = ahead().filter(
            seminar__starts_at__gt=early,
            seminar__starts_at__lte=late,
            asked_at__lt=F("seminar__starts_at") - datetime.timedelta(days=days),
            status__in=(Status.CONFIRMED, Status.RESERVE),
        )
        for registration in not_told(rows, f"reminder:{days}"):
            notifications.remind(registration, days)
            told += 1
    return f"{told} reminders written"


@periodic("remind nominated colleagues", every=datetime.timedelta(hours=6))
def remind_nominated() -> str:
    """Remind nominated colleagues who have not done their own part."""
    since = timezone.now() - datetime.timedelta(days=COMPLETE_DAYS)
    rows = ahead().active().filter(agreed_at=None, asked_at__lte=since)
    told = [notifications.remind_to_complete(each) for each in not_told(rows, "complete")]
    return f"{len(told)} colleagues reminded of their own part"


@periodic("tell of closed reserve lists", every=datetime.timedelta(hours=1))
def tell_of_closed_lists() -> str:
    """Tell those who still wait that the reserve list has closed."""
    rows = not_told(ahead().filter(status=Status.RESERVE), "reserve-closed")
    told = 0
    for registration in rows:
        if registration.seminar.reserve_closes_at <= timezone.now():
            notifications.tell_reserve_closed(registration)
            told += 1
    return f"{told} people told that the reserve list has closed"


@periodic("ask for opinions", every=datetime.timedelta(hours=1))
def ask_for_opinions() -> str:
    """Ask those who were there; where nobody noted who was, those with a seat."""
    now = timezone.now()
    rows = Registration.objects.filter(
        Q(attendance__state=AttendanceState.ATTENDED)
        | ~Q(seminar__in=_with_attendance()) & Q(status=Status.CONFIRMED),
        seminar__state=SeminarState.PUBLISHED,
        seminar__has_survey=True,
        seminar__ends_at__lte=now,
        seminar__ends_at__gt=now - datetime.timedelta(days=SURVEY_DAYS),
        survey_mark=None,
        purged_at=None,
    )
    told = [notifications.ask_opinion(each) for each in not_told(rows, "survey")]
    return f"{len(told)} people asked for their opinion"


@periodic("ask what became of it", every=datetime.timedelta(hours=6))
def ask_about_promises() -> str:
    """Ask after three months what became of the one thing somebody wanted to change."""
    since = timezone.localdate() - datetime.timedelta(days=PROMISE_DAYS)
    promises = Promise.objects.filter(
        state=PromiseState.MADE, made_on__lte=since, registration__purged_at=None
    )
    rows = Registration.objects.filter(promise__in=promises).select_related("promise")
    told = [notifications.ask_about_promise(each.promise) for each in not_told(rows, "promise")]
    return f"{len(told)} people asked what became of it"


@periodic("delete needs", every=datetime.timedelta(hours=6))
def delete_needs() -> str:
    """Delete diet and access needs whose day has come."""
    gone, _tables = SensitiveNeeds.objects.filter(delete_on__lte=timezone.localdate()).delete()
    return f"diet and access needs of {gone} people deleted"


@periodic("forget people", every=datetime.timedelta(hours=6))
def forget_people() -> str:
    """Take people out of registrations whose time has come; statistics stay."""
    rows = list(Registration.objects.to_be_forgotten().select_related("seminar"))
    for registration in rows:
        forget(registration)
    gone = forget_invitations(Seminar.objects.with_retention_passed())
    return f"{len(rows)} people forgotten, {gone} invitations deleted"


def ahead() -> QuerySet[Registration]:
    """Return the registrations for published seminars that have not begun."""
    return Registration.objects.filter(
        seminar__state=SeminarState.PUBLISHED, seminar__starts_at__gt=timezone.now()
    )


def not_told(rows: QuerySet[Registration], what: str) -> list[Registration]:
    """Return those among `rows` whom no letter with this key has been written to yet."""
    key = Concat(Value("registration:"), Cast(OuterRef("pk"), CharField()), Value(f":{what}"))
    rows = rows.exclude(email="").filter(~Exists(Letter.objects.filter(key=key)))
    return list(rows.select_related("seminar__country", "person").order_by("seminar", "pk"))


def _with_attendance() -> QuerySet[Seminar]:
    return Seminar.objects.filter(registrations__attendance__isnull=False)
