"""Programmes and their axes in the back office."""

import re
from typing import Any

from django.contrib import admin
from django.db.models import ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from interact_portal.core.duties import TodayFilter
from programmes.importers import AxisResource, ProgrammeResource
from programmes.models import ParticipatingCountry, PriorityAxis, Programme
from programmes.models.programmes import normalise_cci

from .imports import TableAdmin
from .shared import KeptHistory, LabelledRows, PlainFields, money

# More countries than this are counted in the list, not named.
MANY = 6


class ParticipatingCountryInline(PlainFields, admin.TabularInline):
    """The countries of a programme."""

    model = ParticipatingCountry
    formset = LabelledRows
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[ParticipatingCountry]:
        """Bring the countries along, which name the rows."""
        return super().get_queryset(request).select_related("country")


class PriorityAxisInline(PlainFields, admin.StackedInline):
    """The axes of a programme with their money."""

    model = PriorityAxis
    extra = 0
    show_change_link = True
    fields = (
        ("position", "code", "fund"),
        "thematic_objective",
        "title",
        ("eu_amount", "national_amount", "total_amount"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PriorityAxis]:
        """Bring the programme along, which names the axes."""
        return super().get_queryset(request).select_related("programme")


class HasFinance(admin.SimpleListFilter):
    """With or without a published figure."""

    title = _("finance data")
    parameter_name = "finance"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        """Offer both."""
        return [("yes", _("Published")), ("no", _("Not published"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the programmes with, or those without."""
        if self.value() == "yes":
            return queryset.with_finance()
        if self.value() == "no":
            return queryset.exclude(pk__in=Programme.objects.with_finance().values("pk"))
        return queryset


class HasBody(admin.SimpleListFilter):
    """With or without a body that does anything for the programme."""

    title = _("bodies")
    parameter_name = "bodies"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        """Offer both."""
        return [("yes", _("Known")), ("no", _("None known"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the programmes with, or those without."""
        if self.value() == "yes":
            return queryset.filter(mandates__isnull=False).distinct()
        if self.value() == "no":
            return queryset.filter(mandates__isnull=True)
        return queryset


@admin.register(Programme)
class ProgrammeAdmin(PlainFields, KeptHistory, TableAdmin):
    """Programmes: found by title, CCI or country; edited with countries and axes on one page."""

    resource_classes = (ProgrammeResource,)
    list_display = ("name_shown", "period", "strand", "cci", "countries_shown", "eu", "total")
    list_display_links = ("name_shown",)
    list_filter = (
        *(TodayFilter, "period", "strand", HasFinance, HasBody),
        *("external_border", "maritime"),
    )
    search_fields = ("title", "short_name", "cci", "slug", "countries__english_name")
    search_help_text = _("Title, CCI number in any spelling, or country")
    inlines = (ParticipatingCountryInline, PriorityAxisInline)
    fieldsets = (
        (
            None,
            {
                "fields": ("title", "short_name", "slug", "period", "strand", "cci"),
                "description": _(
                    "Leave empty what is not published: the page then says so. Nothing is guessed."
                ),
            },
        ),
        (
            _("What it is for"),
            {"fields": ("aim", "expected_impact", "area", "website", "themes", "predecessors")},
        ),
        (
            _("Decision"),
            {
                "fields": (
                    *("intervention_type", "decision_number", "decision_date", "approval_date"),
                )
            },
        ),
        (
            _("Profile"),
            {
                "fields": ("external_border", "maritime", "control_system", "languages"),
                "description": _(
                    "Good practice from programmes with a like profile is shown as fitting."
                ),
            },
        ),
        (
            _("Amounts of the whole programme"),
            {
                "fields": (
                    *("eu_amount", "national_amount", "total_amount", "amounts_rounded"),
                    *("amounts_basis", "amounts_as_of", "amounts_source"),
                ),
                "description": _(
                    "In euro, as published, also where they do not add up: the page shows the "
                    "difference."
                ),
            },
        ),
        (_("Where this comes from"), {"fields": ("source", "doubt")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        """Bring the countries along."""
        return super().get_queryset(request).prefetch_related("participations__country")

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField:
        """Offer the themes as boxes to tick."""
        if db_field.name == "themes":
            kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Programme | None = None) -> tuple:
        """Keep the address of a programme for good: people have linked to it."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Programme | None = None) -> dict:
        """Propose the address of a new programme."""
        return {} if obj else {"slug": ("short_name", "period")}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find a CCI in any spelling, too."""
        if re.match(r"\(?(19|20)\d\d\)?\s*[A-Za-z]{2}", search_term):
            search_term = normalise_cci(search_term)
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("programme"), ordering="title")
    def name_shown(self, programme: Programme) -> str:
        """Show the short name, otherwise the title."""
        return programme.name

    @admin.display(description=_("countries"))
    def countries_shown(self, programme: Programme) -> str:
        """Show the codes of the countries, their number when they are many."""
        codes = sorted(one.country_id for one in programme.participations.all())
        if len(codes) > MANY:
            return _t("%(count)s countries") % {"count": len(codes)}
        return ", ".join(codes) or _t("not published")

    @admin.display(description=_("EU amount"), ordering="eu_amount")
    def eu(self, programme: Programme) -> str:
        """Show the EU amount."""
        return money(programme.eu_amount)

    @admin.display(description=_("total"), ordering="total_amount")
    def total(self, programme: Programme) -> str:
        """Show the total."""
        return money(programme.total_amount)


@admin.register(PriorityAxis)
class PriorityAxisAdmin(PlainFields, KeptHistory, TableAdmin):
    """The axes of all programmes."""

    resource_classes = (AxisResource,)
    list_display = ("programme", "code", "objective", "fund", "eu", "national", "total", "adds_up")
    list_display_links = ("code",)
    list_select_related = ("programme",)
    list_filter = ("programme__period", "fund", "thematic_objective")
    search_fields = ("programme__title", "programme__short_name", "programme__cci", "title", "code")
    fieldsets = (
        (None, {"fields": ("programme", "position", "code", "title")}),
        (
            _("Amounts"),
            {
                "fields": (
                    *("thematic_objective", "fund", "eu_amount", "national_amount"),
                    *("total_amount", "published_rate"),
                ),
                "description": _(
                    "In euro, as published. An axis with two objectives or two funds has a row "
                    "for each."
                ),
            },
        ),
        (_("Where this comes from"), {"fields": ("basis", "as_of", "source")}),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Say in words what to do with what is unknown."""
        help_texts = {"total_amount": _("Leave empty where no total is published.")}
        return super().get_form(request, obj, help_texts=help_texts, **kwargs)

    @admin.display(description=_("thematic objective"), ordering="thematic_objective")
    def objective(self, axis: PriorityAxis) -> str:
        """Show the objective by name."""
        return axis.get_thematic_objective_display() or str(_("not published"))

    @admin.display(description=_("EU amount"), ordering="eu_amount")
    def eu(self, axis: PriorityAxis) -> str:
        """Show the EU amount."""
        return money(axis.eu_amount)

    @admin.display(description=_("national amount"), ordering="national_amount")
    def national(self, axis: PriorityAxis) -> str:
        """Show the national amount."""
        return money(axis.national_amount)

    @admin.display(description=_("total"), ordering="total_amount")
    def total(self, axis: PriorityAxis) -> str:
        """Show the total."""
        return money(axis.total_amount)

    @admin.display(description=_("adds up"))
    def adds_up(self, axis: PriorityAxis) -> str:
        """Say whether the parts make the total, otherwise the difference."""
        check = axis.sum_check
        if check is None:
            return str(_("cannot be checked"))
        return str(_("yes")) if check.holds else money(check.difference)
