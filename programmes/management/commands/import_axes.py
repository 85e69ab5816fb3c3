"""`manage.py import_axes FILE [--dry-run]`: priority axes from a CSV or XLSX file."""

from programmes.importers import AxisResource

from ._import import ImportCommand


class Command(ImportCommand):
    """Imports priority axes."""

    help = "Import priority axes from a CSV or XLSX file. All or nothing."
    resource = AxisResource
