"""Letters to a group of people, chosen by what their bodies do. Only this module queues them.

They wait in the outbox for some minutes, so that a mailing can be taken back whole.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interact_portal.accounts.models import User
from interact_portal.core.audit import record
from interact_portal.core.models import AuditEntry
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter
from programmes.models import Mandate, Membership, Theme
from seminars.choices import AttendanceState
from seminars.models import Registration

from .coverage import reached_programmes
from .models import NoGroupLetters

UNDO_FOR = datetime.timedelta(minutes=10)
QUEUED = "mailing.queued"
SALT = "letters to groups"


class CountChangedError(Exception):
    """The group is no longer as many people as were shown."""


@dataclass(frozen=True)
class Group:
    """Whom a letter is for: every filter narrows, an empty one does not.

    `never` is the address of a theme on which neither the programme nor the person was reached.
    """

    role: str = ""
    period: str = ""
    programme: str = ""
    country: str = ""
    never: str = ""

    def people(self) -> QuerySet[User]:
        """Return the active people with a confirmed post who want such letters."""
        people = User.objects.filter(is_active=True, pk__in=self.posts().values("person"))
        people = people.exclude(pk__in=NoGroupLetters.objects.values("person"))
        if self.never:
            attended = Registration.objects.filter(
                attendance__state=AttendanceState.ATTENDED, seminar__themes__in=self._themes()
            )
            people = people.exclude(pk__in=attended.exclude(person=None).values("person"))
        return people.order_by("name", "email")

    def posts(self) -> QuerySet[Membership]:
        """Return the confirmed posts at the bodies of the group."""
        posts = Membership.objects.confirmed()
        if self.country:
            posts = posts.filter(body__country=self.country)
        if self.role or self.period or self.programme or self.never:
            posts = posts.filter(body__in=self._mandates().values("body"))
        return posts

    def _mandates(self) -> QuerySet[Mandate]:
        wanted = {
            "role": self.role,
            "programme__period": self.period,
            "programme__slug": self.programme,
        }
        mandates = Mandate.objects.filter(**{key: value for key, value in wanted.items() if value})
        if self.never:
            root = Theme.objects.filter(slug=self.never).first()
            reached = {key for key, theme in reached_programmes() if root and theme == root.pk}
            mandates = mandates.exclude(programme__in=reached)
        return mandates

    def _themes(self) -> QuerySet[Theme]:
        """Return the theme and those that are part of it."""
        named, part_of_it = Q(slug=self.never), Q(parent__slug=self.never)
        return Theme.objects.filter(named | part_of_it)

    def count(self) -> tuple[int, int]:
        """Return how many people these are, and at how many bodies."""
        people = self.people()
        bodies = self.posts().filter(person__in=people).aggregate(n=Count("body", distinct=True))
        return people.count(), bodies["n"]

    def counted(self) -> str:
        """Return the count in words: “14 people at 9 bodies”."""
        people, bodies = self.count()
        return _("%(people)s at %(bodies)s") % {
            "people": ngettext("%(n)s person", "%(n)s people", people) % {"n": people},
            "bodies": ngettext("%(n)s body", "%(n)s bodies", bodies) % {"n": bodies},
        }


@transaction.atomic
def send(group: Group, *, subject: str, text: str, expected: int, by: Any) -> AuditEntry:
    """Queue a letter for everybody of the group; return its entry in the trail.

    Raises CountChangedError where the group is not as many people as `expected` any more.
    """
    people = list(group.people())
    if len(people) != expected:
        raise CountChangedError(len(people))
    filters = {key: value for key, value in vars(group).items() if value}
    after = {"people": len(people), "subject": subject, "group": filters}
    entry = record(QUEUED, Letter, by=by, after=after)
    leaves_at = timezone.now() + UNDO_FOR
    for person in people:
        stop = settings.PORTAL_URL + stop_address(person)
        outbox.write(
            key=f"mailing:{entry.pk}:{person.pk}",
            to=person.email,
            subject=subject,
            text=f"{text.strip()}\n\n{_foot(person, stop)}\n",
            person=person,
            headers={"List-Unsubscribe": f"<{stop}>"},
            not_before=leaves_at,
        )
    return entry


def _foot(person: User, stop: str) -> str:
    with translation.override(person.language):
        return _(
            "-- \nYou have this letter because you work at a body of a programme, as your account"
            " says.\nNo more letters to groups: %(stop)s"
        ) % {"stop": stop}


@dataclass(frozen=True)
class Mailing:
    """A letter to a group that was queued, and how its letters stand now."""

    entry: AuditEntry
    states: list[tuple[str, int]]
    waiting: int

    @property
    def letters_url(self) -> str:
        """The letters of this mailing."""
        return f"{reverse('admin:mail_letter_changelist')}?q=mailing%3A{self.entry.pk}%3A"


def letters_of(entry: AuditEntry) -> QuerySet[Letter]:
    """Return the letters of a mailing."""
    return Letter.objects.filter(key__startswith=f"mailing:{entry.pk}:")


def latest_mailings(most: int = 20) -> list[Mailing]:
    """Return the latest mailings, each with its letters counted by state."""
    found = []
    for entry in AuditEntry.objects.filter(act=QUEUED)[:most]:
        counts = dict(letters_of(entry).order_by().values_list("state").annotate(n=Count("pk")))
        states = [(Letter.State(state).label, n) for state, n in sorted(counts.items())]
        found.append(Mailing(entry, states, counts.get(Letter.State.QUEUED, 0)))
    return found


@transaction.atomic
def take_back(entry: AuditEntry, *, by: Any) -> int:
    """Withdraw the letters of a mailing that have not left yet; return how many."""
    withdrawn = outbox.withdraw_all(letters_of(entry))
    if withdrawn:
        record("mailing.taken back", Letter, by=by, after={"mailing": entry.pk, "n": withdrawn})
    return withdrawn


def stop_address(person: User) -> str:
    """Return the address at which a person ends these letters without signing in."""
    return reverse("stop_group_letters", args=[signing.Signer(salt=SALT).sign(person.pk)])


def person_who_stops(token: str) -> User | None:
    """Return whom the address is of, or None where it was changed or the person has left."""
    try:
        key = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key).first()


@transaction.atomic
def stop(person: User) -> None:
    """Write no more letters to groups to this person."""
    _wish, made = NoGroupLetters.objects.get_or_create(person=person)
    if made:
        record("no letters to groups", person, by=person)
