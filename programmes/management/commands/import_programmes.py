"""`manage.py import_programmes FILE [--dry-run]`: programmes from a CSV or XLSX file."""

from programmes.importers import ProgrammeResource

from ._import import ImportCommand


class Command(ImportCommand):
    """Imports programmes."""

    help = "Import programmes from a CSV or XLSX file. All or nothing."
    resource = ProgrammeResource
