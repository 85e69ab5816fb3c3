"""The review queue, and the page on which a version is read, discussed and decided."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from goodpractice import workflow
from goodpractice.checks import find_faults
from goodpractice.choices import OPEN, Status
from goodpractice.comparison import changed_parts
from goodpractice.content import readable
from goodpractice.forms.reviewing import RUBRIC
from goodpractice.models import OutsideReview, PracticeVersion, Remark
from goodpractice.permissions import may_review
from goodpractice.standings import standing_of, working_days_after
from interact_portal.core.admin import ReadOnlyAdmin
from interact_portal.core.audit import trail_of
from interact_portal.core.duties import TodayFilter
from interact_portal.core.moves import IllegalMoveError

from .acts import ACTS, Act, acts_for

PATIENCE = 10


class QueueFilter(admin.SimpleListFilter):
    """What waits for the secretariat comes first."""

    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        """Offer what waits, what I am on, what is planned, and everything."""
        return [("mine", _("I am on it")), ("planned", _("Planned")), ("all", _("Everything"))]

    def choices(self, changelist: Any):
        """Call the first choice by what it shows."""
        found = list(super().choices(changelist))
        found[0]["display"] = _("Waits for the secretariat")
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the rows of the queue asked for."""
        if self.value() == "mine":
            return queryset.filter(status=Status.IN_REVIEW, reviewer=request.user)
        if self.value() == "planned":
            planned = queryset.filter(appears_at__isnull=False)
            return planned | queryset.filter(leaves_at__isnull=False)
        if self.value() == "all":
            return queryset
        return queryset.filter(status__in=(Status.SUBMITTED, Status.IN_REVIEW))


@admin.register(PracticeVersion)
class PracticeVersionAdmin(ReadOnlyAdmin):
    """Versions of practices: every status is changed by the acts of the workflow only."""

    list_display = ("title", "status", "author", "waits", "facts", "reviewer")
    list_filter = (QueueFilter, TodayFilter, "status")
    list_select_related = ("practice", "author", "reviewer")
    search_fields = ("content__title", "author__name", "author__email")
    search_help_text = _("Title, or name or address of the author")
    ordering = ("submitted_at", "pk")

    @admin.display(description=_("waits since"))
    def waits(self, version: PracticeVersion) -> str:
        """Say how long it waits, and when it is late."""
        if version.status not in (Status.SUBMITTED, Status.IN_REVIEW):
            return "–"
        since = timezone.localdate(version.submitted_at)
        days = (timezone.localdate() - since).days
        words = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        late = timezone.localdate() > working_days_after(since, PATIENCE)
        return f"{words} ({gettext('late')})" if late else words

    @admin.display(description=_("facts confirmed"), boolean=True)
    def facts(self, version: PracticeVersion) -> bool:
        """Say whether the programme stands for the facts."""
        return version.facts_confirmed_at is not None

    def get_urls(self) -> list:
        """Add the acts of the review."""
        own = [
            path(
                "<int:pk>/act/<slug:act>/",
                self.admin_site.admin_view(require_POST(self.act_view)),
                name="goodpractice_review_act",
            ),
            path(
                "remark/<int:pk>/settle/",
                self.admin_site.admin_view(require_POST(self.settle_view)),
                name="goodpractice_remark_settle",
            ),
        ]
        return own + super().get_urls()

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the review page instead of a form of columns."""
        version = self._version(request, object_id)
        return self._page(request, version)

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Take one step, or show its form again with what is wrong."""
        version = self._version(request, pk)
        chosen = ACTS.get(act)
        if chosen is None:
            raise PermissionDenied
        form = chosen.form(request.POST, prefix=chosen.name) if chosen.form else None
        if form is not None and not form.is_valid():
            return self._page(request, version, bound=form, bound_to=chosen.name)
        self._take(request, version, chosen, form.cleaned_data if form else {})
        return redirect("admin:goodpractice_practiceversion_change", pk)

    def _take(self, request: HttpRequest, version: PracticeVersion, act: Act, data: dict) -> None:
        try:
            act.verb(version, request.user, data)
        except workflow.TakenError as taken:
            said = gettext("%(who)s was quicker and is on it.") % {"who": taken.reviewer}
            messages.warning(request, said)
        except workflow.NotReadyError as refused:
            for finding in refused.findings:
                messages.error(request, f"{finding.part_label}: {finding.text}")
        except workflow.FactsNotConfirmedError:
            said = gettext("The programme has not confirmed the facts yet.")
            messages.error(request, said)
        except IllegalMoveError:
            said = gettext("That is no longer possible: it has moved on. Here is how it stands.")
            messages.error(request, said)
        else:
            messages.success(request, act.said)

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mark a remark as settled."""
        remark = get_object_or_404(Remark.objects.select_related("version"), pk=pk)
        self._version(request, remark.version_id)
        workflow.settle_remark(remark, by=request.user)
        return redirect("admin:goodpractice_practiceversion_change", remark.version_id)

    def _version(self, request: HttpRequest, pk: Any) -> PracticeVersion:
        if not may_review(request.user):
            raise PermissionDenied
        versions = PracticeVersion.objects.select_related(
            "practice__current", "author", "reviewer", "facts_confirmed_by"
        )
        return get_object_or_404(versions, pk=pk)

    def _page(
        self,
        request: HttpRequest,
        version: PracticeVersion,
        bound: forms.Form | None = None,
        bound_to: str = "",
    ) -> HttpResponse:
        public = version.practice.current
        is_new_text = version.status in OPEN and public is not None and public.pk != version.pk
        acts = [
            {
                "act": act,
                "form": bound
                if act.name == bound_to
                else act.form(prefix=act.name)
                if act.form
                else None,
                "is_open": act.name == bound_to,
                "url": reverse("admin:goodpractice_review_act", args=[version.pk, act.name]),
            }
            for act in acts_for(version)
        ]
        context = self.admin_site.each_context(request) | {
            "title": version.title or gettext("Practice without a title"),
            "opts": self.model._meta,
            "version": version,
            "standing": standing_of(version),
            "findings": find_faults(version.content) if version.status in OPEN else [],
            "parts": _parts_with_remarks(version),
            "changes": changed_parts(public, version) if is_new_text else [],
            "acts": acts,
            "outside": _opinions(version),
            "trail": trail_of(version)[:50],
        }
        return TemplateResponse(request, "admin/goodpractice/review.html", context)


def _parts_with_remarks(version: PracticeVersion) -> list[dict]:
    remarks: dict[str, list[Remark]] = {}
    for remark in version.remarks.select_related("author"):
        remarks.setdefault(remark.part, []).append(remark)
    parts = readable(version.content, version.names)
    return [part | {"remarks": remarks.get(part["key"], [])} for part in parts]


def _opinions(version: PracticeVersion) -> list[dict]:
    reviews: QuerySet[OutsideReview] = version.outside_reviews.all()
    return [
        {"review": review, "marks": list(zip(RUBRIC, review.marks, strict=False))}
        for review in reviews
    ]
