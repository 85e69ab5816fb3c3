"""What the files of the catalogue hold. The contact's address stays out."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings

from goodpractice.models import Practice
from interact_portal.core.rich_text import as_plain_text

COLUMNS = (
    "title", "summary", "problem", "what_was_done", "results", "what_did_not_work",
    "legal_basis", "how_it_ended", "for_whom", "stages", "themes", "programmes", "owner",
    "countries", "since", "until", "cost_eur", "staff_days", "conditions", "building_blocks",
    "evidence", "evidence_reason", "programmes_using_it", "language", "version", "published",
    "last_verified", "source", "page",
)  # fmt: skip
CHUNK = 200


def rows(keys: Iterable[int]) -> Iterator[tuple]:
    """Yield a row for each practice, in the order of `keys`."""
    keys = iter(keys)
    while chunk := list(islice(keys, CHUNK)):
        found = (
            Practice.objects.published()
            .for_cards()
            .prefetch_related("themes", "conditions", "building_blocks")
            .in_bulk(chunk)
        )
        yield from (_row(found[key]) for key in chunk if key in found)


def _row(practice: Practice) -> tuple:
    return (
        practice.title,
        practice.summary,
        as_plain_text(practice.problem),
        as_plain_text(practice.done),
        as_plain_text(practice.results),
        as_plain_text(practice.not_worked),
        as_plain_text(practice.legal_basis),
        practice.outcome,
        _joined(practice.roles),
        _joined(practice.stages),
        _joined(theme.slug for theme in practice.themes.all()),
        _joined(programme.slug for programme in practice.programmes.all()),
        practice.owner_label,
        _joined(country.pk for country in practice.countries.all()),
        practice.since,
        practice.until,
        practice.cost,
        practice.staff_days,
        _joined(condition.text for condition in practice.conditions.all()),
        _joined(block.title for block in practice.building_blocks.all()),
        practice.evidence,
        practice.evidence_reason,
        practice.users_count,
        practice.language,
        practice.current.number,
        practice.current.published_at.date(),
        practice.verified_on,
        practice.source,
        settings.PORTAL_URL + practice.get_absolute_url(),
    )


def _joined(parts: Iterable[str]) -> str:
    return ";".join(parts)
