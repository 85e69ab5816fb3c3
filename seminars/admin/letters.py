"""Writing to participants and inviting people: always a look first, with the count restated."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seminars import workflow
from seminars.forms.desk import InviteesForm, LetterForm, field_values
from seminars.models import Seminar
from seminars.registration import RefusedError
from seminars.workflow.writing import addressees

from .desk import at_the_desk, back_to, desk_page


@at_the_desk
def write(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Write, look, send; nothing is sent when the count has changed since the look."""
    form = LetterForm(request.POST or None)
    title = gettext_lazy("Write to participants")
    if not (form.is_bound and form.is_valid()):
        return desk_page(request, seminar, "write", title, form=form)
    cleaned = form.cleaned_data
    people = addressees(seminar, cleaned["statuses"])
    if "confirmed" in request.POST:
        expected = request.POST.get("expected", "")
        try:
            workflow.write_to(
                seminar,
                cleaned["statuses"],
                subject=cleaned["subject"],
                text=cleaned["text"],
                expected=int(expected) if expected.isdecimal() else -1,
                by=request.user,
            )
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            count = int(expected)
            text = ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", count)
            messages.success(request, text % {"n": count})
            return back_to(seminar, "participants")
    return desk_page(
        request, seminar, "write", title, form=form, people=list(people), sent=field_values(form)
    )


@at_the_desk
def invite(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Read a list of people, show what would happen, then invite them."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = InviteesForm(data, files)
    title = gettext_lazy("Invite")
    there = seminar.invitations.select_related("body")
    if not (form.is_bound and form.is_valid()):
        return desk_page(request, seminar, "invite", title, form=form, there=there)
    known = {email.lower() for email in there.values_list("email", flat=True)}
    new = [each for each in form.invitations if each.email.lower() not in known]
    if "confirmed" in request.POST:
        made = workflow.invite(seminar, new, by=request.user)
        text = ngettext("%(n)d person is invited.", "%(n)d people are invited.", len(made))
        messages.success(request, text % {"n": len(made)})
        return back_to(seminar, "invite")
    return desk_page(
        request,
        seminar,
        "invite",
        title,
        form=form,
        there=there,
        new=new,
        already=len(form.invitations) - len(new),
        faults=form.faults,
        text=form.cleaned_data["text"],
        looked=_("Nobody has been invited yet."),
    )
