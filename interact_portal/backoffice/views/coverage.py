"""The coverage matrices: who was reached on what, and who never was."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interact_portal.backoffice.coverage import programmes_by_theme, roles_by_country
from programmes.choices import Period

from .parts import office_page


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Show both matrices; an empty square begins a draft to those never reached."""
    by_theme, period = programmes_by_theme(request.GET.get("period", ""))
    return office_page(
        request,
        "coverage",
        _("Coverage"),
        matrices=[by_theme, roles_by_country()],
        periods=Period.choices,
        period=period,
        may_write=request.user.has_perm("mail.add_letter"),
    )
