"""What helps when a list has nothing to show, for the list of any room.

Whatever is offered is counted first, so that no way out leads to another empty page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from interact_portal.core.faceted import FacetedFilterSet, WayOut
from interact_portal.core.text import fold

from .asking import Asked, understand
from .misses import count_miss
from .spelling import mended, words_of

MOST_WORDS_TO_DROP = 5
MOST_THEMES = 5


@dataclass(frozen=True)
class NothingFound:
    """The ways out of an empty list.

    What was searched for, with other filters or not; its better spelling, if that finds something;
    filters and words to drop; the nearest themes; what a question to the secretariat begins with.
    """

    words: str
    is_filtered: bool
    better: WayOut | None
    ways_out: list[WayOut]
    themes: list[WayOut]
    ask_query: str


def nothing_found(room: str, filters: FacetedFilterSet) -> NothingFound:
    """Return what helps where `filters` find nothing; words that found nothing are counted."""
    words = str(filters.others.get("q", ""))
    asked = understand(words)
    if asked:
        count_miss(room, asked)
    better = mended(asked) if asked else None
    return NothingFound(
        words=words,
        is_filtered=bool(filters.chosen),
        better=_better_spelling(filters, better.text) if better else None,
        ways_out=_words_to_drop(filters, asked) + filters.ways_out(),
        themes=_nearest_themes(filters, better or asked),
        ask_query=_ask_query(filters, words),
    )


def _better_spelling(filters: FacetedFilterSet, text: str) -> WayOut | None:
    """Return the way to the mended words: with the other filters, or else without them."""
    way = _with_words(filters, text)
    if way is not None or not filters.chosen:
        return way
    alone = filters.changed(**dict.fromkeys(filters.query, "") | {"q": text})
    return WayOut(text, alone.total, alone.query_string()) if alone.total else None


def _with_words(filters: FacetedFilterSet, text: str) -> WayOut | None:
    """Return the way to the same list with other words; None where that is empty as well."""
    count = filters.changed(q=text).total
    return WayOut(text, count, filters.query_string(q=text)) if count else None


def _words_to_drop(filters: FacetedFilterSet, asked: Asked) -> list[WayOut]:
    """Return which single word to drop so that something is found, the richest first."""
    if not 1 < len(asked.terms) <= MOST_WORDS_TO_DROP:
        return []
    ways = []
    for left_out in asked.terms:
        rest = " ".join(term.written() for term in asked.terms if term is not left_out)
        way = _with_words(filters, rest)
        if way is not None:
            ways.append(WayOut(left_out.written(), way.count, way.url))
    return sorted(ways, key=lambda way: -way.count)


def _nearest_themes(filters: FacetedFilterSet, asked: Asked) -> list[WayOut]:
    """Return the themes to look in instead: those called like the words, then the fullest."""
    if "theme" not in filters.facet_filters or not filters.on:
        return []
    wanted = set(words_of(fold(asked.text)))
    facets = {facet.name: facet for facet in filters.changed(q="", theme=[]).facets}
    choices = facets["theme"].choices if "theme" in facets else []
    ranked = sorted(
        (choice for choice in choices if choice.count),
        key=lambda choice: (-_shared(wanted, words_of(choice.label)), -choice.count, choice.label),
    )
    return [
        WayOut(choice.label, choice.count, filters.query_string(q="", theme=[choice.value]))
        for choice in ranked[:MOST_THEMES]
    ]


def _shared(wanted: set[str], words: Iterable[str]) -> int:
    return len(wanted.intersection(words))


def _ask_query(filters: FacetedFilterSet, words: str) -> str:
    """Return what the question begins with: the words, and theme and period where chosen."""
    known = {"title": words} | {
        key: filters.chosen[key][0] for key in ("theme", "period") if key in filters.chosen
    }
    known = {key: value for key, value in known.items() if value}
    return f"?{urlencode(known)}" if known else ""
