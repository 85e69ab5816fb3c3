"""The door: checking in by code or camera, walk-ins, lists to sign, badges, attendance."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from seminars import workflow
from seminars.choices import AttendanceState, Mode
from seminars.forms.desk import AttendanceForm, CodeForm, WalkInForm, field_values
from seminars.models import Registration, Seminar
from seminars.registration import RefusedError

from .desk import at_the_desk, at_the_door, back_to, desk_page, do

BLANK_LINES = 8


@at_the_door
def check_in(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Let people in by their code, typed or read by the camera; twice does no harm."""
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        _let_in(request, seminar, form.cleaned_data["code"])
        return back_to(seminar, "check_in")
    seated = seminar.registrations.confirmed().filter(mode=Mode.ROOM)
    arrived = seated.filter(attendance__state=AttendanceState.ATTENDED)
    latest = arrived.select_related("body", "attendance").order_by("-attendance__arrived_at")
    response = desk_page(
        request,
        seminar,
        "check_in",
        gettext_lazy("Check-in"),
        form=CodeForm(),
        walk_in=WalkInForm(),
        expected=seated.count(),
        arrived=arrived.count(),
        latest=latest[:10],
    )
    # The one page of the portal that may ask for the camera.
    response.headers["Permissions-Policy"] = "camera=(self)"
    return response


def _let_in(request: HttpRequest, seminar: Seminar, code: str) -> None:
    try:
        registration = workflow.find_by_code(seminar, code)
        done = workflow.check_in(registration, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return
    at = time_format(done.arrived_at.astimezone(seminar.zone).time())
    values = {"name": registration.called, "body": registration.body_name, "time": at}
    if done.outcome == workflow.ALREADY_IN:
        messages.warning(request, _("%(name)s is already in, since %(time)s.") % values)
    else:
        messages.success(request, _("Welcome, %(name)s, %(body)s.") % values)


def _person(request: HttpRequest, seminar: Seminar) -> Registration:
    key = request.POST.get("person", "")
    return get_object_or_404(seminar.registrations, pk=key if key.isdecimal() else 0)


@require_POST
@at_the_door
def undo(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Take back a check-in made by mistake."""
    person = _person(request, seminar)
    done = _("%(name)s is not in any more.") % {"name": person.called}
    do(request, lambda: workflow.undo_check_in(person, by=request.user), done)
    return back_to(seminar, "check_in")


@require_POST
@at_the_door
def walk_in(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Let somebody in who was not registered."""
    form = WalkInForm(request.POST)
    if form.is_valid():
        done = _("Welcome, %(name)s.") % {"name": form.cleaned_data["name"]}
        do(
            request,
            lambda: workflow.walk_in(seminar, **form.cleaned_data, by=request.user),
            done,
        )
    else:
        messages.error(request, _("A walk-in needs a name and a body."))
    return back_to(seminar, "check_in")


@require_safe
@at_the_door
def sheet(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Show the list to sign, with empty lines for walk-ins."""
    return desk_page(
        request,
        seminar,
        "sheet",
        gettext_lazy("List to sign"),
        people=in_the_room(seminar),
        blank=range(BLANK_LINES),
    )


@require_safe
@at_the_desk
def badges(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Show a badge for everybody with a seat in the room."""
    title = gettext_lazy("Badges")
    return desk_page(request, seminar, "badges", title, people=in_the_room(seminar))


def in_the_room(seminar: Seminar) -> list[Registration]:
    """Return those with a seat in the room, by name."""
    rows = seminar.registrations.confirmed().filter(mode=Mode.ROOM, purged_at=None)
    return sorted(rows.select_related("body", "programme"), key=lambda row: row.called.casefold())


@at_the_desk
def attendance(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """Note who was there from a pasted list, after a look at who is meant."""
    form = AttendanceForm(request.POST or None)
    title = gettext_lazy("Attendance")
    seated = seminar.registrations.confirmed().filter(purged_at=None)
    people = seated.select_related("body", "attendance").order_by("name")
    if "state" in request.POST:
        person, state = _person(request, seminar), request.POST["state"]
        if state in AttendanceState.values:
            done = _("Noted for %(name)s.") % {"name": person.called}
            do(
                request,
                lambda: workflow.note_attendance(person, state, by=request.user),
                done,
            )
        return back_to(seminar, "attendance")
    if not (form.is_bound and form.is_valid()):
        form = form if "people" in request.POST else AttendanceForm()
        states = AttendanceState.choices
        return desk_page(
            request, seminar, "attendance", title, form=form, people=people, states=states
        )
    lines = form.lines(seminar)
    if "confirmed" in request.POST:
        note_all(seminar, lines, by=request.user, rest=form.cleaned_data["rest"])
        messages.success(request, _("The attendance is noted."))
        return back_to(seminar, "attendance")
    return desk_page(
        request,
        seminar,
        "attendance",
        title,
        form=form,
        matched=[line for line in lines if line.registration],
        unknown=[line for line in lines if not line.registration],
        sent=field_values(form),
    )


def note_all(seminar: Seminar, lines: list, *, by: object, rest: bool) -> None:
    """Note everybody on the list as present, and the rest as absent where that is asked."""
    there = {line.registration.pk: line.registration for line in lines if line.registration}
    for registration in there.values():
        workflow.note_attendance(registration, AttendanceState.ATTENDED, by=by)
    if rest:
        others = seminar.registrations.confirmed().filter(attendance=None)
        for registration in others.exclude(pk__in=there):
            workflow.note_attendance(registration, AttendanceState.ABSENT, by=by)
