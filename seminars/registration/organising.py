"""What organisers decide: approve, decline, override with a reason, change rules, cancel."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interact_portal.core.audit import record
from programmes.models import Body
from seminars import notifications
from seminars.choices import SeminarState, Status
from seminars.models import ChangeRequest, Registration, Seminar, SeminarChange
from seminars.seating import present_at, requests_of, rules_of
from seminars.seats.line import Tally

from .decisions import admit, decide_by_hand, lock, lock_with, settle, trace
from .leaving import close_questions_to_colleagues
from .moves import MOVES, RefusedError

# The rules that `change_rules` may change.
RULES = frozenset(
    {
        "room_seats", "online_seats", "seats_per_programme", "seats_per_body",
        "seats_per_country", "phase_one_ends_at", "reserve_order", "freed_seat", "offer_hours",
        "reserve_closes_days",
    }
)  # fmt: skip


@transaction.atomic
def approve(registration: Registration, *, by: models.Model) -> Registration:
    """Approve a registration: it has a seat or a place on the list, by its time of request."""
    registration = lock_with(registration)
    if registration.status != Status.PENDING:
        raise RefusedError(
            _("%(name)s does not wait for approval.") % {"name": registration.called}
        )
    log = admit(registration, "approved", by=by)
    trace(registration, "approved", by, before=Status.PENDING, why=log.sentence)
    notifications.tell_decision(registration, log, had_seat=False)
    return registration


@transaction.atomic
def decline(registration: Registration, *, by: models.Model, reason: str) -> Registration:
    """Decline a registration, or take a seat back by hand, with a reason; the seat goes on."""
    registration = lock_with(registration)
    status = MOVES["decline"].step_from(registration.status)
    _ask_for_reason(reason)
    close_questions_to_colleagues(registration)
    decide_by_hand(registration, status, reason, "declined", by)
    settle(registration.seminar, "declined", by=by, mode=registration.mode)
    return registration


@transaction.atomic
def give_seat(registration: Registration, *, by: models.Model, reason: str) -> Registration:
    """Give a free seat past the order of the list and the limits, with a reason.

    Never beyond the seats there are: who wants one more raises their number first. An offered seat
    is kept for its person already.
    """
    registration = lock_with(registration)
    settle(registration.seminar, "seat given by hand", by=by, mode=registration.mode)
    registration.refresh_from_db(fields=("status", "offer_until"))
    _ask_for_reason(reason)
    status = MOVES["give"].step_from(registration.status)
    if registration.status != Status.OFFERED:
        requests = requests_of(present_at(registration.seminar), registration.mode)
        rules = rules_of(registration.seminar, registration.mode)
        if Tally(rules, timezone.now(), requests).is_full:
            raise RefusedError(
                _("All %(seats)d seats are taken. Raise their number first.")
                % {"seats": rules.seats}
            )
    decide_by_hand(registration, status, reason, "seat given by hand", by)
    return registration


@transaction.atomic
def change_rules(seminar: Seminar, *, by: models.Model, **rules: Any) -> Seminar:
    """Change rules for seats and carry out what follows. Fewer seats only stop new ones."""
    if strange := rules.keys() - RULES:
        raise TypeError(f"Not rules for seats: {', '.join(sorted(strange))}")
    seminar = lock(seminar.pk)
    before = {name: getattr(seminar, name) for name in rules}
    for name, value in rules.items():
        setattr(seminar, name, value)
    seminar.full_clean(exclude=("slug",))
    seminar.save()
    record(
        "seminar.rules changed",
        seminar,
        by=by,
        before={name: _plain(value) for name, value in before.items()},
        after={name: _plain(value) for name, value in rules.items()},
    )
    settle(seminar, "rules changed", by=by)
    return seminar


@transaction.atomic
def cancel_seminar(seminar: Seminar, *, by: models.Model, reason: str) -> Seminar:
    """Cancel a seminar: everybody is told, every calendar shows it as cancelled."""
    seminar = lock(seminar.pk)
    if seminar.state != SeminarState.PUBLISHED:
        raise RefusedError(_("Only a published seminar can be cancelled."))
    _ask_for_reason(reason)
    seminar.state = SeminarState.CANCELLED
    seminar.cancelled_at = timezone.now()
    seminar.cancel_reason = reason
    seminar.sequence += 1
    seminar.save()
    SeminarChange.objects.create(
        seminar=seminar,
        version=seminar.sequence,
        kind="other",
        what=_("The seminar is cancelled: %(reason)s") % {"reason": reason},
        by=by,
    )
    record("seminar.cancelled", seminar, by=by, after={"state": seminar.state}, why=reason)
    sentence = _("The seminar is cancelled: %(reason)s") % {"reason": reason}
    for registration in seminar.registrations.active().select_related("person"):
        registration.seminar = seminar
        status = MOVES["cancel"].step_from(registration.status)
        close_questions_to_colleagues(registration)
        decide_by_hand(registration, status, sentence, "seminar cancelled", by)
    return seminar


@transaction.atomic
def name_body(registration: Registration, body: Body, *, by: models.Model) -> Registration:
    """Put a body of the list in the place of one that was proposed; limits count it from now on."""
    registration = lock_with(registration)
    proposed = registration.proposed_body
    registration.body, registration.proposed_body = body, ""
    registration.country = body.country or registration.country
    registration.save()
    record(
        "registration.body named",
        registration,
        by=by,
        before={"body": proposed},
        after={"body": body.name},
    )
    settle(registration.seminar, "body named", by=by)
    return registration


@transaction.atomic
def answer_wish(wish: ChangeRequest, *, by: models.Model, done: bool, answer: str) -> ChangeRequest:
    """Answer a wish to change a locked registration, done or not, and tell who asked."""
    registration = lock_with(wish.registration)
    wish = ChangeRequest.objects.get(pk=wish.pk)
    wish.registration = registration
    if wish.answered_at is not None:
        raise RefusedError(_("This wish has been answered."))
    wish.state = "done" if done else "refused"
    wish.answer = answer
    wish.answered_at = timezone.now()
    wish.save()
    trace(registration, "wish answered", by, why=answer)
    notifications.tell_wish_answered(wish)
    return wish


def _ask_for_reason(reason: str) -> None:
    if not reason.strip():
        raise RefusedError(_("Please give a reason: the person reads it."))


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    return value if value is None or isinstance(value, (int, str)) else value.isoformat()
