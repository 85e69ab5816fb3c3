"""Pages about the portal itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say who runs the portal and for whom."""
    return render(request, "home/about.html", {"crumbs": [(_("About"), "")]})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Say how to reach the secretariat."""
    return render(request, "home/contact.html", {"crumbs": [(_("Contact"), "")]})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the portal is, how that is known, and where to complain."""
    return render(request, "home/accessibility.html", {"crumbs": [(_("Accessibility"), "")]})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say which personal data the portal keeps, why and for how long."""
    return render(request, "home/privacy.html", {"crumbs": [(_("Privacy"), "")]})


@require_safe
def reuse(request: HttpRequest) -> HttpResponse:
    """Say how the data may be used and where they are."""
    return render(request, "home/reuse.html", {"crumbs": [(_("Reusing our data"), "")]})
