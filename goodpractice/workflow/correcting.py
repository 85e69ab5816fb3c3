"""Corrections that readers suggest: taken down, decided by the secretariat, and answered."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from goodpractice import notifications
from goodpractice.models import Correction, CorrectionState, Practice
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError, Move

# So many may wait for one practice: more would be a flood, not help.
MOST_WAITING = 20
CORRECTION_MOVES = {
    "take up": Move(frozenset({CorrectionState.WAITING}), CorrectionState.TAKEN_UP),
    "turn down": Move(frozenset({CorrectionState.WAITING}), CorrectionState.TURNED_DOWN),
}


@transaction.atomic
def suggest(practice: Practice, text: str, *, by: Any = None, email: str = "") -> Correction:
    """Take down what a reader finds wrong; tell the secretariat and the author.

    `by` is None for a reader without an account, who may leave an address for the answer.
    """
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if practice.current is None:
        raise IllegalMoveError("Only what is public is corrected.")
    waiting = practice.corrections.filter(state=CorrectionState.WAITING)
    if waiting.count() >= MOST_WAITING:
        raise IllegalMoveError("Too many corrections of this practice wait already.")
    correction = Correction.objects.create(
        practice=practice,
        version_number=practice.current.number,
        text=text,
        sent_by=by,
        email="" if by else email,
    )
    record("suggest a correction", practice, by=by)
    notifications.tell_correction(correction)
    return correction


@transaction.atomic
def take_up(correction: Correction, *, by: Any, answer: str = "") -> Correction:
    """Say that the next version of the practice will have it right."""
    return _decide(correction, "take up", by=by, answer=answer)


@transaction.atomic
def turn_down(correction: Correction, *, by: Any, answer: str) -> Correction:
    """Say why the practice stays as it is."""
    return _decide(correction, "turn down", by=by, answer=answer)


def _decide(correction: Correction, act: str, *, by: Any, answer: str) -> Correction:
    correction = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("practice", "sent_by")
        .get(pk=correction.pk)
    )
    before = correction.state
    correction.state = CORRECTION_MOVES[act].step_from(before)
    correction.answer, correction.decided_by = answer, by
    correction.decided_at = timezone.now()
    told_at, correction.email = correction.email, ""
    correction.save()
    record(act, correction, by=by, before={"state": before}, why=answer)
    notifications.tell_correction_decided(correction, told_at)
    return correction
