"""The quality of the data: what is missing, and which bodies may be one."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interact_portal.backoffice.quality import findings, suspected_twins

from .parts import office_page


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Show findings with their rows, and suspected twins with the way to merge them."""
    may_merge = request.user.has_perms(("programmes.change_body", "programmes.delete_body"))
    return office_page(
        request,
        "quality",
        _("Quality of the data"),
        findings=findings(),
        twins=suspected_twins(),
        may_merge=may_merge,
    )
