"""How published answers are searched, filtered and sorted: by the pages, exports and feeds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import django_filters
from django.contrib.postgres.search import SearchRank
from django.db.models import Expression, F, Func, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interact_portal.core.faceted import FacetedFilterSet, FacetFilter
from interact_portal.core.sorting import by_letters
from programmes.choices import Period, Role
from programmes.filters import theme_choices

from .choices import PUBLIC, Authority, VersionState
from .models import PublishedVersion, Question
from .searching import COMMON, asks_for_all, asks_for_any, words_of

# An answer has to fit at least this part as well as the one that fits best.
FITS_ENOUGH = 0.25
SHARED_WORDS = 5


class ArrayFacet(FacetFilter):
    """A facet over a column that holds several values: a row counts for each of them."""

    @property
    def counted(self) -> Expression:
        """Each value of the column."""
        return Func(F(self.field_name), function="unnest")

    def condition(self, values: Sequence[str]) -> Q:
        """Return the condition that a row has one of `values` among its own."""
        return Q(**{f"{self.field_name}__overlap": list(values)})


class AnswerFilter(FacetedFilterSet):
    """The filters of the list of published answers."""

    q = django_filters.CharFilter(label=gettext_lazy("Search"), method="search")
    theme = FacetFilter(
        label=gettext_lazy("Theme"),
        field_name="themes__slug",
        choices=theme_choices,
        most_first=True,
    )
    period = ArrayFacet(
        label=gettext_lazy("Period"), field_name="periods", choices=Period.choices[::-1]
    )
    authority = FacetFilter(label=gettext_lazy("Authority"), choices=Authority.choices)
    role = ArrayFacet(label=gettext_lazy("For whom"), field_name="roles", choices=Role.choices)
    state = FacetFilter(
        label=gettext_lazy("Validity"),
        choices=[(state, VersionState(state).label) for state in PUBLIC],
    )

    class Meta:
        model = PublishedVersion
        fields = ("q", "theme", "period", "authority", "role", "state")

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        """Keep the answers that hold all words of `text`, or what else they are called."""
        if not hasattr(self, "_words"):
            self._words = asks_for_all(text)
        return rows.none() if self._words is None else rows.filter(search=self._words)

    @property
    def in_order(self) -> Mapping[str, tuple[str | Promise, tuple]]:
        """The orders to choose from; the first is the usual one."""
        orders = {
            "newest": (gettext_lazy("Newest first"), (F("published_at").desc(), "pk")),
            "title": (gettext_lazy("Title"), (by_letters("title"), "pk")),
        }
        asked = asks_for_all(str(self.others["q"])) if "q" in self.others else None
        if asked is None:
            return orders
        best = SearchRank(F("search"), asked).desc()
        return {"best": (gettext_lazy("Best match first"), (best, "pk"))} | orders


@dataclass(frozen=True)
class Fitting:
    """An answer that fits a question, with the reason."""

    version: PublishedVersion
    why: str


def fitting_answers(question: Question, most: int = 5) -> list[Fitting]:
    """Return the answers in force that fit what somebody is about to ask, the best first."""
    asked = asks_for_any((question.title, question.text))
    if asked is None:
        return []
    rows = PublishedVersion.objects.in_force().filter(search=asked).for_lists()
    ranked = list(
        rows.annotate(fits=SearchRank(F("search"), asked, normalization=1)).order_by("-fits", "pk")[
            :most
        ]
    )
    best = ranked[0].fits if ranked else 0
    good = [version for version in ranked if version.fits >= best * FITS_ENOUGH]
    return [Fitting(version, _why_it_fits(question, version)) for version in good]


def _why_it_fits(question: Question, version: PublishedVersion) -> str:
    reasons = []
    if question.theme_id and question.theme_id in [theme.pk for theme in version.themes.all()]:
        reasons.append(_("same theme: %(theme)s") % {"theme": question.theme})
    if question.period and question.period in version.periods:
        reasons.append(_("same period"))
    shared = shared_words(
        f"{question.title} {question.text}", f"{version.title} {version.question} {version.text}"
    )
    if shared:
        reasons.append(_("also about: %(words)s") % {"words": ", ".join(shared)})
    return "; ".join(reasons) or _("close in meaning")


def shared_words(left: str, right: str) -> list[str]:
    """Return the telling words of `left`, as written there, that `right` has too."""
    others = {_stem(word) for word in words_of_all(right)}
    shared: dict[str, str] = {}
    for written in re.findall(r"[^\W\d_][\w+-]+", left):
        word = "".join(words_of(written))
        if len(word) > 2 and word not in COMMON and _stem(word) in others:
            shared.setdefault(_stem(word), written.lower())
    return list(shared.values())[:SHARED_WORDS]


def words_of_all(text: str) -> Iterable[str]:
    """Return every word of a long text as it is compared."""
    return (word for piece in text.split() for word in words_of(piece))


def _stem(word: str) -> str:
    return word.removesuffix("s")
