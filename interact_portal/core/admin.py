"""The back office of the audit trail and the jobs, and what every room's back office shares."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, Q, QuerySet
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


class DaysFilter(admin.SimpleListFilter):
    """Rows of which something happened between two days; links name the days, people need not.

    `field` is looked up by day; `only` says which rows are meant at all.
    """

    label: Words = ""
    field = ""
    only = Q()

    def __init__(self, request: HttpRequest, params: dict, model: type, model_admin: Any) -> None:
        self.days = [_day_in(params.pop(name, [""])[-1]) for name in self._names]
        super().__init__(request, params, model, model_admin)

    @property
    def _names(self) -> tuple[str, str]:
        return (f"{self.parameter_name}_from", f"{self.parameter_name}_until")

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        """Offer the rows that are meant, whatever the days."""
        return [("yes", self.label)]

    def expected_parameters(self) -> list[str]:
        """Name the days, too, so that a change of this filter drops them."""
        return [self.parameter_name, *self._names]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the rows between the days."""
        if self.value() != "yes":
            return queryset
        first, last = self.days
        between = Q(**{f"{self.field}__gte": first}) if first else Q()
        between &= Q(**{f"{self.field}__lte": last}) if last else Q()
        return queryset.filter(self.only, between)


def _day_in(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


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
