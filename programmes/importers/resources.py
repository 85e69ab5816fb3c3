"""The one way from a file into a table: read, compare, write, and say what happened.

A dry run is a real run that is rolled back, so what a preview shows is what the import does. An
import is all or nothing: with one bad row nothing is written.

A column that is absent leaves its field alone. An empty cell says “not published” and empties it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from import_export import resources

from interact_portal.core import audit

from . import writing
from .columns import LinkColumn
from .findings import (
    CHANGED,
    NEW,
    UNCHANGED,
    BadCellError,
    Change,
    ChangedRow,
    Finding,
    Report,
    UnreadableFileError,
)
from .references import Directory
from .tables import Columns, Line, Table

BATCH = 500


class BadRowError(Exception):
    """The row as a whole cannot be imported; `reason` says why."""

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column = reason, column


class LeftAloneError(Exception):
    """The row is about something the import does not touch; the message says why."""


class StaleImportError(Exception):
    """The tables have changed since the preview: the import would now do something else."""

    def __init__(self, report: Report) -> None:
        super().__init__("The tables have changed since the preview.")
        self.report = report


@dataclass
class Work:
    """A row that has been read: the line, the row of the table, and what changes in it."""

    line: Line
    instance: models.Model
    changes: list[Change]
    is_new: bool

    @property
    def is_to_write(self) -> bool:
        """Whether the table is touched at all."""
        return self.is_new or bool(self.changes)


class TableResource(resources.ModelResource):
    """What all importers share. A subclass names its columns and how a row is recognised."""

    required: tuple[str, ...] = ()
    command = ""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.fields = {name: self.fields[name] for name in self._meta.fields}
        self.directory = Directory()
        self._line_of: dict[int, int] = {}
        self._waiting: list[Work] = []
        self._links = {n: c for n, c in self.fields.items() if isinstance(c, LinkColumn)}
        self._late = {n: c for n, c in self.fields.items() if c.late}

    # --- What a subclass says -------------------------------------------------------------------

    def rows(self) -> models.QuerySet:
        """Return all rows of the table, with what they are compared by."""
        return self._meta.model._default_manager.all()

    def index(self, instance: models.Model) -> None:
        """Make the row findable by `match`."""
        raise NotImplementedError

    def match(self, values: dict[str, Any]) -> models.Model | None:
        """Return the row that the values are about, None for a new one; may take values away.

        Raises BadRowError where they speak of two rows, LeftAloneError where of none of ours.
        """
        raise NotImplementedError

    def complete(self, instance: models.Model) -> None:
        """Fill in what a new row needs and the file need not say."""

    def doubts(self, instance: models.Model) -> Iterable[tuple[str, str]]:
        """Yield columns and reasons to look at the row again; asked of unchanged rows too."""
        return ()

    def broken_in_the_end(self) -> Iterable[str]:
        """Yield reasons to refuse the file that show only when all rows are in."""
        return ()

    def doubts_in_the_end(self) -> Iterable[str]:
        """Yield reasons to look again that show only when all rows are in."""
        return ()

    # --- The export -----------------------------------------------------------------------------

    def filter_export(self, queryset: models.QuerySet, **kwargs: Any) -> models.QuerySet:
        """Bring along what the columns show."""
        return self.rows().filter(pk__in=queryset.order_by().values("pk"))

    # --- The import -----------------------------------------------------------------------------

    @classmethod
    def known_columns(cls) -> Columns:
        """Return the columns this importer reads."""
        return Columns(tuple(cls._meta.fields), cls.required)

    def import_table(
        self,
        table: Table,
        *,
        by: models.Model | None = None,
        file_name: str = "",
        dry_run: bool = False,
        expected: str | None = None,
        progress: Callable[[int, int], None] = lambda line, length: None,
    ) -> Report:
        """Import `table` and return the Report; nothing is kept of a dry run or with a problem.

        `expected` is the fingerprint of a preview: where the import would do something else by now,
        nothing is kept and StaleImportError is raised. `progress` is told line and length.
        """
        report = Report(file_name=file_name)
        report.warn(table.doubts)
        with transaction.atomic():
            if not dry_run:
                self._keep_others_from_writing()
            self._read_all(table, report, by, progress)
            if expected is not None and report.fingerprint != expected:
                raise StaleImportError(report)
            if dry_run or report.problem_count:
                transaction.set_rollback(True)
            elif report.changed_count:
                report.done = True
                self._record(report, by)
        return report

    def _keep_others_from_writing(self) -> None:
        table = connection.ops.quote_name(self._meta.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")

    def _record(self, report: Report, by: models.Model | None) -> None:
        after = {kind: report.counts[kind] for kind in (NEW, CHANGED, UNCHANGED)}
        after |= {"file": report.file_name, "warnings": report.warning_count}
        audit.record("import", self._meta.model, by=by, after=after, why=_reason(report))

    def _read_all(
        self,
        table: Table,
        report: Report,
        by: models.Model | None,
        progress: Callable[[int, int], None],
    ) -> None:
        for instance in self.rows():
            self.index(instance)
        lines = iter(table)
        found_any = False
        try:
            while batch := list(islice(lines, BATCH)):
                found_any = True
                works = [work for line in batch if (work := self._read(line, report))]
                works = writing.write(works, self.fields, report)
                if self._late:
                    self._waiting += works
                else:
                    self._finish(works, report, by)
                progress(batch[-1].number, table.length)
        except UnreadableFileError as error:
            report.refuse(error.findings)
        if not found_any and not report.problem_count:
            report.refuse([Finding(_("The file has a header, but no rows under it."))])
        self._read_late_columns(report)
        self._finish(self._waiting, report, by)
        if not report.problem_count:
            report.refuse([Finding(reason) for reason in self.broken_in_the_end()])
            report.warn([Finding(reason) for reason in self.doubts_in_the_end()])

    def _read(self, line: Line, report: Report) -> Work | None:
        """Return what the line asks for, or None when it is refused or left alone."""
        report.warn(line.doubts)
        problems = list(line.problems)
        values = {} if problems else dict(self._values(line, problems))
        if not problems:
            try:
                work = self._compared(line, values)
            except LeftAloneError as error:
                report.warn([Finding(str(error), line.number)])
                report.note_unchanged()
                return None
            except BadRowError as error:
                problems.append(Finding(error.reason, line.number, error.column))
            else:
                problems += self._broken_rules(work)
        if problems:
            report.refuse(problems)
            return None
        self.index(work.instance)
        report.warn(Finding(why, line.number, name) for name, why in self.doubts(work.instance))
        return work

    def _values(self, line: Line, problems: list[Finding]) -> Iterator[tuple[str, Any]]:
        for name, column in self.fields.items():
            if name not in line.cells or column.late:
                continue
            if line.cells[name] is None and name in self.required:
                problems.append(Finding(_("the cell must not be empty"), line.number, name))
                continue
            try:
                yield name, column.clean(line.cells, directory=self.directory)
            except BadCellError as error:
                problems.append(Finding(str(error), line.number, name))

    def _compared(self, line: Line, values: dict[str, Any]) -> Work:
        instance = self.match(values)
        is_new = instance is None
        if is_new:
            instance = self._meta.model()
            for column in self._links.values():
                column.put(instance, frozenset())
        earlier = self._line_of.setdefault(id(instance), line.number)
        if earlier != line.number:
            raise BadRowError(_("the same stands already in line %(line)s") % {"line": earlier})
        changes = [
            change
            for name, value in values.items()
            if (change := self._changed(instance, name, value, is_new=is_new))
        ]
        if is_new:
            self.complete(instance)
        return Work(line, instance, changes, is_new)

    def _changed(
        self, instance: models.Model, name: str, value: Any, *, is_new: bool
    ) -> Change | None:
        """Give the instance the value; return the change, or None when there is none."""
        column = self.fields[name]
        before = column.current(instance)
        after = column.merged(before, value)
        if before == after:
            return None
        column.put(instance, after)
        return Change(name, "" if is_new else column.widget.show(before), column.widget.show(after))

    def _broken_rules(self, work: Work) -> Iterator[Finding]:
        """Ask the fields of the table; keys and constraints are asked when the rows are written."""
        if not work.is_to_write:
            return
        relations = [field.name for field in work.instance._meta.fields if field.is_relation]
        try:
            work.instance.clean_fields(exclude=relations)
        except ValidationError as error:
            names = {column.attribute: name for name, column in self.fields.items()}
            for attribute, messages in error.message_dict.items():
                column = names.get(attribute, attribute)
                yield Finding(" ".join(messages), work.line.number, column)

    def _read_late_columns(self, report: Report) -> None:
        """Read the columns that name rows of this very table, now that all of them are there."""
        self.directory = Directory()
        for work in self._waiting:
            for name, column in self._late.items():
                if name not in work.line.cells:
                    continue
                try:
                    value = column.clean(work.line.cells, directory=self.directory)
                except BadCellError as error:
                    report.refuse([Finding(str(error), work.line.number, name)])
                    continue
                if change := self._changed(work.instance, name, value, is_new=work.is_new):
                    work.changes.append(change)
        if not report.problem_count:
            writing.write_late(self._waiting, self._late, report)

    def _finish(self, works: list[Work], report: Report, by: models.Model | None) -> None:
        for work in works:
            if work.is_to_write:
                kind = NEW if work.is_new else CHANGED
                report.note(ChangedRow(work.line.number, str(work.instance), kind, work.changes))
            else:
                report.note_unchanged()
        if not report.problem_count:
            writing.write_history(works, by=by, reason=_reason(report), links=self._links)


def _reason(report: Report) -> str:
    return (_("Import of %(file)s") % {"file": report.file_name})[:100]
