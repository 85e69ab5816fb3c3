"""The day in the back office: the lines of its first page, counted now."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode

from interact_portal.core.duties import PARAMETER, Duty, Group, all_duties
from interact_portal.core.models import AuditEntry

SHOWN = 12


@dataclass(frozen=True)
class Line:
    """One number of the first page, what it counts, and the list of exactly these rows."""

    name: str
    number: int
    label: str | Promise
    url: str
    detail: str


@dataclass(frozen=True)
class Part:
    """A part of the first page: what there is to do, and the lists that are empty."""

    label: str | Promise
    lines: list[Line]

    @property
    def waiting(self) -> list[Line]:
        """The lines with rows."""
        return [line for line in self.lines if line.number]

    @property
    def empty(self) -> list[Line]:
        """The lines without."""
        return [line for line in self.lines if not line.number]


def waiting_for(request: Any, site: AdminSite) -> list[Part]:
    """Return the parts of the first page with what this officer may open; a query a line."""
    lines: dict[Group, list[Line]] = {group: [] for group in Group}
    for duty in all_duties():
        line = _line(request, site, duty)
        if line is not None:
            lines[duty.group].append(line)
    return [Part(group.label, found) for group, found in lines.items() if found]


def _line(request: Any, site: AdminSite, duty: Duty) -> Line | None:
    if not site.is_registered(duty.model):
        return None
    table = site.get_model_admin(duty.model)
    if not table.has_view_permission(request):
        return None
    rows = duty.rows(request.user).order_by()
    shown = table.get_queryset(request).filter(pk__in=rows.values("pk"))
    number = shown.count()
    detail = duty.detail(rows) if duty.detail and number else ""
    return Line(duty.name, number, duty.label, address_of(duty), detail)


def address_of(duty: Duty) -> str:
    """Return the address of the list that shows exactly the rows of `duty`."""
    meta = duty.model._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    if duty.address:
        return f"{url}?{duty.address}"
    query = urlencode({PARAMETER: duty.name})
    return f"{url}?{query}&{duty.query}" if duty.query else f"{url}?{query}"


def yesterday() -> datetime.datetime:
    """Return the moment at which yesterday began, in the officer's time."""
    day = timezone.localdate() - datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def kind_of(thing_type: str) -> str:
    """Return what a kind of thing is called; the plain name where no such table stands any more."""
    try:
        return str(apps.get_model(thing_type)._meta.verbose_name).capitalize()
    except (LookupError, ValueError):
        return thing_type


def _exactly(row: dict) -> dict[str, str]:
    return {"act__exact": row["act"], "thing_type__exact": row["thing_type"]}


def happened_since_yesterday(request: Any) -> dict | None:
    """Return what the trail holds since yesterday, act by act; None for those who may not see it.

    Each count leads to the entries of the trail that it counts.
    """
    if not request.user.has_perm("core.view_auditentry"):
        return None
    entries = AuditEntry.objects.filter(at__gte=yesterday()).order_by()
    acts = entries.values("act", "thing_type").annotate(number=Count("pk"), last=Max("at"))
    trail = reverse("admin:core_auditentry_changelist")
    since = {"at__gte": yesterday().isoformat()}
    rows = [
        {
            "label": f"{kind_of(row['thing_type'])}: {row['act'].rpartition('.')[2]}",
            "number": row["number"],
            "url": f"{trail}?{urlencode(since | _exactly(row))}",
        }
        for row in acts.order_by("-last", "act")
    ]
    return {
        "acts": rows[:SHOWN],
        "more": len(rows) - SHOWN if len(rows) > SHOWN else 0,
        "number": sum(row["number"] for row in rows),
        "url": f"{trail}?{urlencode(since)}",
    }
