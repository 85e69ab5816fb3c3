"""The demo's registrations: every state that a person can be in, brought about by the verbs."""

import datetime
import itertools
import random

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from interact_portal.accounts.demo_accounts import (
    CERTIFYING_AUTHORITY,
    JOINT_SECRETARIAT,
    SECRETARIAT,
)
from interact_portal.accounts.models import User
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter
from programmes.models import Body, Programme
from seminars import workflow
from seminars.choices import AttendanceState, Freed, PromiseState, Status
from seminars.models import DecisionLog, Invitation, PrivacyNotice, Promise, Registration, Seminar
from seminars.registration import (
    Part,
    Wish,
    approve,
    ask_colleague,
    cancel_seminar,
    change_rules,
    colleague_accepts,
    decline,
    give_seat,
    nominate,
    register,
    settle_due,
    withdraw,
)

QUESTIONS = (
    "Who reports an irregularity when two countries are involved?",
    "How long do we keep the recovery ledger?",
    "Is a late invoice an irregularity or a mistake?",
    "",
    "",
)
DIETS = ("", "", "Vegetarian", "", "No nuts", "", "Vegan", "", "", "Halal")
NEEDS = ("", "", "", "", "", "", "", "A seat near the door", "", "", "", "Hearing loop")
LIKED = ("Working on one real case.", "The time for questions.", "Meeting other authorities.", "")
MISSED = ("More time.", "An example from a small programme.", "", "")
RESOLUTIONS = (
    "Keep one ledger for all recoveries instead of three.",
    "Check amounts under assessment every quarter.",
    "Use the five questions on state aid in our assessment form.",
)


class Cast:
    """The invented people, taken in turn, each once in a seminar."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.rows = rows
        self.bodies = {body.slug: body for body in Body.objects.select_related("country")}
        self.programmes = {each.slug: each for each in Programme.objects.all()}
        self.notice = PrivacyNotice.objects.first()
        self.dice = random.Random(20)  # noqa: S311 - a demo that is the same each time

    def wish(self, row: dict[str, str], seminar: Seminar, mode: str = "") -> Wish:
        """Return one person's wish for a seat."""
        return Wish(
            name=row["name"],
            email=f"{slugify(row['name'])}@participants.example",
            role=row["role"],
            mode=mode or seminar.modes[0],
            body=self.bodies[row["body"]],
            programme=self.programmes.get(row["programme"]),
            part=Part(
                notice=self.notice,
                visibility=self.dice.choice(("nobody", "participants")),
                brings_question=self.dice.choice(QUESTIONS) if "question" in seminar.asks else "",
                diet=self.dice.choice(DIETS) if "diet" in seminar.asks else "",
                access=self.dice.choice(NEEDS) if "access" in seminar.asks else "",
            ),
        )

    def fill(self, slug: str, first: int, count: int, mode: str = "") -> list[Registration]:
        """Let `count` people from the `first` on register for a seminar."""
        seminar = Seminar.objects.get(slug=slug)
        rows = itertools.islice(itertools.cycle(self.rows), first, first + count)
        return [register(seminar, self.wish(row, seminar, mode)) for row in rows]


@transaction.atomic
def rehearse(rows: list[dict[str, str]]) -> str:
    """Bring every state about where nobody is registered yet; nobody gets a letter about it.

    One transaction: a thousand small ones would each wait for the disk.
    """
    if Registration.objects.exists():
        return f"{Registration.objects.count()} registrations as they were"
    before = set(Letter.objects.values_list("pk", flat=True))
    cast, staff = Cast(rows), User.objects.get(email=SECRETARIAT.email)
    for scene in (_recoveries, _control, _working_group, _by_invitation, _webinar, _days, _network):
        scene(cast, staff)
    _past(cast, staff, "annual-accounts-workshop", 22)
    _past(cast, staff, "state-aid-basics", 26)
    outbox.withdraw_all(Letter.objects.exclude(pk__in=before))
    return f"{Registration.objects.count()} registrations"


def _recoveries(cast: Cast, staff: User) -> None:
    """Two seats for each programme: some programmes have their two, and a third waits."""
    seminar = Seminar.objects.get(slug="irregularities-and-recoveries")
    change_rules(seminar, by=staff, freed_seat=Freed.OFFER)
    _ask_questions(seminar)
    cast.fill(seminar.slug, 0, 34)
    seminar.changes.create(
        version=0, kind="agenda", what="The session on fraud has become a working group.", by=staff
    )
    Seminar.objects.filter(pk=seminar.pk).update(agenda_version=2)


def _ask_questions(seminar: Seminar) -> None:
    ledger = seminar.questions.create(
        label="Do you keep a recovery ledger?",
        kind="choice",
        options=["Yes", "No", "I do not know"],
        required=True,
    )
    seminar.questions.create(
        position=1,
        label="In which form?",
        help_text="A table, an accounting system, something else.",
        condition=ledger,
        condition_answer="Yes",
    )


def _control(cast: Cast, staff: User) -> None:
    """Full in the room, with an offer open and a colleague asked; online there is room."""
    seminar = Seminar.objects.get(slug="first-level-control-refresher")
    seated = cast.fill(seminar.slug, 0, 18)
    cast.fill(seminar.slug, 20, 14, "online")
    ask_colleague(seated[2], name="Silvia Neri", email="silvia-neri@participants.example")
    jonas = User.objects.get(email=JOINT_SECRETARIAT.email)
    wish = _of_account(cast, jonas, seminar, "joint-secretariat")
    register(seminar, wish)
    change_rules(seminar, by=staff, freed_seat=Freed.OFFER)
    withdraw(seated[0])
    Registration.objects.filter(status=Status.OFFERED).update(offer_until=timezone.now())
    settle_due()
    asked = ask_colleague(seated[3], name="Paula Stein", email="paula-stein@participants.example")
    stands_in = cast.wish(cast.rows[0], seminar)
    stands_in.name, stands_in.email = asked.name, asked.email
    colleague_accepts(asked, stands_in)


def _working_group(cast: Cast, staff: User) -> None:
    """The organiser has approved some, declined one, and has still to decide on the rest."""
    people = cast.fill("off-the-shelf-simplified-costs", 5, 14)
    for registration in people[:5]:
        approve(registration, by=staff)
    reason = "Two people of your body are confirmed already, and we look for a mix of regions."
    decline(people[5], by=staff, reason=reason)


def _by_invitation(cast: Cast, staff: User) -> None:
    """Some of those invited have registered."""
    seminar = Seminar.objects.get(slug="audit-support-network")
    people = [
        Invitation(
            name=row["name"],
            email=f"{slugify(row['name'])}@participants.example",
            body=cast.bodies[row["body"]],
        )
        for row in cast.rows[:12]
    ]
    invitations = workflow.invite(seminar, people, by=staff)
    for row, invitation in list(zip(cast.rows, invitations, strict=False))[:5]:
        wish = cast.wish(row, seminar)
        wish.invitation = invitation
        register(seminar, wish)


def _webinar(cast: Cast, staff: User) -> None:
    """In a few days; Clara is confirmed and has nominated a colleague."""
    seminar = Seminar.objects.get(slug="submitting-payment-claims")
    people = cast.fill(seminar.slug, 3, 20)
    withdraw(people[4])
    clara = User.objects.get(email=CERTIFYING_AUTHORITY.email)
    wish = _of_account(cast, clara, seminar, "certifying-authority")
    register(seminar, wish)
    colleague = Wish(
        name="Tom Vandamme",
        email="tom-vandamme@participants.example",
        role="certifying-authority",
        mode="online",
        body=wish.body,
        programme=wish.programme,
    )
    nominate(seminar, [colleague], by=clara)


def _days(cast: Cast, staff: User) -> None:
    """A larger event with two seminars in it."""
    cast.fill("finance-day-for-projects", 8, 9)
    waiting = cast.fill("control-day-for-controllers", 16, 12)
    on_reserve = [each for each in waiting if each.status == Status.RESERVE]
    if on_reserve:
        give_seat(on_reserve[0], by=staff, reason="She speaks in the afternoon.")


def _network(cast: Cast, staff: User) -> None:
    """Cancelled, after people had registered."""
    cast.fill("macro-regional-strategies-network", 0, 7)
    seminar = Seminar.objects.get(slug="macro-regional-strategies-network")
    cancel_seminar(seminar, by=staff, reason="Too few programmes could come in that week.")


def _past(cast: Cast, staff: User, slug: str, count: int) -> None:
    """Let a seminar take place: registered when it was ahead, attended, judged, certified."""
    seminar = Seminar.objects.get(slug=slug)
    starts, ends = seminar.starts_at, seminar.ends_at
    later = timezone.now() + datetime.timedelta(days=30)
    Seminar.objects.filter(pk=seminar.pk).update(starts_at=later, ends_at=later + (ends - starts))
    clara = User.objects.get(email=CERTIFYING_AUTHORITY.email)
    fresh = Seminar.objects.get(pk=seminar.pk)
    people = [register(fresh, _of_account(cast, clara, fresh, "certifying-authority"))]
    people += cast.fill(slug, 4, count)
    Seminar.objects.filter(pk=seminar.pk).update(
        starts_at=starts, ends_at=ends, published_at=starts - datetime.timedelta(days=90)
    )
    ago = later - starts
    Registration.objects.filter(seminar=seminar).update(
        asked_at=F("asked_at") - ago,
        decided_at=F("decided_at") - ago,
        agreed_at=F("agreed_at") - ago,
    )
    DecisionLog.objects.filter(seminar=seminar).update(at=F("at") - ago)
    _after(cast, staff, Registration.objects.filter(pk__in=[each.pk for each in people]))
    for title in ("Slides of the day", "One example, worked out"):
        Seminar.objects.get(slug=slug).materials.create(
            title=title, link="https://www.interact.eu/library", kind="slides", access="later"
        )


def _after(cast: Cast, staff: User, people: object) -> None:
    """Note who came, and let some of them say what they think and want to change."""
    resolutions = itertools.cycle(RESOLUTIONS)
    for number, registration in enumerate(people.confirmed().select_related("seminar")):
        away = {5: AttendanceState.EXCUSED, 11: AttendanceState.ABSENT}.get(number)
        workflow.note_attendance(registration, away or AttendanceState.ATTENDED, by=staff)
        if away or number % 3 == 0:
            continue
        workflow.answer_survey(
            Registration.objects.get(pk=registration.pk),
            overall=cast.dice.choice((3, 4, 4, 5, 5)),
            useful=cast.dice.choice((3, 4, 5)),
            organised=cast.dice.choice((4, 5, 5)),
            liked=cast.dice.choice(LIKED),
            missed=cast.dice.choice(MISSED),
            promise=next(resolutions) if number % 4 == 1 else "",
        )
    ends = registration.seminar.ends_at.date()
    promises = Promise.objects.filter(registration__seminar=registration.seminar)
    promises.update(made_on=ends)
    if (timezone.localdate() - ends).days > 90:
        for promise, state in zip(
            promises, (PromiseState.DONE, PromiseState.STARTED), strict=False
        ):
            workflow.answer_promise(promise, state)


def _of_account(cast: Cast, person: User, seminar: Seminar, role: str) -> Wish:
    """Return the wish of one of the demo's accounts, from her own body."""
    post = person.memberships.confirmed().select_related("body__country").first()
    body = post.body if post else next(iter(cast.bodies.values()))
    mandate = body.mandates.select_related("programme").first()
    return Wish(
        name=person.name,
        email=person.email,
        person=person,
        role=role,
        mode=seminar.modes[0],
        body=body,
        programme=mandate.programme if mandate else None,
        part=Part(notice=cast.notice, visibility="participants"),
    )
