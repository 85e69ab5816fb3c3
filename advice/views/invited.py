"""The page of an invited programme: opened by the secret in its address, without an account."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from advice.choices import InvitationState
from advice.forms import WriteForm
from advice.models import Invitation
from advice.workflow import inviting
from interact_portal.core.moves import IllegalMoveError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what we ask, and take in the answer; she may write again."""
    invited = _opened_by(secret)
    form = WriteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            inviting.answer_invitation(
                invited, form.cleaned_data["text"], files=form.cleaned_data["files"] or []
            )
        except IllegalMoveError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you. The secretariat reads it."))
        return _unseen(redirect("invitation", secret))
    context = {
        "invitation": invited,
        "form": form,
        "secret": secret,
        "written": invited.messages.prefetch_related("attachments").order_by("written_at"),
        "may_decline": invited.state == InvitationState.SENT,
    }
    status = 422 if form.is_bound and form.errors else 200
    return _unseen(render(request, "advice/invitation.html", context, status=status))


@require_POST
def invitation_decline(request: HttpRequest, secret: str) -> HttpResponse:
    """Take in that she does not want to answer; the link stops working."""
    try:
        inviting.decline_invitation(_opened_by(secret))
    except IllegalMoveError as error:
        messages.error(request, str(error))
        return _unseen(redirect("invitation", secret))
    messages.success(request, _("Thank you for telling us. The link does not work any more."))
    return redirect("advice_list")


def _opened_by(secret: str) -> Invitation:
    invited = inviting.invitation_for(secret)
    if invited is None:
        raise Http404
    return invited


def _unseen(response: HttpResponse) -> HttpResponse:
    """Keep the secret in the address out of other sites' logs and of search engines."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
