"""Programmes on the map of Europe: who takes part in one, and in how many each country does."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interact_portal.core import maps
from interact_portal.core.text import fold

from .choices import Part
from .models import Country, ParticipatingCountry, Programme

PARTS = Part.values
# Steps of the map of counts: up to how many programmes a country is drawn light, and darker.
FEW, SOME = 9, 24
EUROPE = Path(__file__).parent / "data" / "europe.json"


def map_of_parts(programme: Programme) -> maps.Map:
    """Return the map of the countries in `programme`, each with its part; reads participations."""
    taking_part = sorted(
        programme.participations.all(),
        key=lambda each: (PARTS.index(each.part), fold(each.country.name)),
    )
    countries = [
        maps.Country(
            each.country_id,
            each.country.name,
            "" if each.part == Part.MEMBER_STATE else each.get_part_display(),
            tone="part" if each.part == Part.MEMBER_STATE else "third",
        )
        for each in taking_part
    ]
    return maps.draw_map(
        maps.read_europe(EUROPE),
        countries,
        title=_("Countries that take part"),
        rule=_rule(taking_part),
        source=_("Borders: Natural Earth, simplified."),
    )


def _rule(taking_part: Sequence[ParticipatingCountry]) -> str:
    filled = _("A country is filled when it takes part, also where only some regions do.")
    members = sum(each.part == Part.MEMBER_STATE for each in taking_part)
    others = len(taking_part) - members
    if not others:
        return _("All are Member States. %(filled)s") % {"filled": filled}
    states = ngettext("%(n)s Member State", "%(n)s Member States", members) % {"n": members}
    more = ngettext(
        "%(n)s other country in a lighter tone", "%(n)s other countries in a lighter tone", others
    ) % {"n": others}
    return _("%(states)s and %(others)s. %(filled)s") % {
        "states": states,
        "others": more,
        "filled": filled,
    }


def _tone(count: int) -> str:
    return "third" if count <= FEW else "some" if count <= SOME else "part"


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
            _tone(counts[country.code]),
            str(counts[country.code]),
        )
        for country in Country.objects.filter(code__in=counts)
    ]
    return maps.draw_map(
        maps.read_europe(EUROPE),
        sorted(countries, key=lambda country: fold(country.name)),
        title=_("Where the programmes are"),
        rule=_(
            "In how many of these programmes each country takes part. On the map: light up to "
            "%(few)s, darker up to %(some)s, darkest above."
        )
        % {"few": FEW, "some": SOME},
        source=_("Borders: Natural Earth, simplified."),
    )
