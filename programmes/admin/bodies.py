"""Bodies and their mandates in the back office, and the merging of two that are one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from interact_portal.core.duties import TodayFilter
from programmes.importers import BodyResource, MandateResource
from programmes.models import Body, Mandate
from programmes.workflow.bodies import MergeError, merge_bodies, preview_merge

from .imports import TableAdmin
from .shared import KeptHistory, PlainFields


class MandateInline(PlainFields, admin.StackedInline):
    """What a body does for which programme."""

    model = Mandate
    extra = 1
    fields = ("programme", "role", "country", ("since", "until"), "source", "doubt")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mandate]:
        """Bring along what names the mandates."""
        return super().get_queryset(request).select_related("body", "programme")


class HasMandate(admin.SimpleListFilter):
    """With or without a mandate: a body without one is often a twin."""

    title = _("mandates")
    parameter_name = "mandates"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        """Offer both."""
        return [("yes", _("With a mandate")), ("no", _("Without any mandate"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the bodies with, or those without."""
        if self.value() == "yes":
            return queryset.filter(mandates__isnull=False).distinct()
        if self.value() == "no":
            return queryset.filter(mandates__isnull=True)
        return queryset


@admin.register(Body)
class BodyAdmin(PlainFields, KeptHistory, TableAdmin):
    """Bodies with their mandates."""

    resource_classes = (BodyResource,)
    actions = ("merge_chosen",)
    list_display = ("name", "country", "city", "mandate_count", "member_count")
    list_filter = (
        TodayFilter,
        HasMandate,
        ("country", admin.RelatedOnlyFieldListFilter),
        "mandates__role",
    )
    list_select_related = ("country",)
    search_fields = ("name", "short_name", "former_names", "city", "slug")
    search_help_text = _("Name, also a former one, or city")
    inlines = (MandateInline,)
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "short_name", "slug", "country", "city"),
                "description": _(
                    "Is the body here twice? Choose both in the list of bodies and merge them: "
                    "everything follows, and the old address leads to the new one."
                ),
            },
        ),
        (_("How to reach it"), {"fields": ("website", "email")}),
        (
            _("Former names"),
            {
                "fields": ("former_names",),
                "description": _("Separated by commas. People find the body by them, too."),
            },
        ),
        (_("Where this comes from"), {"fields": ("source", "note")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Body]:
        """Count mandates and people along."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                mandates_count=Count("mandates", distinct=True),
                members_count=Count("memberships", distinct=True),
            )
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Body | None = None) -> tuple:
        """Keep the address of a body for good: people have linked to it."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Body | None = None) -> dict:
        """Propose the address of a new body."""
        return {} if obj else {"slug": ("name",)}

    @admin.display(description=_("mandates"), ordering="mandates_count")
    def mandate_count(self, body: Body) -> int:
        """Show how many mandates the body has."""
        return body.mandates_count

    @admin.display(description=_("people"), ordering="members_count")
    def member_count(self, body: Body) -> int:
        """Show how many people belong to it."""
        return body.members_count

    # --- Merging two bodies ---------------------------------------------------------------------

    @admin.action(description=_("Merge two bodies into one"), permissions=("merge",))
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[Body]) -> HttpResponse | None:
        """Lead to the preview of a merge of exactly two bodies; the busier one is kept."""
        chosen = list(queryset.order_by("-mandates_count", "-members_count", "pk")[:3])
        if len(chosen) != 2:
            messages.error(request, _("Choose exactly two bodies to merge."))
            return None
        return HttpResponseRedirect(self._merge_url(*chosen))

    def get_urls(self) -> list[URLPattern]:
        """Add the page that merges."""
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name="programmes_body_merge"), *super().get_urls()]

    def _merge_url(self, kept: Body, gone: Body) -> str:
        query = urlencode({"kept": kept.pk, "gone": gone.pk})
        return f"{reverse('admin:programmes_body_merge')}?{query}"

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Let those merge who may change and delete bodies."""
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Show what would move; merge when that is confirmed."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        kept, gone = (self._chosen(given.get(name, "")) for name in ("kept", "gone"))
        if kept is None or gone is None:
            messages.error(
                request, _("One of the two bodies is no longer there: somebody has merged it.")
            )
            return HttpResponseRedirect(reverse("admin:programmes_body_changelist"))
        try:
            if request.method == "POST":
                return self._merge(request, kept, gone)
            merge = preview_merge(kept, gone)
        except MergeError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:programmes_body_changelist"))
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _t("Merge “%(gone)s” into “%(kept)s”") % {"gone": gone, "kept": kept},
            "opts": self.opts,
            "kept": kept,
            "gone": gone,
            "merge": merge,
            "other_way": self._merge_url(gone, kept),
        }
        return TemplateResponse(request, "admin/programmes/merge.html", context)

    def _merge(self, request: HttpRequest, kept: Body, gone: Body) -> HttpResponse:
        merge_bodies(kept, gone, by=request.user)
        said = _t("“%(gone)s” is now part of “%(kept)s”. Old links lead there.")
        messages.success(request, said % {"gone": gone, "kept": kept})
        return HttpResponseRedirect(reverse("admin:programmes_body_change", args=[kept.pk]))

    @staticmethod
    def _chosen(key: str) -> Body | None:
        return Body.objects.filter(pk=key).first() if key.isdigit() else None


class IsDoubtful(admin.SimpleListFilter):
    """Mandates of which somebody noted what is doubtful."""

    title = _("doubt")
    parameter_name = "doubtful"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        """Offer the doubtful ones."""
        return [("yes", _("Doubtful"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the doubtful ones."""
        return queryset.exclude(doubt="") if self.value() == "yes" else queryset


@admin.register(Mandate)
class MandateAdmin(PlainFields, KeptHistory, TableAdmin):
    """Who does what for which programme, and when."""

    resource_classes = (MandateResource,)
    list_display = ("body", "role", "programme", "country", "since", "until", "doubt")
    list_display_links = ("body", "role")
    list_filter = (
        *(IsDoubtful, "role", "programme__period"),
        ("country", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("body", "programme", "country")
    search_fields = ("body__name", "programme__title", "programme__short_name", "programme__cci")
    fieldsets = (
        (None, {"fields": ("body", "programme", "role", "country")}),
        (
            _("Years"),
            {
                "fields": ("since", "until"),
                "description": _(
                    "A past mandate stays and is shown with “until”. Leave empty what is not known."
                ),
            },
        ),
        (_("Where this comes from"), {"fields": ("source", "doubt")}),
    )
