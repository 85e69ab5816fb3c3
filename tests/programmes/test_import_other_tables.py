"""Axes, bodies, mandates, countries and themes are recognised, or refused with a reason."""

import pytest

from programmes.importers import (
    AxisResource,
    BodyResource,
    CountryResource,
    MandateResource,
    ThemeResource,
)
from programmes.models import Body, Country, PriorityAxis, Theme
from programmes.workflow.bodies import merge_bodies
from tests.factories import (
    make_axis,
    make_body,
    make_country,
    make_mandate,
    make_programme,
)

from .importing import bring, changes, counts, problems

pytestmark = pytest.mark.django_db


def test_an_axis_is_recognised_by_programme_code_fund_and_objective():
    programme = make_programme("A", slug="a", cci="2007CB163PO029")
    make_axis(programme, "1", fund="ERDF", thematic_objective="01")
    second = make_axis(programme, "1", fund="ERDF", thematic_objective="03")
    report = bring(
        AxisResource,
        "programme,code,fund,thematic_objective,title\n2007 CB163PO 029,1,ERDF,3,Growth\n",
    )
    assert report.problems == []
    second.refresh_from_db()
    assert (second.title, PriorityAxis.objects.count()) == ("Growth", 2)


def test_without_its_objective_an_axis_must_be_the_only_one():
    programme = make_programme("A", slug="a")
    make_axis(programme, "1", thematic_objective="01")
    text = "programme,code,fund,title\na,1,ERDF,Growth\n"
    assert bring(AxisResource, text).counts == {"changed": 1}
    make_axis(programme, "1", thematic_objective="03")
    assert problems(AxisResource, text) == [
        "line 2, column “thematic_objective”: the programme has this axis for several"
        " objectives: say for which"
    ]


def test_new_axes_are_put_after_the_last_one():
    programme = make_programme("A", slug="a")
    make_axis(programme, "1", position=7)
    bring(AxisResource, "programme,code,fund\na,2,ERDF\na,3,IPAE\n")
    axes = programme.axes.order_by("position")
    assert [(axis.position, axis.code, axis.fund) for axis in axes] == [
        *((7, "1", "ERDF"), (8, "2", "ERDF"), (9, "3", "IPA")),
    ]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    (
        ("programme", "nobody", "unknown programme “nobody”"),
        ("fund", "Lottery", "“Lottery” is none of: ERDF, IPA, ENI, NDICI, other"),
        ("published_rate", "0.85", "is not a rate from 1 to 100 percent"),
        ("published_rate", "101", "is not a rate from 1 to 100 percent"),
        ("published_rate", "most", "is not a rate in percent"),
        ("position", "0", "is not a whole number from 1 to 9999"),
        ("thematic_objective", "12", "“12” is none of: 01, 02"),
    ),
)
def test_a_bad_cell_of_an_axis_is_refused(column, cell, reason):
    make_programme("A", slug="a")
    row = {"programme": "a", "code": "1", "fund": "ERDF"} | {column: cell}
    (said,) = problems(AxisResource, f"{','.join(row)}\n{','.join(row.values())}\n")
    assert said.startswith(f"line 2, column “{column}”: ")
    assert reason in said


def test_a_body_is_recognised_by_address_else_by_name_and_country():
    make_country("AT")
    vienna = make_body("City of Vienna", slug="vienna", country=make_country("AT"))
    report = bring(BodyResource, "slug,name,country,city\n,city of VIENNA,AT,Wien\nlille,Lille,,\n")
    assert report.counts == {"new": 1, "changed": 1}
    vienna.refresh_from_db()
    assert (vienna.name, vienna.city) == ("city of VIENNA", "Wien")


def test_bodies_of_one_name_in_two_countries_are_two():
    for code in ("AT", "DE"):
        make_country(code)
    bring(BodyResource, "name,country\nMinistry of Finance,AT\nMinistry of Finance,DE\n")
    assert set(Body.objects.values_list("slug", "country")) == {
        ("ministry-of-finance", "AT"),
        ("ministry-of-finance-2", "DE"),
    }


def test_a_name_that_several_bodies_have_asks_for_the_address():
    for number in (1, 2):
        make_body("Ministry", slug=f"m{number}")
    (said,) = problems(BodyResource, "name\nMinistry\n")
    assert "several bodies have this name: say which by its address" in said


def test_a_second_address_for_a_name_that_is_there_is_refused_as_a_twin():
    make_body("Ministry", slug="ministry")
    assert problems(BodyResource, "slug,name\nthe-ministry,Ministry\n") == [
        "line 2, column “name”: the same name stands already at the address “ministry”"
    ]


def test_an_old_file_does_not_bring_back_a_body_that_was_merged():
    make_programme("A", slug="a")
    kept, gone = make_body("Vienna", slug="vienna"), make_body("Wien", slug="wien")
    bodies = "slug,name,former_names\nvienna,Vienna,\nwien,Wien,\n"
    mandates = "body,programme,role\nvienna,a,managing-authority\nwien,a,audit-authority\n"
    bring(BodyResource, bodies)
    bring(MandateResource, mandates)
    merge_bodies(kept, gone, by=None)
    before = counts()
    report = bring(BodyResource, bodies)
    assert [str(finding) for finding in report.warnings] == [
        "line 3: “Wien” was merged into “Vienna”; the row is left alone"
    ]
    assert bring(MandateResource, mandates).counts == {"unchanged": 2}
    by_name = bring(BodyResource, "name\nWien\n")
    assert [str(finding) for finding in by_name.warnings] == [
        "line 2: “Wien” is now called “Vienna”; the row is left alone"
    ]
    assert counts() == before


def test_former_names_are_added_and_never_taken_away():
    body = make_body("Vienna", slug="vienna", former_names=["Wien"])
    bring(BodyResource, "slug,name,former_names\nvienna,Vienna,Vindobona;Wien\n")
    body.refresh_from_db()
    assert body.former_names == ["Wien", "Vindobona"]


def test_a_mandate_is_recognised_and_its_end_is_changed():
    mandate = make_mandate(
        make_body("Vienna", slug="vienna"), make_programme("A", slug="a"), since=2007
    )
    text = "body,programme,role,since,until\nvienna,a,Managing authority,2007,2013\n"
    report = bring(MandateResource, text)
    assert changes(report) == [(2, "until", "not published", "2013")]
    mandate.refresh_from_db()
    assert mandate.until == 2013


@pytest.mark.parametrize(
    ("row", "reason"),
    (
        ("nobody,a,managing-authority,,", "column “body”: unknown body “nobody”"),
        ("vienna,nowhere,managing-authority,,", "column “programme”: unknown programme"),
        ("vienna,a,boss,,", "column “role”: “boss” is none of: managing-authority"),
        ("vienna,a,info-point,2013,2007", "column “until”: the mandate ends in 2007, before"),
        ("vienna,a,info-point,13,", "column “since”: “13” is not a whole number from 1950"),
    ),
)
def test_a_bad_mandate_is_refused(row, reason):
    make_body("Vienna", slug="vienna")
    make_programme("A", slug="a")
    (said,) = problems(MandateResource, f"body,programme,role,since,until\n{row}\n")
    assert said.startswith(f"line 2, {reason}")


def test_a_mandate_for_a_country_outside_the_programme_is_doubted():
    make_body("Vienna", slug="vienna")
    make_programme("A", slug="a", countries=["AT"])
    make_country("DE")
    text = (
        "body,programme,role,country\nvienna,a,national-authority,DE\n"
        "vienna,a,national-authority,AT\n"
    )
    report = bring(MandateResource, text)
    assert [str(finding) for finding in report.warnings] == [
        "line 2, column “country”: Germany takes no part in the programme"
    ]


def test_a_country_without_an_eu_code_uses_its_iso_code():
    bring(CountryResource, "code,eu_code,name\nat,,Austria\nGR,EL,Greece\n")
    assert set(Country.objects.values_list("code", "eu_code")) == {("AT", "AT"), ("GR", "EL")}


def test_a_country_code_has_two_letters():
    assert problems(CountryResource, "code,name\nAUT,Austria\n") == [
        "line 2, column “code”: “AUT” is not a code of two letters"
    ]


def test_an_eu_code_that_another_country_has_is_refused_by_the_table():
    make_country("GR")
    assert problems(CountryResource, "code,eu_code,name\nXX,EL,Nowhere\nAT,AT,Austria\n") == [
        "line 2: the table does not allow this; its rule: programmes country eu code key"
    ]


def test_a_theme_may_stand_before_the_one_it_is_a_part_of():
    report = bring(ThemeResource, "name,parent,synonyms\nAudit,Control,AA;sample\nControl,,\n")
    assert report.problems == []
    audit = Theme.objects.get(slug="audit")
    assert (audit.parent.name, audit.synonyms) == ("Control", ["AA", "sample"])
    assert bring(ThemeResource, "name,parent\nAudit,\n").counts == {"changed": 1}


def test_a_theme_is_never_a_part_of_itself_over_any_number_of_steps():
    assert problems(ThemeResource, "name,parent\nA,B\nB,C\nC,A\nD,A\n") == [
        f"the theme “{name}” would be a part of itself" for name in "ABC"
    ]
