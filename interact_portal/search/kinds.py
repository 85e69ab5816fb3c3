"""What the search finds, room by room. The rooms do not know the search: it asks them."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from advice.filters import AnswerFilter
from advice.models import PublishedVersion
from advice.searching import find_terms
from advice.views.parts import answer_card
from goodpractice.filters import PracticeFilter
from goodpractice.models import IndexedPractice, Practice
from goodpractice.views.cards import cards_of
from programmes.filters import find_bodies, find_programmes
from programmes.models import Body, Programme
from programmes.views.cards import body_card, programme_card
from seminars.filters import SeminarFilter
from seminars.models import Seminar
from seminars.permissions import reader_of
from seminars.views.parts import card_of as seminar_card

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


def look_for_answers(words: str, reader: Reader, most: int) -> Found:
    """Find published answers as their list does: those in force first, then the best match."""
    filters = AnswerFilter(MultiValueDict({"q": [words]}), PublishedVersion.objects.public())
    best = next(iter(filters.in_order.values()))[1]
    rows = filters.rows.in_force_first().order_by("rank", *best).for_lists()[:most]
    url = f"{reverse('advice_list')}?{urlencode({'q': words})}"
    return Found([_hit(answer_card(row)) for row in rows], filters.total, url)


def look_for_seminars(words: str, reader: Reader, most: int) -> Found:
    """Find the seminars ahead as their list does."""
    return _seminars(Seminar.objects.public().upcoming(), words, reader, most, {})


def look_for_past_seminars(words: str, reader: Reader, most: int) -> Found:
    """Find the seminars that took place, for their materials."""
    return _seminars(Seminar.objects.public().past(), words, reader, most, {"when": "past"})


def _seminars(
    rows: QuerySet[Seminar], words: str, reader: Reader, most: int, more: dict[str, str]
) -> Found:
    filters = SeminarFilter(MultiValueDict({"q": [words]}), rows.with_door())
    found = filters.rows.for_lists()[:most] if filters.total else []
    who = reader_of(reader)
    url = f"{reverse('seminar_list')}?{urlencode({'q': words} | more)}"
    return Found([_hit(seminar_card(row, who)) for row in found], filters.total, url)


def look_for_terms(words: str, reader: Reader, most: int) -> Found:
    """Find the terms of the glossary by any of their names."""
    terms = find_terms(words)
    hits = [
        Hit(
            term.name,
            term.get_absolute_url(),
            term.definition,
            tuple(str(name) for name in term.names.all() if str(name) != term.name),
        )
        for term in terms[:most]
    ]
    return Found(hits, len(terms), f"{reverse('glossary')}?{urlencode({'q': words})}")


register_kind(Kind("practices", _("Good practice"), look_for_practices))
register_kind(Kind("programmes", _("Programmes"), look_for_programmes))
register_kind(Kind("bodies", _("Bodies"), look_for_bodies))
register_kind(Kind("seminars", _("Seminars"), look_for_seminars))
register_kind(Kind("answers", _("Advice"), look_for_answers))
register_kind(Kind("terms", _("Glossary"), look_for_terms))
register_kind(Kind("past-seminars", _("Past seminars"), look_for_past_seminars))
