"""The back office: Django's admin, whose first page is the day's work, with our own pages."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver


class BackOffice(AdminSite):
    """The one admin site of the portal."""

    enable_nav_sidebar = True

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show what there is to do today."""
        from .views.today import today

        return today(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add our own pages to Django's."""
        from .urls import addresses

        return addresses(self) + super().get_urls()

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the menu of our own pages, as far as this officer may open them."""
        from .urls import menu_for

        return super().each_context(request) | {"office_menu": menu_for(request)}
