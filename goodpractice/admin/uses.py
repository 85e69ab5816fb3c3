"""The register of use in the back office: what nobody else can confirm, the secretariat does."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goodpractice import workflow
from goodpractice.models import Use
from goodpractice.models.adoptions import UseState
from goodpractice.permissions import may_review
from interact_portal.core.admin import DaysFilter, ReadOnlyAdmin, act_on_each
from interact_portal.core.duties import TodayFilter
from interact_portal.core.moves import IllegalMoveError


def _confirm(use: Use, *, by: object) -> bool:
    try:
        workflow.confirm_use(use, by=by)
    except IllegalMoveError:
        return False
    return True


class DeclaredFilter(DaysFilter):
    """Confirmed uses by the day on which they were declared."""

    title = _("declared")
    parameter_name = "declared"
    label = _("Declared and confirmed")
    field = "declared_at__date"
    only = Q(state=UseState.CONFIRMED)


@admin.register(Use)
class UseAdmin(ReadOnlyAdmin):
    """Which body uses which practice, and who stands for it."""

    list_display = ("practice", "body", "programme", "stage", "state", "declared_by", "changed_at")
    list_filter = (TodayFilter, DeclaredFilter, "state", "stage")
    list_select_related = ("practice", "body", "programme", "declared_by")
    search_fields = ("practice__title", "body__name")
    search_help_text = _("Practice or body")
    actions = (
        act_on_each(
            "confirm_uses",
            _("Confirm"),
            _("Do you confirm for their bodies that these practices are used as declared?"),
            _confirm,
            permission="review",
        ),
    )

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Say whether this officer confirms uses."""
        return may_review(request.user)

    def get_queryset(self, request: HttpRequest):
        """Put what waits first."""
        return super().get_queryset(request).order_by("-state", "-changed_at")
