"""Sending a colleague instead: the seat and its place in every count stay with the body."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars import notifications
from seminars.choices import Status, SubstitutionState
from seminars.models import Registration, SensitiveNeeds, Substitution
from seminars.seats import Decision

from .asking import Wish, delete_answers, insert_answers, refuse_if_registered, write_part
from .decisions import lock_with, settle, trace, write_decision
from .leaving import close_questions_to_colleagues, refuse_if_over
from .moves import MOVES, RefusedError


@transaction.atomic
def ask_colleague(
    registration: Registration, *, name: str, email: str, by: models.Model | None = None
) -> Substitution:
    """Ask a colleague to come instead; until she accepts nothing else changes.

    An earlier question that is still open is taken back.
    """
    registration = lock_with(registration)
    refuse_if_over(registration)
    refuse_if_registered(registration.seminar, None, email)
    close_questions_to_colleagues(registration)
    substitution = Substitution.objects.create(registration=registration, name=name, email=email)
    trace(registration, "asked a colleague", by)
    notifications.ask_colleague(substitution)
    return substitution


@transaction.atomic
def stop_asking(registration: Registration, *, by: models.Model | None = None) -> None:
    """Take back the question to a colleague: the person comes herself after all."""
    registration = lock_with(registration)
    close_questions_to_colleagues(registration)
    trace(registration, "comes after all", by)


@transaction.atomic
def colleague_declines(substitution: Substitution) -> Substitution:
    """Note that the colleague cannot come, and tell who asked her."""
    substitution = _locked(substitution)
    substitution.state = SubstitutionState.DECLINED
    substitution.answered_at = timezone.now()
    substitution.save()
    trace(substitution.registration, "colleague declined", None)
    notifications.tell_colleague_declined(substitution)
    return substitution


@transaction.atomic
def colleague_accepts(substitution: Substitution, wish: Wish) -> Registration:
    """Put the colleague in the place, with her own agreement, needs and answers.

    Body, programme, kind of seat, status and time of request stay: in every count and in the order
    of the reserve list nothing moves but the pair of roles, where she comes as something else.
    What the first person answered and needed is deleted.
    """
    substitution = _locked(substitution)
    first = substitution.registration
    refuse_if_over(first)
    refuse_if_registered(first.seminar, wish.person, wish.email)
    status, deadline = first.status, first.offer_until
    _leave(first, wish.name)
    newcomer = Registration(
        seminar=first.seminar,
        person=wish.person,
        name=wish.name,
        email=wish.email,
        body=first.body,
        proposed_body=first.proposed_body,
        country=first.country,
        programme=first.programme,
        role=wish.role,
        mode=first.mode,
        asked_at=first.asked_at,
        takes_over_from=first,
    )
    write_part(newcomer, wish.part)
    sentence = _("You come instead of a colleague of %(body)s; the place stays with the body.") % {
        "body": first.body_name
    }
    decision = Decision(0, status, sentence, offer_until=deadline)
    log = write_decision(newcomer, decision, timezone.now(), "colleague accepted", wish.person)
    insert_answers(newcomer, wish.part)
    substitution.state = SubstitutionState.ACCEPTED
    substitution.answered_at = timezone.now()
    substitution.save()
    trace(newcomer, "came instead", wish.person, why=sentence)
    notifications.tell_decision(newcomer, log, had_seat=False)
    notifications.tell_colleague_comes(substitution, newcomer)
    settle(first.seminar, "colleague accepted", mode=first.mode)
    return newcomer


def _leave(first: Registration, colleague: str) -> None:
    """End the first person's registration and delete what she said for herself."""
    first.status = MOVES["substitute"].step_from(first.status)
    first.brings_question = ""
    delete_answers(first.answers.all())
    SensitiveNeeds.objects.filter(registration=first).delete()
    sentence = _("A colleague comes instead of you: %(name)s.") % {"name": colleague}
    decision = Decision(first.pk, Status.SUBSTITUTED, sentence)
    write_decision(first, decision, timezone.now(), "colleague accepted")
    trace(first, "substituted", None)


def _locked(substitution: Substitution) -> Substitution:
    """Return the question with its seminar locked, if it is still open."""
    registration = lock_with(substitution.registration)
    fresh = Substitution.objects.get(pk=substitution.pk)
    if fresh.state != SubstitutionState.ASKED:
        raise RefusedError(_("This question has been answered or taken back."))
    fresh.registration = registration
    return fresh
