"""The list of bodies and the page of one."""

import re

import pytest

from interact_portal.core import panels
from programmes.choices import Role
from programmes.models import FormerAddress
from tests.factories import make_body, make_country, make_mandate, make_programme
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def words(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return words_of(answer.content.decode())


def cards(client, path: str) -> list[str]:
    html = client.get(path).content.decode()
    return re.findall(r'card-title"><a href="[^"]+">([^<]+)', html)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_questions_for_three_rows_as_for_one(
    client, rows, django_assert_num_queries
):
    for number in range(rows):
        body = make_body(f"Body {number}", country=make_country("AT"))
        make_mandate(body)
    # Names of countries and programmes, counts; number of rows, rows, mandates, programmes.
    with django_assert_num_queries(7):
        assert len(cards(client, "/bodies/?role=managing-authority")) == rows


def test_the_list_says_what_a_body_does_and_did(client):
    body = make_body("City of Vienna", city="Vienna", country=make_country("AT"))
    for number in range(2):
        make_mandate(body, make_programme(f"Programme {number}"))
    make_mandate(body, role=Role.AUDIT_AUTHORITY, until=2013)
    said = words(client, "/bodies/")
    assert "Managing authority of 2 programmes" in said
    assert "Vienna, Austria" in said
    assert "in the past: Audit authority of 1 programme" in said


def test_the_list_can_be_ordered_by_the_number_of_programmes(client):
    make_body("Alpha")
    busy = make_body("Zeta")
    make_mandate(busy)
    assert cards(client, "/bodies/") == ["Alpha", "Zeta"]
    assert cards(client, "/bodies/?sort=mandates") == ["Zeta", "Alpha"]


def test_current_and_past_mandates_stand_apart_with_their_years(client):
    body = make_body("Vienna", slug="vienna", former_names=["Wien"])
    make_mandate(body, make_programme("Now", slug="now"), since=2021)
    make_mandate(body, make_programme("Then", slug="then"), since=2007, until=2013)
    said = words(client, "/bodies/vienna/")
    current, past = said.split("Past mandates", 1)
    assert "Now, 2007–2013 (since 2021)" in current
    assert "Then" not in current
    assert "Then, 2007–2013 (until 2013)" in past
    assert "Former names Wien" in said


def test_the_e_mail_address_of_a_body_is_shown_nowhere(client):
    body = make_body("Vienna", slug="vienna", email="hidden@example.eu")
    make_mandate(body, make_programme("Central", slug="central"))
    for path in ("/bodies/", "/bodies/vienna/", "/programmes/central/", "/search/?q=vienna"):
        assert b"hidden@example.eu" not in client.get(path).content


def test_the_address_of_a_merged_body_leads_to_the_one_it_is_now(client):
    body = make_body("Vienna", slug="vienna")
    FormerAddress.objects.create(slug="wien", body=body)
    answer = client.get("/bodies/wien/")
    assert answer.status_code == 301
    assert answer["Location"] == "/bodies/vienna/"
    assert client.get("/bodies/nobody/").status_code == 404


@pytest.mark.parametrize("mandates", [1, 3])
def test_the_page_takes_as_many_questions_for_three_mandates_as_for_one(
    client, mandates, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(panels, "_makers", {})  # rooms above prove their own price
    body = make_body("Vienna", slug="vienna")
    for _number in range(mandates):
        make_mandate(body)
    with django_assert_num_queries(3):  # body, mandates with programmes, last change
        client.get("/bodies/vienna/")
