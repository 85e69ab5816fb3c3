"""The facets of a practice: under which values it can be found."""

from collections.abc import Iterable

from goodpractice.models import FacetValue, Practice
from programmes.models import Theme

FACETS = (
    "theme", "strand", "country", "role", "stage", "evidence", "used", "period", "language",
    "outcome",
)  # fmt: skip


def facet_values(practice: Practice, parents: dict[int, Theme]) -> set[tuple[str, str]]:
    """Return (facet, value) for everything `practice` is found under.

    A practice about first level control is also about control: `parents` maps each theme's key to
    the theme above it. Uses the prefetched themes, programmes and countries.
    """
    found = {("evidence", practice.evidence), ("used", practice.in_use)}
    found |= {("language", practice.language), ("outcome", practice.outcome)}
    found |= {("role", role) for role in practice.roles}
    found |= {("stage", stage) for stage in practice.stages}
    found |= {("country", country.pk) for country in practice.countries.all()}
    for programme in practice.programmes.all():
        found |= {("strand", programme.strand), ("period", programme.period)}
    for theme in practice.themes.all():
        above: Theme | None = theme
        while above is not None:
            found.add(("theme", above.slug))
            above = parents.get(above.pk)
    return {(facet, value) for facet, value in found if value}


def theme_parents() -> dict[int, Theme]:
    """Return the theme above each theme that has one; one query."""
    themes = {theme.pk: theme for theme in Theme.objects.all()}
    return {pk: themes[each.parent_id] for pk, each in themes.items() if each.parent_id}


def numbers_of(values: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the number of each facet value, giving numbers to new ones."""
    wanted = set(values)
    known = _known()
    if missing := wanted - known.keys():
        FacetValue.objects.bulk_create(
            [FacetValue(facet=facet, value=value) for facet, value in sorted(missing)],
            ignore_conflicts=True,
        )
        known = _known()
    return {pair: known[pair] for pair in wanted}


def _known() -> dict[tuple[str, str], int]:
    return {(f, v): pk for pk, f, v in FacetValue.objects.values_list("pk", "facet", "value")}
