"""Excel files are read with their exact values, or refused by line, column and reason."""

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook

from programmes.importers.files import open_table
from programmes.importers.findings import UnreadableFileError
from programmes.importers.tables import Columns

# A spreadsheet knows no time zone.
MIDNIGHT = datetime.datetime(2014, 12, 2)  # noqa: DTZ001
COLUMNS = Columns(
    known=("title", "period", "total_amount", "website"), required=("title", "period")
)


def read(data):
    """Return the opened table and its rows as (line, cells)."""
    table = open_table(io.BytesIO(data), COLUMNS)
    return table, [(line.number, line.cells) for line in table]


def refusal(data):
    """Return what is said about a file that cannot be read, line by line."""
    with pytest.raises(UnreadableFileError) as refused:
        list(open_table(io.BytesIO(data), COLUMNS))
    return [str(finding) for finding in refused.value.findings]


def workbook(*rows, **sheets):
    """Return an Excel file: `rows` on the first sheet, further sheets by name."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for row in lines:
            sheet.append(row)
    return saved(book)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_sheet_gives_numbers_dates_and_truths_as_they_are():
    data = workbook(
        ["title", "period", "total_amount", "website"],
        ["A", "2007-2013", 246581112.05, datetime.date(2014, 12, 2)],
        [None, None, None, None],
        ["B", "2014-2020", 40000000, True],
    )
    assert read(data)[1] == [
        (
            2,
            {
                "title": "A",
                "period": "2007-2013",
                "total_amount": 246581112.05,
                "website": MIDNIGHT,
            },
        ),
        (4, {"title": "B", "period": "2014-2020", "total_amount": 40000000, "website": True}),
    ]


def test_empty_cells_at_the_end_of_a_sheet_row_are_empty_and_not_missing():
    table = open_table(io.BytesIO(workbook(["title", "period", "website"], ["A", "x"])), COLUMNS)
    (line,) = table
    assert line.cells == {"title": "A", "period": "x", "website": None}
    assert line.problems == []


def test_the_sheet_that_fits_is_read_and_the_choice_is_said():
    data = workbook(["Read me"], Data=[["title", "period"], ["A", "2007-2013"]], Notes=[["x"]])
    table, rows = read(data)
    assert rows == [(2, {"title": "A", "period": "2007-2013"})]
    assert [str(doubt) for doubt in table.doubts] == [
        "Sheet “Data” is read; the other sheets are not."
    ]


def test_a_hidden_sheet_is_not_read():
    book = Workbook()
    book.active.append(["website"])
    hidden = book.create_sheet("Old")
    hidden.append(["title", "period"])
    hidden.sheet_state = "hidden"
    assert "the column is missing; the header has: website" in refusal(saved(book))[0]


def test_a_formula_counts_with_its_computed_value_and_that_is_said():
    data = with_formula(value="5")
    table = open_table(io.BytesIO(data), COLUMNS)
    (line,) = table
    assert line.cells["total_amount"] == 5
    assert [str(doubt) for doubt in line.doubts] == [
        "line 2, column “total_amount”: the sheet holds formulas;"
        " the values last computed are taken"
    ]


def test_a_formula_without_a_computed_value_is_refused():
    table = open_table(io.BytesIO(with_formula(value=None)), COLUMNS)
    (line,) = table
    assert [str(problem) for problem in line.problems] == [
        "line 2, column “total_amount”: the formula has no computed value."
        " Open the file, save it and try again"
    ]


def with_formula(value):
    """Return a sheet with =2+3 as a spreadsheet saves it: with its value, or never computed."""
    data = workbook(["title", "period", "total_amount"], ["A", "2007-2013", "=2+3"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml") and value is not None:
                assert b"<v></v>" in content or b"<v />" in content or b"<v/>" in content
                for empty in (b"<v></v>", b"<v />", b"<v/>"):
                    content = content.replace(empty, f"<v>{value}</v>".encode())
            new.writestr(name, content)
    return out.getvalue()


def test_an_error_of_the_spreadsheet_is_named():
    book = Workbook()
    book.active.append(["title", "period", "total_amount"])
    book.active.append(["A", "2007-2013", "#REF!"])
    (line,) = open_table(io.BytesIO(saved(book)), COLUMNS)
    assert [str(problem) for problem in line.problems] == [
        "line 2, column “total_amount”: the spreadsheet shows an error here: #REF!"
    ]


def test_merged_cells_are_refused_where_they_begin():
    book = Workbook()
    for row in (["title", "period"], ["A", "2007-2013"], ["B", "2007-2013"], ["C", "2014-2020"]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    table = open_table(io.BytesIO(saved(book)), COLUMNS)
    assert [str(problem) for line in table for problem in line.problems] == [
        "line 2, column “period”: merged cells (down to line 3): give each row its own value"
    ]


def test_merged_cells_beside_the_table_do_no_harm():
    book = Workbook()
    for row in (["title", "period"], ["A", "2007-2013"]):
        book.active.append(row)
    book.active.merge_cells("F2:G3")
    assert [line.problems for line in open_table(io.BytesIO(saved(book)), COLUMNS)] == [[]]


@pytest.mark.parametrize(
    ("data", "reason"),
    (
        (b"PK\x03\x04 no zip at all", "not an Excel workbook, or it is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "an old Excel file, or one with a password"),
        (workbook([]), "The file is empty."),
    ),
    ids=["damaged", "old", "empty"],
)
def test_what_is_no_workbook_of_today_is_refused(data, reason):
    (said,) = refusal(data)
    assert reason in said


def test_a_zip_file_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hello")
    assert "not an Excel workbook" in refusal(out.getvalue())[0]


def test_a_workbook_that_unpacks_to_a_giant_is_refused_before_unpacking(monkeypatch):
    monkeypatch.setattr("programmes.importers.sheets.UNPACKED_LIMIT", 1000)
    assert refusal(workbook(["title", "period"], ["A", "2007-2013"])) == [
        "The workbook is too big when unpacked. Save the sheet as CSV."
    ]
