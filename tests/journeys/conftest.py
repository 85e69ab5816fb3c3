"""The portal as a newcomer finds it after `make run`: with the demo's programmes and people."""

import pytest
from django.core.management import call_command

from interact_portal.accounts.demo_accounts import JOINT_SECRETARIAT, SECRETARIAT
from interact_portal.accounts.models import User


@pytest.fixture
def demo(transactional_db) -> None:
    """Fill the database as the demo does."""
    call_command("demo", verbosity=0)


@pytest.fixture
def officer(demo) -> User:
    """The demo's officer of the secretariat."""
    return User.objects.get(email=SECRETARIAT.email)


@pytest.fixture
def jts(demo) -> User:
    """The demo's officer of a joint secretariat."""
    return User.objects.get(email=JOINT_SECRETARIAT.email)
