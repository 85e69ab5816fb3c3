"""The tables of moves, the lock every act takes first, and why an act is refused."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from advice.choices import InvitationState, State, VersionState
from advice.models import Invitation, PublishedAnswer, PublishedVersion, Question
from interact_portal.accounts.models import User
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError, Move

NEW, ASSIGNED, WAITING = State.NEW, State.ASSIGNED, State.WAITING
ANSWERED, CLOSED, MERGED = State.ANSWERED, State.CLOSED, State.MERGED

QUESTION_MOVES = {
    "take": Move(frozenset({NEW}), ASSIGNED),
    "assign": Move(frozenset({NEW, ASSIGNED}), ASSIGNED),
    "hand over": Move(frozenset({WAITING}), WAITING),
    "put back": Move(frozenset({ASSIGNED}), NEW),
    "ask back": Move(frozenset({ASSIGNED}), WAITING),
    "reply": Move(frozenset({WAITING}), ASSIGNED),
    "answer": Move(frozenset({ASSIGNED, WAITING}), ANSWERED),
    "reopen": Move(frozenset({ANSWERED, CLOSED}), ASSIGNED),
    "reopen without an officer": Move(frozenset({ANSWERED, CLOSED}), NEW),
    "close": Move(frozenset({ANSWERED}), CLOSED),
    "withdraw": Move(frozenset({NEW, ASSIGNED, WAITING}), CLOSED),
    "give up": Move(frozenset({WAITING}), CLOSED),
    "join": Move(frozenset({NEW, ASSIGNED, WAITING}), MERGED),
    "lose its officer": Move(frozenset({ASSIGNED, WAITING}), NEW),
}
INVITATION_MOVES = {
    "answer": Move(
        frozenset({InvitationState.SENT, InvitationState.ANSWERED}), InvitationState.ANSWERED
    ),
    "decline": Move(frozenset({InvitationState.SENT}), InvitationState.DECLINED),
    "end": Move(frozenset({InvitationState.SENT}), InvitationState.ENDED),
}
DRAFT, APPROVAL, PUBLISHED = VersionState.DRAFT, VersionState.APPROVAL, VersionState.PUBLISHED
EXPIRED, SUPERSEDED = VersionState.EXPIRED, VersionState.SUPERSEDED
REPLACED, DROPPED = VersionState.REPLACED, VersionState.DROPPED
VERSION_MOVES = {
    "submit": Move(frozenset({DRAFT}), APPROVAL),
    "send back": Move(frozenset({APPROVAL}), DRAFT),
    "publish": Move(frozenset({APPROVAL}), PUBLISHED),
    "replace": Move(frozenset({PUBLISHED, EXPIRED, SUPERSEDED}), REPLACED),
    "supersede": Move(frozenset({PUBLISHED, EXPIRED}), SUPERSEDED),
    "expire": Move(frozenset({PUBLISHED}), EXPIRED),
    "drop": Move(frozenset({DRAFT, APPROVAL}), DROPPED),
}


class TakenError(IllegalMoveError):
    """Somebody else is on it already; `officer` is who."""

    def __init__(self, officer: User) -> None:
        super().__init__(_("%(officer)s is on it already.") % {"officer": officer})
        self.officer = officer


class NotYoursError(IllegalMoveError):
    """Only the officer who is on it may do this."""

    def __init__(self, officer: User | None) -> None:
        super().__init__(
            _("%(officer)s is on it. Take it over first.") % {"officer": officer}
            if officer
            else _("Take the question first.")
        )
        self.officer = officer


class NotReadyError(IllegalMoveError):
    """A draft says too little to be shown; `missing` are the sentences that say what."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


class EditedMeanwhileError(Exception):
    """Somebody saved the same draft meanwhile; `version` holds what stands now."""

    def __init__(self, version: PublishedVersion) -> None:
        super().__init__(_("Somebody saved the draft meanwhile."))
        self.version = version


def locked(question: Question) -> Question:
    """Return `question` as it stands now, locked until commit."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("asker", "officer")
    return rows.get(pk=question.pk)


def locked_invitation(invitation: Invitation) -> Invitation:
    """Return `invitation` as it stands now; its question is locked first, then itself."""
    question = locked(invitation.question)
    fresh = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    fresh.question = question
    return fresh


def locked_version(version: PublishedVersion) -> PublishedVersion:
    """Return `version` as it stands now; its answer is locked first, then itself."""
    answer = PublishedAnswer.objects.select_for_update().get(pk=version.answer_id)
    fresh = PublishedVersion.objects.select_for_update().get(pk=version.pk)
    fresh.answer = answer
    return fresh


def move(question: Question, act: str, *, by: User | None, why: str = "", **fields: Any) -> None:
    """Take the step `act` on a locked question, write `fields` with it, and leave its trace."""
    _step(question, QUESTION_MOVES[act], act, by, why, fields | {"changed_at": timezone.now()})


def move_invitation(
    invitation: Invitation, act: str, *, by: User | None, why: str = "", **fields: Any
) -> None:
    """The same for an invitation."""
    _step(invitation, INVITATION_MOVES[act], act, by, why, fields)


def move_version(
    version: PublishedVersion, act: str, *, by: User | None, why: str = "", **fields: Any
) -> None:
    """The same for a version of a published answer."""
    _step(version, VERSION_MOVES[act], act, by, why, fields)


def _step(
    row: models.Model, step: Move, act: str, by: User | None, why: str, fields: dict[str, Any]
) -> None:
    before, after = {"state": row.state}, {"state": step.step_from(row.state)}
    row.state = after["state"]
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    if "officer" in fields:
        after["officer"] = str(fields["officer"] or "")
    record(act, row, by=by, before=before, after=after, why=why)
