"""Filters with live counts, for the list of any room: “or” inside a facet, “and” across facets.

A room declares one `FacetedFilterSet`; its page, exports, feed and API all read it. The counts of
all facets come from one statement, and each facet is counted as if nothing were chosen in it: so a
count says what a click gives.
"""

import copy
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlencode

import django_filters
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.db.models import Count, Expression, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.forms import MultipleChoiceField
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import get_language

from .facets import Chip, Choice, Facet
from .text import fold

Choices = Iterable[tuple[str, str | Promise]]


@dataclass(frozen=True)
class WayOut:
    """A filter to drop when nothing is found: what remains without it, and where."""

    label: str
    count: int
    url: str


# Labels are few and sorted at every visit.
_letters = lru_cache(maxsize=5000)(fold)


class FacetField(MultipleChoiceField):
    """Several values of a facet; other spellings of a value (EL for GR) are taken for it."""

    def __init__(self, *args, aliases: dict[str, str] | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.aliases = aliases or {}

    def to_python(self, value: object) -> list[str]:
        """Return the values with their aliases resolved."""
        return [self.aliases.get(each, each) for each in super().to_python(value)]


class FacetFilter(django_filters.MultipleChoiceFilter):
    """One facet of a list.

    `field_name` or `expression` says what is counted; `choices` (a list or a callable) gives the
    values with their names. `most_first` puts the most frequent choices in the open and the rest
    in the order of letters, for facets with dozens of values.
    """

    field_class = FacetField

    def __init__(
        self,
        *args,
        choices: Choices | Callable[[], Choices],
        expression: Expression | None = None,
        most_first: bool = False,
        **kwargs,
    ) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        self.choices = choices
        self.expression = expression
        self.most_first = most_first
        self._names: dict[str, dict[str, str]] = {}

    def __deepcopy__(self, memo: dict) -> "FacetFilter":
        """Share choices and their names among the lists of all requests: nobody changes them."""
        twin = copy.copy(self)
        twin.extra = self.extra.copy()
        return twin

    @property
    def counted(self) -> Expression:
        """What rows are grouped by."""
        return self.expression if self.expression is not None else F(self.field_name)

    def condition(self, values: Sequence[str]) -> Q:
        """Return the condition that a row has one of `values`."""
        return Q(**{f"{self.field_name}__in": values})

    def names(self) -> dict[str, str]:
        """Return the name of each value."""
        if callable(self.choices):
            return {str(value): str(name) for value, name in self.choices()}
        language = get_language()
        if language not in self._names:
            self._names[language] = {str(value): str(name) for value, name in self.choices}
        return self._names[language]

    def ordered(self, choices: list[Choice]) -> list[Choice]:
        """Return the choices in the order to offer them."""
        if not self.most_first:
            return choices
        by_letters = sorted(choices, key=lambda choice: _letters(choice.label))
        most = sorted(by_letters, key=lambda choice: -choice.count)[: Facet.shown]
        return most + [choice for choice in by_letters if choice not in most]


class FacetedFilterSet(django_filters.FilterSet):
    """The filters of one list, with their counts, chips and ways out of an empty result.

    Conditions of all facets go into one `filter()`, so that facets over the same relation (the
    role and the programme of a mandate) have to hold of the same related row. Values nobody knows
    make the form invalid, which the API refuses; pages leave them out and say so (`unknown`).
    `carried` names what links take along although it filters nothing (which shape of the list).
    """

    carried: tuple[str, ...] = ()

    @cached_property
    def facet_filters(self) -> dict[str, FacetFilter]:
        """The filters that are facets, by name."""
        return {k: f for k, f in self.filters.items() if isinstance(f, FacetFilter)}

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """The names of the values of each facet."""
        return {key: facet.names() for key, facet in self.facet_filters.items()}

    @cached_property
    def _asked(self) -> dict[str, list[str]]:
        asked = {}
        for key in self.facet_filters:
            field = self.form.fields[key]
            raw = field.widget.value_from_datadict(self.form.data, self.form.files, key)
            try:
                asked[key] = list(dict.fromkeys(field.to_python(raw)))
            except ValidationError:
                asked[key] = []
        return asked

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The known values chosen in each facet that has any."""
        known = {k: [v for v in asked if v in self.names[k]] for k, asked in self._asked.items()}
        return {key: values for key, values in known.items() if values}

    @cached_property
    def unknown(self) -> list[str]:
        """The values asked for that no facet knows."""
        return [
            v for k, asked in self._asked.items() for v in asked if v and v not in self.names[k]
        ]

    @cached_property
    def others(self) -> dict[str, object]:
        """The values of the filters that are not facets (the words searched for, a day)."""
        values = {}
        for key in self.filters.keys() - self.facet_filters.keys():
            field = self.form.fields[key]
            raw = field.widget.value_from_datadict(self.form.data, self.form.files, key)
            with suppress(ValidationError):
                values[key] = field.clean(raw)
        return {key: value for key, value in values.items() if value not in EMPTY_VALUES}

    @cached_property
    def rows(self) -> QuerySet:
        """The rows for a page: like `qs`, but what nobody knows is left out, not refused."""
        return self.filter_queryset(self.queryset.all())

    def rows_without(self, left_out: str) -> QuerySet:
        """Return the rows that pass all filters but `left_out`; one may come several times."""
        rows = self.queryset.order_by()
        for key, value in self.others.items():
            if key != left_out:
                rows = self.filters[key].filter(rows, value)
        return rows.filter(
            *(
                self.facet_filters[key].condition(values)
                for key, values in self.chosen.items()
                if key != left_out
            )
        )

    @cached_property
    def total(self) -> int:
        """How many rows pass all filters."""
        return self.rows.count()

    def changed(self, **changes: str | list[str]) -> "FacetedFilterSet":
        """Return the same list with other values of some filters; an empty one takes it off."""
        values = self.query | changes
        lists = {k: v if isinstance(v, list) else [v] for k, v in values.items() if v}
        return type(self)(MultiValueDict(lists), self.queryset)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Return the rows that pass all filters, each once, in the order of `queryset`."""
        if not self.chosen and not self.others:
            return queryset
        return queryset.filter(pk__in=self.rows_without("").values("pk"))

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets with the counts of their choices; a choice that gives nothing is left out."""
        counts = self._counts()
        facets = []
        for key, facet in self.facet_filters.items():
            chosen = self.chosen.get(key, [])
            choices = [
                Choice(value, name, counts.get((key, value), 0), value in chosen)
                for value, name in self.names[key].items()
                if value in chosen or (key, value) in counts
            ]
            facets.append(Facet(key, str(facet.label), facet.ordered(choices)))
        return [facet for facet in facets if facet.choices]

    def _counts(self) -> dict[tuple[str, str], int]:
        parts = [
            self.rows_without(key)
            .annotate(facet=Value(key, TextField()), value=Cast(facet.counted, TextField()))
            .values_list("facet", "value")
            .annotate(rows=Count("pk", distinct=True))
            for key, facet in self.facet_filters.items()
        ]
        every = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        return {(facet, value): rows for facet, value, rows in every if value}

    @cached_property
    def on(self) -> int:
        """How many filters are on."""
        return sum(len(values) for values in self.chosen.values()) + len(self.others)

    def address_without(self, name: str, value: str = "") -> str:
        """Return the query string without `value` of the filter `name`, or without the filter."""
        kept = [each for each in self.chosen.get(name, []) if value and each != value]
        return self.query_string(**{name: kept})

    def query_string(self, **changes: str | list[str]) -> str:
        """Return the query string of this list, as an export or another view of it needs it."""
        carried = {key: self.form.data[key] for key in self.carried if self.form.data.get(key)}
        values = carried | self.query | changes
        return f"?{urlencode({key: v for key, v in values.items() if v}, doseq=True)}"

    @cached_property
    def query(self) -> dict[str, list[str] | str]:
        """The filters that are on, with their values."""
        return {key: str(value) for key, value in self.others.items()} | self.chosen

    @property
    def chips(self) -> list[Chip]:
        """The filters that are on, each with the way to take it off."""
        words = [
            Chip(str(self.filters[key].label), str(value), self.address_without(key))
            for key, value in self.others.items()
        ]
        return words + [
            Chip(str(self.filters[key].label), self.names[key][value], url)
            for key, values in self.chosen.items()
            for value in values
            for url in [self.address_without(key, value)]
        ]

    def ways_out(self) -> list[WayOut]:
        """Return which filter to drop so that something is found, the richest first.

        One statement; for the page of an empty result only.
        """
        keys = [*self.others, *self.chosen]
        if not keys:
            return []
        counts = self.queryset.model.objects.aggregate(
            **{
                key: Count("pk", filter=Q(pk__in=self.rows_without(key).values("pk")))
                for key in keys
            }
        )
        ways = [
            WayOut(self._words_of(key), counts[key], self.address_without(key))
            for key in keys
            if counts[key]
        ]
        return sorted(ways, key=lambda way: -way.count)

    def _words_of(self, key: str) -> str:
        if key in self.others:
            return f"“{self.others[key]}”"
        return ", ".join(self.names[key][value] for value in self.chosen[key])
