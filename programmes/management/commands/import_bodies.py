"""`manage.py import_bodies FILE [--dry-run]`: bodies from a CSV or XLSX file."""

from programmes.importers import BodyResource

from ._import import ImportCommand


class Command(ImportCommand):
    """Imports bodies."""

    help = "Import bodies from a CSV or XLSX file. All or nothing."
    resource = BodyResource
