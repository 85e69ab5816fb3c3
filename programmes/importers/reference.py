"""The portal's own reference data: the files in `programmes/data/`, imported in their order."""

from pathlib import Path

from . import import_file
from .bodies import BodyResource, MandateResource
from .findings import Report
from .places import CountryResource, ThemeResource
from .programmes import AxisResource, ProgrammeResource
from .resources import TableResource

DATA = Path(__file__).resolve().parent.parent / "data"

# A table comes after those its rows name.
FILES: tuple[tuple[str, type[TableResource]], ...] = (
    ("countries.csv", CountryResource),
    ("themes.csv", ThemeResource),
    ("programmes.csv", ProgrammeResource),
    ("priority_axes.csv", AxisResource),
    ("bodies.csv", BodyResource),
    ("mandates.csv", MandateResource),
)


class BrokenReferenceDataError(Exception):
    """A file of the portal itself has a bad row."""


def load_reference_data() -> list[Report]:
    """Import the portal's files and return their reports; a second time nothing changes."""
    reports = []
    for name, kind in FILES:
        with (DATA / name).open("rb") as stream:
            report = import_file(kind, stream, file_name=name)
        if report.problems:
            raise BrokenReferenceDataError(f"{name}: {report.problems[0]}")
        reports.append(report)
    return reports
