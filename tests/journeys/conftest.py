"""The people of the demo: the portal as a newcomer finds it after `make run`."""

import pytest

from interact_portal.accounts.demo_accounts import JOINT_SECRETARIAT, SECRETARIAT
from interact_portal.accounts.models import User


@pytest.fixture
def officer(demo) -> User:
    """The demo's officer of the secretariat."""
    return User.objects.get(email=SECRETARIAT.email)


@pytest.fixture
def jts(demo) -> User:
    """The demo's officer of a joint secretariat."""
    return User.objects.get(email=JOINT_SECRETARIAT.email)
