"""After the seminar: opinions, the one thing to change, certificates and their verification."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from seminars import registration as verbs
from seminars import workflow
from seminars.certificates import pdf_of
from seminars.forms import CertificateForm, PromiseForm, SurveyForm
from seminars.models import Certificate

from .asking import FORM_METHODS, crumbs_to
from .parts import place_of, times_of
from .status import act, actor, by_secret


@never_cache
@require_http_methods(FORM_METHODS)
def registration_survey(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask what somebody thinks of a seminar she attended."""
    registration = by_secret(secret)
    if not workflow.may_answer(registration):
        messages.info(request, _("The questions are answered already, or not open to you."))
        return redirect(registration)
    form = SurveyForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return act(
            request,
            registration,
            lambda: workflow.answer_survey(registration, **form.cleaned_data),
            _("Thank you. Your answers are kept without your name."),
        )
    context = {
        "registration": registration,
        "seminar": registration.seminar,
        "form": form,
        "crumbs": crumbs_to(registration.seminar, _("Your opinion")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "seminars/registration_survey.html", context, status=status)


@never_cache
@require_http_methods(FORM_METHODS)
def registration_promise(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask what became of the one thing to change."""
    registration = by_secret(secret)
    promise = getattr(registration, "promise", None)
    if promise is None:
        raise Http404
    form = PromiseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        state = form.cleaned_data["state"]
        return act(
            request,
            registration,
            lambda: workflow.answer_promise(promise, state, by=actor(request, registration)),
            _("Thank you for telling us."),
        )
    context = {
        "registration": registration,
        "seminar": registration.seminar,
        "promise": promise,
        "form": form,
        "crumbs": crumbs_to(registration.seminar, _("The one thing to change")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "seminars/registration_promise.html", context, status=status)


@never_cache
@require_safe
def certificate_file(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand over the certificate of somebody who attended."""
    registration = by_secret(secret)
    try:
        certificate = workflow.issue_certificate(registration)
    except verbs.RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(registration)
    certificate.registration = registration
    response = HttpResponse(pdf_of(certificate), content_type="application/pdf")
    name = f"certificate-{certificate.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def certificate_check(request: HttpRequest) -> HttpResponse:
    """Ask for the number of a certificate, and lead to the page that verifies it."""
    form = CertificateForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("certificate_verify", number=evened(form.cleaned_data["number"]))
    return render(request, "seminars/certificate_check.html", {"form": form})


@require_safe
def certificate_verify(request: HttpRequest, number: str) -> HttpResponse:
    """Say whether a certificate with this number was issued, and what it says."""
    rows = Certificate.objects.select_related("registration__seminar__country")
    certificate = rows.filter(number=evened(number)).first()
    context = {"number": number, "certificate": certificate, "form": CertificateForm()}
    if certificate is not None:
        seminar = certificate.registration.seminar
        context |= {"seminar": seminar, "times": times_of(seminar), "place": place_of(seminar)}
    status = 200 if certificate else 404
    return render(request, "seminars/certificate_verify.html", context, status=status)


def evened(number: str) -> str:
    """Return a number as it is printed, however it was typed."""
    plain = "".join(letter for letter in number.upper() if letter.isalnum())
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4)) or "-"
