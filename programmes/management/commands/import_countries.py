"""`manage.py import_countries FILE [--dry-run]`: countries from a CSV or XLSX file."""

from programmes.importers import CountryResource

from ._import import ImportCommand


class Command(ImportCommand):
    """Imports countries."""

    help = "Import countries from a CSV or XLSX file. All or nothing."
    resource = CountryResource
