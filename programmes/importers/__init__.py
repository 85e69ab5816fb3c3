"""Reference data from files into the tables: one importer for each kind of row.

`import_file(ProgrammeResource, stream)` is the way in; the rules stand in `resources.py`.
"""

from collections.abc import Callable
from typing import BinaryIO

from django.db.models import Model

from .bodies import BodyResource, MandateResource
from .files import open_table
from .findings import Report, UnreadableFileError
from .places import CountryResource, ThemeResource
from .programmes import AxisResource, ProgrammeResource
from .resources import StaleImportError, TableResource

__all__ = [
    "AxisResource",
    "BodyResource",
    "CountryResource",
    "MandateResource",
    "ProgrammeResource",
    "Report",
    "StaleImportError",
    "TableResource",
    "ThemeResource",
    "import_file",
]


def import_file(
    kind: type[TableResource],
    stream: BinaryIO,
    *,
    file_name: str,
    by: Model | None = None,
    dry_run: bool = False,
    expected: str | None = None,
    progress: Callable[[int, int], None] = lambda line, length: None,
) -> Report:
    """Import a CSV or XLSX file and return the Report; see `TableResource.import_table`.

    A file that cannot be read at all gives a Report with the reason as its only problem.
    """
    try:
        table = open_table(stream, kind.known_columns())
    except UnreadableFileError as error:
        report = Report(file_name=file_name)
        report.refuse(error.findings)
        return report
    return kind().import_table(
        table,
        by=by,
        file_name=file_name,
        dry_run=dry_run,
        expected=expected,
        progress=progress,
    )
