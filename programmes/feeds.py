"""The filtered list of programmes as an Atom feed, what changed last first."""

import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .filters import ProgrammeFilter
from .models import Programme

LENGTH = 50


class ProgrammeFeed(Feed):
    """What a reader of the filtered list wants to hear of: new programmes and changed ones."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> ProgrammeFilter:
        """Return the filters asked for."""
        return ProgrammeFilter(request.GET, Programme.objects.all())

    def title(self, filters: ProgrammeFilter) -> str:
        """Name the list by its filters."""
        labels = ", ".join(chip.label for chip in filters.chips)
        return _("Programmes: %(filters)s") % {"filters": labels} if labels else _("Programmes")

    def link(self, filters: ProgrammeFilter) -> str:
        """Lead to the list."""
        return reverse("programme_list") + (filters.query_string() if filters.on else "")

    def feed_guid(self, filters: ProgrammeFilter) -> str:
        """Stay the same wherever the portal is read from."""
        return settings.PORTAL_URL + self.link(filters)

    def subtitle(self, filters: ProgrammeFilter) -> str:
        """Say what comes first."""
        return _("The programmes of this list, the latest change first.")

    def items(self, filters: ProgrammeFilter) -> list[Programme]:
        """Return the programmes changed last."""
        versions = Programme.history.filter(id=OuterRef("pk")).order_by("-history_date")
        rows = filters.rows.annotate(changed=Subquery(versions.values("history_date")[:1]))
        return list(rows.order_by(F("changed").desc(nulls_last=True), "pk")[:LENGTH])

    def item_title(self, programme: Programme) -> str:
        """Name the programme with its period, which tells namesakes apart."""
        return f"{programme.name}, {programme.get_period_display()}"

    def item_description(self, programme: Programme) -> str:
        """Say what the programme is for, or its full title."""
        return programme.aim or programme.title

    def item_updateddate(self, programme: Programme) -> datetime.datetime | None:
        """Say when it changed last."""
        return programme.changed
