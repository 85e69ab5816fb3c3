"""What the search finds, room by room. The rooms do not know the search: it asks them."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from goodpractice.filters import PracticeFilter
from goodpractice.models import IndexedPractice, Practice
from goodpractice.views.cards import cards_of
from programmes.filters import find_bodies, find_programmes
from programmes.models import Body, Programme
from programmes.views.cards import body_card, programme_card

from .registry import Found, Hit, Kind, Reader, register_kind


def _hit(card: dict) -> Hit:
    return Hit(card["title"], card["url"], " · ".join(card["why"]), tuple(card["meta"]))


def look_for_programmes(words: str, reader: Reader, most: int) -> Found:
    """Find programmes as their list does, the newest period first."""
    keys = find_programmes(words)
    rows = Programme.objects.filter(pk__in=keys).order_by("-period", "title").for_lists()[:most]
    query = urlencode({"q": words})
    url = f"{reverse('programme_list')}?{query}"
    return Found([_hit(programme_card(row)) for row in rows], len(keys), url)


def look_for_bodies(words: str, reader: Reader, most: int) -> Found:
    """Find bodies as their list does."""
    keys = find_bodies(words)
    rows = Body.objects.filter(pk__in=keys).order_by("name").for_lists()[:most]
    query = urlencode({"q": words})
    return Found(
        [_hit(body_card(row)) for row in rows], len(keys), f"{reverse('body_list')}?{query}"
    )


def look_for_practices(words: str, reader: Reader, most: int) -> Found:
    """Find practices as the catalogue does, the best match first, the words found marked."""
    filters = PracticeFilter({"q": words, "exactly": "1"}, IndexedPractice.objects.all())
    keys = [row.pk for row in filters.sorted_rows.only("pk")[:most]] if filters.total else []
    found = Practice.objects.for_cards().in_bulk(keys)
    query = filters.asked.query if filters.asked else None
    cards = cards_of([found[key] for key in keys if key in found], query=query)
    hits = [Hit(card["title"], card["url"], card["summary"], tuple(card["meta"])) for card in cards]
    url = f"{reverse('practice_list')}?{urlencode({'q': words})}"
    return Found(hits, filters.total, url)


register_kind(Kind("practices", _("Good practice"), look_for_practices))
register_kind(Kind("programmes", _("Programmes"), look_for_programmes))
register_kind(Kind("bodies", _("Bodies"), look_for_bodies))
