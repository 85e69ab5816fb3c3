"""The lists that can be saved: each room's list is registered once, with its filters and news."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from interact_portal.core.faceted import FacetedFilterSet

LONGEST_PART, MOST_PARTS = 60, 3


@dataclass(frozen=True)
class News:
    """Something new in a list: on which row of it, since when, and what to say.

    `key` names it for good, so that nobody is told twice; `is_first` where the row itself is new.
    """

    row: int
    key: str
    at: datetime.datetime
    title: str
    url: str
    what: str | Promise
    is_first: bool = False


@dataclass(frozen=True)
class SavableList:
    """A list of a room: its name in addresses, its label, its page, its filters and its news.

    `filters` makes the filters of the list as everybody sees it. `news` returns the major news
    since a moment, of all rows, the oldest first.
    """

    name: str
    label: str | Promise
    page: str
    filters: Callable[[MultiValueDict], FacetedFilterSet]
    news: Callable[[datetime.datetime], list[News]]

    def filtered(self, query: str) -> FacetedFilterSet:
        """Return the filters as a saved query sets them."""
        return self.filters(MultiValueDict(parse_qs(query)))

    def address(self, query: str) -> str:
        """Return the address of the list, filtered."""
        return reverse(self.page) + (f"?{query}" if query else "")


_lists: dict[str, SavableList] = {}


def register_list(savable: SavableList) -> None:
    """Let people save this list too."""
    _lists[savable.name] = savable


def list_called(name: str) -> SavableList | None:
    """Return the list with this name, or None."""
    return _lists.get(name)


def all_lists() -> list[SavableList]:
    """Return every list that can be saved."""
    return list(_lists.values())


def canonical(filters: FacetedFilterSet) -> str:
    """Return the filters as a query string that is the same however they were chosen."""
    return "&".join(sorted(urlencode(filters.query, doseq=True).split("&")))


def short_name(savable: SavableList, filters: FacetedFilterSet) -> str:
    """Return a short name for a filtered list: its label and the first of its filters."""
    labels = [chip.label for chip in filters.chips]
    shown: list[str] = []
    for label in labels[:MOST_PARTS]:
        if shown and len(", ".join([*shown, label])) > LONGEST_PART:
            break
        shown.append(label if len(label) <= LONGEST_PART else f"{label[: LONGEST_PART - 1]}…")
    more = f" + {len(labels) - len(shown)}" if len(labels) > len(shown) else ""
    return f"{savable.label}: {', '.join(shown)}{more}"[:80] if shown else str(savable.label)


def on_rows(news: Iterable[News], rows: Iterable[int]) -> list[News]:
    """Return the news on these rows."""
    wanted = set(rows)
    return [each for each in news if each.row in wanted]


def one_for_each_row(news: Iterable[News]) -> list[News]:
    """Return what to say of each row: that it is new, or else what happened last; newest first."""
    chosen: dict[int, News] = {}
    for each in sorted(news, key=lambda each: each.at):
        if each.row not in chosen or not chosen[each.row].is_first:
            chosen[each.row] = each
    return sorted(chosen.values(), key=lambda each: each.at, reverse=True)
