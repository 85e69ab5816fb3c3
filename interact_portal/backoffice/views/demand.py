"""The demand board: what to write and what to run next."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interact_portal.backoffice.demand import demand_board

from .parts import office_page


@require_safe
def demand(request: HttpRequest) -> HttpResponse:
    """Show what is wanted by theme, beside what exists."""
    may = {
        "seminar": request.user.has_perm("seminars.add_seminar"),
        "write": request.user.has_perm("mail.add_letter"),
        "questions": request.user.has_perm("advice.change_question"),
        "registrations": request.user.has_perm("seminars.view_registration"),
        "misses": request.user.has_perm("words.view_miss"),
    }
    return office_page(request, "demand", _("Demand"), board=demand_board(), may=may)
