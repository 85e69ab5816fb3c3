"""The catalogue: counts that never lie, chips, sorts, empty results, files, feed, and its speed."""

import itertools
import json
import re
from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goodpractice import filters as filters_module
from goodpractice import workflow
from goodpractice.catalogue.counting import (
    bits_of,
    by_indexes,
    current_bits,
    matching,
    newest_of,
)
from goodpractice.filters import SORTS, PracticeFilter
from goodpractice.models import IndexedPractice, Practice
from interact_portal.words.models import Miss
from programmes.choices import Strand
from tests.factories import make_country, make_programme, make_staff, make_theme
from tests.goodpractice.making import make_draft, make_practice, make_submitted

pytestmark = pytest.mark.django_db
LIST = "/practices/"


class UndoError(Exception):
    """Rolls a transaction back."""


def filters(query: str = "") -> PracticeFilter:
    """Return the filters of an address."""
    return PracticeFilter(QueryDict(query), IndexedPractice.objects.all())


def titles(query: str = "") -> list[str]:
    """Return the titles the list shows, in its order."""
    keys = [row.pk for row in filters(query).sorted_rows]
    found = Practice.objects.in_bulk(keys)
    return [found[key].title for key in keys]


@pytest.fixture
def shelf() -> dict[str, Practice]:
    """Six practices that differ in theme, strand, country, role and outcome."""
    for code in ("AT", "IT", "FR"):
        make_country(code)
    control = make_theme("Control", slug="control")
    make_theme("First level control", slug="flc", parent=control, synonyms=["FLC"])
    make_theme("Audit", slug="audit", parent=control)
    cross = make_programme("Border", countries=["AT", "IT"])
    wide = make_programme("Wide", strand=Strand.TRANSNATIONAL, period="2014-2020")
    made = {}
    rows = itertools.product(["flc", "audit"], [("AT", cross), ("IT", wide), ("FR", None)])
    for number, (theme, (country, programme)) in enumerate(rows):
        made[f"{theme} {country}"] = make_practice(
            f"Practice {theme} {country}",
            days=number,
            themes=[theme],
            countries=[country],
            programmes=[programme.slug] if programme else [],
            roles=["managing-authority"] if number % 2 else ["audit-authority"],
            outcome="stopped" if number == 5 else "running",
        )
    return made


def test_choices_are_or_inside_a_facet_and_and_across_facets(shelf):
    assert len(titles("country=AT&country=IT")) == 4
    assert titles("country=AT&country=IT&theme=audit") == [
        "Practice audit AT",
        "Practice audit IT",
    ]
    assert titles("country=AT&country=IT&theme=audit&strand=transnational") == ["Practice audit IT"]


def test_a_theme_holds_what_its_parts_hold(shelf):
    assert len(titles("theme=control")) == 6
    assert len(titles("theme=flc")) == 3


def test_every_count_is_what_a_click_gives(shelf):
    """For many states: choosing a value gives as many results as its count said, never none."""
    for query in ("", "country=AT", "theme=flc&country=IT", "role=managing-authority&q=practice"):
        state = filters(query)
        for facet in state.facets:
            for choice in facet.choices:
                if choice.selected:
                    continue
                alone = {k: v for k, v in QueryDict(query).lists() if k != facet.name}
                clicked = QueryDict(mutable=True)
                for name, values in alone.items():
                    clicked.setlist(name, values)
                clicked.setlist(facet.name, [choice.value])
                rows = PracticeFilter(clicked, IndexedPractice.objects.all()).rows
                assert rows.count() == choice.count > 0, f"{facet.name}={choice.value} at {query}"


def test_counts_follow_what_is_published_archived_and_rolled_back(shelf):
    before = filters().total
    practice = make_practice("One more", themes=["flc"])
    assert filters("theme=flc").total == 4
    workflow.archive(practice.current, by=make_staff(), reason="No longer done.")
    assert (filters("theme=flc").total, filters().total) == (3, before)

    with suppress(UndoError), transaction.atomic():
        make_practice("Never was", themes=["flc"])
        assert filters("theme=flc").total == 4
        raise UndoError
    assert filters("theme=flc").total == 3


def test_drafts_and_what_waits_for_review_are_in_no_list_and_no_count():
    make_draft("Secret draft")
    make_submitted("Secret submission")
    assert filters().total == 0
    assert titles("q=secret") == []


def test_keys_come_from_postgresql_in_one_value():
    made = {make_practice(f"P {number}").pk for number in range(3)}
    rows = IndexedPractice.objects.order_by().values("practice_id")
    assert set(matching(*rows.query.sql_with_params())) == made
    none = rows.filter(users_count=99)
    assert matching(*none.query.sql_with_params()) == []
    assert current_bits().everything == bits_of(made)


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("newest", "Practice flc AT"),
        ("verified", "Practice audit FR"),
        ("used", "Practice audit AT"),
        ("nonsense", "Practice flc AT"),
    ],
)
def test_the_list_is_ordered_as_asked(shelf, sort, first):
    IndexedPractice.objects.filter(practice=shelf["audit FR"]).update(verified_on="2026-01-01")
    IndexedPractice.objects.filter(practice=shelf["audit AT"]).update(users_count=3)
    assert titles(f"sort={sort}")[0] == first


def test_a_word_in_the_title_counts_more_than_one_in_the_text():
    make_practice("Something else", done="<p>About invoices and nothing more.</p>")
    make_practice("Invoices without paper", days=9)
    assert titles("q=invoice") == ["Invoices without paper", "Something else"]


@pytest.mark.parametrize(
    "words",
    ["flc", "first level control", "FIRST level CONTROLS", "management verification", "autriche -x",
     "practice", '"practice audit"', "MA", "austria"],
)  # fmt: skip
def test_practices_are_found_by_synonym_theme_country_role_and_inflection(shelf, words):
    if words.startswith("autriche"):
        words = "austria -italy"
    assert titles(f"q={words}")


def test_a_misspelt_word_is_mended_and_the_page_says_so(client, shelf):
    body = client.get(LIST, {"q": "practise audlt"}).content.decode()
    assert "Results for" in body
    assert "Practice audit" in body or "<mark>audit</mark>" in body
    exact = client.get(LIST, {"q": "audlt", "exactly": "1"}).content.decode()
    assert "Nothing here answers" in exact


def test_an_empty_result_offers_ways_out_and_is_counted(client, shelf):
    answer = client.get(LIST, {"q": "practice zeppelin", "country": "AT"})
    body = answer.content.decode()
    assert "without zeppelin: 2 results" in body
    assert "Ask the secretariat" in body
    assert Miss.objects.get().text == "practice zeppelin"
    dropped = client.get(LIST, {"theme": "flc", "outcome": "stopped"}).content.decode()
    assert "without First level control: 1 result<" in dropped
    assert "without Tried and stopped: 3 results" in dropped


def test_each_chip_takes_off_one_choice(client, shelf):
    body = client.get(f"{LIST}?country=AT&country=IT&q=practice").content.decode()
    chips = re.findall(r'<a class="chip" href="([^"]+)"', body)
    totals = [filters(chip.lstrip("?").replace("&amp;", "&")).total for chip in chips]
    assert totals == [4, 2, 2]


def test_what_nobody_knows_is_left_out_and_said(client, shelf):
    body = client.get(f"{LIST}?country=XX&theme=flc").content.decode()
    assert "We do not know “XX”" in body
    assert "<strong>3 practices</strong>" in body


def test_htmx_gets_the_list_alone_and_a_browser_the_whole_page(client, shelf):
    whole = client.get(LIST).content.decode()
    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert 'id="results"' in part
    assert "HX-Request" in client.get(LIST)["Vary"]


@pytest.mark.parametrize(
    ("query", "queries"), [("", 6), ("?theme=control", 6), ("?q=practice", 16)]
)
def test_the_list_takes_as_many_queries_for_one_row_as_for_three(client, query, queries):
    make_theme("Control", slug="control")
    make_country("AT")
    for rows in (1, 3):
        while IndexedPractice.objects.count() < rows:
            make_practice(f"Practice {rows}", themes=["control"], countries=["AT"])
        current_bits()
        with CaptureQueriesContext(connection) as taken:
            client.get(LIST + query)
        assert len(taken) == queries, "\n".join(each["sql"][:200] for each in taken)


def test_files_hold_exactly_the_filtered_rows_in_the_lists_order(client, shelf):
    make_practice('=HYPERLINK("//evil")', themes=["flc"], days=50)
    query = "?theme=flc"
    wanted = titles("theme=flc")
    assert len(wanted) == 4
    text = b"".join(client.get(f"{reverse('practices_csv')}{query}").streaming_content).decode()
    assert text.startswith("\ufefftitle,summary")
    assert "'=HYPERLINK" in text
    data = json.loads(b"".join(client.get(f"{reverse('practices_json')}{query}").streaming_content))
    assert [row["title"].removeprefix("'") for row in data["practices"]] == wanted
    assert "finance@example.eu" not in text + json.dumps(data)


def test_the_feed_names_each_version_of_the_filtered_list(client, shelf):
    body = client.get(f"{reverse('practice_feed')}?theme=audit").content.decode()
    assert body.count("<entry") == 3
    assert "Practice audit AT" in body
    assert "#1</id>" in body


@pytest.mark.parametrize(
    "query",
    ["page=999", "page=x", "sort=%00", "theme=%00", "q=%00", "country=" + "A" * 5000,
     "q=" + "%22" * 300, "evidence=confirmed&evidence=", "exactly=maybe", "theme[]=x"],
)  # fmt: skip
def test_no_address_breaks_the_list(client, shelf, query):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    assert 'id="results"' in answer.content.decode()


def test_of_many_hits_the_last_begun_are_compared_and_none_is_lost(shelf, monkeypatch):
    everything = set(titles("q=practice"))
    monkeypatch.setattr(filters_module, "MOST_RANKED", 2)
    assert set(titles("q=practice")) == everything
    assert newest_of(0b1000_0000_0001_0000_0001, 1) == 16
    assert newest_of(0b1000_0000_0001_0000_0001, 2) == 8
    assert newest_of(0b1, 5) == 0


def test_the_search_reads_the_index_and_not_the_table():
    with by_indexes() as cursor:
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("off",)


@pytest.mark.parametrize("sort", SORTS)
def test_no_order_joins_the_practices_to_their_index(sort):
    statement, _params = filters(f"q=practice&sort={sort}").sorted_rows.query.sql_with_params()
    assert "JOIN" not in statement
