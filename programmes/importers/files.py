"""The way in for a file: its size, and what kind of table it is."""

import os
from typing import BinaryIO

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .csv_tables import CsvTable
from .findings import Finding, UnreadableFileError
from .sheets import Sheet
from .tables import Columns, Table

MEGABYTE = 1024 * 1024
# In the browser a person waits for the preview; the commands have no such limit.
BROWSER_LIMIT = 10 * MEGABYTE
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def open_table(stream: BinaryIO, columns: Columns) -> Table:
    """Open `stream` as the kind of table its first bytes say; raise UnreadableFileError."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    start = stream.read(8)
    if not size:
        raise UnreadableFileError(Finding(_("The file is empty.")))
    if start.startswith(OLD_EXCEL):
        reason = _("This is an old Excel file, or one with a password. Save it as .xlsx or CSV.")
        raise UnreadableFileError(Finding(reason))
    if start.startswith(b"PK"):
        return Sheet(stream, columns)
    return CsvTable(stream, columns)


def refuse_by_size(size: int, command: str) -> None:
    """Raise UnreadableFileError for a file too big for the browser. Reads nothing of it."""
    if size <= BROWSER_LIMIT:
        return
    reason = _(
        "The file has %(size)s MB. Here it may have %(limit)s MB at most, because you wait for the "
        "preview. Divide it, or have it imported with “manage.py %(command)s FILE”."
    )
    size_in_mb = number_format(round(size / MEGABYTE, 1), 1)
    facts = {"size": size_in_mb, "limit": BROWSER_LIMIT // MEGABYTE, "command": command}
    raise UnreadableFileError(Finding(reason % facts))
