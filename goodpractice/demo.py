"""The demo's practices: real cases of programme management in our own words, in every state.

They go the way every practice goes, by the verbs of the room; only the days are set back.
"""

import datetime
import json
from pathlib import Path
from typing import Any

from django.utils import timezone

from goodpractice import workflow
from goodpractice.choices import Change, Status
from goodpractice.content import BY_KEY
from goodpractice.models import (
    Practice,
    PracticeVersion,
    ReadingList,
    Recommendation,
    Use,
    UseStage,
    Voice,
)
from interact_portal.accounts.demo_accounts import CERTIFYING_AUTHORITY, DEMO_ACCOUNTS
from interact_portal.accounts.models import User
from interact_portal.core.demo import demo_step
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter
from programmes.models import Body, Membership, Programme

DATA = Path(__file__).parent / "data"
FILE = DATA / "practices.json"
USES = DATA / "uses.json"
# What the demo's officer of a joint secretariat takes to her committee.
COMMITTEE = (
    ("Train the trainer for management verifications", "For item 4: training of controllers"),
    ("Three models of first level control on one page", "To show how others explain it"),
    ("A lump sum for the monitoring phase of projects", "Would it fit the next call?"),
)
LIST = "Monitoring committee in June"
WAITS_IN = "two-seas-2014-2020"
PACK_FOR = "interreg-europe-2021-2027"
# What a case did not say yet when it was first published.
LEARNT_LATER = ("not_worked", "building_blocks", "how_measured")


@demo_step(300, reads=(FILE,))
def bring_the_practices() -> str:
    """Write the practices that are not there yet; nobody gets a letter about them."""
    written_before = set(Letter.objects.values_list("pk", flat=True))
    known = {version.content.get("title") for version in PracticeVersion.objects.all()}
    for case in json.loads(FILE.read_text(encoding="utf-8")):
        if case["title"] not in known:
            _write(case)
    for letter in Letter.objects.exclude(pk__in=written_before):
        outbox.withdraw(letter)
    return f"{Practice.objects.published().count()} practices in the catalogue"


def _people() -> tuple[User, User]:
    """Return the demo's author and reviewer."""
    accounts = list(DEMO_ACCOUNTS)
    author = next(account for account in accounts if not account.is_staff)
    reviewer = next(account for account in accounts if account.is_staff)
    return User.objects.get(email=author.email), User.objects.get(email=reviewer.email)


def _write(case: dict[str, Any]) -> None:
    author, reviewer = _people()
    content = {key: value for key, value in case.items() if key in BY_KEY}
    versions = case["versions"]
    first = {k: v for k, v in content.items() if k not in LEARNT_LATER} if versions else content
    version = workflow.begin(first, by=author)
    if case["state"] in (Status.PUBLISHED, Status.ARCHIVED):
        days = case["days"]
        _publish(version, reviewer, days=days)
        for number, news in enumerate(versions, 1):
            parts = LEARNT_LATER[:number] if number < len(versions) else LEARNT_LATER
            added = {key: content[key] for key in parts if key in content}
            again = workflow.begin_new_version(version.practice, by=author)
            again = workflow.save(again, added, edits=again.edits, by=author)
            left = days - number * days // (len(versions) + 2)
            _publish(again, reviewer, days=left, change=news["change"], note=news["note"])
            version = again
    _bring_to(version, case, author, reviewer)


def _publish(
    version: PracticeVersion,
    reviewer: User,
    *,
    days: int,
    change: str = Change.MAJOR,
    note: str = "",
) -> None:
    at = timezone.now() - datetime.timedelta(days=days)
    workflow.submit(version, by=version.author)
    workflow.confirm_facts(version, by=reviewer)
    workflow.claim(version, by=reviewer)
    workflow.publish(version, by=reviewer, change=change, note=note, at=at)


def _bring_to(version: PracticeVersion, case: dict[str, Any], author: User, reviewer: User) -> None:
    """Take the steps that lead to the state the case is to be in."""
    state, reason = case["state"], case.get("reason", "")
    if state == Status.ARCHIVED:
        workflow.archive(version, by=reviewer, reason=reason)
    if state in (Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED, Status.DECLINED):
        workflow.submit(version, by=author)
    if state in (Status.IN_REVIEW, Status.CHANGES_REQUESTED):
        workflow.claim(version, by=reviewer)
    if state == Status.CHANGES_REQUESTED:
        workflow.request_changes(version, by=reviewer, note=reason)
    if state == Status.DECLINED:
        workflow.decline(version, by=reviewer, reason=reason)
    if state == Status.WITHDRAWN:
        workflow.withdraw(version, by=author, reason=reason)


@demo_step(310, reads=(USES,))
def bring_the_uses() -> str:
    """Fill the register of use with examples that say that they are examples."""
    written_before = set(Letter.objects.values_list("pk", flat=True))
    _author, reviewer = _people()
    for row in json.loads(USES.read_text(encoding="utf-8")):
        practice = Practice.objects.get(title=row.pop("practice"))
        body = Body.objects.get(slug=row.pop("body"))
        programme = Programme.objects.get(slug=row.pop("programme"))
        if practice.uses.filter(body=body, programme=programme).exists():
            continue
        use = workflow.declare_use(practice, body=body, programme=programme, by=None, **row)
        workflow.confirm_use(use, by=reviewer)
    for letter in Letter.objects.exclude(pk__in=written_before):
        outbox.withdraw(letter)
    return f"{Use.objects.count()} uses of practices elsewhere"


@demo_step(320)
def make_a_list() -> str:
    """Make a shared list for the officer of the joint secretariat, and a pack of it."""
    author, _reviewer = _people()
    if not author.reading_lists.filter(name=LIST).exists():
        reading_list = workflow.make_list(LIST, by=author)
        for title, note in COMMITTEE:
            workflow.keep(reading_list, Practice.objects.get(title=title), note=note)
        workflow.share(reading_list)
        programme = Programme.objects.get(slug=PACK_FOR)
        workflow.make_pack(reading_list, programme=programme, by=author)
        # As if she had kept the first before its second version came out.
        first = reading_list.entries.first()
        reading_list.entries.filter(pk=first.pk).update(version_seen=1)
    return f"{ReadingList.objects.count()} list of practices"


@demo_step(330)
def let_people_talk() -> str:
    """Leave remarks, an opinion, a correction, a use to be confirmed, and readers' voices."""
    written_before = set(Letter.objects.values_list("pk", flat=True))
    author, reviewer = _people()
    if not Voice.objects.exists():
        _remark_and_ask(author, reviewer)
        _readers_speak(author)
        _declare_what_waits()
    for letter in Letter.objects.exclude(pk__in=written_before):
        outbox.withdraw(letter)
    return f"{Voice.objects.count()} voices of readers"


def _remark_and_ask(author: User, reviewer: User) -> None:
    """Let the reviewer ask about a part, the author answer, and an expert give an opinion."""
    version = PracticeVersion.objects.get(status=Status.IN_REVIEW)
    remark = workflow.remark_on(
        version, part="results", text="How many programmes use the matrix by now?", by=reviewer
    )
    workflow.answer_remark(remark, "We know of six; two more are trying.", by=author)
    workflow.remark_on(version, part="conditions", text="What does it need?", by=reviewer)
    review, _secret = workflow.ask_outside(
        version, name="Expert of the demo", email="expert@portal.example", days=14, by=reviewer
    )
    workflow.answer_outside(
        review,
        marks=[4, 3, 2, 4],
        recommendation=Recommendation.CHANGE,
        remark="Clear and easy to take over. Say what did not work.",
    )


def _readers_speak(author: User) -> None:
    """Count voices, a letter that was answered, and take down a correction."""
    for number, (title, _note) in enumerate(COMMITTEE):
        practice = Practice.objects.get(title=title)
        for reader in range(number + 3):
            workflow.give_voice(practice, f"demo {reader}", is_useful=reader != 1)
    practice = Practice.objects.get(title=COMMITTEE[1][0])
    contact = workflow.write_to_owner(practice, "Which model do you advise?", by=author)
    workflow.mark_answered(contact)
    practice = Practice.objects.get(title=COMMITTEE[2][0])
    workflow.suggest(practice, "The lump sum covers 74 projects, not 70.", by=author)


def _declare_what_waits() -> None:
    """Declare a use that the certifying authority of the demo can confirm."""
    clara = User.objects.get(email=CERTIFYING_AUTHORITY.email)
    workflow.declare_use(
        Practice.objects.get(title=COMMITTEE[1][0]),
        body=Membership.objects.get(person=clara).body,
        programme=Programme.objects.get(slug=WAITS_IN),
        by=None,
        stage=UseStage.ADAPTING,
        changed="Example of the demo: one page in Dutch.",
    )
