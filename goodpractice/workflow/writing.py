"""What an author does: begin, save, submit, withdraw."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from goodpractice import notifications
from goodpractice.checks import find_faults
from goodpractice.choices import OPEN, PUBLIC, Status
from goodpractice.content import completed
from goodpractice.models import Practice, PracticeVersion
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError

from .moves import EditedMeanwhileError, NotReadyError, locked, move


@transaction.atomic
def begin(content: dict[str, Any], *, by: Any) -> PracticeVersion:
    """Begin a practice; return its first draft."""
    practice = Practice.objects.create(author=by)
    version = PracticeVersion.objects.create(
        practice=practice, author=by, content=completed(content)
    )
    record("begin", version, by=by, after={"status": version.status})
    return version


@transaction.atomic
def begin_new_version(practice: Practice, *, by: Any) -> PracticeVersion:
    """Return a working copy of a public practice: the open one, or a new draft of its text.

    The public page stays as it is until the copy is published.
    """
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    standing = practice.versions.filter(status__in=OPEN).first()
    if standing is not None:
        return standing
    if practice.current is None or practice.current.status not in PUBLIC:
        raise IllegalMoveError("Only a public practice gets a new version.")
    version = PracticeVersion.objects.create(
        practice=practice, author=by, content=practice.current.content
    )
    record("begin a new version", version, by=by, after={"status": version.status})
    return version


@transaction.atomic
def save(
    version: PracticeVersion, content: dict[str, Any], *, edits: int, by: Any
) -> PracticeVersion:
    """Write `content` into a draft whose author saw it after `edits` savings; return it.

    Raises EditedMeanwhileError when somebody saved since, and IllegalMoveError when the version
    is not to be written in.
    """
    version = locked(version)
    if not version.is_writable:
        raise IllegalMoveError(f"Nobody writes in a version that is “{version.status}”.")
    if version.edits != edits:
        raise EditedMeanwhileError(version)
    whole = completed(version.content | content)
    if whole == version.content:
        return version
    changed = sorted(key for key in whole if whole[key] != version.content.get(key))
    version.content = whole
    version.edits += 1
    version.save()
    record("save", version, by=by, after={"parts": changed})
    return version


@transaction.atomic
def submit(version: PracticeVersion, *, by: Any, note: str = "") -> PracticeVersion:
    """Hand a draft in for review; raise NotReadyError while a check finds an error."""
    version = locked(version)
    errors = [finding for finding in find_faults(version.content) if finding.is_error]
    if version.is_writable and errors:
        raise NotReadyError(errors)
    again = version.status == Status.CHANGES_REQUESTED
    move(version, "submit", by=by, why=note, submitted_at=timezone.now())
    notifications.tell_submitted(version, again=again)
    return version


@transaction.atomic
def withdraw(version: PracticeVersion, *, by: Any, reason: str = "") -> PracticeVersion:
    """Take a version back; it stays in its author's list, and nowhere else."""
    version = locked(version)
    reviewer = version.reviewer if version.status == Status.IN_REVIEW else None
    move(
        version, "withdraw", by=by, why=reason,
        reason=reason, closed_at=timezone.now(), appears_at=None,
    )  # fmt: skip
    notifications.tell_withdrawn(version, reviewer)
    return version
