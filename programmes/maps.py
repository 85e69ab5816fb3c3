"""Programmes on the map of Europe: who takes part in one, and in how many each country does."""

from collections.abc import Callable, Mapping
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interact_portal.core import maps
from interact_portal.core.text import fold

from .choices import Part
from .models import Country, Programme

EUROPE = Path(__file__).parent / "data" / "europe.json"


def map_of_parts(programme: Programme) -> maps.Map:
    """Return the map of the countries in `programme`, each with its part; reads participations."""
    countries = [
        maps.Country(
            each.country_id,
            each.country.name,
            each.get_part_display(),
            tone="part" if each.part == Part.MEMBER_STATE else "third",
        )
        for each in programme.participations.all()
    ]
    order = {str(part.label): place for place, part in enumerate(Part)}
    countries.sort(key=lambda country: (order[country.note], fold(country.name)))
    return maps.draw_map(
        maps.read_europe(EUROPE),
        countries,
        title=_("Countries that take part"),
        rule=_("A country is filled when it takes part, also where only some of its regions do."),
        source=_("Borders: Natural Earth, simplified."),
    )


def map_of_counts(counts: Mapping[str, int], address: Callable[[str], str]) -> maps.Map:
    """Return the map of how many programmes each country takes part in.

    `counts` is by country code; `address` gives the list of a country's programmes.
    """
    countries = [
        maps.Country(
            country.code,
            country.name,
            ngettext("%(n)s programme", "%(n)s programmes", counts[country.code])
            % {"n": counts[country.code]},
            address(country.code),
        )
        for country in Country.objects.filter(code__in=counts)
    ]
    return maps.draw_map(
        maps.read_europe(EUROPE),
        sorted(countries, key=lambda country: fold(country.name)),
        title=_("Where the programmes are"),
        rule=_("A country is filled when it takes part in at least one of these programmes."),
        source=_("Borders: Natural Earth, simplified."),
    )
