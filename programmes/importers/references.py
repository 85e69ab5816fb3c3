"""Cells that name rows of other tables, and the directory in which the names are looked up."""

import difflib
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from interact_portal.core.text import fold
from programmes.choices import Part
from programmes.models import Body, Country, FormerAddress, Programme, Theme
from programmes.models.programmes import normalise_cci

from .cells import Cell, OneOf, parts_of, text_of
from .findings import BadCellError


class Directory:
    """The rows of the tables by the names a file may call them, each table fetched once."""

    @cached_property
    def countries(self) -> dict[str, Country]:
        """Countries by ISO code, code in EU documents and English name."""
        rows = list(Country.objects.all())
        names = {fold(country.english_name): country for country in rows}
        names |= {country.eu_code.lower(): country for country in rows}
        return names | {country.code.lower(): country for country in rows}

    @cached_property
    def programmes(self) -> dict[str, Programme]:
        """Programmes by address and CCI number."""
        rows = list(Programme.objects.all())
        names = {programme.cci.lower(): programme for programme in rows if programme.cci}
        return names | {programme.slug: programme for programme in rows}

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """Bodies by address, also by the address of a body that was merged into them."""
        names = {row.slug: row.body for row in FormerAddress.objects.select_related("body")}
        return names | {body.slug: body for body in Body.objects.all()}

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """Themes by address and name."""
        rows = list(Theme.objects.all())
        names = {fold(theme.name): theme for theme in rows}
        return names | {theme.slug: theme for theme in rows}


def look_up(name: str, names: dict[str, Any], *, unknown: str) -> Any:
    """Return the row called `name`; raise BadCellError with `unknown` and the closest name."""
    key = fold(name)
    if key in names:
        return names[key]
    close = difflib.get_close_matches(key, names, n=1, cutoff=0.7)
    reason = unknown % {"name": name}
    if close:
        reason += _("; did you mean “%(name)s”?") % {"name": close[0]}
    raise BadCellError(reason)


class CountryName(Cell):
    """A country by its ISO code, its code in EU documents (EL, UK) or its English name."""

    empty = None

    def read(self, value: Any, *, directory: Directory, **kwargs: Any) -> Country:
        """Return the country."""
        return look_up(text_of(value), directory.countries, unknown=_("unknown country “%(name)s”"))

    def render(self, value: Country | None, obj: Any = None, **kwargs: Any) -> str:
        """Return the ISO code."""
        return value.code if value else ""

    def words(self, value: Country) -> str:
        """Return the name in the reader's language."""
        return str(value)


class ProgrammeName(Cell):
    """A programme by its address or its CCI number."""

    empty = None

    def read(self, value: Any, *, directory: Directory, **kwargs: Any) -> Programme:
        """Return the programme."""
        name = text_of(value)
        names = directory.programmes
        if normalise_cci(name).lower() in names:
            return names[normalise_cci(name).lower()]
        return look_up(name, names, unknown=_("unknown programme “%(name)s”"))

    def render(self, value: Programme | None, obj: Any = None, **kwargs: Any) -> str:
        """Return the address."""
        return value.slug if value else ""

    def words(self, value: Programme) -> str:
        """Return the name."""
        return str(value)


class BodyName(Cell):
    """A body by its address, also a former one."""

    empty = None

    def read(self, value: Any, *, directory: Directory, **kwargs: Any) -> Body:
        """Return the body."""
        return look_up(text_of(value), directory.bodies, unknown=_("unknown body “%(name)s”"))

    def render(self, value: Body | None, obj: Any = None, **kwargs: Any) -> str:
        """Return the address."""
        return value.slug if value else ""

    def words(self, value: Body) -> str:
        """Return the name."""
        return str(value)


class ThemeName(Cell):
    """A theme by its address or name."""

    empty = None

    def read(self, value: Any, *, directory: Directory, **kwargs: Any) -> Theme:
        """Return the theme."""
        return look_up(text_of(value), directory.themes, unknown=_("unknown theme “%(name)s”"))

    def render(self, value: Theme | None, obj: Any = None, **kwargs: Any) -> str:
        """Return the address."""
        return value.slug if value else ""

    def words(self, value: Theme) -> str:
        """Return the name."""
        return value.name


class Names(Cell):
    """Rows of another table, parted by semicolons; each part is read as `one` says."""

    empty = frozenset()

    def __init__(self, one: Cell):
        super().__init__()
        self.one = one

    def read(self, value: Any, **kwargs: Any) -> frozenset[Model]:
        """Return the rows."""
        return frozenset(self.one.read(part, **kwargs) for part in parts_of(value))

    def render(self, value: Iterable[Model] | None, obj: Any = None, **kwargs: Any) -> str:
        """Return the names with semicolons between them, in their order."""
        return ";".join(sorted(self.one.render(row) for row in value or ()))

    def words(self, value: Iterable[Model]) -> str:
        """Return the names as an enumeration, in their order."""
        return ", ".join(sorted(self.one.words(row) for row in value)) or _("not published")


class Participations(Cell):
    """The countries of a programme with their part: `AT:member-state;CH:partner`."""

    empty = frozenset()
    country, part = CountryName(), OneOf(Part)

    def read(self, value: Any, **kwargs: Any) -> frozenset[tuple[Country, str]]:
        """Return pairs of a country and its part."""
        parts: dict[Country, str] = {}
        for text in parts_of(value):
            name, _colon, part = text.partition(":")
            country = self.country.read(name.strip(), **kwargs)
            if not part.strip():
                raise BadCellError(
                    _("say as what “%(name)s” takes part, for example %(name)s:member-state")
                    % {"name": name.strip()}
                )
            if country in parts:
                raise BadCellError(_("the country “%(name)s” stands twice") % {"name": name})
            parts[country] = self.part.read(part.strip())
        return frozenset(parts.items())

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the pairs as they are read."""
        return ";".join(sorted(f"{country.code}:{part}" for country, part in value or ()))

    def words(self, value: Any) -> str:
        """Return the countries with their part in brackets."""
        texts = sorted(f"{country} ({self.part.words(part)})" for country, part in value)
        return ", ".join(texts) or _("not published")
