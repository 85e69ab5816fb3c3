"""The table of moves of a version, the lock every act takes first, and why an act is refused."""

from typing import Any

from goodpractice.choices import OPEN, Status
from goodpractice.models import Practice, PracticeVersion
from interact_portal.core.audit import record
from interact_portal.core.moves import IllegalMoveError, Move

MOVES = {
    "submit": Move(frozenset({Status.DRAFT, Status.CHANGES_REQUESTED}), Status.SUBMITTED),
    "claim": Move(frozenset({Status.SUBMITTED}), Status.IN_REVIEW),
    "release": Move(frozenset({Status.IN_REVIEW}), Status.SUBMITTED),
    "request changes": Move(frozenset({Status.IN_REVIEW}), Status.CHANGES_REQUESTED),
    "publish": Move(frozenset({Status.IN_REVIEW}), Status.PUBLISHED),
    "decline": Move(frozenset({Status.SUBMITTED, Status.IN_REVIEW}), Status.DECLINED),
    "withdraw": Move(frozenset(OPEN), Status.WITHDRAWN),
    "replace": Move(frozenset({Status.PUBLISHED, Status.ARCHIVED}), Status.REPLACED),
    "archive": Move(frozenset({Status.PUBLISHED}), Status.ARCHIVED),
    "restore": Move(frozenset({Status.ARCHIVED}), Status.PUBLISHED),
}


class TakenError(IllegalMoveError):
    """Somebody else is on it already; `reviewer` is who."""

    def __init__(self, reviewer: object) -> None:
        super().__init__(f"{reviewer} is on it already.")
        self.reviewer = reviewer


class EditedMeanwhileError(Exception):
    """Somebody saved the same working copy meanwhile; `version` holds what stands now."""

    def __init__(self, version: PracticeVersion) -> None:
        super().__init__("The working copy was saved meanwhile.")
        self.version = version


class NotReadyError(IllegalMoveError):
    """The automatic checks found errors; `findings` are they."""

    def __init__(self, findings: list) -> None:
        super().__init__("; ".join(str(finding.text) for finding in findings))
        self.findings = findings


class FactsNotConfirmedError(IllegalMoveError):
    """The programme has not confirmed the facts yet."""


def locked(version: PracticeVersion) -> PracticeVersion:
    """Return `version` as it stands now, its practice and itself locked until commit.

    Always in this order, so that two acts never wait for each other.
    """
    practice = Practice.objects.select_for_update().get(pk=version.practice_id)
    fresh = PracticeVersion.objects.select_for_update().get(pk=version.pk)
    fresh.practice = practice
    return fresh


def move(version: PracticeVersion, act: str, *, by: Any, why: str = "", **fields: Any) -> None:
    """Take the step `act` on a locked version, write `fields` with it, and leave its trace."""
    before = version.status
    version.status = MOVES[act].step_from(before)
    for name, value in fields.items():
        setattr(version, name, value)
    if version.status != Status.IN_REVIEW:
        version.claimed_at = None
    version.save()
    record(
        act, version, by=by, before={"status": before}, after={"status": version.status}, why=why
    )
