"""What the files of programmes and bodies hold: the columns that the importers read."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet

from .models import Body, Programme

PROGRAMME_COLUMNS = (
    "slug", "cci", "title", "short_name", "period", "strand", "intervention_type", "countries",
    "languages", "external_border", "maritime", "control_system", "area", "aim",
    "expected_impact", "decision_number", "decision_date", "approval_date", "website",
    "predecessors", "themes", "eu_amount", "national_amount", "total_amount", "amounts_basis",
    "amounts_as_of", "amounts_rounded", "amounts_source", "doubt", "source", "page",
)  # fmt: skip
BODY_COLUMNS = (
    "slug", "name", "short_name", "country", "city", "website", "former_names", "mandates",
    "note", "source", "page",
)  # fmt: skip
# Rows fetched at a time, with what belongs to them.
CHUNK = 500


def programme_rows(programmes: QuerySet[Programme]) -> Iterator[tuple]:
    """Yield a row for each programme; lists in a cell are parted by semicolons."""
    related = programmes.prefetch_related("participations", "predecessors", "themes")
    for each in related.iterator(chunk_size=CHUNK):
        yield (
            each.slug,
            each.cci,
            each.title,
            each.short_name,
            each.period,
            each.strand,
            each.intervention_type,
            _joined(f"{taking.country_id}:{taking.part}" for taking in each.participations.all()),
            _joined(each.languages),
            each.external_border,
            each.maritime,
            each.control_system,
            each.area,
            each.aim,
            each.expected_impact,
            each.decision_number,
            each.decision_date,
            each.approval_date,
            each.website,
            _joined(programme.slug for programme in each.predecessors.all()),
            _joined(theme.slug for theme in each.themes.all()),
            each.eu_amount,
            each.national_amount,
            each.total_amount,
            each.amounts_basis,
            each.amounts_as_of,
            each.amounts_rounded,
            each.amounts_source,
            each.doubt,
            each.source,
            settings.PORTAL_URL + each.get_absolute_url(),
        )


def body_rows(bodies: QuerySet[Body]) -> Iterator[tuple]:
    """Yield a row for each body; its address for letters is not for the public and stays out."""
    for each in bodies.prefetch_related("mandates__programme").iterator(chunk_size=CHUNK):
        yield (
            each.slug,
            each.name,
            each.short_name,
            each.country_id or "",
            each.city,
            each.website,
            _joined(each.former_names),
            _joined(_mandate(mandate) for mandate in each.mandates.all()),
            each.note,
            each.source,
            settings.PORTAL_URL + each.get_absolute_url(),
        )


def _joined(parts) -> str:
    return ";".join(parts)


def _mandate(mandate) -> str:
    years = f"{mandate.since or ''}-{mandate.until or ''}"
    return f"{mandate.role}:{mandate.programme.slug}" + (f":{years}" if years != "-" else "")
