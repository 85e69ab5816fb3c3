"""How seminars are searched and filtered: by the list, the month, the feeds and the API."""

from collections.abc import Sequence

import django_filters
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Func, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from interact_portal.core.faceted import FacetedFilterSet, FacetFilter
from programmes.filters import country_choices, has_words, theme_choices, words_of

from .choices import LANGUAGES, PARTICIPANT_ROLES, Door, Format
from .models import Seminar

EVERY_ROLE = [value for value, _label in PARTICIPANT_ROLES]


def find_seminars(text: str) -> list[int]:
    """Return the keys of the seminars that `text` means: title, sentence, place, host, series."""
    words = words_of(text)
    rows = Seminar.objects.order_by().values_list(
        "pk", "title", "summary", "city", "country", "hosts", "series__title"
    )
    return [
        pk
        for pk, title, summary, city, country, hosts, series in rows
        if words
        and has_words(
            words, [title, summary, city, str(countries.name(country or "")), hosts, series or ""]
        )
    ]


class RoleFilter(FacetFilter):
    """For whom a seminar is; one that names nobody is for everybody."""

    @property
    def counted(self) -> Combinable:
        """Each role that a seminar is for."""
        everybody = Value(EVERY_ROLE, ArrayField(TextField()))
        roles = Case(
            When(audience_roles=[], then=everybody),
            default=F("audience_roles"),
            output_field=ArrayField(TextField()),
        )
        return Func(roles, function="unnest", output_field=TextField())

    def condition(self, values: Sequence[str]) -> Q:
        """Return the condition that a seminar is for one of the roles, or for everybody."""
        return Q(audience_roles__overlap=list(values)) | Q(audience_roles=[])


class LanguageFilter(FacetFilter):
    """In which languages a seminar is held."""

    @property
    def counted(self) -> Combinable:
        """Each language of a seminar."""
        return Func(F("languages"), function="unnest", output_field=TextField())

    def condition(self, values: Sequence[str]) -> Q:
        """Return the condition that a seminar is held in one of the languages."""
        return Q(languages__overlap=list(values))


class SeminarFilter(FacetedFilterSet):
    """The filters of the list of seminars; its rows come from `Seminar.objects.with_door()`."""

    carried = ("when", "view", "month")

    q = django_filters.CharFilter(label=_("Search"), method="search")
    state = FacetFilter(label=_("Registration"), field_name="door", choices=Door.choices)
    role = RoleFilter(label=_("For"), choices=PARTICIPANT_ROLES)
    theme = FacetFilter(
        label=_("Theme"), field_name="themes__slug", choices=theme_choices, most_first=True
    )
    country = FacetFilter(
        label=_("Country"), choices=country_choices, most_first=True, aliases={"EL": "GR"}
    )
    format = FacetFilter(label=_("Format"), choices=Format.choices)
    language = LanguageFilter(label=_("Language"), choices=LANGUAGES)

    class Meta:
        model = Seminar
        fields = ("q", "state", "role", "theme", "country", "format", "language")

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        """Keep the seminars that `text` means; asked of every facet, looked up once."""
        if not hasattr(self, "_found"):
            self._found = find_seminars(text)
        return rows.filter(pk__in=self._found)
