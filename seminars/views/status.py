"""The status page of a registration by its secret address, and what can be done there."""

from collections.abc import Callable

import segno
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seminars import registration as verbs
from seminars import workflow
from seminars.choices import Status, SubstitutionState
from seminars.forms import PartForm, RegistrationForm, WishForm
from seminars.models import Registration
from seminars.registration.standing import standing_of

from .asking import FORM_METHODS, crumbs_to
from .detail import materials_for
from .parts import place_of, times_of


def by_secret(secret: str) -> Registration:
    """Return the registration with this secret, or answer that there is none."""
    rows = Registration.objects.select_related(
        "seminar__country", "body", "programme", "person", "needs", "privacy_notice",
        "attendance", "promise", "survey_mark",
    )  # fmt: skip
    return get_object_or_404(rows.filter(purged_at=None), secret=secret)


@never_cache
@require_safe
def registration_status(request: HttpRequest, secret: str) -> HttpResponse:
    """Show where a registration stands, and what can be done."""
    registration = by_secret(secret)
    seminar = registration.seminar
    ahead = not seminar.is_over and registration.is_active
    context = {
        "registration": registration,
        "seminar": seminar,
        "standing": standing_of(registration),
        "times": times_of(seminar),
        "place": place_of(seminar),
        "facts": facts_of(registration),
        "code": qr_code(registration) if registration.status == Status.CONFIRMED else "",
        "asked": registration.substitutions.filter(state=SubstitutionState.ASKED).first(),
        "wishes": registration.change_requests.all(),
        "history": registration.decisions.all(),
        "materials": materials_for(seminar, request, registration) if seminar.is_over else [],
        "may_change": ahead and not seminar.is_locked,
        "may_wish": ahead and seminar.is_locked,
        "may_leave": ahead,
        "may_answer": workflow.may_answer(registration),
        "has_certificate": workflow.may_have_certificate(registration),
        "promise": getattr(registration, "promise", None),
        "is_offered": registration.status == Status.OFFERED,
        "is_confirmed": registration.status == Status.CONFIRMED,
        "crumbs": crumbs_to(seminar, _("Your registration")),
    }
    return render(request, "seminars/registration_status.html", context)


def facts_of(registration: Registration) -> list[dict]:
    """Return what somebody told us, to be checked and changed."""
    needs = getattr(registration, "needs", None)
    facts = [
        (_("Name"), registration.name),
        (_("E-mail address"), registration.email),
        (_("Body"), registration.body_name),
        (_("Programme"), registration.programme.name if registration.programme else _("none")),
        (_("Comes as"), registration.get_role_display()),
        (_("Takes part"), registration.get_mode_display()),
        *(
            (answer.question.label, ", ".join(answer.values))
            for answer in registration.answers.select_related("question")
        ),
        (_("The question brought"), registration.brings_question),
        (_("Diet"), needs.diet if needs else ""),
        (_("Access needs"), needs.access if needs else ""),
        (_("On the participants’ list for"), registration.get_visibility_display()),
        (_("Agreed to"), str(registration.privacy_notice or "")),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def qr_code(registration: Registration) -> SafeString:
    """Return the reference as a QR code in SVG, for the desk."""
    code = segno.make(registration.reference, micro=False, error="m")
    svg = code.svg_inline(scale=6, border=2, dark="#000", light="#fff", omitsize=True)
    label = _("QR code with your reference %(reference)s") % {"reference": registration.reference}
    drawn = mark_safe(svg)  # noqa: S308 - drawn by segno from six letters of ours
    return format_html('<div class="qr-code" role="img" aria-label="{}">{}</div>', label, drawn)


def act(
    request: HttpRequest, registration: Registration, verb: Callable[[], object], done: str
) -> HttpResponse:
    """Do one thing to a registration and say on its page that it is done, or why it is not."""
    try:
        verb()
    except verbs.RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(registration)


@never_cache
@require_http_methods(FORM_METHODS)
def registration_withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whether one is sure, then withdraw."""
    registration = by_secret(secret)
    if request.method != "POST":
        context = {
            "registration": registration,
            "seminar": registration.seminar,
            "times": times_of(registration.seminar),
            "crumbs": crumbs_to(registration.seminar, _("Withdraw")),
        }
        return render(request, "seminars/registration_withdraw.html", context)
    return act(
        request,
        registration,
        lambda: verbs.withdraw(registration, by=actor(request, registration)),
        _("You have withdrawn. Thank you for telling us."),
    )


@require_POST
def offer_accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the seat that was offered."""
    registration = by_secret(secret)
    return act(
        request,
        registration,
        lambda: verbs.accept_offer(registration, by=actor(request, registration)),
        _("The seat is yours."),
    )


@require_POST
def offer_decline(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the seat that was offered go to the next."""
    registration = by_secret(secret)
    return act(
        request,
        registration,
        lambda: verbs.decline_offer(registration, by=actor(request, registration)),
        _("You have declined the seat. Thank you for telling us."),
    )


@never_cache
@require_http_methods(FORM_METHODS)
def registration_change(request: HttpRequest, secret: str) -> HttpResponse:
    """Change everything that was said, until the lock date."""
    registration = by_secret(secret)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RegistrationForm(data, files, seminar=registration.seminar, registration=registration)
    if form.is_bound and form.is_valid():
        try:
            change(registration, form, request)
        except verbs.RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your changes are kept."))
            return redirect(registration)
    return _part_page(request, registration, form, "seminars/registration_change.html")


@transaction.atomic
def change(registration: Registration, form: RegistrationForm, request: HttpRequest) -> None:
    """Carry over a changed form: first what counts for seats, then the rest; all or nothing."""
    by, cleaned = actor(request, registration), form.cleaned_data
    wanted = (cleaned["body"] or registration.body, cleaned["programme"], cleaned["role"])
    there = (registration.body, registration.programme, registration.role)
    if wanted != there or form.chosen_mode != registration.mode:
        verbs.change_place(
            registration,
            body=cleaned["body"],
            programme=cleaned["programme"],
            role=cleaned["role"],
            mode=form.chosen_mode,
            by=by,
        )
    verbs.change_answers(registration, form.part, name=cleaned["name"], by=by)


@never_cache
@require_http_methods(FORM_METHODS)
def registration_complete(request: HttpRequest, secret: str) -> HttpResponse:
    """Let a nominated colleague do her own part."""
    registration = by_secret(secret)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PartForm(data, files, seminar=registration.seminar, registration=registration)
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["name"]
        return act(
            request,
            registration,
            lambda: verbs.complete(registration, form.part, name=name),
            _("Thank you. Your registration is complete."),
        )
    return _part_page(request, registration, form, "seminars/registration_complete.html")


@never_cache
@require_http_methods(FORM_METHODS)
def registration_wish(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask the organiser for a change after the lock date."""
    registration = by_secret(secret)
    form = WishForm(request.POST or None)
    if form.is_bound and form.is_valid():
        wish = form.cleaned_data["wish"]
        return act(
            request,
            registration,
            lambda: verbs.ask_for_change(registration, wish, by=actor(request, registration)),
            _("The organiser has your wish and answers by letter."),
        )
    return _part_page(request, registration, form, "seminars/registration_wish.html")


def _part_page(
    request: HttpRequest, registration: Registration, form: object, template: str
) -> HttpResponse:
    context = {
        "registration": registration,
        "seminar": registration.seminar,
        "form": form,
        "times": times_of(registration.seminar),
        "crumbs": crumbs_to(registration.seminar, _("Your registration")),
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


def actor(request: HttpRequest, registration: Registration) -> object:
    """Return the signed-in person if the registration is hers; else nobody is named."""
    user = request.user
    return user if user.is_authenticated and user.pk == registration.person_id else None
