"""A reader of the room's pages."""

import pytest

from programmes.choices import Role
from tests.factories import (
    make_body,
    make_country,
    make_mandate,
    make_membership,
    make_programme,
    make_user,
)

from .making import make_notice


@pytest.fixture
def notice(db):
    """A privacy notice is in force."""
    return make_notice()


@pytest.fixture
def ann():
    """Somebody of a certifying authority."""
    person = make_user("ann@example.eu", name="Ann Example")
    body = make_body("Ministry of Finance", country=make_country("AT"))
    programme = make_programme("Alpine Space", short_name="Alpine")
    make_membership(person, body)
    make_mandate(body, programme, role=Role.CERTIFYING_AUTHORITY)
    return person


@pytest.fixture
def as_ann(client, ann):
    """Her browser."""
    client.force_login(ann)
    return client
