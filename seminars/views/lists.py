"""Seminars as a list and as a month."""

import calendar
import datetime
import re

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from interact_portal.words.nothing import nothing_found
from seminars.calendars import to_subscribe
from seminars.filters import SeminarFilter
from seminars.models import Seminar
from seminars.permissions import reader_of

from .parts import badge_of, card_of

PER_PAGE = 20


@require_safe
@vary_on_headers("HX-Request")
def seminar_list(request: HttpRequest) -> HttpResponse:
    """List the seminars that pass the filters, those ahead or those past, or show a month."""
    as_month = request.GET.get("view") == "month"
    past = request.GET.get("when") == "past"
    rows = Seminar.objects.visible_to(request.user)
    if not as_month:
        rows = rows.past() if past else rows.upcoming()
    filters = SeminarFilter(request.GET, rows.with_door())
    in_place = request.htmx and not request.htmx.history_restore_request
    context = {
        "filters": filters,
        "filters_on": filters.on,
        "as_month": as_month,
        "when": "past" if past else "",
        "clear_url": request.path,
        "crumbs": [(_("Seminars"), "")],
        "frame": "fragment.html" if in_place else "base.html",
        "views": _views(request, as_month=as_month, past=past),
        "feeds": _feeds(filters),
        **(_month(request, filters) if as_month else _page(request, filters)),
    }
    return render(request, "seminars/seminar_list.html", context)


def _page(request: HttpRequest, filters: SeminarFilter) -> dict:
    paginator = Paginator(filters.rows.for_lists(), PER_PAGE)
    page, reader = paginator.get_page(request.GET.get("page")), reader_of(request.user)
    return {
        "page": page,
        "count": paginator.count,
        "cards": [card_of(seminar, reader) for seminar in page],
        "nothing": None if paginator.count else nothing_found("seminars", filters),
    }


def _month(request: HttpRequest, filters: SeminarFilter) -> dict:
    first = _asked_month(request)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    zone = timezone.get_current_timezone()
    begin, end = (
        datetime.datetime.combine(day, datetime.time(), zone)
        for day in (weeks[0][0], weeks[-1][-1] + datetime.timedelta(days=1))
    )
    seminars = list(filters.rows.between(begin, end).for_lists())
    for seminar in seminars:
        seminar.badge = badge_of(seminar)
        seminar.days = _days_touched(seminar)
    previous, following = first - datetime.timedelta(days=1), first + datetime.timedelta(days=31)
    return {
        "month": first,
        "count": len([each for each in seminars if any(d.month == first.month for d in each.days)]),
        "weekdays": [date_format(day, "l") for day in weeks[0]],
        "weeks": [
            [
                {
                    "day": day,
                    "inside": day.month == first.month,
                    "today": day == timezone.localdate(),
                    "seminars": [each for each in seminars if day in each.days],
                }
                for day in week
            ]
            for week in weeks
        ],
        "months": [
            {"label": date_format(day, "F Y"), "url": _with(request, month=f"{day:%Y-%m}")}
            for day in (previous, following)
        ],
    }


def _asked_month(request: HttpRequest) -> datetime.date:
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", request.GET.get("month", ""))
    if found:
        return datetime.date(int(found[1]), int(found[2]), 1)
    return timezone.localdate().replace(day=1)


def _days_touched(seminar: Seminar) -> list[datetime.date]:
    first = seminar.starts_at.astimezone(seminar.zone).date()
    last = seminar.ends_at.astimezone(seminar.zone).date()
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]


def _views(request: HttpRequest, *, as_month: bool, past: bool) -> list[dict]:
    return [
        {
            "label": _("Upcoming"),
            "url": _with(request, view=None, when=None, month=None),
            "current": not as_month and not past,
        },
        {
            "label": _("Past"),
            "url": _with(request, view=None, when="past", month=None),
            "current": not as_month and past,
        },
        {
            "label": _("Month"),
            "url": _with(request, view="month", when=None),
            "current": as_month,
        },
    ]


def _feeds(filters: SeminarFilter) -> dict:
    query = filters.query_string() if filters.on else ""
    address = reverse("seminar_calendar") + query
    return {
        "atom": reverse("seminar_feed") + query,
        "calendar": address,
        "subscribe": to_subscribe(address),
    }


def _with(request: HttpRequest, **changes: str | None) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = value
    return f"?{query.urlencode()}"
