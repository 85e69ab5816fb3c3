"""What the desk's pages have in common: who may open them, and their frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from advice.workflow.moves import EditedMeanwhileError
from interact_portal.core.moves import IllegalMoveError


class DeskAdmin(admin.ModelAdmin):
    """A back office page of ours: rows are made and ended by acts, never added or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: rows come to be by acts."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: rows are kept or forgotten in their time."""
        return False

    def page(self, request: HttpRequest, title: str, context: dict) -> dict:
        """Return the context of a page with the back office around it."""
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            **context,
        }

    def guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Return the view for those who may change these rows, inside the back office."""

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return self.admin_site.admin_view(inner)


def act_or_say(request: HttpRequest, act: Callable[[], Any], said: str) -> bool:
    """Do `act` and say so, or say why it was refused; return whether it was done."""
    try:
        act()
    except (IllegalMoveError, EditedMeanwhileError) as error:
        messages.error(request, str(error))
        return False
    messages.success(request, said)
    return True
