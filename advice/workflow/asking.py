"""What the asker does: ask, write again, say thanks or not enough, take the question back."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from advice import notifications
from advice.choices import DUE_WITHIN, MessageKind, State, Urgency, Use
from advice.figures import holidays, usual_working_days
from advice.models import Attachment, Message, Question
from advice.working_days import add_working_days
from interact_portal.accounts.models import User
from interact_portal.core.audit import record
from interact_portal.core.files import SentFile
from interact_portal.core.moves import IllegalMoveError

from .moves import locked, move

# The fewest working days we leave ourselves after the asker has answered us.
AFTER_A_REPLY = 3
KEPT_FOR = datetime.timedelta(days=730)


@dataclass(frozen=True)
class Wording:
    """What somebody asks, before it is sent."""

    title: str
    text: str
    theme: Any = None
    programme: Any = None
    body: Any = None
    period: str = ""
    urgency: str = Urgency.NORMAL
    use: str = Use.PUBLISHABLE
    files: list[SentFile] = field(default_factory=list)


@dataclass(frozen=True)
class Origin:
    """Where a question was brought to: a seminar, by its own key and address."""

    kind: str
    key: str
    name: str
    url: str


@transaction.atomic
def ask(asker: User, wording: Wording, *, origin: Origin | None = None, at: Any = None) -> Question:
    """Put a question to the secretariat; return it.

    A question brought to the same place twice is the same question: the first is returned.
    """
    if origin is not None:
        brought = Question.objects.filter(origin_kind=origin.kind, origin_key=origin.key).first()
        if brought is not None:
            return brought
    moment = at or timezone.now()
    question = Question.objects.create(
        asker=asker,
        title=wording.title,
        text=wording.text,
        theme=wording.theme,
        programme=wording.programme,
        body=wording.body,
        period=wording.period,
        urgency=wording.urgency,
        use=wording.use,
        asked_at=moment,
        changed_at=moment,
        due_on=due_from(timezone.localtime(moment).date(), wording.urgency),
        **_origin_fields(origin),
    )
    attach(question, None, wording.files)
    record("ask", question, by=asker, after={"state": question.state})
    notifications.tell_received(question, usual_working_days(question.theme_id))
    notifications.tell_new(question)
    return question


def _origin_fields(origin: Origin | None) -> dict[str, str]:
    if origin is None:
        return {}
    return {f"origin_{name}": value for name, value in vars(origin).items()}


def due_from(day: datetime.date, urgency: str) -> datetime.date:
    """Return by when a question of this urgency asked on `day` is to be answered."""
    return add_working_days(day, DUE_WITHIN[Urgency(urgency)], holidays())


@transaction.atomic
def write(
    question: Question,
    text: str,
    *,
    by: User,
    files: Iterable[SentFile] = (),
    letter_id: str = "",
) -> Message:
    """Add what the asker writes: an answer to our question back, or something we should know.

    After an answer it opens the question again. Not possible once it is joined with another.
    """
    question = locked(question)
    _must_not_be_joined(question)
    if question.state in (State.ANSWERED, State.CLOSED):
        question = _reopen(question, by=by)
    elif question.state == State.WAITING:
        today = timezone.localdate()
        soonest = add_working_days(today, AFTER_A_REPLY, holidays())
        move(question, "reply", by=by, due_on=max(question.due_on, soonest), reminded_at=None)
    else:
        record("write", question, by=by)
    message = say(question, MessageKind.FROM_ASKER, text, by=by, files=files, letter_id=letter_id)
    notifications.tell_reply(message)
    return message


@transaction.atomic
def reopen(question: Question, *, by: User) -> Question:
    """Open a question again whose answer was not enough."""
    question = locked(question)
    _must_not_be_joined(question)
    question = _reopen(question, by=by)
    notifications.tell_reopened(question)
    return question


def _reopen(question: Question, *, by: User) -> Question:
    stays = question.officer is not None and question.officer.is_active
    move(
        question,
        "reopen" if stays else "reopen without an officer",
        by=by,
        officer=question.officer if stays else None,
        due_on=due_from(timezone.localdate(), question.urgency),
        closed_at=None,
        forget_on=None,
        reminded_at=None,
    )
    question.merged_questions.update(forget_on=None)
    return question


@transaction.atomic
def accept(question: Question, *, by: User) -> Question:
    """Close a question whose answer was enough: the asker's own act, so no letter tells her."""
    question = locked(question)
    shut(question, "close", by=by)
    return question


@transaction.atomic
def withdraw(question: Question, *, by: User) -> Question:
    """Take a question back that is not needed any more."""
    question = locked(question)
    shut(question, "withdraw", by=by)
    return question


def shut(question: Question, act: str, *, by: User | None, why: str = "") -> None:
    """Close a locked question by `act`; it and those joined with it are forgotten in their time."""
    now = timezone.now()
    forget_on = timezone.localtime(now + KEPT_FOR).date()
    move(question, act, by=by, why=why, closed_at=now, forget_on=forget_on, due_on=None)
    question.merged_questions.update(forget_on=forget_on)


def say(
    question: Question,
    kind: str,
    text: str,
    *,
    by: User | None,
    files: Iterable[SentFile] = (),
    letter_id: str = "",
    **more: Any,
) -> Message:
    """Write a message into the conversation of a locked question."""
    message = Message.objects.create(
        question=question, kind=kind, author=by, text=text, letter_id=letter_id, **more
    )
    attach(question, message, files)
    return message


def attach(question: Question, message: Message | None, files: Iterable[SentFile]) -> None:
    """Keep files with a question or with a message of it."""
    for sent in files:
        attachment = Attachment(
            question=question,
            message=message,
            name=sent.name,
            kind=sent.kind,
            size=len(sent.content),
        )
        attachment.file.save(sent.name, ContentFile(sent.content))


def _must_not_be_joined(question: Question) -> None:
    if question.state == State.MERGED:
        raise IllegalMoveError(
            _("This question was joined with one like it. Please ask a new question.")
        )
