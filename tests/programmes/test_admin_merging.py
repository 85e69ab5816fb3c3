"""Merging two bodies in the back office: shown first, then done, and told to who comes second."""

import re

import pytest
from django.contrib.auth.models import Permission

from programmes.models import Body, FormerAddress
from tests.factories import (
    give_second_factor,
    make_body,
    make_mandate,
    make_programme,
    make_staff,
)

pytestmark = pytest.mark.django_db
ADMIN = "/admin/programmes/"


@pytest.fixture
def officer():
    return make_staff("officer@example.eu")


@pytest.fixture
def desk(client, officer):
    """The officer's browser, signed in with her second factor, with a first page behind her."""
    client.force_login(officer)
    give_second_factor(client, officer)
    client.get("/admin/")
    return client


def words(response):
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.fixture
def twins():
    """Vienna twice: the first with two mandates, the second with one."""
    kept, gone = make_body("City of Vienna", slug="vienna"), make_body("Stadt Wien", slug="wien")
    make_mandate(kept)
    make_mandate(kept)
    make_mandate(gone, make_programme("Alpine Space"))
    return kept, gone


def choose(desk, *bodies):
    data = {"action": "merge_chosen", "_selected_action": [body.pk for body in bodies]}
    return desk.post(ADMIN + "body/", data)


def test_two_chosen_bodies_are_shown_before_they_are_merged_and_the_busier_one_stays(desk, twins):
    kept, gone = twins
    response = desk.get(choose(desk, gone, kept).url)
    said = words(response)
    assert "Merge “Stadt Wien” into “City of Vienna”" in said
    assert "Mandates (1) Stadt Wien: Managing authority (Alpine Space)" in said
    assert set(Body.objects.all()) == {kept, gone}
    assert gone.mandates.count() == 1


def test_confirming_merges_and_leads_to_the_kept_body(desk, twins):
    kept, gone = twins
    response = desk.post(f"{ADMIN}body/merge/", {"kept": kept.pk, "gone": gone.pk}, follow=True)
    assert "“Stadt Wien” is now part of “City of Vienna”. Old links lead there." in words(response)
    assert response.context["original"] == kept
    assert kept.mandates.count() == 3
    assert FormerAddress.objects.get().slug == "wien"
    assert desk.get("/bodies/wien/").url == "/bodies/vienna/"


def test_the_other_one_can_be_kept_instead(desk, twins):
    kept, gone = twins
    page = desk.get(choose(desk, kept, gone).url)
    assert "Merge “City of Vienna” into “Stadt Wien”" in words(desk.get(page.context["other_way"]))


@pytest.mark.parametrize("count", (1, 3))
def test_other_than_two_bodies_are_not_merged(desk, count):
    bodies = [make_body() for _number in range(count)]
    choose(desk, *bodies)
    assert "Choose exactly two bodies to merge." in words(desk.get(ADMIN + "body/"))
    assert Body.objects.count() == count


def test_the_second_of_two_officers_is_told(desk, twins):
    kept, gone = twins
    pair = {"kept": kept.pk, "gone": gone.pk}
    desk.post(f"{ADMIN}body/merge/", pair)
    for answer in (desk.post, desk.get):
        said = words(desk.get(answer(f"{ADMIN}body/merge/", pair).url))
        assert "One of the two bodies is no longer there: somebody has merged it." in said


@pytest.mark.parametrize("pair", ({}, {"kept": "x", "gone": "1"}, {"kept": "0", "gone": "0"}))
def test_a_merge_of_nothing_leads_back_to_the_list(desk, pair):
    assert desk.get(f"{ADMIN}body/merge/", pair).url == f"{ADMIN}body/"


def test_a_body_is_not_merged_with_itself(desk, twins):
    same = {"kept": twins[0].pk, "gone": twins[0].pk}
    said = words(desk.get(desk.post(f"{ADMIN}body/merge/", same).url))
    assert "A body cannot be merged with itself. Choose two." in said


def test_merging_needs_the_right_to_change_and_to_delete(client, twins):
    kept, gone = twins
    officer = make_staff(superuser=False)
    rights = ("view_body", "change_body")
    officer.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(officer)
    give_second_factor(client, officer)
    pair = {"kept": kept.pk, "gone": gone.pk}
    assert client.get(f"{ADMIN}body/merge/", pair).status_code == 403
    assert client.post(f"{ADMIN}body/merge/", pair).status_code == 403
    assert "merge_chosen" not in client.get(f"{ADMIN}body/").content.decode()
    assert Body.objects.count() == 2
