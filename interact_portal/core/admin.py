"""The back office of the audit trail and the jobs, and what every room's back office shares."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .duties import TodayFilter
from .models import JobRun

Words = str | Promise


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that are looked at here and written elsewhere."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let nobody add a row by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let nobody change a row by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let nobody take a row away."""
        return False


def act_on_each(
    name: str, label: Words, question: Words, verb: Callable[..., Any], *, permission: str
) -> Callable:
    """Return an action of the back office that asks `question` first and then acts on each row.

    `verb` is called with the row and `by=` the officer; it says whether anything happened. The
    officer needs what `has_<permission>_permission` of the admin asks.
    """

    @admin.action(description=label, permissions=[permission])
    def action(
        model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet
    ) -> HttpResponse | None:
        if "confirmed" not in request.POST:
            context = model_admin.admin_site.each_context(request) | {
                "title": label,
                "question": question,
                "rows": rows,
                "opts": model_admin.opts,
                "action": name,
            }
            return TemplateResponse(request, "admin/act_on_each.html", context)
        acted = sum(bool(verb(row, by=request.user)) for row in rows)
        model_admin.message_user(
            request,
            _("%(label)s: done for %(acted)s of %(asked)s.")
            % {"label": label, "acted": acted, "asked": len(rows)},
            messages.SUCCESS if acted == len(rows) else messages.WARNING,
        )
        return None

    action.__name__ = name
    return action


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    """What the worker did, and when."""

    list_display = ("name", "started_at", "finished_at", "failed", "said")
    list_filter = (TodayFilter, "failed", "name")
    date_hierarchy = "started_at"
