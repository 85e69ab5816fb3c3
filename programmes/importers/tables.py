"""A file as a table: a header and rows, read one at a time.

What cannot be read is refused with its line, column and reason; nothing is guessed. A file is
never held in memory as a whole, so that a command can read one of any size.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from interact_portal.core.text import squeeze

from .findings import Finding, UnreadableFileError


@dataclass(frozen=True)
class Columns:
    """The columns an importer knows, and those it cannot do without."""

    known: tuple[str, ...]
    required: tuple[str, ...]


@dataclass
class Line:
    """A row of the file: its number, its cells by column (None where empty), and what is amiss."""

    number: int
    cells: dict[str, Any]
    problems: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)


class Table:
    """An opened file: `columns` in its order, `doubts` about its header, `length` in lines."""

    def __init__(self, header: list[Any], columns: Columns, *, header_line: int, length: int):
        self.columns, self.doubts = check_header(header, columns, header_line)
        self.header_line, self.length = header_line, length

    def __iter__(self) -> Iterator[Line]:
        """Yield the rows under the header that hold anything."""
        raise NotImplementedError

    def line(self, number: int, values: list[Any]) -> Line:
        """Return the values of a row as a Line; a row longer or shorter than the header is bad."""
        cells = [clean(value) for value in values]
        while len(cells) > len(self.columns) and cells[-1] is None:
            cells.pop()
        line = Line(number, dict(zip(self.columns, cells, strict=False)))
        if len(cells) != len(self.columns):
            reason = _("the row has %(found)s cells, the header has %(expected)s") % {
                "found": len(cells),
                "expected": len(self.columns),
            }
            line.problems.append(Finding(reason, number))
        line.problems += [
            Finding(_("the cell holds a character that cannot be stored"), number, column)
            for column, value in line.cells.items()
            if isinstance(value, str) and "\x00" in value
        ]
        return line


def clean(value: Any) -> Any:
    """Return a cell without white space around it and with plain line ends; None when empty."""
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n").replace("\r", "\n") or None
    return value


def name_of(cell: Any) -> str:
    """Return a header cell as a column name: `Total amount` and `total-amount` are one."""
    text = squeeze("" if cell is None else str(cell))
    return text.lower().replace(" ", "_").replace("-", "_")


def how_well_it_fits(header: list[Any], columns: Columns) -> int:
    """Return how many of the known columns the header names."""
    return len({name_of(cell) for cell in header} & set(columns.known))


def check_header(header: list[Any], columns: Columns, line: int) -> tuple[list[str], list[Finding]]:
    """Return the column names, and doubts about them; raise UnreadableFileError without them.

    An unknown column is left out of the import and named, with the known one it resembles.
    """
    names = [name_of(cell) for cell in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise UnreadableFileError(Finding(_("The file is empty.")))
    found = ", ".join(name for name in names if name)
    problems = [
        Finding(_("the column stands twice in the header"), line, name)
        for name in sorted({name for name in names if name and names.count(name) > 1})
    ]
    problems += [
        Finding(
            _("the column is missing; the header has: %(names)s") % {"names": found}, line, name
        )
        for name in columns.required
        if name not in names
    ]
    if problems:
        raise UnreadableFileError(*problems)
    return names, [_doubt(name, columns, line) for name in names if name not in columns.known]


def _doubt(name: str, columns: Columns, line: int) -> Finding:
    if not name:
        return Finding(_("a column without a name is not imported"), line)
    close = difflib.get_close_matches(name, columns.known, n=1)
    if close:
        reason = _("unknown column, not imported; did you mean “%(name)s”?") % {"name": close[0]}
    else:
        reason = _("unknown column, not imported")
    return Finding(reason, line, name)
