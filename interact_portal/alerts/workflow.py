"""Saving searches and telling what is new in them. Only this module writes SavedSearch and Told.

What was told is written down in the transaction that writes the letter, so a run that breaks off,
comes late or comes twice neither loses news nor tells any twice.
"""

import datetime
from collections import defaultdict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from interact_portal.accounts.models import User
from interact_portal.core.moves import IllegalMoveError

from . import notifications
from .choices import Frequency
from .models import SavedSearch, Told
from .registry import News, SavableList, list_called, on_rows

MOST_SEARCHES = 100
LETTERS_FROM = datetime.time(7)
# A publication may be committed a little after the moment it bears.
MARGIN = datetime.timedelta(hours=1)
TOLD_IS_KEPT = datetime.timedelta(days=60)


@transaction.atomic
def save(person: User, savable: SavableList, query: str, *, name: str, pace: str) -> SavedSearch:
    """Keep a filtered list for `person`; one that she has already gets the new name and pace.

    Raises IllegalMoveError when she keeps too many.
    """
    User.objects.select_for_update().get(pk=person.pk)
    kept = SavedSearch.objects.filter(person=person, list=savable.name, query=query).first()
    if kept is not None:
        return change(kept, name=name, pace=pace)
    if SavedSearch.objects.of(person).count() >= MOST_SEARCHES:
        raise IllegalMoveError(
            _("You have %(most)s saved searches. Delete one first.") % {"most": MOST_SEARCHES}
        )
    return SavedSearch.objects.create(
        person=person, list=savable.name, query=query, name=name, frequency=pace
    )


@transaction.atomic
def change(search: SavedSearch, *, name: str, pace: str) -> SavedSearch:
    """Give a saved search another name or pace; letters that rested begin with what comes now."""
    search = SavedSearch.objects.select_for_update().get(pk=search.pk)
    if search.frequency == Frequency.NEVER and pace != Frequency.NEVER:
        _begin_now(search)
    if pace == Frequency.NEVER:
        search.paused_at = None
    search.name, search.frequency = name, pace
    search.save()
    return search


@transaction.atomic
def pause(search: SavedSearch) -> SavedSearch:
    """Let the letters rest; one that rests already, or has none, stays as it is."""
    search = SavedSearch.objects.select_for_update().get(pk=search.pk)
    if search.frequency != Frequency.NEVER and not search.is_paused:
        search.paused_at = timezone.now()
        search.save()
    return search


@transaction.atomic
def resume(search: SavedSearch) -> SavedSearch:
    """Let the letters come again, about what is new from now on."""
    search = SavedSearch.objects.select_for_update().get(pk=search.pk)
    if search.is_paused:
        _begin_now(search)
        search.save()
    return search


def remove(search: SavedSearch) -> None:
    """Forget a saved search and what was told of it."""
    search.delete()


def _begin_now(search: SavedSearch) -> None:
    search.paused_at = None
    search.since = search.looked_at = timezone.now()


# --- What is new --------------------------------------------------------------------------------


def news_in(search: SavedSearch, since: datetime.datetime) -> list[News]:
    """Return what is new in the list of `search` since a moment, told or not, the oldest first."""
    savable = list_called(search.list)
    return _matching(savable, search.query, savable.news(since)) if savable else []


def _matching(savable: SavableList, query: str, news: list[News]) -> list[News]:
    """Return the news on rows of the filtered list; none where a filter has lost its meaning."""
    filters = savable.filtered(query)
    if not news or filters.unknown:
        return []
    rows = filters.rows.filter(pk__in={each.row for each in news}).order_by()
    return on_rows(news, rows.values_list("pk", flat=True))


def last_slot(pace: str, now: datetime.datetime) -> datetime.datetime:
    """Return when letters of this pace were last due: this minute, this morning or on Monday."""
    if pace == Frequency.AT_ONCE:
        return now
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    back = local.weekday() if pace == Frequency.WEEKLY else 0
    slot = datetime.datetime.combine(local.date(), LETTERS_FROM, local.tzinfo)
    slot -= datetime.timedelta(days=back)
    if slot > now:
        slot -= datetime.timedelta(days=7 if pace == Frequency.WEEKLY else 1)
    return slot


def due(now: datetime.datetime) -> QuerySet[SavedSearch]:
    """Return the saved searches to look at now."""
    is_due = Q()
    for pace in (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY):
        is_due |= Q(frequency=pace, looked_at__lt=last_slot(pace, now))
    return SavedSearch.objects.telling().filter(is_due).order_by("pk")


def tell_all_due(now: datetime.datetime | None = None) -> int:
    """Write every letter that is due; return how many were written."""
    now = now or timezone.now()
    by_list: dict[str, list[SavedSearch]] = defaultdict(list)
    for search in due(now):
        by_list[search.list].append(search)
    written = 0
    for name, searches in by_list.items():
        savable = list_called(name)
        if savable is not None:
            news = savable.news(min(_looks_from(search) for search in searches))
            written += sum(_tell(search.pk, savable, news, now) for search in searches)
    Told.objects.filter(at__lt=now - TOLD_IS_KEPT).delete()
    return written


def _looks_from(search: SavedSearch) -> datetime.datetime:
    return max(search.since, search.looked_at - MARGIN)


@transaction.atomic
def _tell(pk: int, savable: SavableList, news: list[News], now: datetime.datetime) -> bool:
    """Look at one saved search and write its letter if there is news; return whether there was."""
    search = (
        SavedSearch.objects.telling()
        .select_related("person")
        .select_for_update(of=("self",))
        .filter(pk=pk)
        .first()
    )
    if search is None or search.looked_at >= last_slot(search.frequency, now):
        return False
    fresh = [each for each in news if each.at >= _looks_from(search)]
    if fresh:
        told = set(
            search.told.filter(news__in=[n.key for n in fresh]).values_list("news", flat=True)
        )
        fresh = [each for each in fresh if each.key not in told]
    with translation.override(search.person.language):
        fresh = _matching(savable, search.query, fresh)
        if fresh:
            Told.objects.bulk_create([Told(search=search, news=n.key, at=now) for n in fresh])
            notifications.tell(search, fresh)
    search.looked_at = now
    search.save(update_fields=("looked_at",))
    return bool(fresh)
