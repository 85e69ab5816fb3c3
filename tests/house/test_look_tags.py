"""Money, days, addresses of lists, facets, bars and the map, as templates get them."""

import datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict

from interact_portal.core.charts import Row, stacked_bars
from interact_portal.core.facets import Choice, Facet
from interact_portal.core.maps import Country, draw_map
from interact_portal.core.templatetags.portal import page_numbers


def _render(text: str, **context) -> str:
    return Template("{% load portal %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("amount", "short", "exact"),
    [
        (Decimal(32_000_000), "€ 32.0 million", "€ 32,000,000"),
        (Decimal("246581112.37"), "€ 246.6 million", "€ 246,581,112.37"),
        (Decimal(1_250_000_000), "€ 1.3 billion", "€ 1,250,000,000"),
        (Decimal(999_960_000), "€ 1.0 billion", "€ 999,960,000"),
        (Decimal(999_960), "€ 1.0 million", "€ 999,960"),
        (Decimal(84_300), "€ 84,300", "€ 84,300"),
        (Decimal("0.50"), "€ 1", "€ 0.50"),
        (Decimal(-1), "−€ 1", "−€ 1"),
        (0, "€ 0", "€ 0"),
        (None, "not published", "not published"),
    ],
)
def test_an_amount_reads_short_and_exact(amount, short, exact):
    said = _render("{{ a|money_short }}|{{ a|money_exact }}", a=amount).replace("\u00a0", " ")
    assert said == f"{short}|{exact}"


def test_a_reader_of_german_gets_german_numbers():
    with translation.override("de"):
        said = _render("{{ a|money_short }} {{ a|money_exact }}", a=Decimal("32500000.25"))
    assert "32,5" in said
    assert "32.500.000,25" in said


def test_a_day_is_written_out():
    said = _render("{{ d|day }}", d=datetime.date(2027, 2, 1))
    assert said == '<time datetime="2027-02-01">1 February 2027</time>'


def test_a_moment_names_its_zone():
    moment = datetime.datetime(2027, 7, 1, 7, 30, tzinfo=datetime.UTC)
    with timezone.override("Europe/Vienna"):
        said = _render("{{ m|day_time }} {{ m|day }}", m=moment)
    assert "1 July 2027, 09:30 (CEST)" in said
    assert '<time datetime="2027-07-01">' in said


def test_a_day_near_midnight_is_the_readers_day():
    moment = datetime.datetime(2027, 6, 30, 22, 30, tzinfo=datetime.UTC)
    with timezone.override("Europe/Vienna"):
        assert "1 July 2027" in _render("{{ m|day }}", m=moment)


@pytest.mark.parametrize("value", [None, "", []])
def test_what_is_not_known_reads_not_published(value):
    assert "not published" in _render("{{ v|or_not_published }}", v=value)


def test_zero_is_known():
    assert _render("{{ v|or_not_published }}", v=0) == "0"


def test_the_address_of_a_list_keeps_what_is_not_changed():
    query = MultiValueDict({"theme": ["a", "b"], "page": ["3"], "q": ["ä & b"]})
    assert (
        _render("{% query_with q page=4 %}", q=query)
        == "?theme=a&amp;theme=b&amp;q=%C3%A4+%26+b&amp;page=4"
    )
    assert _render("{% query_with q theme=None q=None %}", q=query) == "?page=3"
    assert _render("{% query_with q page=1 %}", q=None) == "?page=1"


@pytest.mark.parametrize(
    ("pages", "at", "numbers"),
    [
        (1, 1, [1]),
        (3, 2, [1, 2, 3]),
        (5, 5, [1, None, 4, 5]),
        (9, 4, [1, 2, 3, 4, 5, None, 9]),
        (500, 250, [1, None, 249, 250, 251, None, 500]),
    ],
)
def test_pages_offer_the_ends_and_those_around(pages, at, numbers):
    assert page_numbers(Paginator(range(pages), 1).page(at)) == numbers


def test_a_facet_never_folds_away_what_is_on():
    choices = [Choice(str(n), f"Theme {n}", n, selected=n in (2, 9)) for n in range(10)]
    facet = Facet("theme", "Theme", choices, shown=3)
    assert (facet.selected_count, facet.hidden_count) == (2, 6)
    page = _render('{% include "components/facet.html" with facet=facet only %}', facet=facet)
    open_part, folded = page.split("<details ")
    assert "Theme 9" in open_part
    assert "2 on" in open_part
    assert all(f"Theme {n}<" in page for n in range(10))
    assert "Theme 9" not in folded


def test_bars_are_lengths_on_one_scale_and_the_table_says_the_same():
    chart = stacked_bars(
        [Row("1", [32_000_000, 8_000_000]), Row("2", [2_000_000, None]), Row("3", [None, None])],
        title="Finance",
        sentence="Most goes into the first axis.",
        row_heading="Axis",
        series=["EU", "National"],
    )
    first, second, third = chart.bars
    assert [(part.start, part.length) for part in first.parts] == [
        ("0.00%", "80.00%"),
        ("80.00%", "20.00%"),
    ]
    assert [(part.start, part.length) for part in second.parts] == [("0.00%", "5.00%")]
    assert third.parts == []
    page = _render(
        '{% include "components/chart.html" with chart=chart id="c" only %}', chart=chart
    )
    table = page[page.index("<table") :].replace("\u00a0", " ")
    for words in ("€ 32,000,000", "€ 8,000,000", "€ 40,000,000", "€ 2,000,000", "not published"):
        assert words in table


def test_a_chart_of_nothing_has_no_length():
    chart = stacked_bars(
        [Row("1", [0])],
        title="T",
        sentence="S.",
        row_heading="R",
        series=["A"],
        short=str,
        exact=str,
    )
    assert chart.bars[0].parts[0].length == "0%"


def test_the_map_draws_those_who_take_part_last_and_names_those_beyond_it():
    europe = {
        "viewBox": "0 0 9 9",
        "countries": {"AT": {"d": "M1 1z"}, "CZ": {"d": "M2 2z"}},
        "neighbours": {"UA": {"d": "M3 3z"}},
        "other": ["M4 4z"],
    }
    countries = [Country("AT", "Austria", url="/at/"), Country("RE", "Réunion")]
    drawn = draw_map(europe, countries, title="Countries", rule="Filled: takes part.")
    assert [shape.code for shape in drawn.shapes] == ["", "CZ", "UA", "AT"]
    assert [country.name for country in drawn.off_the_map] == ["Réunion"]
    page = _render('{% include "components/map.html" with map=map id="m" only %}', map=drawn)
    assert page.count("<path") == 4
    assert page.count('href="/at/"') == 2
    assert page.count("Réunion") == 2
    assert 'role="group"' in page
