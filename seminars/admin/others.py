"""Tables beside the seminars: series, privacy notices, registrations, wishes, results."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interact_portal.core.admin import DaysFilter, ReadOnlyAdmin
from interact_portal.core.duties import TodayFilter
from programmes.models import Theme
from seminars.choices import AttendanceState
from seminars.models import (
    DecisionLog,
    PrivacyNotice,
    Registration,
    Series,
    SurveyAnswer,
)
from seminars.permissions import ORGANISE_GIVEN, looked_after_by, may_organise


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin):
    """Series of seminars."""

    list_display = ("title", "slug")
    search_fields = ("title",)
    prepopulated_fields = {"slug": ("title",)}


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(admin.ModelAdmin):
    """Versions of the privacy notice; one that people agreed to is not changed any more."""

    list_display = ("version", "published_at")

    def has_change_permission(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> bool:
        """Keep what people have agreed to as it was."""
        if obj is not None and obj.registrations.exists():
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> bool:
        """Let nobody delete a version."""
        return False


class ThemeFilter(admin.SimpleListFilter):
    """Registrations at seminars about a theme."""

    title = _("theme of the seminar")
    parameter_name = "theme"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        """Offer the themes that seminars have."""
        themes = Theme.objects.filter(seminars__isnull=False).distinct().order_by("name")
        return list(themes.values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep those at seminars about the theme."""
        if self.value():
            about = Theme.objects.filter(slug=self.value()).values("seminars")
            return queryset.filter(seminar__in=about)
        return queryset


class AttendedFilter(DaysFilter):
    """Those who were there, by the day on which the seminar ended."""

    title = _("attendance")
    parameter_name = "attended"
    label = _("Attended")
    field = "seminar__ends_at__date"
    only = Q(attendance__state=AttendanceState.ATTENDED)


class PromisedFilter(DaysFilter):
    """Those who named one thing to change, by the day on which they did."""

    title = _("one thing to change")
    parameter_name = "promised"
    label = _("Named")
    field = "promise__made_on"
    only = Q(promise__isnull=False)


class EndedFilter(DaysFilter):
    """Opinions, by the day on which the seminar ended."""

    title = _("end of the seminar")
    parameter_name = "ended"
    label = _("Has ended")
    field = "seminar__ends_at__date"


class DecisionInline(admin.StackedInline):
    """Every decision on a registration with its sentence, one below the other for a phone."""

    model = DecisionLog
    fields = ("at", "outcome", "position", "sentence", "occasion")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        """Let the engine alone write decisions."""
        return False


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    """All registrations, to look at; what is done to them is done at the seminar's desk."""

    list_display = ("reference", "called", "seminar", "body_name", "status", "asked_at")
    list_filter = (
        *(TodayFilter, "status", "mode", "role", "country"),
        *(ThemeFilter, AttendedFilter, PromisedFilter),
    )
    list_select_related = ("seminar", "body")
    search_fields = ("reference", "name", "email", "seminar__title", "body__name")
    search_help_text = _("Reference, name, address, seminar or body")
    exclude = ("secret",)
    inlines = (DecisionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        """Leave out who is forgotten, and seminars that an event manager has no part in."""
        rows = super().get_queryset(request).filter(purged_at=None)
        if super().has_view_permission(request):
            return rows
        return rows.filter(seminar__in=looked_after_by(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        """Let event managers see who comes to the seminars they are named at."""
        if super().has_view_permission(request, obj):
            return True
        if obj is not None:
            return may_organise(request.user, obj.seminar)
        return request.user.has_perm(ORGANISE_GIVEN)


@admin.register(SurveyAnswer)
class SurveyAnswerAdmin(ReadOnlyAdmin):
    """Opinions, without names, in no order of time."""

    list_display = ("seminar", "overall", "useful", "organised", "liked", "missed")
    list_filter = (EndedFilter, "seminar")
    list_select_related = ("seminar",)
