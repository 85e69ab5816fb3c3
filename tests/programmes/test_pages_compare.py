"""Programmes side by side."""

import re

import pytest

from programmes.choices import Period
from tests.factories import make_programme
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def words(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return words_of(answer.content.decode())


def columns(client, path: str) -> list[str]:
    html = client.get(path).content.decode()
    return re.findall(r'<th scope="col"><a href="[^"]+">([^<]+)', html)


@pytest.fixture
def alps():
    return make_programme(
        "Alps", slug="alps", countries=["AT"], eu_amount=10_000_000, amounts_basis="ERDF"
    )


@pytest.fixture
def sea():
    return make_programme(
        "Sea", slug="sea", countries=["AT"], eu_amount=20_000_000, amounts_basis="ERDF"
    )


def test_like_figures_are_added(client, alps, sea):
    said = words(client, "/programmes/compare/?p=alps&p=sea")
    assert "Together: € 30.0 million EU funds." in said


def test_unlike_figures_are_refused_a_sum_with_the_reason(client, alps, sea):
    sea.amounts_rounded = True
    sea.save()
    said = words(client, "/programmes/compare/?p=alps&p=sea")
    assert "We do not add up their money Some are rounded in their source" in said
    assert "Together" not in said


def test_a_sum_needs_the_figure_of_each(client, alps):
    make_programme("Bare", slug="bare")
    said = words(client, "/programmes/compare/?p=alps&p=bare")
    assert "Not all of them have published figures." in said
    assert "Together" not in said


def test_only_differences_leaves_out_what_is_the_same(client, alps, sea):
    every = words(client, "/programmes/compare/?p=alps&p=sea")
    different = words(client, "/programmes/compare/?p=alps&p=sea&only=differences")
    assert "Decision number not published not published" in every
    assert "Decision number" not in different
    assert "EU amount ≠ differs € 10,000,000 € 20,000,000" in different
    assert "rows in which they do not differ are left out" in different


def test_each_can_be_taken_out_and_others_added_up_to_four(client, alps, sea):
    html = client.get("/programmes/compare/?p=alps&p=sea").content.decode()
    assert 'href="/programmes/compare/?p=sea"' in html
    assert 'href="/programmes/compare/?p=alps"' in html
    for number in range(4):
        make_programme(f"More {number}", slug=f"more-{number}", period=Period.P2014)
    html = client.get("/programmes/compare/?p=alps&p=sea").content.decode()
    assert html.count("<option") == 4
    four = "/programmes/compare/?p=alps&p=sea&p=more-0&p=more-1"
    assert columns(client, four) == ["Alps", "Sea", "More 0", "More 1"]
    assert "<option" not in client.get(four).content.decode()
    assert columns(client, f"{four}&p=more-2") == ["Alps", "Sea", "More 0", "More 1"]
    assert "here are the first four" in words(client, f"{four}&p=more-2")


def test_what_is_unknown_or_named_twice_does_no_harm(client, alps):
    path = "/programmes/compare/?p=alps&p=alps&p=gone"
    assert columns(client, path) == ["Alps"]
    assert "There is no programme at “gone”" in words(client, path)
    assert "Choose two to four programmes" in words(client, "/programmes/compare/")


def test_the_comparison_takes_five_questions_however_many_are_compared(
    client, alps, sea, django_assert_num_queries
):
    for path in ("?p=alps", "?p=alps&p=sea"):
        # Programmes, their funds, participations and countries; the programmes to add.
        with django_assert_num_queries(5):
            client.get(f"/programmes/compare/{path}")
