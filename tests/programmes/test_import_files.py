"""Every file is read as it was meant, or refused by line, column and reason."""

import codecs
import datetime
import io

import pytest
from openpyxl import Workbook

from programmes.importers.files import BROWSER_LIMIT, open_table, refuse_by_size
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


TEXT = "title,period\r\nRéseau Łódź Ελλάδα,2007-2013\r\n"
ROWS = [(2, {"title": "Réseau Łódź Ελλάδα", "period": "2007-2013"})]


@pytest.mark.parametrize(
    "data",
    (
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", "|").encode(),
        b"sep=;\r\n" + TEXT.replace(",", ";").encode(),
        TEXT.replace("title", " Title ").encode(),
        TEXT.strip().encode(),
    ),
    ids=[
        *("utf-8", "utf-8 with mark", "utf-16", "utf-16 big end", "unix lines", "semicolon"),
        *("tab", "bar", "sep line", "untidy header", "no last line end"),
    ],
)
def test_a_csv_file_is_read_in_every_unicode_and_with_every_usual_separator(data):
    numbers = [number for number, _cells in ROWS]
    found = read(data)[1]
    assert [cells for _number, cells in found] == [cells for _number, cells in ROWS]
    assert [number for number, _cells in found] == (numbers if b"sep=" not in data else [3])


def test_columns_stand_in_any_order_and_are_known_by_untidy_names():
    table, rows = read(b"Total amount,PERIOD,title\n5,2007-2013,A\n")
    assert table.columns == ["total_amount", "period", "title"]
    assert rows == [(2, {"total_amount": "5", "period": "2007-2013", "title": "A"})]


def test_unknown_columns_are_named_with_the_known_one_they_resemble():
    table, _rows = read(b"title,period,total_amonut,colour\nA,2007-2013,5,red\n")
    assert [str(doubt) for doubt in table.doubts] == [
        "line 1, column “total_amonut”: unknown column, not imported; did you mean “total_amount”?",
        "line 1, column “colour”: unknown column, not imported",
    ]


def test_every_missing_column_is_named_with_what_the_header_has():
    assert refusal(b"website,total_amount\nx,5\n") == [
        "line 1, column “title”: the column is missing; the header has: website, total_amount",
        "line 1, column “period”: the column is missing; the header has: website, total_amount",
    ]


def test_a_column_that_stands_twice_is_refused():
    assert refusal(b"title,period,Title\nA,2007-2013,B\n") == [
        "line 1, column “title”: the column stands twice in the header"
    ]


@pytest.mark.parametrize(
    "data", (b"", codecs.BOM_UTF8, b"\n\n \n", b",,,\n"), ids=["nothing", "mark", "blank", "commas"]
)
def test_an_empty_file_is_refused(data):
    assert refusal(data) == ["The file is empty."]


@pytest.mark.parametrize("encoding", ("cp1252", "cp1250", "latin-1"))
def test_another_encoding_is_refused_by_line_and_column(encoding):
    text = "title,period,website\nOne,2007-2013,x\nTwo,2007-2013,caf\xe9\n"
    assert refusal(text.encode(encoding)) == [
        "line 3, column “website”: the file is not in UTF-8."
        " Save it as “CSV UTF-8” or as .xlsx and try again"
    ]


@pytest.mark.parametrize("encoding", ("utf-16-le", "utf-32"))
def test_unicode_that_does_not_say_which_is_refused(encoding):
    assert refusal(TEXT.encode(encoding))[0].startswith("line 1: the file is not in UTF-8.")


def test_a_broken_utf_16_file_is_refused():
    data = "title,period\nA,2007-2013\n".encode("utf-16") + b"\x00\xd8\x00\x00"
    assert refusal(data)[0].startswith("the file is not in UTF-8.")


def test_a_quotation_mark_that_is_never_closed_is_found_where_it_opens():
    assert refusal(b'title,period\nA,2007-2013\n"B,2007-2013\nC,2014-2020\n')[0].startswith(
        "line 3: the quotation marks of the row do not match."
    )


def test_a_cell_may_hold_line_breaks_and_the_next_row_keeps_its_line():
    rows = read(b'title,period\n"A\r\nB",2007-2013\nC,2014-2020\n')[1]
    assert rows == [
        (2, {"title": "A\nB", "period": "2007-2013"}),
        (4, {"title": "C", "period": "2014-2020"}),
    ]


def test_rows_without_any_value_are_passed_over():
    assert [number for number, _cells in read(b"title,period\n\n,\nA,2007-2013\n , \n")[1]] == [4]


def test_a_row_longer_or_shorter_than_the_header_is_named():
    table = open_table(io.BytesIO(b"title,period\nA,2007-2013,x\nB\nC,2007-2013,,\n"), COLUMNS)
    said = [[str(problem) for problem in line.problems] for line in table]
    assert said == [
        ["line 2: the row has 3 cells, the header has 2"],
        ["line 3: the row has 1 cells, the header has 2"],
        [],
    ]


def test_a_character_that_no_database_stores_is_named():
    data = b"title,period\n" + b"x" * 5000 + b",2007-2013\nA\x00B,2007-2013\n"
    table = open_table(io.BytesIO(data), COLUMNS)
    assert [str(problem) for line in table for problem in line.problems] == [
        "line 3, column “title”: the cell holds a character that cannot be stored"
    ]


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read():
    refuse_by_size(BROWSER_LIMIT, "import_programmes")
    with pytest.raises(UnreadableFileError) as refused:
        refuse_by_size(50 * 1024 * 1024, "import_programmes")
    assert str(refused.value) == (
        "The file has 50.0 MB. Here it may have 10 MB at most, because you wait for the preview."
        " Divide it, or have it imported with “manage.py import_programmes FILE”."
    )
