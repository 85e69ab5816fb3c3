"""People, sessions and seminars for a measurement."""

import datetime
import itertools
import time

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from interact_portal.accounts.middleware import SEEN
from interact_portal.accounts.models import User
from programmes.models import Body
from seminars.choices import Order, SeminarState
from seminars.models import PrivacyNotice, Seminar

BACKEND = "django.contrib.auth.backends.ModelBackend"
_numbers = itertools.count(1)


def signed_in(count: int) -> list[str]:
    """Make people who have just signed in; return the keys of their sessions."""
    users = User.objects.bulk_create(
        User(email=f"person{next(_numbers)}@example.eu", name="Somebody", password="!")  # noqa: S106 - nobody knows it
        for _number in range(count)
    )
    keys = []
    for user in users:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = BACKEND
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[SEEN] = int(time.time())
        session.create()
        keys.append(session.session_key)
    return keys


def a_seminar(seats: int) -> Seminar:
    """Return a published seminar with so many seats, open for registration."""
    PrivacyNotice.objects.get_or_create(version=1, defaults={"text": "What we keep."})
    starts_at = timezone.now() + datetime.timedelta(days=60)
    number = next(_numbers)
    return Seminar.objects.create(
        title=f"Seminar {number}",
        slug=f"measured-{number}",
        state=SeminarState.PUBLISHED,
        published_at=timezone.now(),
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=7),
        contact_name="Iris Contact",
        contact_email="iris@example.eu",
        room_seats=seats,
        reserve_order=Order.TIME,
    )


def form_of() -> dict[str, str]:
    """Return a filled registration form."""
    body, _made = Body.objects.get_or_create(slug="a-body", defaults={"name": "A body"})
    return {
        "name": "Somebody",
        "body": str(body.pk),
        "role": "other",
        "visibility": "nobody",
        "agree": "on",
    }
