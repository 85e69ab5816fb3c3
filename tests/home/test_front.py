"""The home page, the search of the whole portal, and what robots and catalogues are given."""

import json
import re
import xml.etree.ElementTree as ET

import brotli
import pytest

from interact_portal.search import registry
from interact_portal.search.registry import Found, Hit, Kind, register_kind
from tests.factories import make_axis, make_body, make_country, make_programme
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def words(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return words_of(answer.content.decode())


def test_every_live_figure_leads_to_the_list_that_it_counts(client):
    make_programme("A", countries=["AT", "IT"], eu_amount=1)
    make_programme("B", countries=["AT"])
    make_body("Body")
    html = client.get("/").content.decode()
    figures = re.findall(r'<dt>([^<]+)</dt><dd><a href="([^"]+)">([^<]+)</a>', html)
    assert [(label, value) for label, _url, value in figures] == [
        ("programmes", "2"),
        ("countries take part", "2"),
        ("programmes with finance data", "1"),
        ("programme bodies", "1"),
    ]
    counted = [words(client, url.replace("&amp;", "&")) for _label, url, _value in figures]
    assert "2 programmes" in counted[0]
    assert "1 programme " in counted[2]
    assert "1 body" in counted[3]


def test_the_home_page_shows_interacts_own_money_from_the_tables(client):
    programme = make_programme("INTERACT", slug="interact-2007-2013")
    make_axis(programme, "1", eu_amount=32000000, national_amount=5600000, total_amount=37600000)
    make_axis(programme, "2", eu_amount=2000000, national_amount=400000, total_amount=2400000)
    said = words(client, "/")
    assert "Of € 40.0 million, € 37.6 million (94.0 %) goes to axis 1." in said
    for service in ("Good practice", "Seminars", "Advice"):
        assert service in said


def test_the_home_page_of_an_empty_portal_stands(client):
    assert "The reference data are not loaded yet." in words(client, "/")


def test_the_home_page_takes_ten_questions_with_all_the_demo(
    demo, client, django_assert_num_queries
):
    # Six lists counted; own programme and its axes; map: counts, names.
    with django_assert_num_queries(10):
        answer = client.get("/")
    # The page itself, map and all; style, letters and signs are measured in the browser.
    assert len(brotli.compress(answer.content)) < 40_000
    for figure in ("good practices", "seminars ahead", "published answers", "programmes"):
        assert f"<dt>{figure}</dt>" in answer.content.decode()
    pages = client.get("/sitemap.xml").content.decode()
    for room in ("practices", "seminars", "advice", "programmes", "bodies"):
        assert re.search(rf"<loc>[^<]+/{room}/[^<]+/</loc>", pages), room


@pytest.mark.parametrize("path", ["about", "contact", "accessibility", "privacy", "open-data"])
def test_pages_about_the_portal_are_linked_from_its_foot(client, path):
    assert f'href="/{path}/"'.encode() in client.get("/").content
    html = client.get(f"/{path}/").content.decode()
    assert html.count("<h1>") == 1
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/{path}/">' in html


# --- search -----------------------------------------------------------------------------------


def test_the_search_groups_what_it_finds_and_leads_to_all_of_a_kind(client):
    for number in range(6):
        make_programme(f"Alpine Programme {number}")
    make_body("Alpine Office")
    make_body("Sea Office")
    html = client.get("/search/?q=alpine").content.decode()
    said = words_of(html)
    assert "7 results for “alpine”" in said
    assert html.count("Alpine Programme ") == 5
    assert 'href="/programmes/?q=alpine"' in html
    assert "Programmes: show all 6" in said
    assert "Alpine Office" in said
    assert "Sea Office" not in said


def test_a_search_that_finds_nothing_says_where_it_looked(client):
    said = words(client, "/search/?q=irregularitis")
    assert "Nothing fits these words" in said
    assert "Programmes, Bodies" in said


def test_an_empty_search_asks_for_words_and_nothing_else(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        said = words(client, "/search/?q=%20")
    assert "results" not in said


def test_words_of_the_search_do_no_harm(client):
    html = client.get("/search/", {"q": "<script>alert(1)</script>" * 20}).content.decode()
    assert "<script>alert" not in html


def test_a_room_adds_its_kind_to_the_search(client, monkeypatch):
    monkeypatch.setattr(registry, "_kinds", {})
    found = Found([Hit("A case", "/cases/1/", "why", ("2014",))], 3, "/cases/?q=case")
    register_kind(Kind("cases", "Cases", lambda words, reader, most: found))
    html = client.get("/search/?q=case").content.decode()
    assert '<a href="/cases/1/">A case</a>' in html
    assert "Cases: show all 3" in html


# --- robots -----------------------------------------------------------------------------------


def test_robots_learn_where_the_pages_are_and_where_not_to_go(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert "Disallow: /accounts/" in lines
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines


def test_the_site_map_names_every_page_under_the_portals_own_address(client):
    make_programme("Alps", slug="alps")
    make_body("Vienna", slug="vienna", country=make_country("AT"))
    tree = ET.fromstring(client.get("/sitemap.xml", headers={"host": "localhost"}).content)  # noqa: S314
    pages = [each.text for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://127.0.0.1:8000/programmes/alps/" in pages
    assert "http://127.0.0.1:8000/bodies/vienna/" in pages
    assert "http://127.0.0.1:8000/" in pages
    assert all(each.startswith("http://127.0.0.1:8000/") for each in pages)
    for each in pages:
        assert client.get(each.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_the_catalogue_names_files_that_are_there(client):
    answer = client.get("/catalog.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    sets = json.loads(answer.content)["dcat:dataset"]
    files = [
        each["dcat:downloadURL"]["@id"] for dataset in sets for each in dataset["dcat:distribution"]
    ]
    assert len(files) == 6
    for each in files:
        path = each.removeprefix("http://127.0.0.1:8000")
        answer = client.get(path)
        assert "attachment" in answer["Content-Disposition"]
        assert b"".join(answer.streaming_content)


def test_a_browser_that_asks_for_an_icon_by_habit_is_led_to_the_mark(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith("img/mark.svg")
