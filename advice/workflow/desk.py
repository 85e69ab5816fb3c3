"""What officers do with a question: take it, ask back, answer, note, close, join with its twin."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from advice import notifications
from advice.choices import Authority, MessageKind, State
from advice.models import Answer, LegalBasis, Message, Question
from interact_portal.accounts.models import User
from interact_portal.core.audit import record
from interact_portal.core.files import SentFile
from interact_portal.core.moves import IllegalMoveError

from .asking import say, shut
from .moves import QUESTION_MOVES, NotYoursError, TakenError, locked, move


@dataclass(frozen=True)
class Basis:
    """What an answer rests on."""

    act: str
    article: str = ""
    url: str = ""
    is_verified: bool = False


@dataclass(frozen=True)
class Reply:
    """An answer before it is sent."""

    text: str
    authority: str = Authority.OPINION
    periods: list[str] = field(default_factory=list)
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None
    legal_bases: list[Basis] = field(default_factory=list)


@transaction.atomic
def take(question: Question, *, by: User) -> Question:
    """Let an officer be on a question; raise TakenError where another was quicker."""
    question = locked(question)
    if question.officer is not None and question.officer != by:
        raise TakenError(question.officer)
    move(question, "take", by=by, officer=by)
    return question


@transaction.atomic
def assign(question: Question, officer: User, *, by: User) -> Question:
    """Give a question to an officer, who is told when somebody else did it."""
    question = locked(question)
    if question.officer == officer:
        raise TakenError(officer)
    act = "hand over" if question.state == State.WAITING else "assign"
    move(question, act, by=by, officer=officer, reminded_at=None)
    if officer != by:
        notifications.tell_given(question, by)
    return question


@transaction.atomic
def put_back(question: Question, *, by: User) -> Question:
    """Put a question back to the new ones: nobody is on it."""
    question = locked(question)
    move(question, "put back", by=by, officer=None)
    return question


@transaction.atomic
def set_due(question: Question, day: datetime.date, *, by: User) -> Question:
    """Promise an answer by another day."""
    question = locked(question)
    if not question.is_open:
        raise IllegalMoveError(_("Only an open question is due."))
    before, question.due_on, question.reminded_at = question.due_on, day, None
    question.save(update_fields=("due_on", "reminded_at"))
    record("set due", question, by=by, before={"due_on": str(before)}, after={"due_on": str(day)})
    return question


@transaction.atomic
def ask_back(question: Question, text: str, *, by: User, files: Iterable[SentFile] = ()) -> Message:
    """Ask the asker for something we need; the question waits for her."""
    question = _own(question, by)
    move(question, "ask back", by=by, first_reply_at=question.first_reply_at or timezone.now())
    message = say(question, MessageKind.TO_ASKER, text, by=by, files=files)
    notifications.tell_message(message, "asked_back")
    return message


@transaction.atomic
def note(question: Question, text: str, *, by: User | None, **more: Any) -> Message:
    """Write something down that only officers read."""
    question = locked(question)
    record("note", question, by=by)
    return say(question, MessageKind.NOTE, text, by=by, **more)


@transaction.atomic
def answer(
    question: Question, reply: Reply, *, by: User, files: Iterable[SentFile] = ()
) -> Message:
    """Answer a question, and with it those that were joined with it.

    Only the officer who is on it answers (NotYoursError); a second answer at the same time finds
    the question answered (IllegalMoveError).
    """
    question = _own(question, by)
    now = timezone.now()
    move(
        question,
        "answer",
        by=by,
        answered_at=now,
        first_answered_at=question.first_answered_at or now,
        first_reply_at=question.first_reply_at or now,
        due_on=None,
    )
    message = _say_answer(question, reply, by=by, files=files)
    for twin in question.merged_questions.select_for_update(of=("self",)).select_related("asker"):
        twin.answered_at = now
        twin.first_answered_at = twin.first_answered_at or now
        twin.save(update_fields=("answered_at", "first_answered_at"))
        _say_answer(twin, reply, by=by, files=())
    return message


def _say_answer(
    question: Question, reply: Reply, *, by: User, files: Iterable[SentFile]
) -> Message:
    message = say(question, MessageKind.ANSWER, reply.text, by=by, files=files)
    given = Answer.objects.create(
        message=message,
        authority=reply.authority,
        periods=list(reply.periods),
        valid_from=reply.valid_from,
        valid_until=reply.valid_until,
    )
    LegalBasis.objects.bulk_create(
        LegalBasis(answer=given, **vars(basis)) for basis in reply.legal_bases
    )
    notifications.tell_message(message, "answered")
    return message


@transaction.atomic
def close(question: Question, *, by: User | None, why: str) -> Question:
    """Close a question that was answered, or whose asker no longer answers us; she is told why."""
    question = locked(question)
    act = "give up" if question.state == State.WAITING else "close"
    shut(question, act, by=by, why=why)
    notifications.tell_closed(question, why)
    return question


@transaction.atomic
def join(question: Question, other: Question, *, by: User) -> Question:
    """Join a question with one that asks the same; its asker gets that one's answer.

    Both are locked in the order of their keys, so that two officers never wait for each other.
    """
    if question.pk == other.pk:
        raise IllegalMoveError(_("A question cannot be joined with itself."))
    first, second = sorted((question, other), key=lambda each: each.pk)
    rows = {each.pk: locked(each) for each in (first, second)}
    question, other = rows[question.pk], rows[other.pk]
    if other.state not in QUESTION_MOVES["join"].sources:
        raise IllegalMoveError(_("The other question is not open any more."))
    move(
        question,
        "join",
        by=by,
        why=other.reference,
        merged_into=other,
        due_on=None,
        forget_on=None,
    )
    question.merged_questions.update(merged_into=other)
    notifications.tell_joined(question)
    return question


def _own(question: Question, by: User) -> Question:
    """Return the question locked; raise unless `by` is the officer on it and it is open."""
    question = locked(question)
    if question.is_open and question.officer != by:
        raise NotYoursError(question.officer)
    return question
