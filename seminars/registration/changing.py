"""Changing a registration: freely until the lock date, afterwards by asking the organiser."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.models import Body, Programme
from seminars import notifications
from seminars.choices import TAKEN, Status
from seminars.models import ChangeRequest, Registration
from seminars.seating import present_at, request_of, requests_of, rules_of
from seminars.seats import sentences
from seminars.seats.line import Tally

from .asking import Part, write_part
from .decisions import admit, lock_with, settle, trace
from .leaving import refuse_if_over
from .moves import RefusedError


@transaction.atomic
def change_answers(
    registration: Registration, part: Part, *, name: str = "", by: models.Model | None = None
) -> Registration:
    """Replace what a participant said for herself. Raises RefusedError once answers are locked."""
    registration = lock_with(registration)
    _refuse_if_locked(registration)
    registration.name = name or registration.name
    write_part(registration, part)
    registration.save()
    trace(registration, "changed answers", by)
    return registration


@transaction.atomic
def change_place(
    registration: Registration,
    *,
    body: Body | None,
    programme: Programme | None,
    role: str,
    mode: str,
    by: models.Model | None = None,
) -> Registration:
    """Change what counts for seats: body, programme, role, or room against online.

    A seat moves along only where the rules leave one there; otherwise it stays as it is and
    RefusedError says why. Who waits goes on waiting where she now belongs; in another kind of seat
    at the end, as she asks for it only now.
    """
    registration = lock_with(registration)
    _refuse_if_locked(registration)
    if mode not in registration.seminar.modes:
        raise RefusedError(_("One cannot take part in this seminar in that way."))
    settle(registration.seminar, "changed place", by=by)
    registration.refresh_from_db(fields=("status", "reason", "offer_until", "decided_at"))
    before = registration.mode
    if body is not None:
        registration.body, registration.country = body, body.country
        registration.proposed_body = ""
    registration.programme, registration.role, registration.mode = programme, role, mode
    if registration.status in TAKEN:
        _refuse_without_seat(registration, moves=mode != before)
    registration.save()
    if registration.status == Status.RESERVE and mode != before:
        registration.asked_at = timezone.now()
        _ask_anew(registration, by)
    trace(registration, "changed place", by)
    settle(registration.seminar, "changed place", by=by)
    registration.refresh_from_db(fields=("status", "reason", "offer_until", "decided_at"))
    return registration


@transaction.atomic
def ask_for_change(
    registration: Registration, wish: str, *, by: models.Model | None = None
) -> ChangeRequest:
    """Ask the organiser for a change that one cannot make oneself any more."""
    registration = lock_with(registration)
    refuse_if_over(registration)
    request = ChangeRequest.objects.create(registration=registration, wish=wish)
    trace(registration, "asked for a change", by)
    notifications.tell_organiser_of_wish(request)
    return request


def _ask_anew(registration: Registration, by: models.Model | None) -> None:
    """Put somebody who waited for another kind of seat on this list, or on a free seat."""
    registration.status = Status.PENDING
    log = admit(registration, "changed place", by=by)
    notifications.tell_decision(registration, log, had_seat=False)


def _refuse_without_seat(registration: Registration, *, moves: bool) -> None:
    """Raise RefusedError where the rules have no seat for the registration as it would be."""
    seminar, now = registration.seminar, timezone.now()
    others = [one for one in present_at(seminar) if one.request.key != registration.pk]
    requests = requests_of(others, registration.mode)
    tally = Tally(rules_of(seminar, registration.mode), now, requests)
    wish = request_of(registration)
    if tally.full_limit(wish) or (moves and tally.is_full):
        raise RefusedError(
            _("There is no seat for this change, so everything stays as it was. %(why)s")
            % {"why": sentences.why_waiting(tally, wish, now)}
        )


def _refuse_if_locked(registration: Registration) -> None:
    refuse_if_over(registration)
    if registration.seminar.is_locked:
        raise RefusedError(
            _("Answers are locked since %(moment)s. You can ask the organiser for a change.")
            % {
                "moment": sentences.moment(
                    registration.seminar.locked_at or registration.seminar.starts_at,
                    registration.seminar.zone,
                )
            }
        )
