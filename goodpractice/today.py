"""What good practice leaves to the secretariat: cases to review, facts to verify again."""

import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from goodpractice.choices import Status
from goodpractice.models import Correction, CorrectionState, Practice, PracticeVersion, Use
from goodpractice.models.adoptions import UseState
from interact_portal.core.duties import Group, duty

# After so long the facts of a practice are to be looked at again.
GOOD_FOR = datetime.timedelta(days=2 * 365)


def who_is_on_them(rows: QuerySet[PracticeVersion]) -> str:
    """Return who has taken on how many, and how many nobody has."""
    counts = rows.values_list("reviewer__name").annotate(number=Count("pk")).order_by("-number")
    return "; ".join(f"{name or _t('nobody yet')}: {number}" for name, number in counts[:5])


@duty("to-review", Group.DECIDE, _("practices to review"), PracticeVersion, detail=who_is_on_them)
def practices_to_review(officer: Any) -> QuerySet[PracticeVersion]:
    """Versions that were handed in and wait for a decision."""
    return PracticeVersion.objects.waiting()


@duty(
    "planned",
    Group.SOON,
    _("practices that appear or leave by plan"),
    PracticeVersion,
    query="queue=all",
)
def practices_planned(officer: Any) -> QuerySet[PracticeVersion]:
    """Versions with a day on which they are published or archived."""
    appears = Q(status=Status.IN_REVIEW, appears_at__isnull=False)
    return PracticeVersion.objects.filter(
        appears | Q(status=Status.PUBLISHED, leaves_at__isnull=False)
    )  # fmt: skip


@duty("to-verify", Group.MEND, _("practices whose facts are to be verified again"), Practice)
def practices_to_verify(officer: Any) -> QuerySet[Practice]:
    """Published practices last verified, or published and never verified, two years ago."""
    before = timezone.now() - GOOD_FOR
    never = Q(verified_on__isnull=True, current__published_at__lt=before)
    return Practice.objects.published().filter(Q(verified_on__lt=before.date()) | never)


@duty("uses", Group.DECIDE, _("uses of practices to confirm"), Use)
def uses_to_confirm(officer: Any) -> QuerySet[Use]:
    """Uses declared by bodies that have nobody to confirm them, or who has not."""
    return Use.objects.filter(state=UseState.WAITING)


@duty("corrections", Group.DECIDE, _("corrections that readers suggest"), Correction)
def corrections_to_decide(officer: Any) -> QuerySet[Correction]:
    """What readers find wrong in a practice, and nobody has answered."""
    return Correction.objects.filter(state=CorrectionState.WAITING)
