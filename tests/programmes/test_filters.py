"""How programmes and bodies are found: words, facets, counts, and ways out of nothing."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from programmes.choices import Part, Period, Role, Strand
from programmes.filters import BodyFilter, ProgrammeFilter, find_bodies, find_programmes
from programmes.models import Body, Programme
from tests.factories import (
    make_axis,
    make_body,
    make_country,
    make_mandate,
    make_programme,
    make_theme,
)

pytestmark = pytest.mark.django_db


def programmes(query: str = "") -> ProgrammeFilter:
    return ProgrammeFilter(QueryDict(query), Programme.objects.order_by("title"))


def bodies(query: str = "") -> BodyFilter:
    return BodyFilter(QueryDict(query), Body.objects.order_by("name"))


def titles(filters: ProgrammeFilter) -> list[str]:
    return [programme.title for programme in filters.rows]


def counts(filters, facet: str) -> dict[str, int]:
    facets = {each.name: each for each in filters.facets}
    return {c.value: c.count for c in facets[facet].choices} if facet in facets else {}


@pytest.mark.parametrize(
    "words",
    [
        "grande region",
        "GRANDE RÉGION",
        "grossregion",
        "Groß",
        "espace",
        "luxembourg",
        "2014TC16RFCB045",
        "2014 TC 16 RF CB 045",
        "(2014) TC16RFCB 045",
        "2014tc16rfcb",
        "sme",
        "small firms",
    ],
)
def test_a_programme_is_found_by_title_short_name_country_theme_or_cci(words):
    theme = make_theme("Competitiveness", synonyms=["SME", "small firms"])
    meant = make_programme(
        "Grande Région/Großregion",
        short_name="Espace mosellan",
        cci="2014TC16RFCB045",
        countries=["FR"],
    )
    meant.participations.create(
        country=make_country("LU", english_name="Luxembourg"), part=Part.MEMBER_STATE
    )
    meant.themes.add(theme)
    make_programme("Alpine Space", cci="2007CB163PO014", countries=["AT"])
    assert find_programmes(words) == [meant.pk]


@pytest.mark.parametrize("words", ["region alpine", "egion", "2014", "", "·", "12"])
def test_words_that_fit_no_programme_find_none(words):
    make_programme("Grande Région", cci="2007CB163PO045")
    make_programme("Alpine Space")
    assert find_programmes(words) == []


def test_a_country_is_found_by_its_name_in_the_readers_language():
    meant = make_programme("Alps", countries=["AT"])
    with override("de"):
        assert find_programmes("osterreich") == [meant.pk]
    with override("en-gb"):
        assert find_programmes("österreich") == []


def test_choices_of_one_facet_are_or_and_facets_are_and():
    make_programme("A", period=Period.P2007, countries=["AT"])
    make_programme("B", period=Period.P2014, countries=["AT", "IT"])
    make_programme("C", period=Period.P2014, countries=["FR"])
    assert titles(programmes("country=AT&country=FR")) == ["A", "B", "C"]
    assert titles(programmes("country=AT&country=FR&period=2014-2020")) == ["B", "C"]
    assert titles(programmes("country=AT&country=IT")) == ["A", "B"]


def test_a_count_says_what_a_click_gives():
    make_programme("A", period=Period.P2007, countries=["AT"])
    make_programme("B", period=Period.P2014, countries=["AT", "IT"])
    make_programme("C", period=Period.P2014, countries=["FR"], strand=Strand.TRANSNATIONAL)
    filters = programmes("period=2014-2020&country=AT")
    assert counts(filters, "period") == {"2014-2020": 1, "2007-2013": 1}
    assert counts(filters, "country") == {"AT": 1, "IT": 1, "FR": 1}
    assert counts(filters, "strand") == {"cross-border": 1}
    for facet in ("period", "country"):
        for value, count in counts(filters, facet).items():
            kept = {"period": "country=AT", "country": "period=2014-2020"}[facet]
            assert len(titles(programmes(f"{kept}&{facet}={value}"))) == count


def test_finance_data_are_own_amounts_or_those_of_an_axis():
    make_programme("Own", eu_amount=1)
    make_programme("Total only", total_amount=1)
    make_axis(make_programme("By its axes"), eu_amount=1)
    make_programme("None")
    assert counts(programmes(), "finance") == {"published": 3, "unpublished": 1}
    assert titles(programmes("finance=published")) == ["By its axes", "Own", "Total only"]
    assert titles(programmes("finance=unpublished")) == ["None"]
    assert len(titles(programmes("finance=published&finance=unpublished"))) == 4


def test_greece_and_the_kingdom_may_be_written_as_in_eu_documents():
    make_programme("A", countries=["GR"])
    make_programme("B", countries=["GB"])
    make_programme("C", countries=["AT"])
    assert titles(programmes("country=EL&country=UK")) == ["A", "B"]
    assert [chip.label for chip in programmes("country=EL").chips] == ["Greece"]


def test_what_no_facet_knows_is_left_out_and_named():
    make_programme("A", countries=["AT"])
    filters = programmes("country=ZZ&country=AT&period=1066&theme=none")
    assert titles(filters) == ["A"]
    assert sorted(filters.unknown) == ["1066", "ZZ", "none"]
    assert "1066" not in filters.query_string()


def test_each_filter_that_is_on_can_be_taken_off_by_itself():
    make_programme("A", countries=["AT"])
    filters = programmes("q=a&country=AT&period=2007-2013&page=7&sort=name")
    chips = {chip.label: chip.url for chip in filters.chips}
    assert chips == {
        "a": "?period=2007-2013&country=AT",
        "2007–2013": "?q=a&country=AT",
        "Austria": "?q=a&period=2007-2013",
    }
    assert filters.on == 3


def test_an_empty_result_says_which_filter_to_drop():
    make_programme("Alps", period=Period.P2007, countries=["AT"])
    make_programme("Alps", period=Period.P2014, countries=["AT"])
    make_programme("Sea", period=Period.P2021, countries=["AT"])
    filters = programmes("q=alps&period=2021-2027")
    assert titles(filters) == []
    assert [(way.label, way.count, way.url) for way in filters.ways_out()] == [
        ("2021–2027", 2, "?q=alps"),
        ("“alps”", 1, "?period=2021-2027"),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_all_counts_of_a_list_take_three_questions_to_the_database(rows, django_assert_num_queries):
    for number in range(rows):
        programme = make_programme(f"Programme {number}", countries=["AT", "IT"])
        programme.themes.add(make_theme())
    filters = programmes("country=AT&period=2007-2013")
    with django_assert_num_queries(3):  # names of countries, names of themes, counts
        assert counts(filters, "country") == {"AT": rows, "IT": rows}


@pytest.mark.parametrize(
    "words", ["bratislava", "Bratislavsky samospravny", "slovak", "bsk", "région capitale"]
)
def test_a_body_is_found_by_its_names_city_or_country(words):
    meant = make_body(
        "Bratislava Self-Governing Region",
        short_name="BSK",
        city="Bratislava",
        country=make_country("SK", english_name="Slovakia"),
        former_names=["Bratislavský samosprávny kraj", "Région capitale"],
    )
    make_body("City of Vienna", city="Vienna", country=make_country("AT"))
    assert find_bodies(words) == [meant.pk]


def test_role_and_programme_have_to_hold_of_the_same_mandate():
    north, south = make_programme("North"), make_programme("South")
    first, second = make_body("First"), make_body("Second")
    make_mandate(first, north, role=Role.MANAGING_AUTHORITY)
    make_mandate(first, south, role=Role.AUDIT_AUTHORITY)
    make_mandate(second, south, role=Role.MANAGING_AUTHORITY)
    filters = bodies(f"role=managing-authority&programme={south.slug}")
    assert [body.name for body in filters.rows] == ["Second"]
    assert counts(filters, "role") == {"managing-authority": 1, "audit-authority": 1}
    assert counts(filters, "programme") == {north.slug: 1, south.slug: 1}


def test_a_body_with_five_mandates_is_counted_once():
    body = make_body("One", country=make_country("AT"))
    for number in range(5):
        make_mandate(body, make_programme(f"Programme {number}"))
    assert counts(bodies(), "role") == {"managing-authority": 1}
    assert counts(bodies(), "country") == {"AT": 1}
    assert [each.name for each in bodies("role=managing-authority").rows] == ["One"]
