"""What the portal holds about a person: each room says what it has, and how it forgets it.

A room's `personal_data.py` registers with `holds(name, collect=…, erase=…)`. `collect(user)` gives
plain values for the download; `erase(user)` deletes, or keeps what others need without the person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils.module_loading import autodiscover_modules

from interact_portal.core import audit
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter

from . import notifications
from .models import User


@dataclass(frozen=True)
class Holding:
    """A kind of data about people that a room holds."""

    name: str
    collect: Callable[[User], Any]
    erase: Callable[[User], None]


_holdings: dict[str, Holding] = {}


def holds(name: str, *, collect: Callable[[User], Any], erase: Callable[[User], None]) -> None:
    """Register what a room holds about people under `name`, the heading in the download."""
    _holdings[name] = Holding(name, collect, erase)


def _all_holdings() -> list[Holding]:
    autodiscover_modules("personal_data")
    return [_holdings[name] for name in sorted(_holdings)]


def collect_all(user: User) -> dict[str, Any]:
    """Return everything that the portal holds about `user`, room by room, as plain values."""
    return {holding.name: holding.collect(user) for holding in _all_holdings()}


def erase_all(user: User) -> None:
    """Let every room forget `user`; her row itself is the caller's to delete."""
    for holding in _all_holdings():
        holding.erase(user)


# --- What the cellar itself holds ---------------------------------------------------------------


def _account(user: User) -> dict[str, Any]:
    return {
        "e-mail address": user.email,
        "name": user.name,
        "telephone": user.phone,
        "language": user.language,
        "time zone": user.time_zone,
        "joined": user.date_joined,
        "last sign-in": user.last_login,
        "has a password": user.has_usable_password(),
        "works in the back office": user.is_staff,
        "groups": list(user.groups.order_by("name").values_list("name", flat=True)),
        "e-mail addresses": [
            {"address": row.email, "confirmed": row.verified, "main": row.primary}
            for row in EmailAddress.objects.filter(user=user).order_by("email")
        ],
        "second factors": [
            {"kind": row.type, "added": row.created_at, "last used": row.last_used_at}
            for row in Authenticator.objects.filter(user=user).order_by("created_at")
        ],
        "other accounts": [
            {"provider": row.provider, "what it told us": row.extra_data}
            for row in SocialAccount.objects.filter(user=user).order_by("pk")
        ],
    }


def _sessions(user: User) -> list[dict[str, Any]]:
    return [
        {
            "began": row.created_at,
            "last seen": row.last_seen_at,
            "IP address": row.ip,
            "browser": row.user_agent,
        }
        for row in UserSession.objects.filter(user=user).order_by("created_at")
    ]


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def letters_of(user: User) -> QuerySet[Letter]:
    """Return the letters to the person: as account, or by one of her addresses."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    return Letter.objects.filter(Q(person=user) | Q(person=None, to__in=addresses)).order_by("pk")


def _letters(user: User) -> list[dict[str, Any]]:
    return [
        {
            "to": letter.to,
            "subject": letter.subject,
            "text": "" if letter.secret_until else letter.text,
            "written": letter.written_at,
            "sent": letter.sent_at,
        }
        for letter in letters_of(user)
    ]


def _forget_letters(user: User) -> None:
    kept = Q(key__startswith=notifications.GOODBYE)
    keys = list(letters_of(user).exclude(kept).values_list("pk", flat=True))
    outbox.forget(Letter.objects.filter(pk__in=keys))


def _acts(user: User) -> list[dict[str, Any]]:
    return [
        {"when": entry.at, "act": entry.act, "thing": entry.thing_name, "why": entry.why}
        for entry in audit.acts_by(user)
    ]


holds("account", collect=_account, erase=lambda user: None)
holds("sessions", collect=_sessions, erase=_end_sessions)
holds("letters", collect=_letters, erase=_forget_letters)
holds("acts", collect=_acts, erase=audit.forget_actor)
