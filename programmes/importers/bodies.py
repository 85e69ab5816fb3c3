"""Importers of bodies and of what they are mandated to do."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from interact_portal.core.text import fold
from programmes.choices import Role
from programmes.models import Body, FormerAddress, Mandate

from .cells import Cell, OneOf, Several, Slug, year
from .columns import AddingColumn, Column
from .places import free_slug
from .references import BodyName, CountryName, ProgrammeName
from .resources import BadRowError, LeftAloneError, TableResource


class BodyResource(TableResource):
    """Bodies, recognised by address, else by name and country.

    A row about a body that was merged into another is left alone, so that an old file does not
    bring it back.
    """

    required = ("name",)
    command = "import_bodies"

    slug = Column("slug", Slug())
    name = Column("name", Cell())
    short_name = Column("short_name", Cell())
    country = Column("country", CountryName())
    city = Column("city", Cell())
    website = Column("website", Cell())
    former_names = AddingColumn("former_names", Several(longest=255))
    note = Column("note", Cell())
    source = Column("source", Cell())

    class Meta:
        model = Body
        fields = (
            *("slug", "name", "short_name", "country", "city", "website", "former_names", "note"),
            "source",
        )

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.by_slug: dict[str, Body] = {}
        self.by_name: dict[str, list[Body]] = defaultdict(list)
        self.by_former_name: dict[str, list[Body]] = defaultdict(list)
        former = FormerAddress.objects.select_related("body")
        self.merged = {address.slug: address.body for address in former}

    def rows(self) -> QuerySet[Body]:
        """Return all bodies with their countries."""
        return Body.objects.select_related("country")

    def index(self, instance: Body) -> None:
        """Make the body findable by address and by its names, today's and former ones."""
        self.by_slug[instance.slug] = instance
        for names, index in (
            ([instance.name], self.by_name),
            (instance.former_names, self.by_former_name),
        ):
            for name in names:
                if instance not in index[fold(name)]:
                    index[fold(name)].append(instance)

    def match(self, values: dict[str, Any]) -> Body | None:
        """Return the body at this address, else the one of this name in this country."""
        slug = values.get("slug", "")
        if slug in self.by_slug:
            return self.by_slug[slug]
        if not slug:
            values.pop("slug", None)
        if slug in self.merged:
            kept = self.merged[slug]
            reason = _("“%(name)s” was merged into “%(kept)s”; the row is left alone")
            raise LeftAloneError(reason % {"name": values["name"], "kept": kept})
        same = self._here(self.by_name, values)
        if slug and same:
            reason = _("the same name stands already at the address “%(slug)s”")
            raise BadRowError(reason % {"slug": same[0].slug}, "name")
        if len(same) > 1:
            reason = _("several bodies have this name: say which by its address (column “slug”)")
            raise BadRowError(reason, "name")
        if not same and not slug and (renamed := self._here(self.by_former_name, values)):
            reason = _("“%(name)s” is now called “%(kept)s”; the row is left alone")
            raise LeftAloneError(reason % {"name": values["name"], "kept": renamed[0]})
        return same[0] if same else None

    def _here(self, index: dict[str, list[Body]], values: dict[str, Any]) -> list[Body]:
        """Return the bodies of this name that are not known to be in another country."""
        country = values.get("country")
        return [
            body
            for body in index.get(fold(values["name"]), ())
            if country is None or body.country_id in (None, country.pk)
        ]

    def complete(self, instance: Body) -> None:
        """Make the address from the name."""
        if not instance.slug:
            taken = self.by_slug.keys() | self.merged.keys()
            instance.slug = free_slug(instance.name, taken, longest=120)


class MandateResource(TableResource):
    """Mandates, recognised by body, programme, role, country and first year."""

    required = ("body", "programme", "role")
    command = "import_mandates"

    body = Column("body", BodyName())
    programme = Column("programme", ProgrammeName())
    role = Column("role", OneOf(Role))
    country = Column("country", CountryName())
    since = Column("since", year())
    until = Column("until", year())
    source = Column("source", Cell())
    doubt = Column("doubt", Cell())

    class Meta:
        model = Mandate
        fields = ("body", "programme", "role", "country", "since", "until", "source", "doubt")

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.by_key: dict[tuple, Mandate] = {}

    def rows(self) -> QuerySet[Mandate]:
        """Return all mandates with what they tie together."""
        return Mandate.objects.select_related("body", "programme", "country")

    def index(self, instance: Mandate) -> None:
        """Make the mandate findable."""
        self.by_key[
            instance.body_id,
            instance.programme_id,
            instance.role,
            instance.country_id,
            instance.since,
        ] = instance

    def match(self, values: dict[str, Any]) -> Mandate | None:
        """Return the mandate; refuse one that ends before it starts."""
        since, until, country = (values.get(name) for name in ("since", "until", "country"))
        if since and until and until < since:
            reason = _("the mandate ends in %(until)s, before it starts in %(since)s")
            raise BadRowError(reason % {"until": until, "since": since}, "until")
        key = (values["body"].pk, values["programme"].pk, values["role"])
        return self.by_key.get((*key, country.pk if country else None, since))

    def doubts(self, instance: Mandate) -> Iterator[tuple[str, str]]:
        """Name a country that takes no part in the programme."""
        if instance.country_id and instance.country_id not in self._countries_of(instance):
            reason = _("%(country)s takes no part in the programme")
            yield "country", reason % {"country": instance.country}

    def _countries_of(self, mandate: Mandate) -> set[str]:
        if not hasattr(self, "_parts"):
            self._parts: dict[int, set[str]] = defaultdict(set)
            through = type(mandate.programme).countries.through
            for programme, country in through.objects.values_list("programme_id", "country_id"):
                self._parts[programme].add(country)
        return self._parts[mandate.programme_id]
