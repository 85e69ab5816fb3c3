"""What an author sees of her own practices: all of them, one of them, and what she can do."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodpractice import workflow
from goodpractice.checks import find_faults
from goodpractice.choices import OPEN
from goodpractice.content import BY_KEY, readable
from goodpractice.forms.reviewing import AnswerForm
from goodpractice.models import PracticeVersion, Remark, Use
from goodpractice.permissions import may_confirm_facts, may_write
from goodpractice.standings import standing_of
from interact_portal.core.moves import IllegalMoveError, acts_possible_from


def own_version(request: HttpRequest, pk: int) -> PracticeVersion:
    """Return a version this person writes in or reviews, or answer 404 as if it were not there."""
    versions = PracticeVersion.objects.select_related("practice", "reviewer", "author")
    version = get_object_or_404(versions, pk=pk)
    if not may_write(request.user, version):
        raise Http404
    return version


@login_required
@require_safe
def my_practices(request: HttpRequest) -> HttpResponse:
    """List everything this person has begun, in every status, each with where it stands."""
    versions = PracticeVersion.objects.by(request.user).select_related("practice", "reviewer")
    listed = [
        {"version": version, "standing": standing_of(version)}
        for version in versions.order_by("-saved_at")
    ]
    uses = Use.objects.filter(declared_by=request.user).select_related("practice", "body")
    context = {
        "in_work": [each for each in listed if each["version"].is_open],
        "closed": [each for each in listed if not each["version"].is_open],
        "uses": uses.order_by("-changed_at"),
        "crumbs": [(_("Good practice"), reverse("practice_list")), (_("My practices"), "")],
    }
    return render(request, "goodpractice/my_practices.html", context)


@login_required
@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a version stands, how it reads, and what the checks say."""
    return _submission_page(request, own_version(request, pk))


def _submission_page(
    request: HttpRequest,
    version: PracticeVersion,
    answered: Remark | None = None,
    bound: AnswerForm | None = None,
) -> HttpResponse:
    """Show the page of a version; `bound` is the form sent to answer the remark `answered`."""
    context = {
        "version": version,
        "form": bound,
        "standing": standing_of(version),
        "findings": find_faults(version.content) if version.status in OPEN else [],
        "parts": readable(version.content, version.names),
        "remarks": _remarks(version, answered, bound),
        "files": version.content.get("attachments", []),
        "acts": acts_possible_from(version.status, workflow.MOVES),
        "crumbs": [
            (_("Good practice"), reverse("practice_list")),
            (_("My practices"), reverse("my_practices")),
            (version.title or _("Practice without a title"), ""),
        ],
    }
    return render(request, "goodpractice/submission.html", context)


def _remarks(
    version: PracticeVersion, answered: Remark | None, bound: AnswerForm | None
) -> list[dict]:
    """Return the remarks on a version with a form to answer each that is open."""
    rows = []
    for remark in version.remarks.select_related("author"):
        form = bound if remark == answered else AnswerForm(auto_id=f"answer-{remark.pk}-%s")
        is_open = version.status in OPEN and not remark.settled_at
        label = BY_KEY[remark.part].label
        rows.append({"remark": remark, "label": label, "form": form if is_open else None})
    return rows


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft in."""
    return _act(
        request,
        pk,
        lambda version: workflow.submit(version, by=request.user),
        _("Thank you. Your practice has reached the secretariat."),
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a version back."""
    reason = request.POST.get("reason", "")[:500]
    return _act(
        request,
        pk,
        lambda version: workflow.withdraw(version, by=request.user, reason=reason),
        _("Taken back. The text stays in your list."),
    )


@login_required
@require_http_methods(["POST"])
def answer_remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a reviewer's remark on a part of one's own version."""
    remark = get_object_or_404(Remark.objects.select_related("version"), pk=pk)
    version = own_version(request, remark.version_id)
    form = AnswerForm(request.POST, auto_id=f"answer-{remark.pk}-%s")
    if not form.is_valid():
        return _submission_page(request, version, remark, form)
    try:
        workflow.answer_remark(remark, form.cleaned_data["text"], by=request.user)
    except IllegalMoveError:
        messages.error(request, _("The review is over."))
    else:
        messages.success(request, _("Your answer is with the reviewer."))
    return redirect("practice_submission", pk=remark.version_id)


def _act(
    request: HttpRequest, pk: int, act: Callable[[PracticeVersion], object], said: str
) -> HttpResponse:
    version = own_version(request, pk)
    try:
        act(version)
    except workflow.NotReadyError as refused:
        for finding in refused.findings:
            messages.error(request, f"{finding.part_label}: {finding.text}")
    except IllegalMoveError:
        messages.error(request, _("That is no longer possible. Here is how it stands now."))
    else:
        messages.success(request, said)
    return redirect("practice_submission", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody of the programme read a version and stand for its facts."""
    versions = PracticeVersion.objects.select_related("practice", "author")
    version = get_object_or_404(versions, pk=pk, status__in=OPEN)
    if not may_confirm_facts(request.user, version):
        raise Http404
    if request.method == "POST":
        try:
            workflow.confirm_facts(version, by=request.user)
        except IllegalMoveError:
            messages.error(request, _("That is no longer possible."))
        else:
            messages.success(request, _("Thank you. The secretariat knows the facts are right."))
        return redirect("practice_facts", pk=pk)
    context = {"version": version, "parts": readable(version.content, version.names)}
    return render(request, "goodpractice/facts.html", context)
