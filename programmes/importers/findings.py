"""What an import found: bad cells, doubts, and which rows change in which fields."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

# How many findings of a kind are kept to be shown; the rest is counted.
KEPT = 1000
NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True)
class Finding:
    """One thing to tell about the file: at which line and column, and why in words.

    `line` is the line of a CSV file or the row of a sheet, counted from 1 with the header; None
    where the whole file is meant.
    """

    reason: str
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = []
        if self.line is not None:
            place.append(_("line %(line)s") % {"line": self.line})
        if self.column:
            place.append(_("column “%(column)s”") % {"column": self.column})
        return ", ".join(place) + ": " + self.reason if place else self.reason


class BadCellError(ValueError):
    """The cell does not say what its column asks for; the message says why."""


class UnreadableFileError(Exception):
    """No row of the file can be read; `findings` says why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(str(finding) for finding in findings))
        self.findings = list(findings)


@dataclass(frozen=True)
class Change:
    """A field before and after, in words."""

    column: str
    before: str
    after: str


@dataclass
class ChangedRow:
    """A row of the file that makes a new row of the table or changes one."""

    line: int
    name: str
    kind: str
    changes: list[Change]


@dataclass
class Report:
    """Everything an import has to say. `done` only when the tables were changed by it."""

    file_name: str = ""
    counts: Counter = field(default_factory=Counter)
    rows: list[ChangedRow] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    problem_count: int = 0
    warnings: list[Finding] = field(default_factory=list)
    warning_count: int = 0
    done: bool = False

    def __post_init__(self) -> None:
        self._print = hashlib.sha256()

    @property
    def changed_count(self) -> int:
        """How many rows are new or changed."""
        return self.counts[NEW] + self.counts[CHANGED]

    @property
    def row_count(self) -> int:
        """How many rows of the file were read without a problem."""
        return self.changed_count + self.counts[UNCHANGED]

    @property
    def fingerprint(self) -> str:
        """A digest of every change: two imports with the same digest do the same."""
        return self._print.hexdigest()

    def refuse(self, findings: Iterable[Finding]) -> None:
        """Write down problems: with one of them, nothing is imported."""
        for finding in findings:
            self.problem_count += 1
            if len(self.problems) < KEPT:
                self.problems.append(finding)

    def warn(self, findings: Iterable[Finding]) -> None:
        """Write down doubts that do not stop the import."""
        for finding in findings:
            self.warning_count += 1
            if len(self.warnings) < KEPT:
                self.warnings.append(finding)

    def note(self, row: ChangedRow) -> None:
        """Write down a new or changed row."""
        self.counts[row.kind] += 1
        self._print.update(repr(row).encode())
        if len(self.rows) < KEPT:
            self.rows.append(row)

    def note_unchanged(self) -> None:
        """Count a row that changes nothing."""
        self.counts[UNCHANGED] += 1
