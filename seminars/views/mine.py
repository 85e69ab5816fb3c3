"""My seminars: registrations, nominations, and the calendar to subscribe to."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from seminars.calendars import to_subscribe
from seminars.models import CalendarSubscription, Registration
from seminars.views.parts import days_of, place_of


@never_cache
@login_required
@require_safe
def my_seminars(request: HttpRequest) -> HttpResponse:
    """List what the reader is registered for, and whom she nominated."""
    mine = list(
        Registration.objects.of(request.user)
        .select_related("seminar__country")
        .order_by("seminar__starts_at", "pk")
    )
    now = timezone.now()
    subscription = request.user.calendar_subscriptions.filter(revoked_at=None).first()
    context = {
        "ahead": [row_of(each) for each in mine if each.is_active and each.seminar.ends_at >= now],
        "others": [
            row_of(each) for each in mine if not each.is_active or each.seminar.ends_at < now
        ][::-1],
        "nominated": [
            row_of(each)
            for each in request.user.nominations.select_related("seminar__country").filter(
                purged_at=None
            )
        ],
        "calendar": address_of(subscription) if subscription else "",
        "subscribe": to_subscribe(path_of(subscription)) if subscription else "",
        "crumbs": [(_("Seminars"), reverse("seminar_list")), (_("My seminars"), "")],
    }
    return render(request, "seminars/my_seminars.html", context)


def row_of(registration: Registration) -> dict:
    """Return a registration as a row of a list."""
    seminar = registration.seminar
    kinds = {"confirmed": "good", "offered": "decision", "reserve": "info", "pending": "info"}
    return {
        "title": seminar.title,
        "url": registration.get_absolute_url(),
        "badge": {
            "word": registration.get_status_display(),
            "kind": kinds.get(registration.status, ""),
        },
        "why": [days_of(seminar, seminar.zone)],
        "meta": [place_of(seminar), registration.called, registration.reference],
    }


def address_of(subscription: CalendarSubscription) -> str:
    """Return the secret address of a calendar."""
    return settings.PORTAL_URL + path_of(subscription)


def path_of(subscription: CalendarSubscription) -> str:
    """Return the same without the host."""
    return reverse("my_calendar", args=[subscription.secret])


@login_required
@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponse:
    """Make a secret address for one's own calendar; an earlier one stops working."""
    with transaction.atomic():
        revoke(request.user)
        CalendarSubscription.objects.create(person=request.user)
    messages.success(request, _("Your calendar has a new address. An earlier one has stopped."))
    return redirect("my_seminars")


@login_required
@require_POST
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    """Stop the calendar's secret address."""
    revoke(request.user)
    messages.success(request, _("The address of your calendar has stopped working."))
    return redirect("my_seminars")


def revoke(person: object) -> None:
    """Stop every address of a person's calendar."""
    CalendarSubscription.objects.filter(person=person, revoked_at=None).update(
        revoked_at=timezone.now()
    )
