"""The demo begins with the real programmes: the portal's own reference data."""

from interact_portal.core.demo import demo_step

from .importers.reference import DATA, FILES, load_reference_data


@demo_step(100, reads=[DATA / name for name, _kind in FILES])
def import_reference_data() -> str:
    """Import the reference data, whose files say what every row comes from."""
    reports = load_reference_data()
    counts = {report.file_name: report.row_count for report in reports}
    return (
        f"{counts['programmes.csv']} programmes with {counts['priority_axes.csv']} rows of axes, "
        f"{counts['bodies.csv']} bodies with {counts['mandates.csv']} mandates"
    )
