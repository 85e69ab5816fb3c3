"""The demo's people: three accounts whose passwords the launcher prints."""

from pathlib import Path

from allauth.account.models import EmailAddress

from interact_portal.core.demo import demo_step

from . import demo_accounts
from .demo_accounts import DEMO_ACCOUNTS, DemoAccount
from .models import User


@demo_step(200, reads=(Path(demo_accounts.__file__),))
def make_the_people() -> str:
    """Make the three accounts, ready to sign in; a password that was changed is set back."""
    for account in DEMO_ACCOUNTS:
        _make(account)
    return f"{len(DEMO_ACCOUNTS)} people who can sign in"


def _make(account: DemoAccount) -> None:
    """Without a confirmed address row allauth would ask for a code before the first sign-in."""
    user, _made = User.objects.update_or_create(
        email=account.email,
        defaults={
            "name": account.name,
            "language": account.language,
            "is_staff": account.is_staff,
            "is_superuser": account.is_staff,
        },
    )
    user.set_password(account.password)
    user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=account.email, defaults={"verified": True, "primary": True}
    )
