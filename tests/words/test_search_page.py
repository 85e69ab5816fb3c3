"""One box over the whole portal: grouped by kind with counts, misspelt words mended."""

import pytest
from django.contrib.auth.models import AnonymousUser

from advice.models import Term
from interact_portal.search.jobs import learn_the_words
from interact_portal.search.registry import kinds
from interact_portal.words.models import Miss
from tests.advice.world import published
from tests.factories import make_body, make_programme, make_theme
from tests.goodpractice.making import make_draft, make_practice
from tests.seminars.making import make_seminar

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


def test_the_box_looks_into_every_room_and_leads_to_as_many_rows_as_it_says(client):
    make_programme("Flat rate programme")
    make_body("Flat rate body")
    make_practice("Flat rate case")
    make_seminar("Flat rate seminar")
    make_seminar("Flat rate seminar of old", days=-30)
    make_seminar("Flat rate draft", state="draft", published_at=None)
    published(title="Flat rate answer")
    term = Term.objects.create(slug="flat-rate", definition="A share of other costs.")
    term.names.create(name="Flat rate")
    text = page(client, "flat rate")
    assert "<strong>7 results</strong>" in text
    for kind in kinds():
        assert f'id="found-{kind.name}"' in text
        found = kind.look("flat rate", AnonymousUser(), 5)
        assert found.count == 1
        assert found.hits[0].title in client.get(found.list_url).content.decode()
    assert "draft" not in text


def test_words_that_find_nothing_lead_to_the_secretariat(client):
    assert "/advice/ask/?title=zeppelin" in page(client, "zeppelin")
