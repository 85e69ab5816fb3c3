"""The filtered list of answers as an Atom feed, what was published last first."""

import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .filters import AnswerFilter
from .models import PublishedVersion

LENGTH = 50


class AnswerFeed(Feed):
    """What a reader of the filtered list wants to hear of: new answers and changed ones."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> AnswerFilter:
        """Return the filters asked for."""
        return AnswerFilter(request.GET, PublishedVersion.objects.public())

    def title(self, filters: AnswerFilter) -> str:
        """Name the list by its filters."""
        labels = ", ".join(chip.label for chip in filters.chips)
        return _("Answers: %(filters)s") % {"filters": labels} if labels else _("Answers")

    def link(self, filters: AnswerFilter) -> str:
        """Lead to the list."""
        return reverse("advice_list") + (filters.query_string() if filters.on else "")

    def feed_guid(self, filters: AnswerFilter) -> str:
        """Stay the same wherever the portal is read from."""
        return settings.PORTAL_URL + self.link(filters)

    def subtitle(self, filters: AnswerFilter) -> str:
        """Say what comes first."""
        return _("The answers of this list, the latest change first.")

    def items(self, filters: AnswerFilter) -> list[PublishedVersion]:
        """Return the answers changed last."""
        rows = filters.rows.select_related("answer").order_by("-published_at", "pk")
        return list(rows[:LENGTH])

    def item_title(self, version: PublishedVersion) -> str:
        """Name the answer, and say so when it no longer holds."""
        if version.is_in_force:
            return version.title
        return f"{version.title} ({version.get_state_display()})"

    def item_description(self, version: PublishedVersion) -> str:
        """Say what was asked, and what is new."""
        return f"{version.note}\n\n{version.question}" if version.note else version.question

    def item_link(self, version: PublishedVersion) -> str:
        """Lead to the answer."""
        return version.answer.get_absolute_url()

    def item_guid(self, version: PublishedVersion) -> str:
        """Make a new version an entry of its own."""
        return f"{settings.PORTAL_URL}{version.answer.get_absolute_url()}#version-{version.number}"

    item_guid_is_permalink = False

    def item_pubdate(self, version: PublishedVersion) -> datetime.datetime:
        """Say when this version was published."""
        return version.published_at

    def item_updateddate(self, version: PublishedVersion) -> datetime.datetime:
        """Say when it changed last: published, or no longer in force."""
        return version.ended_at or version.published_at
