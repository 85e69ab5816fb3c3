"""The audit trail in the back office: filtered, read with before and after, taken away as CSV."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from interact_portal.backoffice.day import kind_of
from interact_portal.core.admin import ReadOnlyAdmin
from interact_portal.core.audit import record
from interact_portal.core.exports import export
from interact_portal.core.models import AuditEntry

COLUMNS = ("when", "who", "act", "kind of thing", "key", "thing", "before", "after", "why")
COLUMNS += ("request",)


class WhoFilter(admin.SimpleListFilter):
    """Acts of one's own, of the portal, or of one officer."""

    title = _("who")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        """Offer me, the portal and everybody who works in the back office."""
        officers = get_user_model().objects.filter(is_staff=True).exclude(pk=request.user.pk)
        named = [(str(one.pk), one.get_full_name()) for one in officers.order_by("name", "email")]
        return [("me", _("I myself")), ("portal", _("The portal by itself")), *named]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the acts of the one chosen."""
        value = self.value()
        if value == "me":
            return queryset.filter(actor=request.user)
        if value == "portal":
            return queryset.filter(actor=None)
        return queryset.filter(actor=value) if value and value.isdecimal() else queryset


class KindFilter(admin.SimpleListFilter):
    """Acts on one kind of thing, by its name."""

    title = _("kind of thing")
    parameter_name = "thing_type__exact"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        """Offer the kinds that the trail knows."""
        kinds = AuditEntry.objects.order_by("thing_type").values_list("thing_type", flat=True)
        return sorted(((kind, kind_of(kind)) for kind in kinds.distinct()), key=lambda row: row[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the acts on that kind."""
        return queryset.filter(thing_type=self.value()) if self.value() else queryset


def shown(value: Any) -> str:
    """Return a value of before or after as a person reads it."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(shown(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {shown(each)}" for key, each in value.items())
    return str(value)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what to which thing, when and why."""

    list_display = ("at", "actor_name", "act", "kind", "thing_name", "why")
    list_filter = (WhoFilter, KindFilter, "act")
    search_fields = ("actor_name", "thing_name", "thing_key", "request_id", "why")
    search_help_text = _("Person, thing, its key, the number of the request, or the reason")
    date_hierarchy = "at"
    fields = ("at", "actor_name", "act", "kind", "thing", "changes", "why", "request_id")
    change_list_template = "admin/core/auditentry/change_list.html"

    @admin.display(description=_("kind of thing"), ordering="thing_type")
    def kind(self, entry: AuditEntry) -> str:
        """Return what the thing is."""
        return kind_of(entry.thing_type)

    @admin.display(description=_("thing"))
    def thing(self, entry: AuditEntry) -> str | SafeString:
        """Return the thing with the way to it, where the back office shows it."""
        try:
            table = apps.get_model(entry.thing_type)._meta
            name = f"admin:{table.app_label}_{table.model_name}_change"
            url = reverse(name, args=[entry.thing_key])
        except (LookupError, ValueError, NoReverseMatch):
            return entry.thing_name
        return format_html('<a href="{}">{}</a>', url, entry.thing_name)

    @admin.display(description=_("before and after"))
    def changes(self, entry: AuditEntry) -> str | SafeString:
        """Return what was changed, a row for each part."""
        keys = list(dict.fromkeys([*entry.before, *entry.after]))
        if not keys:
            return gettext("Nothing is noted beside the act itself.")
        rows = (
            (key.replace("_", " "), shown(entry.before.get(key)), shown(entry.after.get(key)))
            for key in keys
        )
        return format_html(
            '<table><thead><tr><th scope="col">{}</th><th scope="col">{}</th>'
            '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>',
            *(gettext("part"), gettext("before"), gettext("after")),
            format_html_join(
                "", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', rows
            ),
        )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        """Add the export."""
        view = self.admin_site.admin_view(require_safe(self.export_view))
        return [path("export/", view, name="core_auditentry_export"), *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Hand over what the filters show; that this was done stands in the trail itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = self.get_changelist_instance(request).get_queryset(request)
        entries = entries.filter(pk__lte=entries.aggregate(last=Max("pk"))["last"] or 0)
        after = {"filters": request.GET.urlencode(), "entries": entries.count()}
        record("export", AuditEntry, by=request.user, after=after)
        rows = (
            (
                *(entry.at, entry.actor_name, entry.act, entry.thing_type, entry.thing_key),
                *(entry.thing_name, shown(entry.before), shown(entry.after), entry.why),
                entry.request_id,
            )
            for entry in entries.iterator(500)
        )
        return export("csv", "audit-trail", COLUMNS, rows)
