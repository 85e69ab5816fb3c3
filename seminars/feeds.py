"""Seminars to subscribe to: Atom, calendars of any filter, and one's own calendar."""

import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .calendars import entry_of, feed, letter_file
from .choices import ACTIVE, Status
from .filters import SeminarFilter
from .models import CalendarSubscription, Registration, Seminar, SeminarChange
from .permissions import is_participant, registration_of

LENGTH = 50
# How long past seminars stay in a calendar that is subscribed to.
KEPT_DAYS = 90


class SeminarFeed(Feed):
    """The filtered list of seminars ahead, what changed last first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> SeminarFilter:
        """Return the filters asked for."""
        return SeminarFilter(request.GET, Seminar.objects.public().upcoming().with_door())

    def title(self, filters: SeminarFilter) -> str:
        """Name the list by its filters."""
        return name_of(filters)

    def link(self, filters: SeminarFilter) -> str:
        """Lead to the list."""
        return reverse("seminar_list") + (filters.query_string() if filters.on else "")

    def feed_guid(self, filters: SeminarFilter) -> str:
        """Stay the same wherever the portal is read from."""
        return settings.PORTAL_URL + self.link(filters)

    def subtitle(self, filters: SeminarFilter) -> str:
        """Say what comes first."""
        return _("The seminars of this list, the latest change first.")

    def items(self, filters: SeminarFilter) -> list[Seminar]:
        """Return the seminars changed last, each with its changes."""
        changes = Prefetch("changes", SeminarChange.objects.order_by("-at"))
        return list(filters.rows.order_by("-changed_at", "pk").prefetch_related(changes)[:LENGTH])

    def item_title(self, seminar: Seminar) -> str:
        """Name the seminar; a cancelled one says so."""
        if seminar.is_cancelled:
            return _("Cancelled: %(title)s") % {"title": seminar.title}
        return seminar.title

    def item_description(self, seminar: Seminar) -> str:
        """Say what it is about, and what changed last."""
        changes = [change.what for change in seminar.changes.all()][:5]
        return " ".join([seminar.summary, *changes])

    def item_guid(self, seminar: Seminar) -> str:
        """Stay the same when the address changes."""
        return entry_of(seminar).uid

    item_guid_is_permalink = False

    def item_pubdate(self, seminar: Seminar) -> datetime.datetime | None:
        """Say when it was published."""
        return seminar.published_at

    def item_updateddate(self, seminar: Seminar) -> datetime.datetime:
        """Say when it changed last."""
        return seminar.changed_at


def name_of(filters: SeminarFilter) -> str:
    """Return a name for a filtered list."""
    labels = ", ".join(chip.label for chip in filters.chips)
    return _("Seminars: %(filters)s") % {"filters": labels} if labels else _("Seminars")


@require_safe
def seminar_calendar(request: HttpRequest) -> HttpResponse:
    """Answer a calendar program that subscribed to the filtered list."""
    since = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    rows = Seminar.objects.public().filter(ends_at__gte=since).order_by("starts_at", "pk")
    filters = SeminarFilter(request.GET, rows.with_door())
    seminars = filters.rows.select_related("country")
    return _calendar(feed(map(entry_of, seminars), name_of(filters)))


@require_safe
def seminar_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over one seminar as a calendar file."""
    rows = Seminar.objects.visible_to(request.user).select_related("country")
    seminar = get_object_or_404(rows, slug=slug)
    inside = is_participant(registration_of(request.user, seminar))
    if inside:
        _name, _kind, content = letter_file(seminar)
    else:
        content = feed([entry_of(seminar)], "")
    return _calendar(content, f"{slug}.ics")


@require_safe
def my_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar program that subscribed to “my seminars”; a revoked address is gone."""
    subscription = get_object_or_404(
        CalendarSubscription.objects.select_related("person"), secret=secret, revoked_at=None
    )
    since = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    mine = Registration.objects.of(subscription.person).filter(seminar__ends_at__gte=since)
    shown = mine.exclude(status=Status.EXPIRED).select_related("seminar__country")
    entries = {}
    for registration in shown.order_by("asked_at", "pk"):
        entries[registration.seminar_id] = entry_of(
            registration.seminar,
            gone=registration.status not in ACTIVE,
            tentative=registration.status != Status.CONFIRMED,
            for_participant=registration.status == Status.CONFIRMED,
        )
    return _calendar(feed(entries.values(), _("My seminars")))


@require_safe
def registration_file(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand over the calendar file of a registration."""
    rows = Registration.objects.select_related("seminar__country")
    registration = get_object_or_404(rows, secret=secret)
    if registration.status == Status.CONFIRMED or not registration.is_active:
        gone = not registration.is_active
        _name, _kind, content = letter_file(registration.seminar, gone=gone)
    else:
        content = feed([entry_of(registration.seminar, tentative=True)], "")
    return _calendar(content, f"{registration.seminar.slug}.ics")


def _calendar(content: bytes, filename: str = "") -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    if filename:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
