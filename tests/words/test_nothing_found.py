"""An empty list helps in every room: spelling, filters to drop, themes, the secretariat."""

import re
from html import unescape

import pytest

from interact_portal.search.jobs import learn_the_words
from interact_portal.words.models import Miss
from tests.advice.world import published
from tests.factories import make_body, make_programme, make_theme
from tests.goodpractice.making import make_practice
from tests.seminars.making import make_seminar

pytestmark = pytest.mark.django_db

LISTS = {
    "practices": "/practices/",
    "programmes": "/programmes/",
    "bodies": "/bodies/",
    "seminars": "/seminars/",
    "advice": "/advice/",
}


@pytest.fixture
def rooms() -> None:
    """Let each list hold one thing about irregularities in France and one about control."""
    theme = make_theme("Irregularities", slug="irregularities")
    make_practice("Irregularities in France", themes=["irregularities"])
    make_practice("Control")
    for title in ("Irregularities France", "Control Alps"):
        make_programme(title, countries=["FR"]).themes.add(theme)
        make_body(title)
        make_seminar(title).themes.add(theme)
        published(title=title, themes=[theme])
    learn_the_words()


def page(client, address: str) -> str:
    """Return what the list says."""
    return unescape(client.get(address).content.decode())


@pytest.mark.parametrize("room", LISTS)
def test_a_misspelt_word_is_corrected_where_that_finds_something(client, rooms, room):
    text = page(client, f"{LISTS[room]}?q=irregluarities")
    assert ">irregularities</a>" in text or "Results for “<strong>irregularities</strong>”" in text
    assert "Did you mean" not in page(client, f"{LISTS[room]}?q=zeppelin")


@pytest.mark.parametrize("room", LISTS)
def test_every_way_out_of_an_empty_list_leads_to_as_many_rows_as_it_says(client, rooms, room):
    address = f"{LISTS[room]}?q=irregularities+zeppelin"
    text = page(client, address)
    ways = re.findall(r'<a href="(\?[^"]*)">without ([^<]+): (\d+) ', text)
    assert "zeppelin" in [label for _url, label, _count in ways]
    themes = re.findall(r'<a href="(\?[^"]*)">([^<]+) \((\d+)\)</a>', text)
    assert bool(themes) == (room != "bodies")
    if themes:
        assert themes[0][1] == "Irregularities"
    for url, _label, count in ways + themes:
        word = r"<strong>(\d+) (?:practice|programme|bod|seminar|answer)"
        assert re.search(word, page(client, LISTS[room] + url))[1] == count


@pytest.mark.parametrize("room", LISTS)
def test_an_empty_list_leads_to_the_secretariat_with_the_words_and_is_counted(client, rooms, room):
    text = page(client, f"{LISTS[room]}?q=blue+zeppelin")
    assert 'href="/advice/ask/?title=blue+zeppelin"' in text
    miss = Miss.objects.get()
    assert (miss.room, miss.text, miss.times) == (room, "blue zeppelin", 1)


def test_links_of_the_past_seminars_stay_in_the_past(client):
    make_seminar("Irregularities", days=-30)
    text = page(client, "/seminars/?when=past&q=irregularities+zeppelin")
    url = re.search(r'<a href="(\?[^"]*)">without zeppelin: 1 ', text)[1]
    assert "when=past" in url
    assert "<strong>1 seminar</strong>" in page(client, f"/seminars/{url}")


def test_the_glossary_counts_what_it_does_not_explain(client):
    page(client, "/glossary/?q=zeppelin")
    assert Miss.objects.get().room == "glossary"
