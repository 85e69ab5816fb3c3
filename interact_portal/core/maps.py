"""A map of Europe with the countries that take part, and the list that says the same."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Country:
    """A country that takes part: its name, a note beside it (a count, a part) and where it leads.

    `tone` is `part`, or `third` for a country that is told apart, or `some`, between the two.
    `figure` stands in the list for `note` where that would say the same word in every line.
    """

    code: str
    name: str
    note: str = ""
    url: str = ""
    tone: str = "part"
    figure: str = ""


@dataclass(frozen=True)
class Shape:
    """One outline to draw, with the country when it takes part."""

    code: str
    path: str
    country: Country | None


@dataclass(frozen=True)
class Map:
    """What `components/map.html` draws."""

    title: str
    rule: str
    view_box: str
    shapes: list[Shape]
    countries: list[Country]
    off_the_map: list[Country]
    source: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the list is set in columns."""
        return len(self.countries) > 12

    @property
    def has_third_countries(self) -> bool:
        """Whether two tones are on the map, and so have to be told apart in words."""
        return len({country.tone for country in self.countries}) > 1


@cache
def read_europe(file: Path) -> dict:
    """Return the outlines kept in `file` (JSON: viewBox, countries, neighbours, other)."""
    return json.loads(file.read_text(encoding="utf-8"))


def draw_map(
    europe: Mapping, countries: Sequence[Country], *, title: str, rule: str, source: str = ""
) -> Map:
    """Return the map of `europe` (from read_europe) with `countries` filled.

    `rule` is the sentence that says why a country is filled. Countries that the map does not
    reach are named under it.
    """
    outlines = {
        code: outline["d"]
        for group in ("countries", "neighbours")
        for code, outline in europe[group].items()
    }
    taking_part = {country.code: country for country in countries}
    shapes = [Shape("", path, None) for path in europe["other"]]
    shapes += [Shape(code, path, taking_part.get(code)) for code, path in outlines.items()]
    # What takes part is drawn last, so that its border lies on top.
    shapes.sort(key=lambda shape: shape.country is not None)
    beyond = [country for country in countries if country.code not in outlines]
    return Map(title, rule, europe["viewBox"], shapes, list(countries), beyond, source)
