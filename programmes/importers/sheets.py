"""Excel files: one sheet of a workbook read row by row, with the numbers and dates as they are.

A formula counts with the value its spreadsheet has last computed. Merged cells are refused, since
they leave open which of their rows they speak for.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from .findings import Finding, UnreadableFileError
from .tables import Columns, Line, Table, clean, how_well_it_fits

UNPACKED_LIMIT = 300 * 1024 * 1024
MERGED = re.compile(rb'mergeCell ref="([A-Z]+)([0-9]+):[A-Z]+([0-9]+)"')


class Sheet(Table):
    """The sheet of a workbook that fits the columns best."""

    def __init__(self, stream: BinaryIO, columns: Columns):
        _refuse_bombs(stream)
        self.values, self.formulas = _open(stream, data_only=True), _open(stream, data_only=False)
        visible = [sheet for sheet in self.values.worksheets if sheet.sheet_state == "visible"]
        headers = {sheet.title: _header_of(sheet) for sheet in visible}
        if not headers:
            raise UnreadableFileError(Finding(_("The file is empty.")))
        self.title = max(headers, key=lambda title: how_well_it_fits(headers[title][1], columns))
        header_line, header = headers[self.title]
        length = self.values[self.title].max_row or 0
        super().__init__(header, columns, header_line=header_line, length=length)
        self.merged = self._merged_cells(stream)
        self._told_of_formulas = False
        if len(headers) > 1:
            reason = _("Sheet “%(title)s” is read; the other sheets are not.")
            self.doubts.append(Finding(reason % {"title": self.title}))

    def __iter__(self) -> Iterator[Line]:
        """Yield the rows under the header that hold anything."""
        both = (self.values[self.title].iter_rows(), self.formulas[self.title].iter_rows())
        for number, (values, formulas) in enumerate(zip(*both, strict=True), 1):
            cells = [cell.value for cell in values]
            if number <= self.header_line or all(clean(value) is None for value in cells):
                continue
            cells += [None] * (len(self.columns) - len(cells))
            line = self.line(number, cells)
            self._look_at_cells(line, values, formulas)
            yield line

    def _look_at_cells(self, line: Line, values: tuple, formulas: tuple) -> None:
        for column, value, formula in zip(self.columns, values, formulas, strict=False):
            if formula.data_type == "f" and value.value is None:
                reason = _(
                    "the formula has no computed value. Open the file, save it and try again"
                )
                line.problems.append(Finding(reason, line.number, column))
            elif value.data_type == "e":
                reason = _("the spreadsheet shows an error here: %(value)s")
                line.problems.append(Finding(reason % {"value": value.value}, line.number, column))
            elif formula.data_type == "f" and not self._told_of_formulas:
                self._told_of_formulas = True
                reason = _("the sheet holds formulas; the values last computed are taken")
                line.doubts.append(Finding(reason, line.number, column))
        for column, last in sorted(self.merged.get(line.number, ())):
            reason = _("merged cells (down to line %(last)s): give each row its own value")
            line.problems.append(Finding(reason % {"last": last}, line.number, column))

    def _merged_cells(self, stream: BinaryIO) -> dict[int, set[tuple[str, int]]]:
        """Return, by first line, the column and last line of merged cells under the header."""
        merged: dict[int, set[tuple[str, int]]] = {}
        with zipfile.ZipFile(stream) as archive:
            # A read-only sheet does not know its merged cells: they stand at the end of its XML.
            path = self.values[self.title]._worksheet_path
            with archive.open(path) as xml:
                tail = b""
                while chunk := xml.read(1 << 20):
                    for letters, first, last in MERGED.findall(tail + chunk):
                        place = column_index_from_string(letters.decode()) - 1
                        if int(last) > self.header_line and place < len(self.columns):
                            spot = (self.columns[place], int(last))
                            merged.setdefault(max(int(first), self.header_line + 1), set()).add(
                                spot
                            )
                    tail = chunk[-80:]
        return merged


def _open(stream: BinaryIO, *, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():
            # openpyxl warns of extensions it leaves out; none of them holds a value.
            warnings.simplefilter("ignore")
            return load_workbook(stream, read_only=True, data_only=data_only)
    except Exception as error:  # a broken workbook makes openpyxl fail in many ways
        reason = _("This is not an Excel workbook, or it is damaged. Save it again as .xlsx.")
        raise UnreadableFileError(Finding(reason)) from error


def _header_of(sheet: Any) -> tuple[int, list[Any]]:
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if any(clean(value) is not None for value in row):
            return number, list(row)
    return 1, []


def _refuse_bombs(stream: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        reason = _("This is not an Excel workbook, or it is damaged. Save it again as .xlsx.")
        raise UnreadableFileError(Finding(reason)) from error
    if unpacked > UNPACKED_LIMIT:
        reason = _("The workbook is too big when unpacked. Save the sheet as CSV.")
        raise UnreadableFileError(Finding(reason))
