"""Importers of countries and themes."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from programmes.models import Country, Theme

from .cells import Cell, LongText, Several, Slug, year
from .columns import Column
from .findings import BadCellError
from .references import ThemeName
from .resources import BadRowError, TableResource


class CountryCode(Cell):
    """Two letters; in capitals."""

    def read(self, value: Any, **kwargs: Any) -> str:
        """Return the code."""
        code = super().read(value).upper()
        if len(code) != 2 or not code.isascii() or not code.isalpha():
            raise BadCellError(_("“%(code)s” is not a code of two letters") % {"code": value})
        return code


class CountryResource(TableResource):
    """Countries, recognised by their ISO code."""

    required = ("code", "name")
    command = "import_countries"

    code = Column("code", CountryCode())
    eu_code = Column("eu_code", CountryCode())
    name = Column("english_name", Cell())
    eu_member_since = Column("eu_member_since", year())
    eu_member_until = Column("eu_member_until", year())
    map_id = Column("map_id", Cell())

    class Meta:
        model = Country
        fields = ("code", "eu_code", "name", "eu_member_since", "eu_member_until", "map_id")

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.by_code: dict[str, Country] = {}

    def index(self, instance: Country) -> None:
        """Make the country findable by its code."""
        self.by_code[instance.code] = instance

    def match(self, values: dict[str, Any]) -> Country | None:
        """Return the country with this code."""
        if not values.get("eu_code", "-"):
            values["eu_code"] = values["code"]
        return self.by_code.get(values["code"])

    def complete(self, instance: Model) -> None:
        """Use the ISO code in EU documents unless the file says otherwise."""
        instance.eu_code = instance.eu_code or instance.code


class ThemeResource(TableResource):
    """Themes, recognised by address, else by name."""

    required = ("name",)
    command = "import_themes"

    slug = Column("slug", Slug())
    name = Column("name", Cell())
    parent = Column("parent", ThemeName(), late=True)
    synonyms = Column("synonyms", Several(longest=80))
    description = Column("description", LongText())
    source = Column("source", Cell())

    class Meta:
        model = Theme
        fields = ("slug", "name", "parent", "synonyms", "description", "source")

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.by_slug: dict[str, Theme] = {}
        self.by_name: dict[str, Theme] = {}

    def rows(self) -> QuerySet[Theme]:
        """Return all themes with their parents."""
        return Theme.objects.select_related("parent")

    def index(self, instance: Theme) -> None:
        """Make the theme findable by address and name."""
        self.by_slug[instance.slug] = self.by_name[instance.name.lower()] = instance

    def match(self, values: dict[str, Any]) -> Theme | None:
        """Return the theme at this address, else of this name."""
        if slug := values.get("slug"):
            return self.by_slug.get(slug)
        values.pop("slug", None)
        return self.by_name.get(values["name"].lower())

    def complete(self, instance: Model) -> None:
        """Make the address from the name."""
        instance.slug = instance.slug or slugify(instance.name)[:80]

    def broken_in_the_end(self) -> Iterator[str]:
        """Name the themes that are, over some steps, a part of themselves."""
        parents = {theme.pk: theme.parent for theme in self.by_slug.values()}
        for theme in self.by_slug.values():
            above: set[int] = set()
            step: Theme | None = theme
            while step is not None and step.pk not in above:
                above.add(step.pk)
                step = parents.get(step.pk)
            if step is not None and step.pk == theme.pk:
                yield _("the theme “%(name)s” would be a part of itself") % {"name": theme.name}


def free_slug(wanted: str, taken: Iterable[str], *, longest: int) -> str:
    """Return an address made of `wanted` that nobody has: `alpine-space`, then `alpine-space-2`."""
    base = slugify(wanted)[:longest].strip("-") or "x"
    if base not in taken:
        return base
    number = 2
    while (slug := f"{base[: longest - 5]}-{number}") in taken:
        number += 1
    return slug


def refuse_taken(instance: Model | None, other: Model | None, *, column: str, value: str) -> None:
    """Raise BadRowError when `value` already belongs to another row than the one meant."""
    if other is not None and other is not instance:
        raise BadRowError(
            _("“%(value)s” already belongs to “%(name)s”") % {"value": value, "name": other}, column
        )
