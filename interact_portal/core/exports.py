"""Lists to take away, for any room: the same rows as CSV, XLSX or JSON.

CSV carries the mark by which spreadsheets know UTF-8, and is sent as it is read from the database.
A text that a spreadsheet would take for a formula gets an apostrophe before it (see the OWASP
page on CSV injection); numbers and dates stay numbers and dates.
"""

import csv
import datetime
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook

Row = Sequence[object]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def defused(value: object) -> object:
    """Return `value`; a text that begins like a formula comes with an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def export(kind: str, name: str, columns: Sequence[str], rows: Iterable[Row]) -> HttpResponseBase:
    """Return `rows` as a file called `name` with today's date; `kind` is a key of WRITERS."""
    response = WRITERS[kind](name, columns, rows)
    filename = f"{name}-{timezone.localdate().isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _csv(name: str, columns: Sequence[str], rows: Iterable[Row]) -> HttpResponseBase:
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield BYTE_ORDER_MARK + writer.writerow(columns)
        for row in rows:
            yield writer.writerow([_plain(defused(value)) for value in row])

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


class _Line:
    """Hands every line straight back to who wrote it."""

    def write(self, line: str) -> str:
        return line


def _plain(value: object) -> object:
    """Return the value as other programs read it: amounts without an empty cent, ISO dates."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _xlsx(name: str, columns: Sequence[str], rows: Iterable[Row]) -> HttpResponseBase:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_cell(defused(value)) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, content_type=XLSX_TYPE)


def _cell(value: object) -> object:
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _json(name: str, columns: Sequence[str], rows: Iterable[Row]) -> HttpResponseBase:
    encoder = DjangoJSONEncoder(ensure_ascii=False)

    def parts() -> Iterator[str]:
        made = json.dumps(timezone.localtime().isoformat(timespec="seconds"))
        yield f'{{"made": {made}, "{name}": ['
        for number, row in enumerate(rows):
            thing = dict(zip(columns, row, strict=True))
            yield (",\n" if number else "\n") + encoder.encode(thing)
        yield "\n]}\n"

    return StreamingHttpResponse(parts(), content_type="application/json")


WRITERS: dict[str, Callable[[str, Sequence[str], Iterable[Row]], HttpResponseBase]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}
