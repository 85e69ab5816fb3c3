"""Corrections that readers suggest: read, then taken up or turned down with an answer."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goodpractice import workflow
from goodpractice.forms.reading import DecideForm
from goodpractice.models import Correction
from goodpractice.permissions import may_review
from interact_portal.core.admin import ReadOnlyAdmin
from interact_portal.core.duties import TodayFilter
from interact_portal.core.moves import IllegalMoveError


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """What readers find wrong; the longest waiting first."""

    list_display = ("practice", "text", "state", "sent_by", "sent_at")
    list_filter = (TodayFilter, "state")
    list_select_related = ("practice", "sent_by")
    search_fields = ("practice__title", "text")
    search_help_text = _("Practice, or words of the correction")
    ordering = ("decided_at", "sent_at")

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show a correction beside what can be answered, and take the answer."""
        if not may_review(request.user):
            raise PermissionDenied
        corrections = Correction.objects.select_related("practice__current", "sent_by")
        correction = get_object_or_404(corrections, pk=object_id)
        form = DecideForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            self._decide(request, correction, form.cleaned_data["answer"])
            return redirect("admin:goodpractice_correction_change", correction.pk)
        context = self.admin_site.each_context(request) | {
            "title": correction.practice.title,
            "opts": self.model._meta,
            "correction": correction,
            "form": form,
        }
        return TemplateResponse(request, "admin/goodpractice/correction.html", context)

    def _decide(self, request: HttpRequest, correction: Correction, answer: str) -> None:
        act = workflow.turn_down if "turn-down" in request.POST else workflow.take_up
        try:
            act(correction, by=request.user, answer=answer)
        except IllegalMoveError:
            messages.error(request, gettext("It is decided already."))
        else:
            messages.success(request, gettext("The reader and the author are told."))
