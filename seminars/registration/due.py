"""What time alone makes due: offers that ran out, the end of the first phase, idle seats."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from seminars.choices import SeminarState, Status
from seminars.models import DecisionLog, Registration, Seminar

from .decisions import lock, settle


def seminars_with_somebody_waiting() -> QuerySet[Seminar]:
    """Return the seminars ahead at which somebody waits or has an offer."""
    open_ends = Registration.objects.filter(
        seminar=OuterRef("pk"), status__in=(Status.RESERVE, Status.OFFERED)
    )
    return Seminar.objects.filter(
        Exists(open_ends), state=SeminarState.PUBLISHED, ends_at__gt=timezone.now()
    ).order_by("pk")


def seminars_due() -> QuerySet[Seminar]:
    """Return those at which an offer has run out, or the first phase has ended unsettled."""
    now = timezone.now()
    run_out = Registration.objects.filter(
        seminar=OuterRef("pk"), status=Status.OFFERED, offer_until__lte=now
    )
    unsettled = Q(settled_at=None) | Q(settled_at__lt=F("phase_one_ends_at"))
    return seminars_with_somebody_waiting().filter(
        Exists(run_out) | (Q(phase_one_ends_at__lte=now) & unsettled)
    )


def something_is_due() -> bool:
    """Say whether time has made anything due at any seminar."""
    return seminars_due().exists()


@transaction.atomic
def settle_seminar(seminar: Seminar) -> list[DecisionLog]:
    """Carry out what is due at one seminar and return the decisions; twice does no harm."""
    seminar = lock(seminar.pk)
    if seminar.state != SeminarState.PUBLISHED:
        return []
    decisions = settle(seminar, "time passed")
    Seminar.objects.filter(pk=seminar.pk).update(settled_at=timezone.now())
    return decisions


def settle_due() -> list[DecisionLog]:
    """Settle what time has made due, one transaction for each seminar; return the decisions."""
    return _settle_each(seminars_due())


def settle_everywhere() -> list[DecisionLog]:
    """Settle every seminar where somebody waits; return the decisions. None should be needed."""
    return _settle_each(seminars_with_somebody_waiting())


def _settle_each(seminars: QuerySet[Seminar]) -> list[DecisionLog]:
    return [log for seminar in list(seminars) for log in settle_seminar(seminar)]
