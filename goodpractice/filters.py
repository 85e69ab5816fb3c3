"""How practices are searched and filtered: by the page, exports, feed, saved searches and the API.

Rows are those of the narrow index (`IndexedPractice`); counts come from bits kept in memory
(`catalogue.counting`), the words from PostgreSQL.
"""

from collections.abc import Sequence
from functools import cached_property

import django_filters
from django.contrib.postgres.search import SearchRank
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from goodpractice.catalogue.counting import Bits, bits_of, current_bits, matching, newest_of
from goodpractice.choices import Evidence, InUse, Language, Outcome, Stage
from goodpractice.models import IndexedPractice
from interact_portal.core.faceted import Choices, FacetedFilterSet, FacetFilter, WayOut
from interact_portal.core.text import fold
from interact_portal.words.asking import Asked, understand
from interact_portal.words.spelling import mended
from programmes.choices import Period, Role, Strand
from programmes.filters import EU_SPELLINGS, theme_choices
from programmes.models.places import name_in

# By the column itself: the name of the relation would join the practices and sort by title.
NEWEST = ("-published_on", "-practice_id")
MOST_RANKED = 2000
# D, C, B, A: a word in the title counts ten times one in the small print.
WEIGHTS = [0.1, 0.25, 0.5, 1.0]
SORTS: dict[str, tuple[str | Promise, tuple]] = {
    "relevance": (_("Best match"), ("-rank", *NEWEST)),
    "newest": (_("Newest"), NEWEST),
    "used": (_("Most used elsewhere"), ("-users_count", *NEWEST)),
    "verified": (
        _("Verified last"),
        (F("verified_on").desc(nulls_last=True), "-practice_id"),
    ),
}


class KeyFilter(FacetFilter):
    """A facet of the index: its values are numbers among a row's keys."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, field_name="keys", **kwargs)
        self.facet = ""

    def condition(self, values: Sequence[str]) -> Q:
        """Return the condition that a row has the key of one of `values`."""
        numbers = self.parent.bits.numbers
        return Q(keys__overlap=[numbers.get((self.facet, value), 0) for value in values])


def country_choices() -> Choices:
    """Return the countries that practices come from, by name in the reader's language."""
    return _country_names(current_bits())


def _country_names(bits: Bits) -> list[tuple[str, str]]:
    codes = [value for facet, value in bits.numbers if facet == "country"]
    pairs = [(code, name_in(code, get_language()) or code) for code in codes]
    return sorted(pairs, key=lambda pair: fold(pair[1]))


class PracticeFilter(FacetedFilterSet):
    """The filters of the catalogue."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    theme = KeyFilter(label=_("Theme"), choices=theme_choices, most_first=True)
    strand = KeyFilter(label=_("Strand"), choices=Strand.choices)
    evidence = KeyFilter(label=_("Evidence"), choices=Evidence.choices[::-1])
    used = KeyFilter(label=_("In use elsewhere"), choices=InUse.choices)
    role = KeyFilter(label=_("For whom"), choices=Role.choices)
    stage = KeyFilter(label=_("Stage of the programme cycle"), choices=Stage.choices)
    country = KeyFilter(
        label=_("Country"), choices=country_choices, aliases=EU_SPELLINGS, most_first=True
    )
    period = KeyFilter(label=_("Period"), choices=Period.choices[::-1])
    outcome = KeyFilter(label=_("How it ended"), choices=Outcome.choices)
    language = KeyFilter(label=_("Language"), choices=Language.choices)

    class Meta:
        model = IndexedPractice
        fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, facet in self.facet_filters.items():
            facet.facet = name

    @cached_property
    def bits(self) -> Bits:
        """The facets of all practices, asked for once a list."""
        return current_bits()

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """The names of the values of each facet."""
        others = {k: f.names() for k, f in self.facet_filters.items() if k != "country"}
        return others | {"country": dict(_country_names(self.bits))}

    # --- words ----------------------------------------------------------------------------------

    @cached_property
    def typed(self) -> Asked:
        """What was typed."""
        return understand(str(self.others.get("q", "")))

    @cached_property
    def asked(self) -> Asked:
        """What is searched for: what was typed, or its mended spelling where that finds more."""
        better = self.better_spelling
        return better if better is not None and self._finds_more(better) else self.typed

    @cached_property
    def better_spelling(self) -> Asked | None:
        """What was typed with its unknown words mended; None when all are known."""
        if not self.typed or self.form.data.get("exactly"):
            return None
        return mended(self.typed)

    def _finds_more(self, better: Asked) -> bool:
        found = _found_by(better)
        if not found or len(found) < len(self._found_as_typed):
            return False
        self._found = found
        return True

    @cached_property
    def _found_as_typed(self) -> list[int]:
        return _found_by(self.typed)

    @cached_property
    def found(self) -> list[int] | None:
        """The keys of the practices that answer the words; None when nothing was typed."""
        if not self.typed:
            return None
        return self._found if self.asked is not self.typed else self._found_as_typed

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        """Keep the rows that answer the words."""
        return rows.filter(search=self.asked.query) if self.asked else rows

    # --- rows -----------------------------------------------------------------------------------

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Return the rows that pass all filters; no join doubles any."""
        for key, value in self.others.items():
            queryset = self.filters[key].filter(queryset, value)
        return queryset.filter(
            *(self.facet_filters[key].condition(values) for key, values in self.chosen.items())
        )

    @property
    def sort(self) -> str:
        """The order asked for; best match where words are, otherwise the newest first."""
        wanted = str(self.form.data.get("sort", ""))
        default = "relevance" if self.typed else "newest"
        return wanted if wanted in SORTS and (wanted != "relevance" or self.typed) else default

    @property
    def sorted_rows(self) -> QuerySet:
        """The rows in the order asked for."""
        rows = self.rows
        if self.sort == "relevance":
            rows = rows.annotate(rank=self._rank)
        return rows.order_by(*SORTS[self.sort][1])

    @property
    def _rank(self) -> Case | SearchRank:
        """How well a row answers; of a word that most hold, only the last begun are compared.

        Comparing costs the unpacking of all words of a practice: 13 µs each.
        """
        rank = SearchRank(F("search"), self.asked.query, weights=Value(WEIGHTS))
        if self.total <= MOST_RANKED:
            return rank
        first = newest_of(self._passing(), MOST_RANKED)
        return Case(When(practice__gte=first, then=rank), default=Value(-1.0))

    # --- counts ---------------------------------------------------------------------------------

    @cached_property
    def _sets(self) -> dict[str, int]:
        """For each filter that is on, the practices that pass it, as bits."""
        sets = {key: self.bits.of(key, values) for key, values in self.chosen.items()}
        return sets | ({"q": bits_of(self.found)} if self.found is not None else {})

    def _passing(self, left_out: str = "") -> int:
        bits = self.bits.everything
        for key, passing in self._sets.items():
            if key != left_out:
                bits &= passing
        return bits

    @cached_property
    def total(self) -> int:
        """How many practices pass all filters."""
        return self._passing().bit_count()

    def _counts(self) -> dict[tuple[str, str], int]:
        return {
            (key, value): count
            for key in self.facet_filters
            for value, count in self.bits.counts(key, self._passing(key)).items()
        }

    def ways_out(self) -> list[WayOut]:
        """Return which filter to drop so that something is found, the richest first."""
        counts = {key: self._passing(key).bit_count() for key in self._sets}
        ways = [
            WayOut(self._words_of(key), count, self.address_without(key))
            for key, count in counts.items()
            if count
        ]
        return sorted(ways, key=lambda way: -way.count)


def _found_by(asked: Asked) -> list[int]:
    """Return the keys of the practices that answer `asked`."""
    rows = IndexedPractice.objects.filter(search=asked.query).order_by().values("practice_id")
    return matching(*rows.query.sql_with_params())
