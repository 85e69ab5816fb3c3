"""The addresses of the back office's own pages, and its menu."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .views.coverage import coverage
from .views.demand import demand
from .views.mailing import mailing_take_back, mailing_write
from .views.parts import guarded
from .views.quality import quality
from .views.reports import report_file, reports


@dataclass(frozen=True)
class OwnPage:
    """A page of our own: its name, address, view, what it needs, and its word in the menu."""

    name: str
    route: str
    view: Callable[..., HttpResponse]
    needs: tuple[str, ...]
    label: str | Promise = ""


WRITE = ("mail.add_letter",)
PAGES = (
    OwnPage("demand", "demand/", demand, ("programmes.view_programme",), _("Demand")),
    OwnPage("coverage", "coverage/", coverage, ("programmes.view_programme",), _("Coverage")),
    OwnPage("reports", "reports/", reports, ("programmes.view_programme",), _("Report")),
    OwnPage("report_file", "reports/<str:kind>/", report_file, ("programmes.view_programme",)),
    OwnPage("quality", "quality/", quality, ("programmes.view_body",), _("Quality of the data")),
    OwnPage("mailing_write", "letters/", mailing_write, WRITE, _("Write to a group")),
    OwnPage("mailing_take_back", "letters/<int:pk>/take-back/", mailing_take_back, WRITE),
)


def addresses(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of our own pages, each behind the door of the back office."""
    return [
        path(page.route, site.admin_view(guarded(page.view, page.needs)), name=page.name)
        for page in PAGES
    ]


def menu_for(request: HttpRequest) -> list[dict]:
    """Return the words of the menu with their addresses, as far as the officer may go."""
    here = request.path
    menu = [{"label": _("Today"), "url": reverse("admin:index")}]
    menu += [
        {"label": page.label, "url": reverse(f"admin:{page.name}")}
        for page in PAGES
        if page.label and request.user.has_perms(page.needs)
    ]
    return [item | {"current": item["url"] == here} for item in menu]
