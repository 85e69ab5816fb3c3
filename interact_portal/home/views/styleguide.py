"""The style guide, for those who build the portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interact_portal.home.styleguide import sample_context


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in its states (demo and development only)."""
    return render(request, "styleguide/index.html", sample_context())
