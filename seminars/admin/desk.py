"""The desk of one seminar: its pages and what they share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seminars.models import Seminar
from seminars.permissions import may_check_in, may_organise
from seminars.registration import RefusedError

Page = Callable[..., HttpResponse]
# Pages of the desk in the order of its menu: part of the address, what it is called.
MENU = (
    ("participants", _("Participants")),
    ("reserve", _("Reserve list")),
    ("write", _("Write to participants")),
    ("invite", _("Invite")),
    ("check_in", _("Check-in")),
    ("attendance", _("Attendance")),
    ("results", _("Results")),
    ("export", _("Lists to take away")),
)
AT_THE_DOOR = tuple(entry for entry in MENU if entry[0] == "check_in")


def desk_addresses(model_admin: admin.ModelAdmin) -> list[URLPattern]:
    """Return the addresses of the desk's pages, each behind the back office's door."""
    from . import door, letters, life, participants, reserve, results

    pages: dict[str, Page] = {
        "participants": participants.participants,
        "decide": participants.decide,
        "wish": participants.answer_a_wish,
        "reserve": reserve.reserve,
        "give": reserve.give,
        "end_phase": reserve.end_phase,
        "write": letters.write,
        "invite": letters.invite,
        "check_in": door.check_in,
        "undo": door.undo,
        "walk_in": door.walk_in,
        "sheet": door.sheet,
        "badges": door.badges,
        "attendance": door.attendance,
        "results": results.results,
        "export": results.exports,
        "take": results.take,
        "publish": life.publish,
        "cancel": life.cancel,
        "duplicate": life.duplicate,
    }
    return [
        path(
            f"<int:pk>/{name.replace('_', '-')}/",
            model_admin.admin_site.admin_view(page),
            name=f"seminar_desk_{name}",
        )
        for name, page in pages.items()
    ]


def at_the_desk(page: Page) -> Page:
    """Hand a page the seminar, and let only its organisers in."""
    return _guarded(page, may_organise)


def at_the_door(page: Page) -> Page:
    """Hand a page the seminar, and let those in who check people in."""
    return _guarded(page, may_check_in)


def _guarded(page: Page, allows: Callable[[Any, Seminar], bool]) -> Page:
    @wraps(page)
    def guarded(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        rows = Seminar.objects.select_related("country").with_seats_taken()
        seminar = get_object_or_404(rows, pk=pk)
        if not allows(request.user, seminar):
            raise PermissionDenied
        return page(request, seminar, **more)

    return guarded


def address(seminar: Seminar, name: str) -> str:
    """Return the address of a page of the desk."""
    return reverse(f"admin:seminar_desk_{name}", args=[seminar.pk])


def desk_page(
    request: HttpRequest,
    seminar: Seminar,
    template: str,
    title: str | Promise,
    **context: Any,
) -> TemplateResponse:
    """Return a page of the desk with its menu."""
    menu = [
        {"label": label, "url": address(seminar, name), "current": label == title}
        for name, label in (MENU if may_organise(request.user, seminar) else AT_THE_DOOR)
    ]
    shared = {"seminar": seminar, "title": title, "menu": menu, "opts": Seminar._meta}
    context = admin.site.each_context(request) | shared | context
    return TemplateResponse(request, f"admin/seminars/{template}.html", context)


def back_to(seminar: Seminar, name: str) -> HttpResponseRedirect:
    """Lead back to a page of the desk."""
    return HttpResponseRedirect(address(seminar, name))


def do(request: HttpRequest, verb: Callable[[], Any], done: str) -> bool:
    """Do something and say so, or say why it is not possible; return whether it was done."""
    try:
        verb()
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
