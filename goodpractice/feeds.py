"""Any filtered list of the catalogue as an Atom feed, what was published last first."""

import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from goodpractice.filters import NEWEST, PracticeFilter
from goodpractice.models import IndexedPractice, Practice

LENGTH = 50


class PracticeFeed(Feed):
    """New practices and new versions of a filtered list."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> PracticeFilter:
        """Return the filters asked for."""
        return PracticeFilter(request.GET, IndexedPractice.objects.all())

    def title(self, filters: PracticeFilter) -> str:
        """Name the list by its filters."""
        labels = ", ".join(chip.label for chip in filters.chips)
        return (
            _("Good practice: %(filters)s") % {"filters": labels} if labels else _("Good practice")
        )

    def link(self, filters: PracticeFilter) -> str:
        """Lead to the list."""
        return reverse("practice_list") + (filters.query_string() if filters.on else "")

    def feed_guid(self, filters: PracticeFilter) -> str:
        """Stay the same wherever the portal is read from."""
        return settings.PORTAL_URL + self.link(filters)

    def subtitle(self, filters: PracticeFilter) -> str:
        """Say what comes first."""
        return _("The practices of this list, the latest publication first.")

    def items(self, filters: PracticeFilter) -> list[Practice]:
        """Return the practices published last."""
        keys = filters.rows.order_by(*NEWEST).values_list("pk", flat=True)[:LENGTH]
        found = Practice.objects.for_cards().in_bulk(list(keys))
        return [found[key] for key in keys if key in found]

    def item_title(self, practice: Practice) -> str:
        """Name the practice, and its version when it is not the first."""
        number = practice.current.number
        return f"{practice.title} ({_('version')} {number})" if number > 1 else practice.title

    def item_description(self, practice: Practice) -> str:
        """Say what it is about, and what changed."""
        note = practice.current.change_note
        return f"{practice.summary} {_('Changed:')} {note}" if note else practice.summary

    def item_guid(self, practice: Practice) -> str:
        """Name each version: a new one is news."""
        return f"{settings.PORTAL_URL}{practice.get_absolute_url()}#{practice.current.number}"

    def item_pubdate(self, practice: Practice) -> datetime.datetime:
        """Say when this version came out."""
        return practice.current.published_at

    def item_updateddate(self, practice: Practice) -> datetime.datetime:
        """Say when this version came out."""
        return practice.current.published_at
