"""The register of use: declaring it, the page of one use, confirming it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodpractice import workflow
from goodpractice.forms.reading import DeclineForm, UseForm
from goodpractice.models import Practice, Use, UseState
from goodpractice.permissions import bodies_of, may_confirm_use, may_see_use
from goodpractice.standings import standing_of_use
from interact_portal.core.moves import IllegalMoveError


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def declare_use(request: HttpRequest, slug: str) -> HttpResponse:
    """Take down how far a reader's body got with a practice."""
    practice = get_object_or_404(Practice.objects.published(), slug=slug)
    form = UseForm(
        request.POST if request.method == "POST" else None,
        person=request.user,
        initial={"body": bodies_of(request.user).first(), "programme": request.GET.get("in", "")},
    )
    if form.is_valid():
        try:
            use = workflow.declare_use(practice, by=request.user, **form.cleaned_data)
        except workflow.OwnPracticeError:
            form.add_error("body", _("This practice comes from there; others take it up."))
        except IllegalMoveError:
            messages.error(request, _("It is no longer in the catalogue."))
            return redirect(practice)
        else:
            messages.success(request, _("Thank you. Here is how it stands."))
            return redirect(use)
    context = {
        "practice": practice,
        "form": form,
        "has_body": bodies_of(request.user).exists(),
        "crumbs": [
            (_("Good practice"), reverse("practice_list")),
            (practice.title, practice.get_absolute_url()),
            (_("We use this"), ""),
        ],
    }
    return render(request, "goodpractice/declare_use.html", context)


def _use(request: HttpRequest, pk: int) -> Use:
    uses = Use.objects.select_related(
        "practice__current", "body", "programme", "declared_by", "decided_by"
    )
    use = get_object_or_404(uses, pk=pk)
    if not may_see_use(request.user, use):
        raise Http404
    return use


@login_required
@require_safe
def use_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a use to its body: where it stands, and what can be done."""
    return _page(request, _use(request, pk), DeclineForm())


def _page(request: HttpRequest, use: Use, form: DeclineForm) -> HttpResponse:
    context = {
        "use": use,
        "form": form,
        "standing": standing_of_use(use),
        "may_confirm": may_confirm_use(request.user, use) and use.state == UseState.WAITING,
        "crumbs": [
            (_("Good practice"), reverse("practice_list")),
            (use.practice.title, use.practice.get_absolute_url()),
            (use.body.name, ""),
        ],
    }
    return render(request, "goodpractice/use_detail.html", context)


@login_required
@require_POST
def decide_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what was declared for a body, or say that it is not so."""
    use = _use(request, pk)
    if not may_confirm_use(request.user, use):
        raise Http404
    form = DeclineForm(request.POST) if "decline" in request.POST else None
    if form is not None and not form.is_valid():
        return _page(request, use, form)
    try:
        if form is not None:
            workflow.decline_use(use, by=request.user, reason=form.cleaned_data["reason"])
        else:
            workflow.confirm_use(use, by=request.user)
    except IllegalMoveError:
        messages.error(request, _("It is decided already."))
    else:
        messages.success(request, _("Thank you. It is written down."))
    return redirect(use)
