"""Where a registration stands, in the four answers that everybody wants."""

import datetime

from django.utils.translation import gettext as _

from interact_portal.core.standing import Standing, Step
from seminars.choices import Status
from seminars.models import Registration
from seminars.seating import place_of
from seminars.seats import moment


def standing_of(registration: Registration) -> Standing:
    """Return what happened to a registration, what comes next, by when, and whom to ask."""
    seminar = registration.seminar
    place = place_of(registration)
    return Standing(
        happened=place.sentence if place else f"{_happened(registration)} {registration.reason}",
        happened_on=registration.decided_at or registration.asked_at,
        next=_next(registration),
        by=_by(registration),
        ask_name=seminar.contact_name,
        ask_url=f"mailto:{seminar.contact_email}",
        steps=_steps(registration),
    )


def _happened(registration: Registration) -> str:
    return {
        Status.PENDING: _("We have received your registration."),
        Status.CONFIRMED: _("Your seat is confirmed."),
        Status.RESERVE: "",
        Status.OFFERED: _("A seat is offered to you."),
        Status.WITHDRAWN: "",
        Status.DECLINED: _("The organiser has declined your registration:"),
        Status.EXPIRED: "",
        Status.SUBSTITUTED: "",
        Status.CANCELLED: "",
    }[Status(registration.status)]


def _next(registration: Registration) -> str:
    seminar = registration.seminar
    if registration.is_active and not registration.is_complete:
        return _("Please do your own part: agree to how we use your data and answer the questions.")
    if seminar.is_over and registration.status == Status.CONFIRMED:
        return _("The seminar is over. Material, certificate and questions to you are below.")
    return {
        Status.PENDING: _("The organiser decides and writes to you. Please do not travel before."),
        Status.CONFIRMED: _("We remind you before the seminar. Can you not come? Then withdraw or"
                            " send a colleague."),
        Status.RESERVE: _("We write to you as soon as a seat is yours. You need not do anything."),
        Status.OFFERED: _("Accept or decline the seat below."),
        Status.WITHDRAWN: _("Nothing more. While registration is open, you can register again."),
        Status.DECLINED: _("Nothing more. The contact of the seminar can tell you more."),
        Status.EXPIRED: _("Nothing more. While registration is open, you can register again."),
        Status.SUBSTITUTED: _("Nothing more. Your own answers and needs have been deleted."),
        Status.CANCELLED: _("Nothing more. Please cancel your travel."),
    }[Status(registration.status)]  # fmt: skip


def _by(registration: Registration) -> datetime.date | None:
    """Return the day of the next step in the time of the venue, where one is set."""
    seminar = registration.seminar
    if registration.status == Status.OFFERED:
        when = registration.offer_until
    elif registration.status == Status.CONFIRMED and not seminar.is_over:
        when = seminar.starts_at
    elif registration.status == Status.RESERVE:
        ends = seminar.phase_one_ends_at
        ahead = ends is not None and ends > registration.decided_at
        when = ends if ahead else seminar.reserve_closes_at
    else:
        return None
    return when.astimezone(seminar.zone).date()


def _steps(registration: Registration) -> list[Step]:
    seminar = registration.seminar
    asked = Step(_("Registered"), "done", registration.asked_at.astimezone(seminar.zone).date())
    takes_place = Step(_("Seminar"), "todo", seminar.starts_at.astimezone(seminar.zone).date())
    decided = registration.decided_at and registration.decided_at.astimezone(seminar.zone).date()
    if registration.status == Status.CONFIRMED:
        state = "done" if seminar.is_over else "todo"
        seat = Step(_("Seat confirmed"), "done" if seminar.is_over else "current", decided)
        return [asked, seat, Step(takes_place.label, state, takes_place.on)]
    if not registration.is_active:
        return [asked, Step(registration.get_status_display(), "current", decided)]
    now = Step(registration.get_status_display(), "current", decided)
    return [asked, now, Step(_("Seat"), "todo"), takes_place]


def offer_deadline(registration: Registration) -> str:
    """Return until when an open offer stands, with the zone in words."""
    return moment(registration.offer_until, registration.seminar.zone)
