"""Bars worked out on the server: each chart carries its sentence, its table and its source.

Lengths are texts in percent of the width, so that the drawing needs no script, no inline style
and keeps its letters at reading size on every screen.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .money import exact_amount, short_amount


@dataclass(frozen=True)
class Part:
    """One length of a bar: `start` and `length` in percent of the width ("12.50%")."""

    label: str
    text: str
    exact: str
    start: str
    length: str
    tone: int


@dataclass(frozen=True)
class Cell:
    """The same value in the table: the name of its column, and the exact text ("": unknown)."""

    label: str
    exact: str


@dataclass(frozen=True)
class Bar:
    """One bar with its name, its total as people read it, and its parts."""

    label: str
    url: str
    text: str
    exact: str
    parts: list[Part]
    cells: list[Cell]


@dataclass(frozen=True)
class Chart:
    """What `components/chart.html` draws."""

    title: str
    sentence: str
    row_heading: str
    series: list[str]
    bars: list[Bar]
    source: str = ""
    source_url: str = ""
    as_of: datetime.date | None = None

    @property
    def is_stacked(self) -> bool:
        """Whether bars have more than one part, and so need names on them and a total."""
        return len(self.series) > 1


@dataclass(frozen=True)
class Row:
    """What goes into a chart: a name, one value for each series (None: not published), a link."""

    label: str
    values: Sequence[Decimal | int | None]
    url: str = ""


def stacked_bars(
    rows: Sequence[Row],
    *,
    title: str,
    sentence: str,
    row_heading: str,
    series: Sequence[str],
    source: str = "",
    source_url: str = "",
    as_of: datetime.date | None = None,
    short: Callable[[Decimal | int], str] = short_amount,
    exact: Callable[[Decimal | int], str] = exact_amount,
) -> Chart:
    """Return the rows as horizontal bars on one scale, the longest taking the whole width.

    Values are euro unless `short` and `exact` write them otherwise (`str` for plain counts).
    """
    totals = [sum(value for value in row.values if value) for row in rows]
    longest = max(totals, default=0)
    bars = []
    for row, total in zip(rows, totals, strict=True):
        parts, reached = [], Decimal(0)
        for tone, (name, value) in enumerate(zip(series, row.values, strict=True), start=1):
            if value is None:
                continue
            start, length = _percent(reached, longest), _percent(value, longest)
            parts.append(Part(name, short(value), exact(value), start, length, tone))
            reached += value
        cells = [
            Cell(name, "" if value is None else exact(value))
            for name, value in zip(series, row.values, strict=True)
        ]
        bars.append(Bar(row.label, row.url, short(total), exact(total), parts, cells))
    return Chart(title, sentence, row_heading, list(series), bars, source, source_url, as_of)


def _percent(value: Decimal | int, whole: Decimal | int) -> str:
    return f"{100 * Decimal(value) / Decimal(whole):.2f}%" if whole else "0%"
