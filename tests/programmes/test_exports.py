"""Lists as files: exactly the rows of the page, safe in a spreadsheet."""

import contextlib
import csv
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from interact_portal.core.exports import defused, export
from programmes.choices import Role
from programmes.exports import BODY_COLUMNS, PROGRAMME_COLUMNS
from programmes.importers import ProgrammeResource, import_file
from tests.factories import make_body, make_mandate, make_programme

KINDS = ("csv", "xlsx", "json")


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)


def written(kind: str, columns: list[str], rows: list[list]) -> list[dict]:
    """Return the rows as they stand in the file that `export` writes."""
    response = export(kind, "things", columns, rows)
    with getattr(response, "file_to_stream", contextlib.nullcontext()):
        return rows_of(response, kind)


def rows_of(response, kind: str) -> list[dict]:
    content = content_of(response)
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    if kind == "json":
        return next(rows for rows in json.loads(content).values() if isinstance(rows, list))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    names, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(sign):
    assert defused(f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"


@pytest.mark.parametrize("value", ["a=1", "", None, Decimal("-5.10"), -3])
def test_other_texts_and_numbers_stay_as_they_are(value):
    assert defused(value) == value


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_formula_lives_in_a_file_for_spreadsheets(kind):
    rows = written(kind, ["name"], [["=1+1"], ["@SUM(A1)"], ["plain"]])
    assert [row["name"] for row in rows] == ["'=1+1", "'@SUM(A1)", "plain"]


def test_csv_says_that_it_is_utf_8_and_keeps_every_letter_and_line():
    response = export("csv", "things", ["name"], [["Økonomi, “Žilina”\nΕλλάδα"]])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    content = content_of(response)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [{"name": "Økonomi, “Žilina”\nΕλλάδα"}]


def test_a_file_is_named_by_its_list_and_day():
    response = export("json", "bodies", ["name"], [])
    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="bodies-{today}.json"'


def test_amounts_are_numbers_in_a_spreadsheet_and_exact_in_json():
    rows = [[Decimal("34000000.00"), Decimal("0.10"), True, None]]
    columns = ["a", "b", "c", "d"]
    assert written("csv", columns, rows) == [{"a": "34000000", "b": "0.10", "c": "yes", "d": ""}]
    [cells] = written("xlsx", columns, rows)
    assert (cells["a"], cells["b"], cells["c"], cells["d"]) == (34000000, 0.1, "yes", None)
    assert written("json", columns, rows) == [
        {"a": "34000000.00", "b": "0.10", "c": True, "d": None}
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_the_file_holds_exactly_the_programmes_that_are_filtered(client, kind):
    make_programme("In", slug="in", countries=["AT", "GR"], eu_amount=34000000)
    make_programme("Also in", slug="also", countries=["AT"])
    make_programme("Out", countries=["FR"])
    rows = rows_of(client.get(f"/programmes/export.{kind}?country=AT&page=2&sort=name"), kind)
    assert sorted(row["slug"] for row in rows) == ["also", "in"]
    assert set(rows[0]) == set(PROGRAMME_COLUMNS)
    row = next(row for row in rows if row["slug"] == "in")
    assert row["countries"] == "AT:member-state;GR:member-state"
    assert int(float(row["eu_amount"])) == 34000000
    assert row["total_amount"] in ("", None)
    assert row["page"].endswith("/programmes/in/")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_the_file_of_bodies_keeps_their_mandates_and_hides_their_address(client, kind):
    body = make_body("City of Vienna", email="hidden@example.eu", former_names=["Wien"])
    programme = make_programme("Central", slug="central")
    make_mandate(body, programme, role=Role.MANAGING_AUTHORITY, since=2007, until=2013)
    make_body("Other")
    response = client.get(f"/bodies/export.{kind}?role=managing-authority")
    [row] = rows_of(response, kind)
    assert row["mandates"] == "managing-authority:central:2007-2013"
    assert set(row) == set(BODY_COLUMNS)
    assert "hidden@example.eu" not in str(row)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_of_many_programmes_takes_as_many_questions_as_of_one(
    client, rows, django_assert_num_queries
):
    for number in range(rows):
        make_programme(f"Programme {number}", countries=["AT"])
    with django_assert_num_queries(4):  # rows, and three relations brought along
        assert len(rows_of(client.get("/programmes/export.csv"), "csv")) == rows


@pytest.mark.django_db
def test_what_is_exported_can_be_imported_again(client):
    before = make_programme(
        "Round",
        slug="round",
        countries=["AT"],
        aim="Säume, “Grenzen”",
        eu_amount=Decimal("10.50"),
        maritime=True,
    )
    content = content_of(client.get("/programmes/export.csv"))
    report = import_file(ProgrammeResource, io.BytesIO(content), file_name="programmes.csv")
    assert (report.problems, report.changed_count, report.row_count) == ([], 0, 1)
    before.refresh_from_db()
    assert before.aim == "Säume, “Grenzen”"
