"""Rows of the room for tests, made by plain functions, through the verbs where there are some."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from advice.choices import Authority, State
from advice.models import Question
from advice.workflow import asking, desk, publishing
from advice.workflow.asking import Wording
from advice.workflow.desk import Basis, Reply
from interact_portal.accounts.models import User
from programmes.choices import Period
from tests.factories import make_staff, make_user

PDF = b"%PDF-1.7\nnot much\n%%EOF"
REPLY = Reply(
    text="Yes, the flat rate covers it.",
    authority=Authority.OPINION,
    periods=[Period.P2014],
    legal_bases=[Basis("Regulation (EU) 1303/2013", "Article 67")],
)


def ask(asker: User | None = None, **fields: Any) -> Question:
    """Return a new question."""
    at = fields.pop("at", None)
    fields.setdefault("title", "May staff costs be claimed as a flat rate?")
    fields.setdefault("text", "Our partner has no time sheets.")
    return asking.ask(asker or make_user(), Wording(**fields), at=at)


def question_in(state: str, *, asker: User | None = None, officer: User | None = None) -> Question:
    """Return a question that came to `state` the way questions do."""
    question, officer = ask(asker), officer or make_staff()
    if state == State.NEW:
        return question
    question = desk.take(question, by=officer)
    if state == State.WAITING:
        desk.ask_back(question, "Which period?", by=officer)
    if state in (State.ANSWERED, State.CLOSED):
        desk.answer(question, REPLY, by=officer)
    if state == State.CLOSED:
        asking.accept(question, by=question.asker)
    if state == State.MERGED:
        desk.join(question, ask(), by=officer)
    question.refresh_from_db()
    return question


CONTENT = {
    "title": "Flat rate for staff costs",
    "question": "May staff costs be claimed as a flat rate?",
    "text": "Yes. The flat rate covers them up to 20 %.",
    "authority": Authority.OPINION,
    "periods": [Period.P2014],
}


def draft(*questions: Question, by: User | None = None, **content: Any):
    """Return the first draft of an answer for everybody."""
    return publishing.begin(questions, CONTENT | content, by=by or make_staff())


def published(*questions: Question, at: datetime.datetime | None = None, **content: Any):
    """Return a version that is in force."""
    version = draft(*questions, **content)
    version = publishing.submit(version, by=version.written_by)
    return publishing.publish(version, by=make_staff(), at=at)


def days_ago(days: int) -> datetime.datetime:
    """Return the moment so many days ago."""
    return timezone.now() - datetime.timedelta(days=days)


def vienna(*parts: int) -> datetime.datetime:
    """Return the moment that the secretariat's clock shows: year, month, day, hour."""
    return datetime.datetime(*parts, tzinfo=ZoneInfo("Europe/Vienna"))
