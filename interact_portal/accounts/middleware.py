"""What a person brings to every page: language, time zone, and for staff a second factor."""

import datetime
import time
import zoneinfo
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from . import second_factor
from .models import User

GetResponse = Callable[[HttpRequest], HttpResponse]

BACK_OFFICE = "/admin/"
SEEN = "seen_at"
SEEN_EVERY_SECONDS = 600


class OwnTimeAndLanguageMiddleware:
    """Show words and times as the signed-in person has chosen, and note that her session lives.

    For everybody else the language is that of the cookie or the browser (LocaleMiddleware), and
    the time is the portal's.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in her language and time zone."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        _note_the_visit(request)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(_zone_of(request.user)):
            return self.get_response(request)


def _zone_of(user: User) -> datetime.tzinfo:
    """Return her zone, or the portal's where this machine no longer knows hers."""
    try:
        return zoneinfo.ZoneInfo(user.time_zone)
    except zoneinfo.ZoneInfoNotFoundError:
        return timezone.get_default_timezone()


def _note_the_visit(request: HttpRequest) -> None:
    now = int(time.time())
    if now - request.session.get(SEEN, 0) >= SEEN_EVERY_SECONDS:
        request.session[SEEN] = now
        key = request.session.session_key
        UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())


class StaffSecondFactorMiddleware:
    """Open the back office only to staff who gave a second factor in this session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead to what is missing."""
        if not request.path.startswith(BACK_OFFICE):
            return self.get_response(request)
        # A form that is sent cannot be sent again after signing in: back to the front door.
        back_to = request.get_full_path() if request.method == "GET" else BACK_OFFICE
        if request.path == reverse("admin:login"):
            back_to = request.GET.get("next", BACK_OFFICE)
        if not request.user.is_authenticated:
            return redirect_to_login(back_to)
        if not request.user.is_staff:
            raise PermissionDenied
        if not second_factor.was_given(request):
            return HttpResponseRedirect(second_factor.way_to_give_it(request, back_to))
        return self.get_response(request)
