"""Acts about accounts. Only this module opens and closes an account outside signing up."""

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from interact_portal.core import audit
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter

from . import notifications, personal_data
from .models import User

# A sign-up that was never confirmed may be somebody else's address.
FORGET_UNFINISHED_AFTER = datetime.timedelta(days=7)


class LastAdministratorError(Exception):
    """The last administrator would leave nobody who can run the portal."""


@transaction.atomic
def change_profile(user: User, changed: dict[str, Any], *, by: User) -> None:
    """Write the fields in `changed`; the trail names the fields and not what was in them."""
    before = User.objects.select_for_update().get(pk=user.pk)
    fields = [name for name, value in changed.items() if getattr(before, name) != value]
    if not fields:
        return
    for name in fields:
        setattr(user, name, changed[name])
    user.save(update_fields=fields)
    audit.record("changed profile", user, by=by, after={"fields": sorted(fields)})


@transaction.atomic
def change_account(user: User, data: dict[str, Any], fields: list[str], *, by: User) -> None:
    """Write what an officer changed; powers given or taken are named in the trail with their value.

    Raises LastAdministratorError where nobody would be left to run the portal.
    """
    before = User.objects.select_for_update().get(pk=user.pk)
    if is_last_administrator(before) and not data.get("is_superuser", True):
        raise LastAdministratorError
    user.save()
    powers = {name: data[name] for name in ("is_staff", "is_superuser") if name in data}
    was = {name: getattr(before, name) for name in powers}
    audit.record(
        "changed account", user, by=by, before=was, after=powers | {"fields": sorted(fields)}
    )


def is_last_administrator(user: User) -> bool:
    """Say whether nobody else could run the portal without `user`."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and not others.exists()


@transaction.atomic
def delete_account(user: User, *, by: User) -> None:
    """End the account: every room erases what it holds, then the person is gone.

    What the public record needs stays without her name. Raises LastAdministratorError where nobody
    would be left to run the portal.
    """
    list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk"))
    user = User.objects.select_for_update().get(pk=user.pk)
    if is_last_administrator(user):
        raise LastAdministratorError
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    notifications.tell_account_is_deleted(user, list(addresses.values_list("email", flat=True)))
    audit.record("deleted account", user, by=by)
    personal_data.erase_all(user)
    audit.forget(user)
    user.delete()


@transaction.atomic
def close_account(user: User, *, by: User) -> bool:
    """Keep somebody out without deleting anything; return whether that changed something.

    Nobody closes her own account here, nor that of the last administrator.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active or user.pk == by.pk or is_last_administrator(user):
        return False
    user.is_active = False
    user.save(update_fields=("is_active",))
    for session in UserSession.objects.filter(user=user):
        session.end()
    audit.record("closed account", user, by=by)
    return True


@transaction.atomic
def reopen_account(user: User, *, by: User) -> bool:
    """Let somebody in again; return whether that changed something."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        return False
    user.is_active = True
    user.save(update_fields=("is_active",))
    audit.record("reopened account", user, by=by)
    return True


@transaction.atomic
def remove_second_factors(user: User, *, by: User) -> bool:
    """Take away the factors of somebody who lost them, and tell her; return whether she had any."""
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    if removed:
        audit.record("removed second factors", user, by=by)
        notifications.tell_factors_are_removed(user)
    return bool(removed)


def strike_out_used_codes(addresses: list[str]) -> None:
    """Take the words out of letters that brought a code which has now been used."""
    for address in addresses:
        outbox.strike_out(outbox.codes_sent_to(address).filter(state=Letter.State.SENT))


def forget_goodbyes() -> int:
    """Forget the addresses of those who were told a day ago that their account is deleted."""
    day_ago = timezone.now() - datetime.timedelta(days=1)
    told = Letter.objects.filter(key__startswith=notifications.GOODBYE, written_at__lt=day_ago)
    return outbox.forget(told.exclude(to=outbox.NOBODY))


def open_account(email: str, name: str, *, by: User, **fields: Any) -> User:
    """Open an account for somebody; she signs in with a code sent to her address.

    The address counts as confirmed: the secretariat vouches for it, and only who reads its letters
    gets in.
    """
    with transaction.atomic():
        user = User.objects.create_user(email, None, name=name, **fields)
        confirm_main_address(user)
        audit.record("opened account", user, by=by)
    return user


def confirm_main_address(user: User) -> None:
    """Make the account's address its main and confirmed one, as signing up would have done.

    Without this row a person made by a command could never sign in: the letter that asks her to
    confirm the address would stand in her way.
    """
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def forget_unfinished_signups() -> int:
    """Delete accounts whose address was never confirmed for a week; return how many."""
    before = timezone.now() - FORGET_UNFINISHED_AFTER
    unfinished = (
        User.objects.filter(date_joined__lt=before, last_login=None, is_staff=False)
        .filter(emailaddress__isnull=False)
        .exclude(emailaddress__verified=True)
        .exclude(socialaccount__isnull=False)
        .distinct()
    )
    people = list(unfinished)
    for user in people:
        personal_data.erase_all(user)
        audit.record("forgot an unfinished sign-up", user)
        audit.forget(user)
        user.delete()
    return len(people)
