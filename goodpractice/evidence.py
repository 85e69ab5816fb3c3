"""How well it is known that a practice works, and why we say so. The only writer of `evidence`."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodpractice.choices import Evidence
from goodpractice.models import Practice


def judge(practice: Practice) -> tuple[str, str]:
    """Return the level of evidence that the practice's own facts give, and the reason in words.

    “Confirmed by an adopter” follows from the adoption register (`users_count`), never by hand.
    """
    if practice.evaluation:
        return Evidence.EVALUATED, practice.evaluation
    if practice.users_count:
        reason = ngettext(
            "%(n)s programme elsewhere uses it, and a person designated by its body has "
            "confirmed that.",
            "%(n)s programmes elsewhere use it, and persons designated by their bodies have "
            "confirmed that.",
            practice.users_count,
        )
        return Evidence.CONFIRMED, reason % {"n": number_format(practice.users_count)}
    if practice.how_measured:
        return Evidence.MEASURED, practice.how_measured
    return Evidence.DESCRIBED, _("Its owner describes it; no figures have been given yet.")


def set_evidence(practice: Practice) -> None:
    """Write level and reason; the caller holds the practice's row and saves the index."""
    practice.evidence, practice.evidence_reason = judge(practice)
    practice.save(update_fields=("evidence", "evidence_reason"))
