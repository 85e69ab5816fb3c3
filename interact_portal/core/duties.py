"""What waits for the secretariat: each room says in its `today.py` what it leaves to be done.

A duty names rows of one table. The back office counts them on its first page, and the list of the
table shows exactly them at `?today=<name>`: both ask the same question of the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet, TextChoices
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

Rows = Callable[[Any], QuerySet]
Words = str | Promise
PARAMETER = "today"


class Group(TextChoices):
    """The parts of the first page, in their order."""

    DECIDE = "decide", _("Somebody waits for you")
    SOON = "soon", _("Due soon")
    MEND = "mend", _("To put right")
    LEARN = "learn", _("To learn from")


@dataclass(frozen=True)
class Duty:
    """Rows that somebody has to see to.

    `rows` is called with the officer. `label` is what is counted (“practices to review”). `query`
    is added to the address of the list; a list that is not a plain one of the back office names
    its own query in `address` and shows the same rows there. `detail` says more about the rows.
    """

    name: str
    group: Group
    label: Words
    rows: Rows
    model: type[Model]
    query: str = ""
    address: str = ""
    detail: Callable[[QuerySet], str] | None = None


_duties: dict[str, Duty] = {}


def duty(
    name: str,
    group: Group,
    label: Words,
    model: type[Model],
    *,
    query: str = "",
    address: str = "",
    detail: Callable[[QuerySet], str] | None = None,
) -> Callable[[Rows], Rows]:
    """Register the decorated function as the rows of a duty."""

    def register(rows: Rows) -> Rows:
        _duties[name] = Duty(name, group, label, rows, model, query, address, detail)
        return rows

    return register


def all_duties() -> list[Duty]:
    """Return the duties of every installed room: by group, then as the rooms stand."""
    autodiscover_modules("today")
    places = list(Group)
    return sorted(_duties.values(), key=lambda each: places.index(each.group))


class TodayFilter(admin.SimpleListFilter):
    """The lists of the first page, as a filter of the table they are about."""

    title = _("what waits")
    parameter_name = PARAMETER

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        """Offer the duties about this table."""
        return [(each.name, each.label) for each in all_duties() if each.model is model_admin.model]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the rows of the duty asked for; none where nobody knows it."""
        if self.value() is None:
            return queryset
        wanted = {each.name: each for each in all_duties() if each.model is queryset.model}
        if self.value() not in wanted:
            return queryset.none()
        rows = wanted[self.value()].rows(request.user)
        return queryset.filter(pk__in=rows.order_by().values("pk"))
