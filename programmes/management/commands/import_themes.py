"""`manage.py import_themes FILE [--dry-run]`: themes from a CSV or XLSX file."""

from programmes.importers import ThemeResource

from ._import import ImportCommand


class Command(ImportCommand):
    """Imports themes."""

    help = "Import themes from a CSV or XLSX file. All or nothing."
    resource = ThemeResource
