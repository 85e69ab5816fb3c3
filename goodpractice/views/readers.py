"""What a reader says of a practice, and writes to its owner."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodpractice import workflow
from goodpractice.forms.reading import CorrectionForm, LetterForm, VoiceForm
from goodpractice.models import Contact, Practice
from interact_portal.core.moves import IllegalMoveError

READER = "reader"
A_YEAR = 365 * 24 * 3600


@require_POST
def useful(request: HttpRequest, slug: str) -> HttpResponse:
    """Take down whether a practice was useful; one voice for each browser."""
    practice = get_object_or_404(Practice.objects.public(), slug=slug)
    form = VoiceForm(request.POST)
    response = redirect(practice)
    if not form.is_valid():
        messages.error(request, _("Say yes or no."))
        return response
    reader = request.get_signed_cookie(READER, default="") or secrets.token_urlsafe(24)
    is_useful = form.cleaned_data["useful"] == "yes"
    workflow.give_voice(practice, reader, is_useful=is_useful, reason=form.cleaned_data["reason"])
    messages.success(request, _("Thank you. Your word is counted once; you can change it."))
    response.set_signed_cookie(
        READER, reader, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_owner(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a letter to the owner of a practice, whose address nobody sees."""
    practice = get_object_or_404(Practice.objects.public(), slug=slug)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            workflow.write_to_owner(practice, form.cleaned_data["text"], by=request.user)
        except workflow.TooManyLettersError:
            form.add_error(None, _("You have written ten letters today. Go on tomorrow."))
        except IllegalMoveError:
            form.add_error(None, _("This practice has no contact. Ask the secretariat."))
        else:
            said = _("Your letter is on its way. The answer comes to your own address.")
            messages.success(request, said)
            return redirect(practice)
    context = {
        "practice": practice,
        "form": form,
        "days": workflow.usual_reply_days(practice),
        "crumbs": [
            (_("Good practice"), reverse("practice_list")),
            (practice.title, practice.get_absolute_url()),
            (_("Write to the owner"), ""),
        ],
    }
    return render(request, "goodpractice/write_to_owner.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_answered(request: HttpRequest, key: str) -> HttpResponse:
    """Let the owner say, by the link in the letter, that she has answered."""
    contact = get_object_or_404(Contact.objects.select_related("practice"), key=key)
    if request.method == "POST":
        contact = workflow.mark_answered(contact)
    return render(request, "goodpractice/contact_answered.html", {"contact": contact})


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Take down what a reader finds wrong in a practice; no account is needed."""
    practice = get_object_or_404(Practice.objects.public().select_related("current"), slug=slug)
    is_sent = request.method == "POST"
    form = CorrectionForm(request.POST if is_sent else None, person=request.user)
    if form.is_valid():
        by = request.user if request.user.is_authenticated else None
        try:
            workflow.suggest(practice, by=by, **form.cleaned_data)
        except IllegalMoveError:
            form.add_error(None, _("Many corrections of it wait already. Come back in some days."))
        else:
            said = _("Thank you. The secretariat decides within 10 working days and tells you.")
            messages.success(request, said)
            return redirect(practice)
    context = {
        "practice": practice,
        "form": form,
        "crumbs": [
            (_("Good practice"), reverse("practice_list")),
            (practice.title, practice.get_absolute_url()),
            (_("Suggest a correction"), ""),
        ],
    }
    return render(request, "goodpractice/correct.html", context)
