"""What people are told about their accounts. Every letter goes through the outbox."""

import datetime
import uuid
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from interact_portal.mail import outbox

from .models import User

# Codes work for 15 minutes; their letters may be read, and then have no words any more.
CODES_STAY = datetime.timedelta(hours=1)
GOODBYE = "account:deleted:"


def write_account_letter(name: str, address: str, context: dict[str, Any]) -> None:
    """Post the letter `accounts/email/<name>.txt` to `address`.

    `context` is what allauth says: `user`, `code`, `ip`, `user_agent`, `timestamp` and others. The
    letter belongs to the account that has the address, so that its owner finds it in her data.
    """
    person = context.get("user") or _owner_of(address)
    outbox.post(
        key=f"account:{name}:{uuid.uuid4().hex}",
        to=address,
        template=f"accounts/email/{name}",
        person=person,
        language=person.language if person else translation.get_language() or "",
        context={key: value for key, value in context.items() if key != "request"}
        | {
            "address": address,
            "signup_url": settings.PORTAL_URL + reverse("account_signup"),
            "login_url": settings.PORTAL_URL + reverse("account_login"),
            "profile_url": settings.PORTAL_URL + reverse("profile"),
        },
        secret_for=CODES_STAY if context.get("code") else None,
    )


def tell_factors_are_removed(user: User) -> None:
    """Tell her that the secretariat removed her second factors."""
    outbox.post(
        key=f"account:factors-removed:{uuid.uuid4().hex}",
        to=user.email,
        person=user,
        template="accounts/email/factors_removed",
        context={"profile_url": settings.PORTAL_URL + reverse("profile")},
    )


def tell_account_is_deleted(user: User, addresses: list[str]) -> None:
    """Say goodbye to every confirmed address; the letters belong to nobody any more."""
    for address in addresses:
        outbox.post(
            key=f"{GOODBYE}{uuid.uuid4().hex}",
            to=address,
            template="accounts/email/account_deleted",
            language=user.language,
            context={"name": user.get_full_name()},
        )


def _owner_of(address: str) -> User | None:
    owned = EmailAddress.objects.filter(email__iexact=address).select_related("user")
    best = owned.order_by("-verified", "pk").first()
    return best.user if best else None
