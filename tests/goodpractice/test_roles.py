"""Who gets what: each page and act of a review, asked for by every role."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes.models import Programme
from tests.factories import (
    give_second_factor,
    make_body,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_user,
)
from tests.goodpractice.making import make_practice, make_submitted

pytestmark = pytest.mark.django_db

ROLES = ("nobody", "stranger", "author", "programme", "officer", "reviewer")
# In the order of the roles: 200 shows it, 302 sends to sign in, or on after the act, 404 tells
# nothing. The back office refuses by 403, whether the row is there or not.
PAGES = {
    "practice_submission": (302, 404, 200, 404, 404, 200),
    "practice_edit": (302, 404, 302, 404, 404, 302),
    "practice_facts": (302, 404, 404, 200, 404, 200),
    "admin:goodpractice_practiceversion_change": (302, 403, 403, 403, 403, 200),
    "admin:goodpractice_practiceversion_history": (302, 403, 403, 403, 403, 200),
}
ACTS = {
    "practice_facts": (302, 404, 404, 302, 404, 302),
    "practice_withdraw": (302, 404, 302, 404, 404, 302),
    "claim": (302, 403, 403, 403, 403, 302),
    "practice_begin_version": (302, 404, 404, 404, 404, 302),
}


@pytest.fixture
def version():
    """A version that waits for a reviewer, of a programme in which somebody works."""
    return make_submitted(by=make_user(), programmes=[make_programme("Alps").slug])


def clients(version) -> dict[str, Client]:
    """Return a browser for each role."""
    body = make_body()
    make_mandate(body, Programme.objects.get(slug=version.content["programmes"][0]))
    people = {
        "stranger": make_user(),
        "author": version.author,
        "programme": make_membership(body=body).person,
        "officer": make_staff(superuser=False),
        "reviewer": make_staff(),
    }
    found = {"nobody": Client()}
    for role, person in people.items():
        found[role] = Client()
        found[role].force_login(person)
        if person.is_staff:
            give_second_factor(found[role], person)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_a_review_is_there_for_its_roles_only(version, name):
    path = reverse(name, args=[version.pk])
    answers = {role: each.get(path).status_code for role, each in clients(version).items()}
    assert answers == dict(zip(ROLES, PAGES[name], strict=True))


@pytest.mark.parametrize("name", ACTS)
def test_each_act_of_a_review_is_for_its_roles_only(version, name):
    if name == "claim":
        path = reverse("admin:goodpractice_review_act", args=[version.pk, "claim"])
    elif name == "practice_begin_version":
        path = reverse(name, args=[make_practice("Shown").slug])
    else:
        path = reverse(name, args=[version.pk])
    answers = {role: each.post(path).status_code for role, each in clients(version).items()}
    assert answers == dict(zip(ROLES, ACTS[name], strict=True))
