"""Registering, with or without an invitation, and nominating colleagues."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from seminars import registration as verbs
from seminars.forms import NominateForm, RegistrationForm
from seminars.models import Invitation, Seminar
from seminars.permissions import Mine, Reader, mine_at, reader_of

from .notes import notes_for
from .parts import audience_of, times_of

FORM_METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(FORM_METHODS)
def seminar_register(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for everything on one page, and answer at once."""
    seminar = get_object_or_404(Seminar.objects.public().with_form_known(), slug=slug)
    return _register(request, seminar, None)


@login_required
@require_http_methods(FORM_METHODS)
def seminar_invited(request: HttpRequest, secret: str) -> HttpResponse:
    """The same for somebody with a personal invitation."""
    rows = Invitation.objects.select_related("seminar", "body")
    invitation = get_object_or_404(rows, secret=secret)
    return _register(request, invitation.seminar, invitation)


def _register(
    request: HttpRequest, seminar: Seminar, invitation: Invitation | None
) -> HttpResponse:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RegistrationForm(data, files, seminar=seminar, name=request.user.name)
    if form.is_bound and form.is_valid():
        try:
            registration = verbs.register(seminar, form.wish(request.user, invitation))
        except verbs.AlreadyRegisteredError as refusal:
            return redirect(refusal.registration)
        except verbs.RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(registration)
    return _registration_page(request, seminar, form, invitation)


def _registration_page(
    request: HttpRequest,
    seminar: Seminar,
    form: RegistrationForm,
    invitation: Invitation | None,
) -> HttpResponse:
    reader = reader_of(request.user)
    mine = mine_at(request.user, seminar)
    notes = notes_for(seminar, reader, mine, invited=invitation is not None)
    if not form.is_bound:
        prefill(form, reader, invitation)
    context = {
        "seminar": seminar,
        "form": form,
        "notes": notes,
        "may_register": not any(note.stops for note in notes),
        "audience": audience_of(seminar, reader),
        "times": times_of(seminar),
        "crumbs": crumbs_to(seminar, _("Register")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "seminars/seminar_register.html", context, status=status)


def prefill(form: RegistrationForm, reader: Reader, invitation: Invitation | None) -> None:
    """Put in what the portal knows: the body, its programme and its role where there is one."""
    body = reader.bodies[0] if reader.bodies else None
    body = (invitation.body if invitation else None) or body
    if body is not None:
        form.fields["body"].initial = body.pk
    if len(reader.programmes) == 1:
        form.fields["programme"].initial = reader.programmes[0].pk
    if len(reader.roles) == 1:
        form.fields["role"].initial = next(iter(reader.roles))


@login_required
@require_http_methods(FORM_METHODS)
def seminar_nominate(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for seats for colleagues, each of whom then does her own part."""
    seminar = get_object_or_404(Seminar.objects.public(), slug=slug)
    reader = reader_of(request.user)
    form = NominateForm(request.POST or None, seminar=seminar)
    if form.is_bound and form.is_valid():
        try:
            made = verbs.nominate(seminar, form.wishes(), by=request.user)
        except verbs.RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = ngettext("%(n)d colleague is told.", "%(n)d colleagues are told.", len(made))
            messages.success(request, text % {"n": len(made)})
            return redirect("my_seminars")
    if not form.is_bound and reader.bodies:
        form.fields["body"].initial = reader.bodies[0].pk
    notes = [note for note in notes_for(seminar, reader, Mine(), invited=False) if note.stops]
    context = {
        "seminar": seminar,
        "form": form,
        "notes": notes,
        "times": times_of(seminar),
        "crumbs": crumbs_to(seminar, _("Nominate colleagues")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "seminars/seminar_nominate.html", context, status=status)


def crumbs_to(seminar: Seminar, here: str) -> list[tuple[str, str]]:
    """Return the way to a page below a seminar."""
    return [
        (_("Seminars"), reverse("seminar_list")),
        (seminar.title, seminar.get_absolute_url()),
        (here, ""),
    ]
