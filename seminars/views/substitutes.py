"""Sending a colleague instead: asking her, and her answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from interact_portal.accounts.models import User
from seminars import registration as verbs
from seminars.choices import SubstitutionState
from seminars.forms import ColleagueForm, SubstituteForm
from seminars.models import Substitution

from .asking import FORM_METHODS, crumbs_to
from .parts import place_of, times_of
from .status import act, actor, by_secret


@never_cache
@require_http_methods(FORM_METHODS)
def ask_colleague(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask a colleague to come instead."""
    registration = by_secret(secret)
    form = ColleagueForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            verbs.ask_colleague(registration, **form.cleaned_data, by=actor(request, registration))
        except verbs.RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("We have asked %(name)s. Your registration stands until the answer.")
            messages.success(request, text % {"name": form.cleaned_data["name"]})
            return redirect(registration)
    context = {
        "registration": registration,
        "seminar": registration.seminar,
        "form": form,
        "crumbs": crumbs_to(registration.seminar, _("Send a colleague")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "seminars/ask_colleague.html", context, status=status)


@require_POST
def stop_asking(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the question to a colleague back."""
    registration = by_secret(secret)
    return act(
        request,
        registration,
        lambda: verbs.stop_asking(registration, by=actor(request, registration)),
        _("Your colleague is not asked any more. You come yourself."),
    )


@never_cache
@require_http_methods(FORM_METHODS)
def substitution_answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a colleague what she is asked, and let her do her own part."""
    substitution = _asked(secret)
    first = substitution.registration
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SubstituteForm(data, files, seminar=first.seminar, name=substitution.name)
    if not form.is_bound:
        form.fields["role"].initial = first.role
    if form.is_bound and form.is_valid():
        try:
            newcomer = verbs.colleague_accepts(substitution, _wish(substitution, form))
        except verbs.RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(newcomer)
    context = {
        "substitution": substitution,
        "is_open": substitution.state == SubstitutionState.ASKED and first.is_active,
        "registration": first,
        "seminar": first.seminar,
        "times": times_of(first.seminar),
        "place": place_of(first.seminar),
        "form": form,
        "crumbs": crumbs_to(first.seminar, _("Come instead of a colleague")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "seminars/substitution_answer.html", context, status=status)


@require_POST
def substitution_decline(request: HttpRequest, secret: str) -> HttpResponse:
    """Let a colleague say that she cannot come."""
    substitution = _asked(secret)
    try:
        verbs.colleague_declines(substitution)
    except verbs.RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. We have told your colleague."))
    return redirect(substitution.registration.seminar)


def _asked(secret: str) -> Substitution:
    rows = Substitution.objects.select_related("registration__seminar", "registration__body")
    return get_object_or_404(rows, secret=secret)


def _wish(substitution: Substitution, form: SubstituteForm) -> verbs.Wish:
    """The link came by letter, so the address is the colleague's; an account is not needed."""
    first = substitution.registration
    return verbs.Wish(
        name=form.cleaned_data["name"],
        email=substitution.email,
        person=User.objects.filter(email__iexact=substitution.email).first(),
        role=form.cleaned_data["role"],
        mode=first.mode,
        part=form.part,
    )
