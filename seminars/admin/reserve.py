"""The reserve list: in order, with every reason; what a run would give; overrides with a reason."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seminars import registration as verbs
from seminars.choices import Mode, Status
from seminars.forms.desk import ReasonForm
from seminars.models import Registration, Seminar
from seminars.seating import present_at, requests_of, rules_of
from seminars.seats import decide, places_on_reserve

from .desk import at_the_desk, back_to, desk_page, do


@require_safe
@at_the_desk
def reserve(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Show the list with reasons, and what giving the reserve seats would do."""
    now = timezone.now()
    ends = seminar.phase_one_ends_at
    ahead = ends is not None and ends > now
    lists = [
        {"mode": Mode(mode).label, **_list(seminar, mode, ends if ahead else now)}
        for mode in seminar.modes
    ]
    return desk_page(
        request,
        seminar,
        "reserve",
        gettext_lazy("Reserve list"),
        lists=lists,
        run_at=ends if ahead else None,
        form=ReasonForm(),
    )


def _list(seminar: Seminar, mode: str, run_at: datetime.datetime) -> dict:
    """Return the places of today and the decisions of a run at `run_at`, with the people."""
    present, rules = present_at(seminar), rules_of(seminar, mode)
    requests = requests_of(present, mode)
    people = Registration.objects.select_related("body", "programme").in_bulk(
        [request.key for request in requests if request.status in (Status.RESERVE, Status.OFFERED)]
    )
    places = places_on_reserve(rules, requests, timezone.now())
    decisions = decide(rules, requests, run_at)
    return {
        "places": [{"place": place, "person": people[place.key]} for place in places],
        "decisions": [{"decision": each, "person": people[each.key]} for each in decisions],
    }


@require_http_methods(["POST"])
@at_the_desk
def give(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Give somebody a free seat past the order, with a reason."""
    key = request.POST.get("person", "")
    person = get_object_or_404(seminar.registrations, pk=key if key.isdecimal() else 0)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give a reason: the person reads it."))
        return back_to(seminar, "reserve")
    reason = form.cleaned_data["reason"]
    do(
        request,
        lambda: verbs.give_seat(person, by=request.user, reason=reason),
        _("%(name)s has a seat.") % {"name": person.called},
    )
    return back_to(seminar, "reserve")


@require_POST
@at_the_desk
def end_phase(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Give the reserve seats now instead of on the day that was set."""
    do(
        request,
        lambda: verbs.change_rules(seminar, by=request.user, phase_one_ends_at=timezone.now()),
        _("The reserve seats are given."),
    )
    return back_to(seminar, "reserve")
