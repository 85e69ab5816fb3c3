"""Which practices and which programmes belong beside one another, each with the reason why."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from goodpractice.catalogue.counting import current_bits
from goodpractice.fit import Likeness, Profile, likeness
from goodpractice.models import IndexedPractice, Practice, Use, UseState
from programmes.models import Programme

SHOWN = 4
# Programmes that are said to be like another one: so many, and with at least so many traits alike.
PROGRAMMES_SHOWN = 12
ALIKE_FROM = 2
# So many of the newest that share a theme are looked at.
LOOKED_AT = 200


@dataclass(frozen=True)
class Related:
    """A practice beside another one, and why it stands there."""

    practice: Practice
    why: str


def related_to(practice: Practice) -> list[Related]:
    """Return the practices nearest to one that came with themes, programmes and countries.

    Nearest is: most themes in common, then strand, stage and country. Two queries.
    """
    wanted = _traits_of(practice)
    numbers = current_bits().numbers
    themes = [numbers[pair] for pair in wanted if pair[0] == "theme" and pair in numbers]
    rows = IndexedPractice.objects.filter(Q(keys__overlap=themes)).exclude(pk=practice.pk)
    by_number = {numbers[pair]: pair for pair in wanted if pair in numbers}
    scored = []
    for pk, keys in rows.order_by("-published_on", "-pk").values_list("pk", "keys")[:LOOKED_AT]:
        shared = [by_number[key] for key in keys if key in by_number]
        weight = sum(10 if facet == "theme" else 1 for facet, _value in shared)
        scored.append((-weight, -pk, shared))
    best = sorted(scored)[:SHOWN]
    found = Practice.objects.in_bulk([-minus for _weight, minus, _shared in best])
    return [
        Related(found[-minus], _why(shared, wanted))
        for _weight, minus, shared in best
        if -minus in found
    ]


def _traits_of(practice: Practice) -> dict[tuple[str, str], str]:
    """Return what a practice shares with others, each with its name."""
    traits = {("theme", theme.slug): theme.name for theme in practice.themes.all()}
    for programme in practice.programmes.all():
        traits[("strand", programme.strand)] = programme.get_strand_display().lower()
    traits |= {("stage", stage): "" for stage in practice.stages}
    traits |= {("country", country.pk): country.name for country in practice.countries.all()}
    return traits


def _why(shared: list[tuple[str, str]], names: dict[tuple[str, str], str]) -> str:
    """Return “Same theme: First level control; also cross-border, in Italy”."""
    themes = ", ".join(names[pair] for pair in shared if pair[0] == "theme")
    also = [names[pair] for pair in shared if pair[0] == "strand" and names[pair]]
    countries = [names[pair] for pair in shared if pair[0] == "country"][:2]
    also += [_("in %(countries)s") % {"countries": ", ".join(countries)}] if countries else []
    also += [_("at the same stage")] if any(facet == "stage" for facet, _v in shared) else []
    first = _("Same theme: %(themes)s") % {"themes": themes}
    return f"{first}; {_('also')} {', '.join(also)}" if also else first


@dataclass(frozen=True)
class LikeProgramme:
    """A programme like the reader's: why, and which practices it did or uses."""

    likeness: Likeness
    did: tuple[Practice, ...]
    uses: tuple[Practice, ...]


def programmes_like(mine: Profile) -> list[LikeProgramme]:
    """Return the programmes most like `mine` that did a practice or use one, the likest first.

    Four queries, however many programmes there are.
    """
    published = Practice.objects.published()
    shown = published.select_related("current").order_by("-current__published_at", "-pk")
    used = Practice.objects.published().filter(uses__state=UseState.CONFIRMED)
    busy = Q(practices__in=published) | Q(uses__practice__in=used, uses__state=UseState.CONFIRMED)
    others = (
        Programme.objects.filter(busy)
        .exclude(pk=mine.programme.pk)
        .distinct()
        .prefetch_related(
            "participations",
            Prefetch("practices", shown, to_attr="did"),
            Prefetch(
                "uses",
                Use.objects.confirmed().filter(practice__in=published).select_related("practice"),
                to_attr="confirmed_uses",
            ),
        )
    )
    alike = [(likeness(mine, Profile(other)), other) for other in others]
    alike = [(like, other) for like, other in alike if len(like.same) >= ALIKE_FROM]
    alike.sort(key=lambda pair: (-len(pair[0].same), pair[0].compared, pair[1].slug))
    return [
        LikeProgramme(like, tuple(other.did), tuple(use.practice for use in other.confirmed_uses))
        for like, other in alike[:PROGRAMMES_SHOWN]
    ]
