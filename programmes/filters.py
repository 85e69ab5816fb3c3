"""How programmes and bodies are searched and filtered: by the pages, exports, feeds and the API."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import django_filters
from django.db.models import Case, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from interact_portal.core.faceted import Choices, FacetedFilterSet, FacetFilter
from interact_portal.core.text import fold

from .choices import Period, Role, Strand
from .models import Body, Country, ParticipatingCountry, Programme, Theme
from .models.programmes import has_finance

# The Union's own codes, as people paste them from EU documents.
EU_SPELLINGS = {"EL": "GR", "UK": "GB"}
WITH_FIGURES, WITHOUT_FIGURES = "published", "unpublished"
SHORTEST_CCI = 4


def words_of(text: str) -> list[str]:
    """Return the words of `text` as they are compared: folded, without marks between them."""
    return re.findall(r"\w+", fold(text))


def has_words(words: Sequence[str], texts: Iterable[str]) -> bool:
    """Say whether each of `words` begins a word of `texts`."""
    known = words_of(" ".join(texts))
    return all(any(each.startswith(word) for each in known) for word in words)


def find_programmes(text: str) -> list[int]:
    """Return the keys of the programmes that `text` means.

    Each word has to begin a word of the title, the short name, a country or a theme (with its
    other names), accents apart; or the text is part of a CCI number, however it is spaced or
    bracketed. Programmes are some hundreds: they are compared here, in the reader's language.
    """
    words, cci = words_of(text), re.sub(r"[^0-9A-Z]", "", text.upper())
    is_cci = len(cci) >= SHORTEST_CCI and any(sign.isdigit() for sign in cci)
    places = _country_names()
    themes = _theme_names()
    return [
        pk
        for pk, title, short_name, number in Programme.objects.order_by().values_list(
            "pk", "title", "short_name", "cci"
        )
        if (is_cci and cci in number)
        or (words and has_words(words, [title, short_name, *places[pk], *themes[pk]]))
    ]


def _country_names() -> dict[int, list[str]]:
    names = defaultdict(list)
    taking_part = ParticipatingCountry.objects.order_by().values_list(
        "programme_id", "country_id", "country__english_name"
    )
    for programme, code, english in taking_part:
        names[programme] += [english, str(countries.name(code))]
    return names


def _theme_names() -> dict[int, list[str]]:
    names = defaultdict(list)
    themes = Theme.objects.order_by().filter(programmes__isnull=False)
    for programme, name, synonyms in themes.values_list("programmes", "name", "synonyms"):
        names[programme] += [name, *synonyms]
    return names


def find_bodies(text: str) -> list[int]:
    """Return the keys of the bodies that `text` means: by name, former name, city or country."""
    words = words_of(text)
    rows = Body.objects.order_by().values_list(
        "pk", "name", "short_name", "former_names", "city", "country", "country__english_name"
    )
    return [
        pk
        for pk, name, short, former, city, code, english in rows
        if words
        and has_words(
            words, [name, short, *former, city, english or "", str(countries.name(code or ""))]
        )
    ]


def country_choices() -> Choices:
    """Return every country the portal knows, by its name in the reader's language."""
    pairs = [
        (code, str(countries.name(code)))
        for code in Country.objects.order_by().values_list("pk", flat=True)
    ]
    return sorted(pairs, key=lambda pair: fold(pair[1]))


def theme_choices() -> Choices:
    """Return every theme."""
    return list(Theme.objects.order_by("name").values_list("slug", "name"))


def programme_choices() -> Choices:
    """Return every programme with its period, which tells namesakes apart."""
    rows = Programme.objects.order_by("title").values_list("slug", "title", "short_name", "period")
    return [
        (slug, f"{short or title}, {Period(period).label}") for slug, title, short, period in rows
    ]


class FinanceFilter(FacetFilter):
    """Whether a programme has any published figure."""

    @property
    def counted(self) -> Combinable:
        """The word by which a programme is counted."""
        return Case(
            When(has_finance(), then=Value(WITH_FIGURES)),
            default=Value(WITHOUT_FIGURES),
            output_field=TextField(),
        )

    def condition(self, values: Sequence[str]) -> Q:
        """Return the condition that a programme has figures, has none, or either."""
        wanted = {WITH_FIGURES: has_finance(), WITHOUT_FIGURES: ~has_finance()}
        condition = Q()
        for value in values:
            condition |= wanted[value]
        return condition


class ProgrammeFilter(FacetedFilterSet):
    """The filters of the list of programmes."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    period = FacetFilter(label=_("Period"), choices=Period.choices[::-1])
    strand = FacetFilter(label=_("Strand"), choices=Strand.choices)
    country = FacetFilter(
        label=_("Country"),
        field_name="countries",
        choices=country_choices,
        aliases=EU_SPELLINGS,
        most_first=True,
    )
    theme = FacetFilter(
        label=_("Theme"), field_name="themes__slug", choices=theme_choices, most_first=True
    )
    finance = FinanceFilter(
        label=_("Figures"),
        choices=[
            (WITH_FIGURES, _("With finance data")),
            (WITHOUT_FIGURES, _("Without finance data")),
        ],
    )

    class Meta:
        model = Programme
        fields = ("q", "period", "strand", "country", "theme", "finance")

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        """Keep the programmes that `text` means; asked of every facet, looked up once."""
        if not hasattr(self, "_found"):
            self._found = find_programmes(text)
        return rows.filter(pk__in=self._found)


class BodyFilter(FacetedFilterSet):
    """The filters of the list of bodies; role and programme have to hold of one mandate."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    role = FacetFilter(label=_("Role"), field_name="mandates__role", choices=Role.choices)
    country = FacetFilter(
        label=_("Country"), choices=country_choices, aliases=EU_SPELLINGS, most_first=True
    )
    programme = FacetFilter(
        label=_("Programme"),
        field_name="mandates__programme__slug",
        choices=programme_choices,
        most_first=True,
    )

    class Meta:
        model = Body
        fields = ("q", "role", "country", "programme")

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        """Keep the bodies that `text` means; asked of every facet, looked up once."""
        if not hasattr(self, "_found"):
            self._found = find_bodies(text)
        return rows.filter(pk__in=self._found)
