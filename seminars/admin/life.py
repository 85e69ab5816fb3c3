"""Publishing, cancelling and repeating a seminar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from seminars import registration as verbs
from seminars import workflow
from seminars.forms.desk import ReasonForm
from seminars.models import Seminar

from .desk import at_the_desk, desk_page, do


def form_of(seminar: Seminar) -> HttpResponseRedirect:
    """Lead to the seminar's form."""
    return HttpResponseRedirect(reverse("admin:seminars_seminar_change", args=[seminar.pk]))


@require_POST
@at_the_desk
def publish(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Show a draft to everybody."""
    do(request, lambda: workflow.publish(seminar, by=request.user), _("The seminar is published."))
    return form_of(seminar)


@require_POST
@at_the_desk
def duplicate(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Make a draft of the next edition and open it."""
    copy = workflow.duplicate(seminar, by=request.user)
    text = _("This is a draft of the next edition. Set its dates; rules and questions are kept.")
    messages.success(request, text)
    return form_of(copy)


@at_the_desk
def cancel(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Ask for the reason, say how many will be told, then cancel."""
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        do(
            request,
            lambda: verbs.cancel_seminar(seminar, by=request.user, reason=reason),
            _("The seminar is cancelled; everybody is told."),
        )
        return form_of(seminar)
    count = seminar.registrations.active().count()
    title = gettext_lazy("Cancel the seminar")
    return desk_page(request, seminar, "cancel", title, form=form, count=count)
