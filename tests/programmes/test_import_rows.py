"""Rows of a file meet the table: recognised, compared, refused or written, all or nothing."""

import datetime
import io
from decimal import Decimal

import pytest
from django.db import connection, transaction
from openpyxl import Workbook

from interact_portal.core.models import AuditEntry
from programmes.choices import Part
from programmes.importers import (
    AxisResource,
    BodyResource,
    CountryResource,
    MandateResource,
    ProgrammeResource,
    StaleImportError,
    ThemeResource,
    import_file,
)
from programmes.models import Body, Country, Mandate, PriorityAxis, Programme, Theme
from programmes.workflow.bodies import merge_bodies
from tests.factories import (
    make_axis,
    make_body,
    make_country,
    make_mandate,
    make_programme,
    make_staff,
    make_theme,
)

pytestmark = pytest.mark.django_db
# A spreadsheet knows no time zone.
MIDNIGHT = datetime.datetime(2014, 12, 2)  # noqa: DTZ001


def bring(kind, text, **options):
    """Import a CSV text and return the report."""
    data = text if isinstance(text, bytes) else text.strip().encode()
    return import_file(kind, io.BytesIO(data), file_name="file.csv", **options)


def problems(kind, text):
    """Return what is refused; nothing may have been changed."""
    before = counts()
    report = bring(kind, text)
    assert not report.done
    assert counts() == before
    return [str(finding) for finding in report.problems]


def counts():
    tables = (Programme, PriorityAxis, Body, Mandate, Country, Theme, AuditEntry)
    histories = (Programme.history, PriorityAxis.history, Body.history, Mandate.history)
    return [*(table.objects.count() for table in tables), *(table.count() for table in histories)]


def changes(report):
    """Return the changes of a report as (line, column, before, after)."""
    return [
        (row.line, change.column, change.before, change.after)
        for row in report.rows
        for change in row.changes
    ]


# --- New and changed rows ------------------------------------------------------------------------


def test_a_row_of_a_programme_fills_every_field():
    for code in ("AT", "CH"):
        make_country(code)
    theme, before = make_theme("State aid"), make_programme("Before", slug="before")
    report = bring(
        ProgrammeResource,
        "slug,cci,title,short_name,period,strand,intervention_type,countries,languages,"
        "external_border,maritime,control_system,area,aim,expected_impact,decision_number,"
        "decision_date,approval_date,website,predecessors,themes,eu_amount,national_amount,"
        "total_amount,amounts_basis,amounts_as_of,amounts_rounded,amounts_source,doubt,source\n"
        "a-b,(2007) CB163 PO 029,Atlantic Area,AA,2007–2013,Transnational,ETC,"
        "AT:member-state;CH:partner,en;fr,yes,no,decentralised,Coast,Aim,Impact,C(2007) 1,"
        "2 December 2007,03.12.2007,https://example.eu/,before,state-aid,€84.3 million,"
        '"15.700.000,00",100 000 000,planned,2008-01-01,yes,a page,a doubt,a source',
    )
    assert report.problems == []
    programme = Programme.objects.get(slug="a-b")
    assert (programme.cci, programme.title, programme.name) == (
        *("2007CB163PO029", "Atlantic Area", "AA"),
    )
    assert (programme.period, programme.strand) == ("2007-2013", "transnational")
    parts = programme.participations.values_list("country_id", "part")
    assert set(parts) == {("AT", Part.MEMBER_STATE), ("CH", Part.PARTNER)}
    assert programme.languages == ["en", "fr"]
    assert (programme.external_border, programme.maritime) == (True, False)
    assert (programme.area, programme.aim, programme.expected_impact) == ("Coast", "Aim", "Impact")
    assert programme.control_system == "decentralised"
    assert programme.decision_number == "C(2007) 1"
    assert programme.decision_date == datetime.date(2007, 12, 2)
    assert programme.approval_date == datetime.date(2007, 12, 3)
    assert programme.amounts_as_of == datetime.date(2008, 1, 1)
    assert programme.website == "https://example.eu/"
    assert list(programme.predecessors.all()) == [before]
    assert list(programme.themes.all()) == [theme]
    assert programme.eu_amount == Decimal("84300000")
    assert programme.national_amount == Decimal("15700000")
    assert programme.total_amount == Decimal("100000000")
    assert programme.amounts_rounded is True
    assert (programme.amounts_basis, programme.amounts_source) == ("planned", "a page")
    assert (programme.doubt, programme.source) == ("a doubt", "a source")
    version = programme.history.get()
    assert [link.theme for link in version.themes.all()] == [theme]
    assert [link.to_programme for link in version.predecessors.all()] == [before]


def test_only_what_changed_is_shown_field_by_field_in_words():
    make_country("AT")
    make_programme(
        "A", slug="a", total_amount=Decimal("5"), maritime=True, aim="Old aim", countries=["AT"]
    )
    make_programme("B", slug="b")
    report = bring(
        ProgrammeResource,
        "slug,title,period,total_amount,maritime,aim,decision_date,countries\n"
        "a,A,2007-2013,32 000 000,,New aim,2008-03-28,\n"
        "b,B,2007-2013,,,,,\n",
        dry_run=True,
    )
    assert changes(report) == [
        (2, "countries", "Austria (Member State)", "not published"),
        (2, "maritime", "yes", "not published"),
        (2, "aim", "Old aim", "New aim"),
        (2, "decision_date", "not published", "28 March 2008"),
        (2, "total_amount", "€\u00a05", "€\u00a032,000,000"),
    ]
    assert (report.counts["changed"], report.counts["unchanged"]) == (1, 1)


def test_a_dry_run_changes_nothing_and_says_the_same_as_the_import():
    make_theme("State aid")
    text = "title,period,themes\nA,2007-2013,state-aid\nB,2014-2020,\n"
    before = counts()
    preview = bring(ProgrammeResource, text, dry_run=True)
    assert counts() == before
    assert not preview.done
    report = bring(ProgrammeResource, text)
    assert report.done
    assert (report.fingerprint, changes(report)) == (preview.fingerprint, changes(preview))


def test_a_second_import_changes_nothing_and_leaves_no_trace():
    make_country("AT")
    text = (
        "title,period,countries,total_amount,languages,predecessors\n"
        "A,2007-2013,AT:member-state,5.50,en;de,\nA2,2014-2020,,,,a-2007-2013\n"
    )
    bring(ProgrammeResource, text)
    before = counts()
    report = bring(ProgrammeResource, text)
    assert (report.done, report.counts) == (False, {"unchanged": 2})
    assert counts() == before


def test_an_absent_column_leaves_its_field_alone_and_an_empty_cell_empties_it():
    make_programme("A", slug="a", aim="Keep me", website="https://example.eu/")
    bring(ProgrammeResource, "title,period,website\nA,2007-2013,\n")
    programme = Programme.objects.get()
    assert (programme.aim, programme.website) == ("Keep me", "")


def test_one_bad_row_keeps_all_the_others_out_and_every_bad_row_is_named():
    assert problems(
        ProgrammeResource,
        "title,period,total_amount,eu_amount\nA,2007-2013,5,5\nB,2007-2013,-5,much\n"
        "C,1999,5,5\nD,2007-2013,5,5\n",
    ) == [
        "line 3, column “eu_amount”: “much” is not an amount",
        "line 3, column “total_amount”: “-5”: an amount cannot be negative",
        "line 4, column “period”: “1999” is none of: 2000-2006, 2007-2013, 2014-2020, 2021-2027",
    ]


def test_an_import_is_written_down_with_person_file_and_counts():
    officer = make_staff("officer@example.eu")
    make_programme("A", slug="a")
    text = "title,period,aim\nA,2007-2013,Aim\nB,2014-2020,\n"
    bring(ProgrammeResource, text, by=officer)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.thing_name) == ("import", officer, "programmes")
    assert entry.after == {
        **{"new": 1, "changed": 1, "unchanged": 0},
        **{"file": "file.csv", "warnings": 0},
    }
    changed, new = Programme.objects.order_by("slug")
    assert [version.history_type for version in changed.history.all()] == ["~", "+"]
    for programme in (changed, new):
        version = programme.history.latest()
        assert version.history_user == officer
        assert version.history_change_reason == "Import of file.csv"


def test_rows_of_a_sheet_keep_their_exact_numbers_and_dates():
    book = Workbook()
    book.active.append(["title", "period", "total_amount", "decision_date", "decision_number"])
    book.active.append(["A", "2007-2013", 246581112.1, MIDNIGHT, 17])
    stream = io.BytesIO()
    book.save(stream)
    report = import_file(ProgrammeResource, stream, file_name="a.xlsx")
    assert report.done
    programme = Programme.objects.get()
    assert programme.total_amount == Decimal("246581112.10")
    assert programme.decision_date == datetime.date(2014, 12, 2)
    assert programme.decision_number == "17"


def test_a_date_that_a_spreadsheet_made_of_a_code_is_refused():
    book = Workbook()
    book.active.append(["title", "period"])
    book.active.append([MIDNIGHT, "2007-2013"])
    stream = io.BytesIO()
    book.save(stream)
    report = import_file(ProgrammeResource, stream, file_name="a.xlsx")
    assert [str(finding) for finding in report.problems] == [
        "line 2, column “title”: the spreadsheet made a date of this; format the cell as text"
    ]


# --- Cells that are refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    (
        ("countries", "ZZ:partner", "unknown country “ZZ”"),
        ("countries", "AT", "say as what “AT” takes part, for example AT:member-state"),
        ("countries", "AT:guest", "“guest” is none of: member-state, partner, third-country"),
        ("countries", "AT:partner;Austria:partner", "the country “Austria” stands twice"),
        ("cci", "2007XX163PO029", "“2007XX163PO029” is not a CCI number"),
        ("cci", "2007CB163PO2", "“2007CB163PO2” is not a CCI number"),
        ("cci", "2014TC16RFCB001", "the CCI “2014TC16RFCB001” is not of the period 2007-2013"),
        ("total_amount", "-5", "“-5”: an amount cannot be negative"),
        ("total_amount", "much", "“much” is not an amount"),
        ("total_amount", "1.234 million", "can be read as 1,234,000 or as 1,234,000,000 euro"),
        ("total_amount", "1000000000000000", "Ensure that there are no more than 16 digits"),
        ("decision_date", "31.02.2008", "“31.02.2008” is not a date"),
        ("decision_date", "03/04/2008", "“03/04/2008” is not a date; write it as 2014-12-02"),
        ("decision_date", "soon", "“soon” is not a date"),
        ("maritime", "maybe", "“maybe” is neither yes nor no"),
        ("website", "not a page", "Enter a valid URL."),
        ("slug", "Not an address!", "“not an address!” is not an address"),
        ("strand", "diagonal", "“diagonal” is none of: cross-border, transnational"),
        ("themes", "unheard", "unknown theme “unheard”"),
        ("predecessors", "nobody", "unknown programme “nobody”"),
        ("languages", "en;a very long language", "is longer than 8 characters"),
        ("short_name", "x" * 81, "Ensure this value has at most 80 characters"),
    ),
)
def test_a_bad_cell_is_refused_by_line_column_and_reason(column, cell, reason):
    make_country("AT")
    text = f'title,period,{column}\nA,2007-2013,"{cell}"\n'
    (said,) = problems(ProgrammeResource, text)
    assert said.startswith(f"line 2, column “{column}”: ")
    assert reason in said


def test_a_near_miss_is_told_what_it_resembles():
    make_theme("State aid")
    (said,) = problems(ProgrammeResource, "title,period,themes\nA,2007-2013,state-aids\n")
    assert said.endswith("unknown theme “state-aids”; did you mean “state-aid”?")


@pytest.mark.parametrize("column", ("title", "period"))
def test_a_required_cell_must_not_be_empty(column):
    row = {"title": "A", "period": "2007-2013"} | {column: ""}
    assert problems(ProgrammeResource, f"title,period\n{row['title']},{row['period']}\n") == [
        f"line 2, column “{column}”: the cell must not be empty"
    ]


def test_a_file_with_a_header_and_no_rows_is_refused():
    assert problems(ProgrammeResource, "title,period\n") == [
        "The file has a header, but no rows under it."
    ]


def test_a_file_that_breaks_off_in_the_middle_changes_nothing():
    (said,) = problems(ProgrammeResource, 'title,period\nA,2007-2013\n"B,2007-2013\n')
    assert said.startswith("line 3: the quotation marks of the row do not match.")


def test_a_file_in_another_encoding_changes_nothing():
    text = "title,period\nOne,2007-2013\nCaf\xe9,2007-2013\n".encode("cp1252")
    (said,) = problems(ProgrammeResource, text)
    assert said.startswith("line 3, column “title”: the file is not in UTF-8.")


# --- How a programme is recognised ---------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    (
        "2007 CB 163 PO 029,other,Other title,2007-2013",
        ",atlantic,Other title,2007-2013",
        ",,ATLANTIC AREA,2007-2013",
        "2007cb163po029,atlantic,Atlantic Area,2007-2013",
    ),
    ids=["by CCI in any spelling", "by address", "by title and period", "by all"],
)
def test_a_programme_is_recognised(row):
    programme = make_programme("Atlantic Area", slug="atlantic", cci="2007CB163PO029")
    report = bring(ProgrammeResource, f"cci,slug,title,period\n{row}\n")
    assert report.problems == []
    if row.startswith(","):
        assert Programme.objects.get().cci == ""  # an empty cell says: not published
    assert Programme.objects.get().pk == programme.pk


def test_the_address_of_a_programme_stays_whatever_a_file_says():
    make_programme("A", slug="a", cci="2007CB163PO029")
    report = bring(ProgrammeResource, "cci,slug,title,period\n2007CB163PO029,b,A,2007-2013\n")
    assert report.counts == {"unchanged": 1}
    assert Programme.objects.get().slug == "a"


@pytest.mark.parametrize(
    ("row", "reason"),
    (
        ("2007CB163PO030,a,New,2007-2013", "column “cci”: “A” has another CCI, 2007CB163PO029"),
        ("2007CB163PO029,b,A,2007-2013", "column “slug”: “b” already belongs to “B”"),
        ("2007CB163PO029,a,b,2007-2013", "column “title”: “b” already belongs to “B”"),
    ),
)
def test_a_row_that_speaks_of_two_programmes_is_refused(row, reason):
    make_programme("A", slug="a", cci="2007CB163PO029")
    make_programme("B", slug="b")
    assert problems(ProgrammeResource, f"cci,slug,title,period\n{row}\n") == [f"line 2, {reason}"]


@pytest.mark.parametrize(
    "second",
    ("2007 CB163PO 029,x,X,2007-2013", ",a,X,2007-2013", ",x,a,2007-2013"),
    ids=["same CCI", "same address", "same title and period"],
)
@pytest.mark.parametrize("is_known", (True, False), ids=["in the table", "new"])
def test_the_same_programme_twice_in_a_file_is_refused_with_both_lines(second, is_known):
    if is_known:
        make_programme("A", slug="a", cci="2007CB163PO029")
    text = f"cci,slug,title,period\n2007CB163PO029,a,A,2007-2013\n{second}\n"
    assert problems(ProgrammeResource, text) == ["line 3: the same stands already in line 2"]


def test_two_new_programmes_of_like_names_get_addresses_of_their_own():
    bring(ProgrammeResource, "title,short_name,period\nA one,A,2007-2013\nA two,A,2007-2013\n")
    slugs = set(Programme.objects.values_list("slug", flat=True))
    assert slugs == {"a-2007-2013", "a-2007-2013-2"}


def test_a_predecessor_may_stand_further_down_in_the_file():
    report = bring(
        ProgrammeResource,
        "slug,title,period,predecessors\na2,A2,2014-2020,a1;a0\na1,A1,2007-2013,a0\n"
        "a0,A0,2000-2006,\n",
    )
    assert report.problems == []
    new = Programme.objects.get(slug="a2")
    assert {programme.slug for programme in new.predecessors.all()} == {"a1", "a0"}
    assert changes(report)[-1][1:] == ("period", "", "2000–2006")


def test_countries_are_known_by_iso_code_eu_code_and_name():
    for code in ("GR", "GB", "AT"):
        make_country(code)
    bring(
        ProgrammeResource,
        'title,period,countries\nA,2007-2013,"EL:member-state;uk:partner;Austria:member-state"\n',
    )
    countries = Programme.objects.get().countries.values_list("code", flat=True)
    assert set(countries) == {"GR", "GB", "AT"}


# --- Sums ----------------------------------------------------------------------------------------


def test_amounts_that_do_not_add_up_are_kept_and_named_with_the_difference():
    programme = make_programme("Balkan-Mediterranean", slug="bm")
    report = bring(
        AxisResource,
        "programme,code,fund,eu_amount,national_amount,total_amount\n"
        "bm,1,ERDF,10198838,1799796,11998635\nbm,2,ERDF,50,50,100\n",
    )
    assert [str(finding) for finding in report.warnings] == [
        "line 2, column “total_amount”: EU and national amount make €\u00a011,998,634,"
        " published are €\u00a011,998,635: €\u00a01 less"
    ]
    assert programme.axes.get(code="1").total_amount == 11998635


def test_axes_that_do_not_make_the_programme_are_named_with_the_difference():
    make_programme("A", slug="a", total_amount=Decimal("100"), eu_amount=Decimal("80"))
    report = bring(
        AxisResource,
        "programme,code,fund,eu_amount,total_amount\na,1,ERDF,50,60\na,2,ERDF,30,39\n",
    )
    assert [str(finding) for finding in report.warnings] == [
        "A: Axes together = total. The axes make €\u00a099, published are €\u00a0100: €\u00a01 less"
    ]


# --- Axes ----------------------------------------------------------------------------------------


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


# --- Bodies and mandates -------------------------------------------------------------------------


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


# --- Countries and themes ------------------------------------------------------------------------


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


# --- A table that changes meanwhile --------------------------------------------------------------


def test_an_import_that_would_do_something_else_than_its_preview_is_stopped():
    programme = make_programme("A", slug="a", aim="Old")
    text = "title,period,aim\nA,2007-2013,New\n"
    preview = bring(ProgrammeResource, text, dry_run=True)
    Programme.objects.update(aim="Somebody else's")
    with pytest.raises(StaleImportError) as stopped:
        bring(ProgrammeResource, text, expected=preview.fingerprint)
    assert changes(stopped.value.report) == [(2, "aim", "Somebody else's", "New")]
    programme.refresh_from_db()
    assert programme.aim == "Somebody else's"
    report = bring(ProgrammeResource, text, expected=stopped.value.report.fingerprint)
    assert report.done


def test_nobody_writes_the_table_while_it_is_compared(django_assert_num_queries):
    make_programme("A", slug="a")
    with transaction.atomic():
        bring(ProgrammeResource, "title,period\nA,2007-2013\n")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT mode FROM pg_locks WHERE relation = 'programmes_programme'::regclass"
                " AND pid = pg_backend_pid()"
            )
            assert ("ShareRowExclusiveLock",) in cursor.fetchall()


@pytest.mark.parametrize("rows", (1, 30))
def test_the_number_of_queries_does_not_grow_with_the_rows(rows, django_assert_num_queries):
    make_country("AT")
    make_theme("State aid")
    make_programme("P", slug="p")
    lines = "".join(f"T{n},2007-2013,AT:partner,state-aid,p\n" for n in range(rows))
    with django_assert_num_queries(28):
        report = bring(ProgrammeResource, f"title,period,countries,themes,predecessors\n{lines}")
    assert report.counts == {"new": rows}


@pytest.mark.parametrize("rows", (1, 600))
def test_a_long_file_tells_its_progress_batch_by_batch(rows):
    make_programme("A", slug="a")
    heard = []
    lines = "".join(f"a,{n},ERDF\n" for n in range(rows))
    bring(
        AxisResource,
        f"programme,code,fund\n{lines}",
        progress=lambda line, length: heard.append((line, length)),
    )
    assert heard == {1: [(2, 2)], 600: [(501, 601), (601, 601)]}[rows]
    assert PriorityAxis.history.count() == rows
