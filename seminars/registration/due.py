"""What time alone makes due: offers that ran out, the end of the first phase, idle seats."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from seminars.choices import SeminarState, Status
from seminars.models import DecisionLog, Registration, Seminar

from .decisions import lock, settle


def seminars_to_settle() -> list[Seminar]:
    """Return the seminars ahead at which somebody waits or has an offer."""
    open_ends = Registration.objects.filter(
        seminar=OuterRef("pk"), status__in=(Status.RESERVE, Status.OFFERED)
    )
    return list(
        Seminar.objects.filter(
            Exists(open_ends), state=SeminarState.PUBLISHED, ends_at__gt=timezone.now()
        ).order_by("pk")
    )


@transaction.atomic
def settle_seminar(seminar: Seminar) -> list[DecisionLog]:
    """Carry out what is due at one seminar and return the decisions; twice does no harm."""
    seminar = lock(seminar.pk)
    if seminar.state != SeminarState.PUBLISHED:
        return []
    return settle(seminar, "time passed")


def settle_due() -> list[DecisionLog]:
    """Settle every seminar that may need it, one transaction each; return the decisions."""
    return [log for seminar in seminars_to_settle() for log in settle_seminar(seminar)]
