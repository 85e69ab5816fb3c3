"""Pages of programmes and bodies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .models import Body, Programme


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """List the programmes."""
    return render(
        request, "programmes/programme_list.html", {"programmes": Programme.objects.for_lists()}
    )


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one programme."""
    programme = get_object_or_404(Programme, slug=slug)
    return render(request, "programmes/programme_detail.html", {"programme": programme})


@require_safe
def body_list(request: HttpRequest) -> HttpResponse:
    """List the bodies."""
    return render(request, "programmes/body_list.html", {"bodies": Body.objects.all()})


@require_safe
def body_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one body."""
    body = get_object_or_404(Body, slug=slug)
    return render(request, "programmes/body_detail.html", {"body": body})
