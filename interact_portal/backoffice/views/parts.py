"""What the back office's own pages share: who may open them, and their frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise

View = Callable[..., HttpResponse]


def guarded(view: View, needs: tuple[str, ...]) -> View:
    """Return the view for those who have every permission in `needs`."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perms(needs):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return inner


def office_page(
    request: HttpRequest, template: str, title: str | Promise, **context: Any
) -> TemplateResponse:
    """Return a page of the back office with its frame."""
    request.current_app = admin.site.name
    shared = {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, f"admin/backoffice/{template}.html", shared | context)
