"""The register of use: declared by somebody of a body, confirmed by its designated person.

What the register says decides the evidence of a practice and how often it is used elsewhere.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from goodpractice import notifications
from goodpractice.catalogue import keeping
from goodpractice.choices import InUse, Status
from goodpractice.evidence import set_evidence
from goodpractice.models import Practice, Use, UseStage, UseState
from goodpractice.permissions import may_confirm_use
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError, Move
from programmes.models import Body, Programme

USE_MOVES = {
    "declare use": Move(frozenset(UseState.values), UseState.WAITING),
    "confirm use": Move(frozenset({UseState.WAITING}), UseState.CONFIRMED),
    "decline use": Move(frozenset({UseState.WAITING}), UseState.DECLINED),
}
TOLD = ("stage", "changed", "effort_days", "result", "why_stopped")


class OwnPracticeError(IllegalMoveError):
    """A practice is not taken up by those who own it."""


@transaction.atomic
def declare_use(
    practice: Practice,
    *,
    body: Body,
    programme: Programme | None,
    by: Any,
    stage: str,
    changed: str = "",
    effort_days: int | None = None,
    result: str = "",
    why_stopped: str = "",
) -> Use:
    """Write down how far a body got with a practice; a second declaration replaces the first.

    Waits for the body's designated person, unless she declares it herself.
    """
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if practice.current is None or practice.current.status != Status.PUBLISHED:
        raise IllegalMoveError("Only a practice of the catalogue is taken up.")
    is_own_programme = programme is not None and programme in practice.programmes.all()
    if practice.owner_id == body.pk or is_own_programme:
        raise OwnPracticeError("The practice comes from there.")
    use = practice.uses.filter(body=body, programme=programme).first()
    before = {name: getattr(use, name) for name in TOLD} if use else {}
    use = use or Use(practice=practice, body=body, programme=programme)
    use.practice = practice
    use.state = USE_MOVES["declare use"].step_from(use.state)
    use.stage, use.changed, use.effort_days = stage, changed, effort_days
    use.result, use.why_stopped, use.declared_by = result, why_stopped, by
    use.decided_by = use.decided_at = None
    use.reason = ""
    use.save()
    record("declare use", use, by=by, before=before, after={"stage": stage})
    if may_confirm_use(by, use):
        return _decide(use, "confirm use", by=by)
    _count(practice)
    notifications.ask_to_confirm_use(use)
    return use


@transaction.atomic
def confirm_use(use: Use, *, by: Any) -> Use:
    """Confirm what was declared, as the body's designated person."""
    use = _decide(_locked(use), "confirm use", by=by)
    notifications.tell_use_decided(use)
    return use


@transaction.atomic
def decline_use(use: Use, *, by: Any, reason: str) -> Use:
    """Say that what was declared is not so."""
    use = _decide(_locked(use), "decline use", by=by, reason=reason)
    notifications.tell_use_decided(use)
    return use


def _locked(use: Use) -> Use:
    practice = Practice.objects.select_for_update().get(pk=use.practice_id)
    fresh = Use.objects.select_for_update().get(pk=use.pk)
    fresh.practice = practice
    return fresh


def _decide(use: Use, act: str, *, by: Any, reason: str = "") -> Use:
    before = use.state
    use.state = USE_MOVES[act].step_from(before)
    use.decided_by, use.decided_at, use.reason = by, timezone.now(), reason
    use.save()
    record(act, use, by=by, before={"state": before}, after={"state": use.state}, why=reason)
    _count(use.practice)
    return use


def _count(practice: Practice) -> None:
    """Bring counts, evidence and index of a locked practice in step with the register."""
    uses = list(practice.uses.confirmed().select_related("body"))
    running = [use for use in uses if use.stage == UseStage.IN_USE]
    stopped = [use for use in uses if use.stage == UseStage.STOPPED]
    practice.users_count = len({_place(use) for use in running})
    practice.user_countries_count = len({use.body.country_id for use in running} - {None})
    practice.stopped_count = len({_place(use) for use in stopped} - {_place(u) for u in running})
    practice.in_use = _in_use(practice, has_trials=len(uses) > len(running) + len(stopped))
    practice.save(update_fields=("users_count", "user_countries_count", "stopped_count", "in_use"))
    set_evidence(practice)
    keeping.refresh([practice.pk])


def _place(use: Use) -> tuple[str, int]:
    """Return where it is used: the programme, or the body where none is named."""
    return ("programme", use.programme_id) if use.programme_id else ("body", use.body_id)


def _in_use(practice: Practice, *, has_trials: bool) -> str:
    if practice.users_count > 1:
        return InUse.SEVERAL
    if practice.users_count == 1:
        return InUse.ONE
    if has_trials:
        return InUse.TRYING
    return InUse.STOPPED if practice.stopped_count else InUse.NO
