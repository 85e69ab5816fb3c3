"""One box over the whole portal: grouped by kind with counts, misspelt words mended."""

import pytest

from interact_portal.search.jobs import learn_the_words
from interact_portal.words.models import Miss
from tests.factories import make_body, make_programme, make_theme
from tests.goodpractice.making import make_draft, make_practice

pytestmark = pytest.mark.django_db


def page(client, words: str, **more: str) -> str:
    """Return the page of results."""
    return client.get("/search/", {"q": words} | more).content.decode()


def test_one_box_finds_practices_programmes_and_bodies_with_counts(client):
    make_programme("Danube Region")
    make_body("Danube Office")
    make_practice("Danube case")
    make_draft("Danube secret")
    text = page(client, "danube")
    assert "<strong>3 results</strong>" in text
    for name in ("practices", "programmes", "bodies"):
        assert f'id="found-{name}"' in text
    assert "secret" not in text


def test_misspelt_words_are_mended_from_what_stands_on_the_portal(client):
    make_theme("First level control", slug="flc")
    make_practice("Control by colleagues", themes=["flc"])
    learn_the_words()
    text = page(client, "first level controll")
    assert "Results for “<strong>first level control</strong>”" in text
    assert "colleagues" in text
    exact = page(client, "first level contrlo", exactly="1")
    assert "Results for" not in exact


def test_a_search_that_finds_nothing_anywhere_is_counted(client):
    page(client, "zeppelin")
    assert Miss.objects.get().room == "portal"


def test_a_search_finds_by_synonym(client):
    make_practice("What the joint secretariat does")
    assert "does" in page(client, "JTS")
