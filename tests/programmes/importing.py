"""What the tests of the importers share: a text goes in, the report comes out."""

import io

from interact_portal.core.models import AuditEntry
from programmes.importers import (
    import_file,
)
from programmes.models import Body, Country, Mandate, PriorityAxis, Programme, Theme


def bring(kind, text, **options):
    """Import a CSV text and return the report."""
    data = text if isinstance(text, bytes) else text.strip().encode()
    return import_file(kind, io.BytesIO(data), file_name="file.csv", **options)


def problems(kind, text):
    """Return what is refused; nothing may have been changed."""
    before = counts()
    report = bring(kind, text)
    assert not report.done
    assert counts() == before
    return [str(finding) for finding in report.problems]


def counts():
    tables = (Programme, PriorityAxis, Body, Mandate, Country, Theme, AuditEntry)
    histories = (Programme.history, PriorityAxis.history, Body.history, Mandate.history)
    return [*(table.objects.count() for table in tables), *(table.count() for table in histories)]


def changes(report):
    """Return the changes of a report as (line, column, before, after)."""
    return [
        (row.line, change.column, change.before, change.after)
        for row in report.rows
        for change in row.changes
    ]
