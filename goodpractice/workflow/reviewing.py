"""What a reviewer does: claim, give back, ask for changes, decline; and the programme's part."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from goodpractice import notifications
from goodpractice.choices import Status
from goodpractice.models import PracticeVersion
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError

from .moves import TakenError, locked, move


@transaction.atomic
def claim(version: PracticeVersion, *, by: Any) -> PracticeVersion:
    """Take a submitted version on; raise TakenError when a colleague was quicker."""
    version = locked(version)
    if version.status == Status.IN_REVIEW:
        if version.reviewer_id == by.pk:
            return version
        raise TakenError(version.reviewer)
    move(version, "claim", by=by, reviewer=by, claimed_at=timezone.now())
    notifications.tell_claimed(version)
    return version


@transaction.atomic
def release(version: PracticeVersion, *, by: Any) -> PracticeVersion:
    """Give a version back to the queue, for a colleague."""
    version = locked(version)
    move(version, "release", by=by, reviewer=None, appears_at=None)
    return version


@transaction.atomic
def request_changes(version: PracticeVersion, *, by: Any, note: str) -> PracticeVersion:
    """Give a version back to its author with a note of what is wanted."""
    version = locked(version)
    move(version, "request changes", by=by, why=note, reason=note, appears_at=None)
    notifications.tell_changes_requested(version)
    return version


@transaction.atomic
def confirm_facts(version: PracticeVersion, *, by: Any) -> PracticeVersion:
    """Write down that somebody of the programme stands for the facts."""
    version = locked(version)
    if version.status not in (Status.SUBMITTED, Status.IN_REVIEW):
        raise IllegalMoveError(f"Facts are not confirmed while it is “{version.status}”.")
    if version.facts_confirmed_at is None:
        version.facts_confirmed_by, version.facts_confirmed_at = by, timezone.now()
        version.save()
        record("confirm facts", version, by=by)
        notifications.tell_facts_confirmed(version)
    return version


@transaction.atomic
def decline(version: PracticeVersion, *, by: Any, reason: str) -> PracticeVersion:
    """Decline a version with a reason its author is told."""
    version = locked(version)
    move(
        version, "decline", by=by, why=reason,
        reason=reason, closed_at=timezone.now(), appears_at=None,
    )  # fmt: skip
    notifications.tell_declined(version)
    return version
