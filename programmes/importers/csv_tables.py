"""CSV files: UTF-8 with or without its mark, UTF-16 with its mark; comma, semicolon, tab or bar.

Another encoding is refused by line and column: cp1252 and cp1250 give the same bytes to different
letters, and a wrong guess would turn names into rubbish that nobody notices.
"""

import codecs
import contextlib
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from .findings import Finding, UnreadableFileError
from .tables import Columns, Line, Table, how_well_it_fits, name_of

DELIMITERS = (",", ";", "\t", "|")
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class CsvTable(Table):
    """An opened CSV file."""

    def __init__(self, stream: BinaryIO, columns: Columns):
        self.stream = stream
        self.encoding = _encoding_of(stream)
        first = _first_line(stream, self.encoding)
        # Excel may write a line `sep=;` before the header.
        self.has_sep_line = first.lower().startswith("sep=") and len(first) > 4
        self.delimiter = first[4] if self.has_sep_line else _delimiter_of(first, columns)
        length = _check_every_byte(stream, self.encoding, first, self.delimiter)
        with contextlib.closing(self._rows()) as rows:
            header_line, header = next(rows, (1, []))
        super().__init__(header, columns, header_line=header_line, length=length)

    def __iter__(self) -> Iterator[Line]:
        """Yield the rows under the header that hold anything."""
        for number, values in self._rows():
            if number > self.header_line:
                yield self.line(number, values)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        self.stream.seek(0)
        text = io.TextIOWrapper(self.stream, self.encoding, newline="")
        skipped = int(self.has_sep_line)
        start = 1 + skipped
        try:
            for _line in range(skipped):
                text.readline()
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            for values in reader:
                if any(value.strip() for value in values):
                    yield start, values
                start = reader.line_num + skipped + 1
        except csv.Error as error:
            reason = _(
                "the quotation marks of the row do not match. A cell that holds a quotation mark "
                "is put in quotation marks, and the mark inside is written twice"
            )
            raise UnreadableFileError(Finding(reason, start)) from error
        finally:
            text.detach()


def _encoding_of(stream: BinaryIO) -> str:
    stream.seek(0)
    start = stream.read(4096)
    encoding = next((name for mark, name in MARKS if start.startswith(mark)), "utf-8")
    if encoding == "utf-32" or (encoding.startswith("utf-8") and b"\x00" in start):
        raise UnreadableFileError(Finding(_not_utf8(), 1))
    return encoding


def _first_line(stream: BinaryIO, encoding: str) -> str:
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding, errors="replace")
    try:
        return next((line.strip() for line in text if line.strip()), "")
    finally:
        text.detach()


def _delimiter_of(first: str, columns: Columns) -> str:
    return max(DELIMITERS, key=lambda one: how_well_it_fits(_split(first, one), columns))


def _split(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text], delimiter=delimiter), [])


def _check_every_byte(stream: BinaryIO, encoding: str, header: str, delimiter: str) -> int:
    """Return the number of lines; raise UnreadableFileError at the first that is not in Unicode."""
    stream.seek(0)
    number = 0
    if encoding == "utf-16":
        text = io.TextIOWrapper(stream, encoding)
        try:
            for _line in text:
                number += 1
        except UnicodeDecodeError as error:
            raise UnreadableFileError(Finding(_not_utf8())) from error
        finally:
            text.detach()
        return number
    for raw in stream:
        number += 1
        try:
            raw.decode()
        except UnicodeDecodeError as error:
            before = _split(raw[: error.start].decode(), delimiter)
            names = [name_of(name) for name in _split(header, delimiter)]
            column = names[len(before) - 1] if number > 1 and 0 < len(before) <= len(names) else ""
            raise UnreadableFileError(Finding(_not_utf8(), number, column)) from error
    return number


def _not_utf8() -> str:
    return _("the file is not in UTF-8. Save it as “CSV UTF-8” or as .xlsx and try again")
