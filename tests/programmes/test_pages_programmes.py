"""The list of programmes and the page of one: what stands there, and at what price."""

import json
import re
from decimal import Decimal

import pytest
from django.utils.translation import override

from interact_portal.core import panels
from programmes.choices import Part, Period, Role, Strand
from programmes.models import Programme
from tests.factories import (
    make_axis,
    make_body,
    make_country,
    make_mandate,
    make_programme,
    make_theme,
)
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def page(client, path: str, **headers) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.content.decode()


def words(client, path: str, **headers) -> str:
    """Return the words of a page with their white space evened out."""
    return words_of(page(client, path, **headers))


def cards(html: str) -> list[str]:
    return re.findall(r'card-title"><a href="[^"]+">([^<]+)', html)


def make_full(number: int = 1, axes: int = 2) -> Programme:
    """Return a programme with everything that its page can show."""
    programme = make_programme(
        f"Operational Programme {number}",
        slug=f"full-{number}",
        countries=["AT", "IT"],
        eu_amount=34000000,
        national_amount=6000000,
        total_amount=40000000,
        aim="To learn.",
    )
    programme.themes.add(make_theme())
    for axis in range(axes):
        make_axis(programme, str(axis + 1), eu_amount=10, national_amount=5, total_amount=15)
        make_mandate(make_body(), programme, role=Role.INFO_POINT)
    programme.predecessors.add(make_programme(f"Before {number}", period=Period.P2000))
    return programme


# --- the list ---------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_questions_for_three_rows_as_for_one(
    client, rows, django_assert_num_queries
):
    for number in range(rows):
        make_full(number)
    # Facets: names of countries and themes, counts. Sums: rows and funds. Page: count, rows,
    # funds, participations, countries.
    with django_assert_num_queries(10):
        html = page(client, "/programmes/?period=2007-2013")
    assert len(cards(html)) == rows


def test_the_list_shows_the_newest_period_first_and_can_be_ordered_otherwise(client):
    make_programme("Ötztal", period=Period.P2007, eu_amount=5)
    make_programme("Zillertal", period=Period.P2014, eu_amount=None)
    make_programme("Oberland", period=Period.P2007, eu_amount=10)
    assert cards(page(client, "/programmes/")) == ["Zillertal", "Oberland", "Ötztal"]
    assert cards(page(client, "/programmes/?sort=name")) == ["Oberland", "Ötztal", "Zillertal"]
    assert cards(page(client, "/programmes/?sort=eu")) == ["Oberland", "Ötztal", "Zillertal"]
    assert cards(page(client, "/programmes/?sort=odd")) == ["Zillertal", "Oberland", "Ötztal"]


def test_pages_are_numbered_and_keep_the_filters(client):
    for number in range(21):
        make_programme(f"Programme {number:02}", countries=["AT"])
    first = page(client, "/programmes/?country=AT")
    assert len(cards(first)) == 20
    assert "country=AT&amp;page=2" in first
    assert cards(page(client, "/programmes/?country=AT&page=2")) == ["Programme 20"]
    assert len(cards(page(client, "/programmes/?page=99"))) == 1


def test_sums_say_how_many_have_figures_and_which_are_left_out(client):
    make_programme("A", eu_amount=10_000_000, amounts_basis="ERDF")
    make_programme("B", eu_amount=20_000_000, amounts_basis="ERDF")
    make_programme("C", eu_amount=7_000_000, amounts_basis="ERDF", amounts_rounded=True)
    make_programme("D")
    said = words(client, "/programmes/")
    assert "3 of 4 programmes have finance data." in said
    assert "€ 30.0 million of EU money in 2 of them (ERDF, exact)." in said
    assert "1 programme: ERDF, rounded in the source" in said
    assert "37" not in re.sub(r"€ 37\.6", "", said)


def test_an_empty_result_helps_on(client):
    make_programme("Alps", countries=["AT"])
    make_programme("Sea", countries=["IT"])
    html = page(client, "/programmes/?q=alps&country=IT")
    assert "Nothing fits all your filters" in html
    assert re.search(r'href="\?q=alps">\s*without Italy: 1 result', html)
    assert re.search(r'href="\?country=IT">\s*without “alps”: 1 result', html)


def test_what_is_asked_for_is_written_back_harmlessly(client):
    html = page(client, "/programmes/?q=%3Cscript%3Ealert(1)%3C/script%3E&country=%22%3E%3Cb%3E")
    assert "<script>alert" not in html
    assert '"><b>' not in html
    assert "We do not know" in html


def test_htmx_gets_the_content_of_the_same_page(client):
    make_programme("Alps")
    whole = page(client, "/programmes/?q=alps")
    part = page(client, "/programmes/?q=alps", **{"HX-Request": "true"})
    assert "<!doctype" not in part.lower()
    for piece in ('id="results"', 'id="facets"', 'id="filters-on"', 'id="list-said"'):
        assert piece in part
        assert piece in whole
    assert cards(part) == cards(whole) == ["Alps"]
    assert "HX-Request" in client.get("/programmes/")["Vary"]


def test_going_back_in_the_browser_gets_the_whole_page(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<!doctype" in page(client, "/programmes/", **headers).lower()


def test_the_map_counts_programmes_of_each_country_and_its_list_says_the_same(client):
    make_programme("A", countries=["AT", "IT"])
    make_programme("B", countries=["AT"])
    html = page(client, "/programmes/?view=map")
    assert 'aria-label="Austria, 2 programmes"' in html
    assert 'aria-label="Italy, 1 programme"' in html
    assert '<a href="?country=AT">Austria</a>' in html
    assert html.count("<path") > 60


def test_the_feed_lists_the_filtered_programmes_the_latest_change_first(client):
    first = make_programme("First", slug="first", countries=["AT"], aim="To begin.")
    make_programme("Second", slug="second", countries=["AT"])
    make_programme("Other", countries=["FR"])
    first.aim = "To begin anew."
    first.save()
    feed = page(client, "/programmes/feed/?country=AT")
    assert feed.startswith("<?xml")
    assert re.findall(r"<entry><title>([^<]+)", feed) == ["First, 2007–2013", "Second, 2007–2013"]
    assert "To begin anew." in feed
    assert "<title>Programmes: Austria</title>" in feed


# --- one programme ----------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_questions_for_three_axes_as_for_one(
    client, rows, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(panels, "_makers", {})  # rooms above prove their own price
    make_full(axes=rows)
    # Programme, participations, countries, axes, mandates, predecessors, successors, themes,
    # last change.
    with django_assert_num_queries(9):
        page(client, "/programmes/full-1/")


def test_what_is_not_known_reads_not_published(client):
    make_programme("Bare", slug="bare", strand="")
    said = words(client, "/programmes/bare/")
    for fact in ("CCI number", "Decision number", "Approval date", "Strand", "Languages"):
        assert f"{fact} not published" in said
    for heading in ("Aim", "Expected impact", "Area", "Money", "Where 0 countries"):
        assert f"{heading} not published" in said
    assert "None" not in said


def test_figures_that_add_up_are_ticked(client):
    programme = make_programme(
        "INTERACT", slug="i", eu_amount=34000000, national_amount=6000000, total_amount=40000000
    )
    for code, eu, national in (("1", 32000000, 5600000), ("2", 2000000, 400000)):
        total = eu + national
        make_axis(programme, code, eu_amount=eu, national_amount=national, total_amount=total)
    said = words(client, "/programmes/i/")
    assert "Axes together = total € 40,000,000" in said
    assert "EU + national = total in 2 rows of the axes € 40,000,000" in said
    assert "1 € 32,000,000 € 5,600,000 € 37,600,000 94.0 % 85.1 %" in said
    assert "2 € 2,000,000 € 400,000 € 2,400,000 6.0 % 83.3 %" in said
    assert "All axes € 34,000,000 € 6,000,000 € 40,000,000 100.0 % 85.0 %" in said
    assert "does not add up" not in said


def test_figures_that_do_not_add_up_say_by_how_much(client):
    programme = make_programme("Balkan", slug="b", total_amount=11998635)
    make_axis(programme, "1", eu_amount=10198838, national_amount=1799796, total_amount=11998635)
    said = words(client, "/programmes/b/")
    assert "Axis 1: EU + national = total: does not add up" in said
    assert "€ 11,998,634" in said
    assert "€ 11,998,635" in said
    assert re.search(r"[−-]€? ?1\b", said)


def test_unlike_funds_stand_apart(client):
    programme = make_programme("Two", slug="two")
    make_axis(programme, "1", fund="ERDF", eu_amount=10, national_amount=1, total_amount=11)
    make_axis(programme, "2", fund="IPA", eu_amount=20, national_amount=2, total_amount=22)
    said = words(client, "/programmes/two/")
    assert "not added to each other" in said
    assert "ERDF by axis" in said
    assert "IPA by axis" in said
    assert "€ 33" not in said


def test_countries_bodies_and_relatives_stand_with_their_part_role_and_years(client):
    programme = make_programme("Alps", slug="alps", period=Period.P2014, countries=["AT"])
    switzerland = make_country("CH")
    programme.participations.create(country=switzerland, part=Part.PARTNER)
    make_mandate(make_body("Old office"), programme, role=Role.JOINT_SECRETARIAT, until=2013)
    make_mandate(make_body("New office"), programme, role=Role.JOINT_SECRETARIAT, since=2014)
    programme.predecessors.add(make_programme("Alps before", period=Period.P2007))
    make_programme("Alps after", period=Period.P2021).predecessors.add(programme)
    said = words(client, "/programmes/alps/")
    assert "Switzerland Partner country" in said
    assert "1 Member State and 1 other country" in said
    assert "Joint secretariat New office (since 2014) Old office (until 2013)" in said
    assert "Predecessor Alps before, 2007–2013" in said
    assert "Successor Alps after, 2021–2027" in said


def test_a_doubt_is_shown_and_the_last_change_is_dated(client):
    make_programme("Alps", slug="alps", doubt="Countries from general knowledge.")
    said = words(client, "/programmes/alps/")
    assert "Countries from general knowledge." in said
    assert "Last changed in this portal:" in said


def test_machines_read_what_is_published_and_no_more(client):
    make_programme("Alps </script>", slug="alps", countries=["AT"])
    html = page(client, "/programmes/alps/")
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    programme, crumbs = json.loads(block)
    assert programme["name"] == "Alps </script>"
    assert programme["areaServed"] == [{"@type": "Country", "name": "Austria", "identifier": "AT"}]
    assert "identifier" not in programme
    assert [step["name"] for step in crumbs["itemListElement"]][-1] == "Alps </script>"
    assert '<link rel="canonical" href="http://127.0.0.1:8000/programmes/alps/">' in html


def test_numbers_and_countries_follow_the_language(client):
    make_programme("Alps", slug="alps", countries=["AT"], eu_amount=Decimal("34000000.50"))
    client.cookies["django_language"] = "de"
    with override("de"):
        said = words(client, "/programmes/alps/")
    assert "Österreich" in said
    assert "34,0" in said
    client.cookies["django_language"] = "fr"
    assert "Autriche" in words(client, "/programmes/alps/")


def test_rooms_above_show_their_rows_by_hanging_up_a_panel(client, monkeypatch):
    monkeypatch.setattr(panels, "_makers", {})
    make_programme("Alps", slug="alps", doubt="Shown by a panel")
    panels.hang_panel("programme", "programmes/_origin.html", lambda thing, reader: None)
    before = page(client, "/programmes/alps/")
    panels.hang_panel(
        "programme", "components/empty.html", lambda thing, reader: {"title": thing.title}
    )
    after = page(client, "/programmes/alps/")
    assert after.count('class="empty"') == before.count('class="empty"') + 1


def test_an_address_that_leads_nowhere_says_so(client):
    answer = client.get("/programmes/none/")
    assert answer.status_code == 404
    assert b"We found nothing at this address" in answer.content


# --- the real data ----------------------------------------------------------------------------


def test_the_real_programmes_stand_on_their_pages(demo, client):
    assert Programme.objects.count() == 177
    said = words(client, "/programmes/")
    assert "of 177 programmes have finance data." in said
    interact = words(client, "/programmes/interact-2007-2013/")
    assert "€ 40.0 million" in interact
    assert "Service development and delivery € 32,000,000 € 5,600,000 € 37,600,000" in interact
    balkan = words(client, "/programmes/balkan-mediterranean-2014-2020/")
    assert "The parts give € 11,998,634, published is € 11,998,635" in balkan
    assert len(cards(page(client, f"/programmes/?strand={Strand.OUTERMOST}"))) >= 1
