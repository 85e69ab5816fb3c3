"""The demo's advice: glossary, lists of the desk, published answers, questions in every state.

Everything goes the way it always goes, by the verbs of the room; only the days are set back. No
letter about it is sent.
"""

import csv
import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.models import F
from django.utils import timezone

from interact_portal.accounts.demo_accounts import (
    CERTIFYING_AUTHORITY,
    JOINT_SECRETARIAT,
    SECRETARIAT,
)
from interact_portal.accounts.models import User
from interact_portal.core.demo import demo_step
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter
from programmes.models import Theme

from .choices import State
from .figures import holidays
from .models import CannedPassage, Holiday, PublishedVersion, Question, Term, TermName
from .workflow import asking, desk, inviting, publishing
from .workflow.asking import Wording
from .workflow.desk import Basis, Reply
from .workflow.glossary import share_names
from .working_days import add_working_days

DATA = Path(__file__).parent / "data"
HOLIDAYS, PASSAGES, TERMS = DATA / "holidays.csv", DATA / "passages.json", DATA / "terms.json"
ANSWERS, QUESTIONS = DATA / "answers.json", DATA / "questions.json"
WORDS = ("title", "text", "period", "urgency", "use")
SECOND_PERSON = "approver@portal.example"


@demo_step(310, reads=(HOLIDAYS, PASSAGES, TERMS))
def lay_out_the_desk() -> str:
    """Bring the glossary, the holidays and the ready passages."""
    with HOLIDAYS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            Holiday.objects.update_or_create(day=row["day"], defaults={"name": row["name"]})
    for row in _read(PASSAGES):
        CannedPassage.objects.update_or_create(title=row["title"], defaults={"text": row["text"]})
    rows = _read(TERMS)
    terms = {row["slug"]: _term(row) for row in rows}
    for row in rows:
        terms[row["slug"]].see_also.add(*(terms[slug] for slug in row["see_also"]))
    share_names()
    return f"{len(terms)} terms in the glossary"


def _term(row: dict[str, Any]) -> Term:
    definition = {"definition": row["definition"]}
    term, _made = Term.objects.update_or_create(slug=row["slug"], defaults=definition)
    for name in row["names"]:
        rest = {"short": name["short"], "until": name["until"]}
        TermName.objects.update_or_create(
            term=term, name=name["name"], since=name["since"], defaults=rest
        )
    return term


@demo_step(320, reads=(ANSWERS,))
def publish_answers() -> str:
    """Publish the answers that are not there yet, the superseded ones last."""
    rows = _read(ANSWERS)
    known = set(PublishedVersion.objects.values_list("title", flat=True))
    with _no_letters():
        for row in rows:
            if row["title"] not in known:
                _publish(row)
        for row in rows:
            if row.get("superseded_by") and row["title"] not in known:
                _supersede(row)
    return f"{PublishedVersion.objects.public().count()} published answers"


def _publish(row: dict[str, Any]) -> None:
    writer, approver = _officer(), _approver()
    content = row | {
        "themes": Theme.objects.filter(slug__in=row["themes"]),
        "legal_bases": [Basis(**basis) for basis in row["legal_bases"]],
    }
    for name in ("valid_from", "valid_until"):
        if name in row:
            content[name] = datetime.date.fromisoformat(row[name])
    days = row["days"]
    if "first" in row:
        days = row["first_days"]
        content |= {"text": row["first"], "periods": row["first_periods"], "note": ""}
    version = publishing.begin([], content, by=writer)
    version = publishing.submit(version, by=writer)
    version = publishing.publish(version, by=approver, at=_ago(days))
    if "first" in row:
        version = publishing.begin_new_version(version.answer, by=writer)
        later = {name: row[name] for name in ("text", "periods", "note")}
        version = publishing.save(version, later, edits=0, by=writer)
        version = publishing.submit(version, by=writer)
        version = publishing.publish(version, by=approver, at=_ago(row["days"]))
    if version.valid_until and version.valid_until < timezone.localdate():
        publishing.expire(version, by=writer, why="Its last day is over.")


def _supersede(row: dict[str, Any]) -> None:
    old = PublishedVersion.objects.in_force().get(title=row["title"])
    new = PublishedVersion.objects.in_force().get(title=row["superseded_by"])
    publishing.supersede(old, new.answer, by=_officer(), why="The ceiling was raised.")
    PublishedVersion.objects.filter(pk=old.pk).update(ended_at=new.published_at)


@demo_step(330, reads=(QUESTIONS,))
def ask_questions() -> str:
    """Ask the questions that are not there yet, and bring each to the state it is to be in."""
    known = set(Question.objects.values_list("title", flat=True))
    askers = [_person(JOINT_SECRETARIAT.email), _person(CERTIFYING_AUTHORITY.email)]
    with _no_letters():
        for number, row in enumerate(_read(QUESTIONS)):
            if row["title"] not in known:
                _ask(row, askers[number % len(askers)])
    return f"{Question.objects.open().count()} open questions on the desk"


def _ask(row: dict[str, Any], asker: User) -> None:
    theme = Theme.objects.filter(slug=row["theme"]).first()
    known = {name: row[name] for name in WORDS if name in row}
    asked_at = _ago(row["days"])
    question = asking.ask(asker, Wording(theme=theme, **known), at=asked_at)
    _BRING[State(row["state"])](question, row, _officer())
    Question.objects.filter(pk=question.pk).update(changed_at=asked_at)
    if "took" in row:
        _set_back(question, row["took"])


def _assigned(question: Question, row: dict[str, Any], officer: User) -> None:
    desk.take(question, by=officer)
    if "note" in row:
        desk.note(question, row["note"], by=officer)
    if "invite" in row:
        asked = f"{question.title}\n\n{question.text}"
        inviting.invite(question, by=officer, text=asked, **row["invite"])


def _waiting(question: Question, row: dict[str, Any], officer: User) -> None:
    desk.take(question, by=officer)
    desk.ask_back(question, row["back"], by=officer)


def _answered(question: Question, row: dict[str, Any], officer: User) -> None:
    desk.take(question, by=officer)
    periods = [question.period] if question.period else []
    reply = Reply(text=row["answer"], authority=row["authority"], periods=periods)
    desk.answer(question, reply, by=officer)


def _closed(question: Question, row: dict[str, Any], officer: User) -> None:
    _answered(question, row, officer)
    asking.accept(question, by=question.asker)


def _joined(question: Question, row: dict[str, Any], officer: User) -> None:
    other = Question.objects.open().filter(title=row["into"]).first()
    if other is not None:
        desk.join(question, other, by=officer)


_BRING: dict[State, Callable[[Question, dict[str, Any], User], None]] = {
    State.NEW: lambda question, row, officer: None,
    State.ASSIGNED: _assigned,
    State.WAITING: _waiting,
    State.ANSWERED: _answered,
    State.CLOSED: _closed,
    State.MERGED: _joined,
}


def _set_back(question: Question, took: int) -> None:
    """Let the answer have come so many working days after the question."""
    asked = timezone.localtime(question.asked_at)
    day = add_working_days(asked.date(), took, holidays())
    answered = asked + (day - asked.date())
    Question.objects.filter(pk=question.pk).update(
        first_reply_at=answered, first_answered_at=answered, answered_at=answered
    )
    Question.objects.filter(pk=question.pk, closed_at__isnull=False).update(
        closed_at=answered, changed_at=answered
    )
    question.messages.update(written_at=answered)
    Question.objects.filter(pk=question.pk, changed_at__lt=F("answered_at")).update(
        changed_at=answered
    )


@contextmanager
def _no_letters() -> Iterator[None]:
    """Take back every letter that is written meanwhile: nobody is told of the demo."""
    written_before = set(Letter.objects.values_list("pk", flat=True))
    yield
    outbox.withdraw_all(Letter.objects.exclude(pk__in=written_before))


def _officer() -> User:
    return _person(SECRETARIAT.email)


def _approver() -> User:
    """Return the second person, who cannot sign in: she is there to have approved."""
    person, made = User.objects.get_or_create(
        email=SECOND_PERSON, defaults={"name": "Emil Secretariat", "is_active": False}
    )
    if made:
        person.set_unusable_password()
        person.save()
    return person


def _person(email: str) -> User:
    return User.objects.get(email=email)


def _ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def _read(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))
