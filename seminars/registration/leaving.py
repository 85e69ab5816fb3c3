"""Leaving: withdrawing, and answering an offer. What becomes free goes on at once."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.choices import Status, SubstitutionState
from seminars.models import Registration, Substitution

from .decisions import decide_by_hand, lock_with, settle
from .moves import MOVES, RefusedError


@transaction.atomic
def withdraw(registration: Registration, *, by: models.Model | None = None) -> Registration:
    """Take a registration back; its seat goes to the next. Raises RefusedError when too late.

    `by` is None where somebody holds the secret address only.
    """
    registration = lock_with(registration)
    refuse_if_over(registration)
    status = MOVES["withdraw"].step_from(registration.status)
    close_questions_to_colleagues(registration)
    decide_by_hand(registration, status, _("You have withdrawn."), "withdrawn", by)
    settle(registration.seminar, "withdrawn", mode=registration.mode)
    return registration


@transaction.atomic
def accept_offer(registration: Registration, *, by: models.Model | None = None) -> Registration:
    """Take the seat that was offered. Raises RefusedError when the offer is over."""
    registration = _with_open_offer(registration)
    status = MOVES["accept"].step_from(registration.status)
    sentence = _("You accepted the seat that was offered to you.")
    decide_by_hand(registration, status, sentence, "offer accepted", by)
    settle(registration.seminar, "offer accepted", mode=registration.mode)
    return registration


@transaction.atomic
def decline_offer(registration: Registration, *, by: models.Model | None = None) -> Registration:
    """Let an offered seat go to the next. Raises RefusedError when the offer is over."""
    registration = _with_open_offer(registration)
    status = MOVES["withdraw"].step_from(registration.status)
    close_questions_to_colleagues(registration)
    sentence = _("You declined the seat that was offered to you.")
    decide_by_hand(registration, status, sentence, "offer declined", by)
    settle(registration.seminar, "offer declined", mode=registration.mode)
    return registration


def refuse_if_over(registration: Registration) -> None:
    """Raise RefusedError once the seminar has begun or the registration is not active."""
    if not registration.is_active:
        raise RefusedError(_("This registration is not active any more."))
    if registration.seminar.starts_at <= timezone.now():
        raise RefusedError(_("The seminar has begun; please speak to the organiser."))


def close_questions_to_colleagues(registration: Registration) -> None:
    """Take back an open question to a colleague: there is no seat to hand over any more."""
    Substitution.objects.filter(registration=registration, state=SubstitutionState.ASKED).update(
        state=SubstitutionState.WITHDRAWN, answered_at=timezone.now()
    )


def _with_open_offer(registration: Registration) -> Registration:
    """Return the locked registration while its offer stands.

    An offer that has run out but was not yet ended is not accepted: the next is told already when
    the worker looks, and the answer must not depend on who is quicker.
    """
    registration = lock_with(registration)
    if registration.status != Status.OFFERED or registration.offer_until <= timezone.now():
        raise RefusedError(_("This offer has ended."))
    return registration
