"""The first page of the back office: what waits, and what happened since yesterday."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interact_portal.backoffice.day import happened_since_yesterday, waiting_for

from .parts import office_page


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show the officer's day: what she may not open is not counted."""
    parts = waiting_for(request, admin.site)
    return office_page(
        request,
        "today",
        _("Today"),
        parts=parts,
        total=sum(line.number for part in parts for line in part.lines),
        happened=happened_since_yesterday(request),
        app_list=admin.site.get_app_list(request),
    )
