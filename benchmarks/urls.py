"""The portal's addresses, and a bare Django view that answers with as much as a page has."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from interact_portal.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

LINE = "A page of as many bytes, from no template and no table. "


def bare(request: HttpRequest, size: int) -> HttpResponse:
    """Answer with `size` bytes."""
    return HttpResponse((LINE * (size // len(LINE) + 1))[:size])


urlpatterns = [*urlpatterns, path("bare/<int:size>/", bare)]
