"""What the import commands share: open the file, import it, say what happened."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from programmes.importers import Report, TableResource, import_file
from programmes.importers.findings import NEW

# A run of fewer lines is over before a sign of life would help.
LINES_WITHOUT_PROGRESS = 1000


class ImportCommand(BaseCommand):
    """Import a CSV or XLSX file. All or nothing: with one bad row nothing is changed."""

    resource: type[TableResource]

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the file."""
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        columns = self.resource.known_columns()
        others = ", ".join(name for name in columns.known if name not in columns.required)
        parser.epilog = (
            f"Columns that must be there: {', '.join(columns.required)}.\n"
            f"Columns that may be there: {others}.\n"
            "An absent column leaves its field alone; an empty cell means “not published”."
        )
        parser.add_argument("file", type=Path, help="the CSV or XLSX file")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file."""
        path, dry_run = options["file"], options["dry_run"]
        try:
            with path.open("rb") as stream:
                report = import_file(
                    self.resource,
                    stream,
                    file_name=path.name,
                    dry_run=dry_run,
                    progress=self._say_progress,
                )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        self._say_warnings(report)
        self._refuse_problems(report)
        if dry_run:
            self._say_changes(report)
        counts = f"{report.counts['new']} new, {report.counts['changed']} changed"
        counts += f", {report.counts['unchanged']} unchanged"
        if dry_run:
            self.stdout.write(f"{path.name} would give: {counts}. Nothing was imported (dry run).")
        else:
            self.stdout.write(self.style.SUCCESS(f"{path.name} is imported: {counts}."))

    def _say_progress(self, line: int, length: int) -> None:
        if length >= LINES_WITHOUT_PROGRESS:
            self.stderr.write(f"line {line} of {length}")

    def _say_warnings(self, report: Report) -> None:
        for finding in report.warnings:
            self.stderr.write(self.style.WARNING(f"Look at {finding}"))
        if more := report.warning_count - len(report.warnings):
            self.stderr.write(self.style.WARNING(f"… and {more} more to look at"))

    def _refuse_problems(self, report: Report) -> None:
        if not report.problem_count:
            return
        for finding in report.problems:
            self.stderr.write(str(finding))
        shown = len(report.problems)
        more = f" (the first {shown} are shown)" if shown < report.problem_count else ""
        raise CommandError(
            f"{report.file_name}: nothing was imported. Problems: {report.problem_count}{more}."
        )

    def _say_changes(self, report: Report) -> None:
        for row in report.rows:
            self.stdout.write(f"line {row.line}, {row.name} ({row.kind})")
            for change in row.changes:
                before = "" if row.kind == NEW else f"{change.before} → "
                self.stdout.write(f"    {change.column}: {before}{change.after}")
        if more := report.changed_count - len(report.rows):
            self.stdout.write(f"… and {more} more rows")
