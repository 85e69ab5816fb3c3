"""`manage.py import_mandates FILE [--dry-run]`: mandates of bodies from a CSV or XLSX file."""

from programmes.importers import MandateResource

from ._import import ImportCommand


class Command(ImportCommand):
    """Imports mandates of bodies."""

    help = "Import mandates of bodies from a CSV or XLSX file. All or nothing."
    resource = MandateResource
