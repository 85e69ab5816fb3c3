"""Asking for a seat: for oneself, or for colleagues who then do their own part."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.models import Body, Country, Programme
from seminars import notifications
from seminars.choices import Access, QuestionKind, SeminarState, Status, Visibility
from seminars.models import (
    Answer,
    Invitation,
    PrivacyNotice,
    Question,
    Registration,
    Seminar,
    SensitiveNeeds,
)
from seminars.seating import Present, present_at
from seminars.seats import Decision

from .decisions import admit, lock, lock_with, trace, write_decision
from .moves import AlreadyRegisteredError, RefusedError


@dataclass
class Part:
    """What a participant herself says: agreement, needs, answers. Nobody says it for her."""

    notice: PrivacyNotice
    visibility: str = Visibility.NOBODY
    brings_question: str = ""
    diet: str = ""
    access: str = ""
    # What was answered to each question: texts, and a file where the question asks for one.
    answers: dict[Question, list[str]] = field(default_factory=dict)
    files: dict[Question, Any] = field(default_factory=dict)


@dataclass
class Wish:
    """A wish for a seat: who comes, from which body, for which programme, as what."""

    name: str
    email: str
    role: str
    mode: str
    person: models.Model | None = None
    body: Body | None = None
    proposed_body: str = ""
    country: Country | None = None
    programme: Programme | None = None
    part: Part | None = None
    invitation: Invitation | None = None


@transaction.atomic
def register(seminar: Seminar, wish: Wish) -> Registration:
    """Register somebody; return the registration with the answer: seat, place or waiting.

    Raises AlreadyRegisteredError or RefusedError with a sentence for the person.
    """
    seminar = lock(seminar.pk)
    _refuse_if_closed(seminar, wish)
    registration = _ask(seminar, wish, occasion="registered", by=wish.person)
    trace(registration, "registered", wish.person, why=registration.reason)
    notifications.tell_decision(registration, registration.decision, had_seat=False)
    return registration


@transaction.atomic
def nominate(seminar: Seminar, wishes: Sequence[Wish], *, by: models.Model) -> list[Registration]:
    """Ask for seats for colleagues; each is told and does her own part. All or nobody.

    Raises AlreadyRegisteredError naming whoever is registered already, or RefusedError.
    """
    seminar = lock(seminar.pk)
    made = []
    for wish in wishes:
        _refuse_if_closed(seminar, wish)
        registration = _ask(seminar, wish, occasion="nominated", by=by)
        trace(registration, "nominated", by, why=registration.reason)
        notifications.tell_nominated(registration, registration.decision)
        made.append(registration)
    return made


@transaction.atomic
def complete(registration: Registration, part: Part, *, name: str = "") -> Registration:
    """Let a nominated colleague do her own part; the seat does not change."""
    registration = lock_with(registration)
    if not registration.is_active:
        raise RefusedError(_("This registration is not active any more."))
    registration.name = name or registration.name
    write_part(registration, part)
    registration.save()
    trace(registration, "completed", registration.person)
    return registration


def write_part(registration: Registration, part: Part) -> None:
    """Put a participant's own part on the registration, which the caller saves."""
    if registration.privacy_notice_id != part.notice.pk:
        registration.privacy_notice = part.notice
        registration.agreed_at = timezone.now()
    registration.visibility = part.visibility
    registration.brings_question = part.brings_question
    if registration.pk is not None:
        write_answers(registration, part)


def write_answers(registration: Registration, part: Part) -> None:
    """Replace answers and needs; a file stays until another is given."""
    new_files = models.Q(question__in=list(part.files))
    old = Answer.objects.filter(registration=registration)
    delete_answers(old.filter(~models.Q(question__kind=QuestionKind.FILE) | new_files))
    SensitiveNeeds.objects.filter(registration=registration).delete()
    insert_answers(registration, part)


def delete_answers(answers: models.QuerySet[Answer]) -> None:
    """Delete answers; the files handed in with them go once the transaction stands."""
    for answer in answers.exclude(file=""):
        transaction.on_commit(lambda file=answer.file: file.storage.delete(file.name))
    answers.delete()


def insert_answers(registration: Registration, part: Part) -> None:
    """Write answers and needs of a registration that has none yet."""
    for question, values in part.answers.items():
        if values:
            Answer.objects.create(registration=registration, question=question, values=values)
    for question, file in part.files.items():
        Answer.objects.create(
            registration=registration, question=question, values=[file.name], file=file
        )
    if part.diet or part.access:
        SensitiveNeeds.objects.create(
            registration=registration,
            diet=part.diet,
            access=part.access,
            delete_on=registration.seminar.needs_are_deleted_on,
        )


def refuse_if_registered(
    seminar: Seminar,
    person: models.Model | None,
    email: str,
    present: Sequence[Present] | None = None,
) -> None:
    """Raise AlreadyRegisteredError if the person or address has an active registration.

    `present` saves looking again where the caller has looked under the lock.
    """
    for one in present_at(seminar) if present is None else present:
        same_person = person is not None and one.person == person.pk
        if not same_person and not (email and one.email == email.lower()):
            continue
        if one.request.status == Status.DECLINED:
            raise RefusedError(
                _("The organiser has declined this registration. Please write to %(contact)s.")
                % {"contact": seminar.contact_name}
            )
        registration = Registration.objects.get(pk=one.request.key)
        raise AlreadyRegisteredError(
            _("%(name)s is already registered for this seminar.") % {"name": registration.called},
            registration,
        )


def _ask(seminar: Seminar, wish: Wish, *, occasion: str, by: models.Model | None) -> Registration:
    """Write a wish down with its decision; the registration carries it as `decision`."""
    present, now = present_at(seminar), timezone.now()
    refuse_if_registered(seminar, wish.person, wish.email, present)
    registration = Registration(
        seminar=seminar,
        person=wish.person,
        name=wish.name,
        email=wish.email,
        body=wish.body,
        proposed_body="" if wish.body else wish.proposed_body,
        country=wish.country or (wish.body.country if wish.body else None),
        programme=wish.programme,
        role=wish.role,
        mode=wish.mode,
        asked_at=now,
        nominated_by=by if occasion == "nominated" else None,
    )
    if wish.part is not None:
        write_part(registration, wish.part)
    if seminar.access == Access.APPROVAL:
        registration.decision = _wait_for_approval(registration, now, occasion, by)
    else:
        registration.decision = admit(registration, occasion, by=by, present=present)
    if wish.part is not None:
        insert_answers(registration, wish.part)
    return registration


def _wait_for_approval(
    registration: Registration,
    now: datetime.datetime,
    occasion: str,
    by: models.Model | None,
) -> Any:
    sentence = _(
        "The organiser approves each registration. Please do not book your travel before you have"
        " the answer."
    )
    decision = Decision(0, Status.PENDING, sentence)
    return write_decision(registration, decision, now, occasion, by)


def _refuse_if_closed(seminar: Seminar, wish: Wish) -> None:
    """Raise RefusedError unless somebody may ask for this seat now."""
    if seminar.state == SeminarState.CANCELLED:
        raise RefusedError(_("This seminar has been cancelled."))
    if not seminar.registration_is_open:
        raise RefusedError(_("Registration for this seminar is not open."))
    if wish.mode not in seminar.modes:
        raise RefusedError(_("One cannot take part in this seminar in that way."))
    invitation = wish.invitation
    if seminar.access == Access.INVITATION and (
        invitation is None or invitation.seminar_id != seminar.pk
    ):
        raise RefusedError(_("This seminar is by personal invitation only."))
    if wish.programme is not None:
        named = set(seminar.programmes.values_list("pk", flat=True))
        if named and wish.programme.pk not in named:
            raise RefusedError(_("This seminar is for other programmes."))
