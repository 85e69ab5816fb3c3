"""Seminars and wishes for tests: each function gives what the row needs."""

import datetime
import itertools
from typing import Any

from django.utils import timezone

from interact_portal.accounts.models import User
from programmes.choices import Role
from programmes.models import Body
from seminars import registration as verbs
from seminars.choices import Format, Mode, SeminarState
from seminars.models import PrivacyNotice, Registration, Seminar
from tests.factories import make_body, make_country, make_user

_numbers = itertools.count(1)


def make_notice() -> PrivacyNotice:
    """Return the privacy notice in force."""
    return PrivacyNotice.objects.get_or_create(version=1, defaults={"text": "What we keep."})[0]


def make_seminar(title: str = "", *, days: float = 60, **fields: Any) -> Seminar:
    """Return a published seminar `days` ahead, open for registration, in Vienna."""
    number = next(_numbers)
    starts_at = fields.pop("starts_at", None) or timezone.now() + datetime.timedelta(days=days)
    defaults = {
        "title": title or f"Seminar {number}",
        "slug": f"seminar-{number}",
        "state": SeminarState.PUBLISHED,
        "published_at": timezone.now() - datetime.timedelta(days=90),
        "starts_at": starts_at,
        "ends_at": starts_at + datetime.timedelta(hours=7),
        "format": Format.ONSITE,
        "venue": "House of Europe",
        "city": "Vienna",
        "country": make_country("AT"),
        "contact_name": "Iris Contact",
        "contact_email": "iris@example.eu",
        "registration_opens_at": starts_at - datetime.timedelta(days=365),
    }
    return Seminar.objects.create(**(defaults | fields))


def make_wish(email: str = "", *, body: Body | None = None, **fields: Any) -> verbs.Wish:
    """Return somebody's complete wish for a seat in the room."""
    person = fields.pop("person", None) or make_user(email)
    defaults = {
        "name": person.name,
        "email": person.email,
        "person": person,
        "role": Role.CERTIFYING_AUTHORITY.value,
        "mode": Mode.ROOM.value,
        "body": body or make_body(country=make_country("AT")),
        "part": verbs.Part(notice=make_notice()),
    }
    return verbs.Wish(**(defaults | fields))


def make_registration(
    seminar: Seminar | None = None, email: str = "", **fields: Any
) -> Registration:
    """Register somebody through the verb and return the registration."""
    return verbs.register(seminar or make_seminar(), make_wish(email, **fields))


def wish_of(person: User, seminar: Seminar) -> verbs.Wish:
    """Return the wish of somebody with an account."""
    return verbs.Wish(
        name=person.name,
        email=person.email,
        person=person,
        role="other",
        mode=seminar.modes[0],
        body=Body.objects.first() or make_body(),
        part=verbs.Part(notice=make_notice()),
    )
