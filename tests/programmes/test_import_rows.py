"""Rows of a file meet the table: compared, refused or written, all or nothing."""

import datetime
import io
from decimal import Decimal

import pytest
from openpyxl import Workbook

from interact_portal.core.models import AuditEntry
from programmes.choices import Part
from programmes.importers import (
    ProgrammeResource,
    import_file,
)
from programmes.models import Programme
from tests.factories import (
    make_country,
    make_programme,
    make_staff,
    make_theme,
)

from .importing import bring, changes, counts, problems

pytestmark = pytest.mark.django_db
# A spreadsheet knows no time zone.
MIDNIGHT = datetime.datetime(2014, 12, 2)  # noqa: DTZ001


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
