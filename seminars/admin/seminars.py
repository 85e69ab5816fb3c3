"""Seminars in the back office. What people count on is changed by the room's verbs alone."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from interact_portal.core.duties import TodayFilter
from programmes.admin.shared import PlainFields
from seminars import workflow
from seminars.choices import PARTICIPANT_ROLES, SeminarState
from seminars.forms.seminars import SeminarForm
from seminars.models import AgendaSession, Material, Question, Seminar, Speaker
from seminars.permissions import (
    CHECK_IN_GIVEN,
    ORGANISE,
    ORGANISE_GIVEN,
    looked_after_by,
    may_check_in,
    may_organise,
)
from seminars.registration import change_rules
from seminars.registration.organising import RULES
from seminars.workflow.announcing import PLACES, TIMES

from .desk import desk_addresses


class SpeakerInline(PlainFields, admin.TabularInline):
    """Who speaks."""

    model = Speaker
    extra = 0


class SessionInline(PlainFields, admin.StackedInline):
    """The agenda, part by part."""

    model = AgendaSession
    extra = 0
    fields = (("starts_at", "ends_at"), ("title", "kind", "room"), "description", "speakers")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the speakers of this seminar only."""
        if db_field.name == "speakers":
            key = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = Speaker.objects.filter(seminar=key)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class QuestionInline(PlainFields, admin.StackedInline):
    """What the registration form asks."""

    model = Question
    extra = 0
    fields = (
        ("position", "kind", "required"),
        "label",
        "help_text",
        "options",
        ("condition", "condition_answer"),
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the questions of this seminar only as conditions."""
        if db_field.name != "condition":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        key = request.resolver_match.kwargs.get("object_id")
        kwargs["queryset"] = Question.objects.filter(seminar=key)
        return admin.StackedInline.formfield_for_foreignkey(self, db_field, request, **kwargs)


class MaterialInline(PlainFields, admin.StackedInline):
    """What participants and later everybody may open."""

    model = Material
    extra = 0
    fields = (("title", "kind", "access"), ("file", "link"))


@admin.register(Seminar)
class SeminarAdmin(PlainFields, admin.ModelAdmin):
    """Seminars, with the way to each one's desk."""

    form = SeminarForm
    change_form_template = "admin/seminars/seminar_change.html"
    list_display = ("title", "starts_at", "city", "state", "seats", "waiting")
    list_filter = (
        TodayFilter,
        "state",
        "format",
        "access",
        ("series", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("title", "summary", "city", "hosts")
    date_hierarchy = "starts_at"
    prepopulated_fields = {"slug": ("title",)}
    filter_horizontal = ("themes", "programmes", "helpers")
    readonly_fields = ("state", "published_at", "cancelled_at", "sequence", "agenda_version")
    inlines = (SpeakerInline, SessionInline, QuestionInline, MaterialInline)
    fieldsets = (
        (None, {"fields": ("title", "slug", "series", "parent", "summary", "aims")}),
        (
            _("For whom"),
            {
                "fields": (
                    "audience_roles", "audience_note", "prerequisites", "languages", "themes",
                    "programmes",
                )
            },
        ),
        (
            _("When and where"),
            {
                "fields": (
                    ("starts_at", "ends_at", "time_zone"), "format",
                    ("venue", "address"), ("city", "country"), "access_info", "online_link",
                ),
                "description": _(
                    "When a published seminar changes here, its page and all calendars follow, and"
                    " everybody who registered has one letter with what is new."
                ),
            },
        ),
        (_("Contact"), {"fields": ("hosts", ("contact_name", "contact_email", "contact_phone"))}),
        (
            _("Registration"),
            {
                "fields": (
                    "access", ("registration_opens_at", "registration_closes_at"), "locked_at",
                    "asks",
                )
            },
        ),
        (
            _("Rules for seats"),
            {
                "fields": (
                    ("room_seats", "online_seats"),
                    ("seats_per_programme", "seats_per_body", "seats_per_country"),
                    "phase_one_ends_at", "reserve_order",
                    ("freed_seat", "offer_hours", "reserve_closes_days"),
                ),
                "description": _(
                    "Empty means no limit. More seats go down the reserve list at once; fewer"
                    " seats take nobody’s seat and only stop new ones."
                ),
            },
        ),
        (
            _("Afterwards"),
            {"fields": ("report", "has_survey", "material_days", "retention_days", "source")},
        ),
        (_("Who looks after it"), {"fields": ("helpers",)}),
        (_("State"), {"fields": readonly_fields}),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring the counts of seats along; show helpers only what they are named at."""
        rows = super().get_queryset(request).with_seats_taken()
        if super().has_view_permission(request):
            return rows
        return rows.filter(pk__in=looked_after_by(request.user).values("pk"))

    def get_readonly_fields(self, request: HttpRequest, obj: Seminar | None = None) -> tuple:
        """Let only those name helpers who organise every seminar."""
        named = () if request.user.has_perm(ORGANISE) else ("helpers",)
        return (*self.readonly_fields, *named)

    def has_view_permission(self, request: HttpRequest, obj: Seminar | None = None) -> bool:
        """Let helpers see the seminars they are named at."""
        if super().has_view_permission(request, obj):
            return True
        if obj is not None:
            return may_check_in(request.user, obj)
        return request.user.has_perm(ORGANISE_GIVEN) or request.user.has_perm(CHECK_IN_GIVEN)

    def has_change_permission(self, request: HttpRequest, obj: Seminar | None = None) -> bool:
        """Let event managers change the seminars they are named at."""
        if super().has_change_permission(request, obj):
            return True
        if obj is not None:
            return may_organise(request.user, obj)
        return request.user.has_perm(ORGANISE_GIVEN)

    @admin.display(description=_("seats taken"))
    def seats(self, seminar: Seminar) -> str:
        """How many seats are taken, of how many."""
        taken = seminar.room_taken + seminar.online_taken
        limits = [n for n in (seminar.room_seats, seminar.online_seats) if n is not None]
        return f"{taken} / {sum(limits)}" if limits else str(taken)

    @admin.display(description=_("waiting"))
    def waiting(self, seminar: Seminar) -> int:
        """How many wait."""
        return seminar.waiting

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of a seminar's desk."""
        return desk_addresses(self) + super().get_urls()

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer to see the page as one of its audience."""
        seminar = kwargs.get("obj")
        names = dict(PARTICIPANT_ROLES)
        roles = seminar.audience_roles if seminar else []
        context["original_roles"] = [(role, names[role]) for role in roles]
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Seminar | None = None) -> bool:
        """Let only drafts without registrations be deleted; others are cancelled."""
        if obj is not None and (obj.state != SeminarState.DRAFT or obj.registrations.exists()):
            return False
        return super().has_delete_permission(request, obj)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Seminar, form: ModelForm, change: bool) -> None:
        """Save a draft as it is; hand what others count on to the verbs that tell them."""
        agenda = form.cleaned_data.get("agenda_news", "")
        if not change or obj.state == SeminarState.DRAFT:
            super().save_model(request, obj, form, change)
            return
        touched = [name for name in form.changed_data if hasattr(obj, name)]
        told = {name: getattr(obj, name) for name in touched if name in TIMES | PLACES}
        rules = {name: getattr(obj, name) for name in touched if name in RULES}
        plain = [
            name
            for name in touched
            if name not in told
            and name not in rules
            and name not in {"themes", "programmes", "helpers"}
        ]
        obj.save(update_fields=[*plain, "changed_at"])
        if told or agenda:
            workflow.change_seminar(obj, by=request.user, agenda=agenda, **told)
        if rules:
            change_rules(obj, by=request.user, **rules)
