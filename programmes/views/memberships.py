"""Memberships: mine, my colleagues', and what the secretariat has to answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interact_portal.accounts import second_factor
from interact_portal.core.moves import IllegalMoveError
from programmes import permissions
from programmes.filters import BodyFilter
from programmes.forms import AskForm, ReasonForm
from programmes.models import Body, Membership
from programmes.workflow import memberships as workflow

SHOWN = 20
# What each act is called in the address, who may do it, and whether it needs a reason.
ACTS = {
    "confirm": (workflow.confirm, permissions.may_answer, False),
    "decline": (workflow.decline, permissions.may_answer, True),
    "leave": (workflow.leave, permissions.is_own, False),
    "end": (workflow.end, permissions.may_end, True),
    "appoint": (workflow.appoint, permissions.may_appoint, False),
    "relieve": (workflow.relieve, permissions.may_appoint, False),
}


@login_required
@require_safe
def membership_list(request: HttpRequest) -> HttpResponse:
    """Show where I belong, which colleagues wait for my answer, and who belongs to my bodies."""
    rows = Membership.objects.select_related("body", "person")
    mine = rows.filter(person=request.user).with_designated().order_by("-asked_at")
    at_my_bodies = rows.at_bodies_of(request.user).order_by("body__name", "person__name")
    is_secretariat = permissions.is_secretariat(request.user)
    left = rows.left_to_the_secretariat().exclude(person=request.user).order_by("asked_at")
    context = {
        "mine": [(row, workflow.standing_of(row)) for row in mine],
        "waiting": at_my_bodies.waiting(),
        "colleagues": at_my_bodies.confirmed(),
        "left": left if is_secretariat else [],
        "crumbs": [(_("Your profile"), reverse("profile")), (_("Bodies and colleagues"), "")],
    }
    return render(request, "programmes/membership_list.html", context)


@login_required
@require_safe
def membership_ask(request: HttpRequest) -> HttpResponse:
    """Find the body where I work."""
    words = request.GET.get("q", "").strip()
    found = BodyFilter(request.GET, Body.objects.all()).rows if words else Body.objects.none()
    context = {"words": words, "bodies": found.order_by("name")[:SHOWN], "count": found.count()}
    return render(request, "programmes/membership_ask.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def body_join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to belong to a body."""
    body = get_object_or_404(Body, slug=slug)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.ask(request.user, body, post=form.cleaned_data["post"])
        except IllegalMoveError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your question is on its way."))
        return redirect("membership_list")
    return render(request, "programmes/membership_join.html", {"body": body, "form": form})


@login_required
@require_safe
def membership_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one membership, with what I may do about it."""
    membership = _visible(request, pk)
    if way := _way_to_second_factor(request, membership):
        return redirect(way)
    return _detail(request, membership, ReasonForm())


@login_required
@require_POST
def membership_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Confirm, decline, leave, end, appoint or relieve."""
    membership = _visible(request, pk)
    verb, allows, needs_reason = ACTS[act]
    if not allows(request.user, membership):
        raise PermissionDenied
    if way := _way_to_second_factor(request, membership):
        return redirect(way)
    given: dict[str, Any] = {}
    if needs_reason:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return _detail(request, membership, form, status=422)
        given = form.cleaned_data
    try:
        verb(membership, by=request.user, **given)
    except IllegalMoveError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done. The person is told by letter."))
    return redirect("membership_list")


def _visible(request: HttpRequest, pk: int) -> Membership:
    rows = Membership.objects.select_related("body", "person", "decided_by").with_designated()
    membership = get_object_or_404(rows, pk=pk)
    if not permissions.may_see(request.user, membership):
        raise Http404
    return membership


def _way_to_second_factor(request: HttpRequest, membership: Membership) -> str:
    """Return where to give it when only the secretariat's power opens this page to her."""
    if not permissions.needs_secretariat(request.user, membership):
        return ""
    if second_factor.was_given(request):
        return ""
    return second_factor.way_to_give_it(request, membership.get_absolute_url())


def _detail(
    request: HttpRequest, membership: Membership, form: ReasonForm, status: int = 200
) -> HttpResponse:
    user = request.user
    is_own = permissions.is_own(user, membership)
    context = {
        "membership": membership,
        "form": form,
        "is_own": is_own,
        "standing": workflow.standing_of(membership) if is_own else None,
        "may_answer": permissions.may_answer(user, membership) and membership.is_waiting,
        "may_end": permissions.may_end(user, membership) and membership.is_open,
        "may_appoint": permissions.may_appoint(user, membership) and membership.is_confirmed,
    }
    return render(request, "programmes/membership_detail.html", context, status=status)
