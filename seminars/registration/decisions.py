"""The one way decisions are taken and written: lock, look, decide, write, tell."""

import datetime
from collections.abc import Sequence

from django.db import models
from django.utils import timezone

from interact_portal.core.audit import record
from seminars import notifications
from seminars.choices import TAKEN, Status
from seminars.models import DecisionLog, Registration, Seminar
from seminars.seating import Present, present_at, request_of, requests_of, rules_of
from seminars.seats import Decision, decide

from .moves import MOVE_TO


def lock(seminar_id: int) -> Seminar:
    """Lock the seminar until the transaction ends and return it as it stands now.

    Everything about its seats is looked at after this, so that two people never see the same free
    seat. Rows that only point at the seminar may still be written meanwhile.
    """
    return (
        Seminar.objects.select_related("country")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=seminar_id)
    )


def lock_with(registration: Registration) -> Registration:
    """Lock the seminar of a registration, then read the registration anew and return it."""
    seminar = lock(registration.seminar_id)
    fresh = Registration.objects.select_related("person", "body").get(pk=registration.pk)
    fresh.seminar = seminar
    return fresh


def settle(
    seminar: Seminar, occasion: str, *, by: models.Model | None = None, mode: str = ""
) -> list[DecisionLog]:
    """Carry out what is due at a locked seminar: offers that ran out, free seats; return it."""
    now, present = timezone.now(), present_at(seminar)
    written = []
    for one in [mode] if mode else seminar.modes:
        decisions = decide(rules_of(seminar, one), requests_of(present, one), now)
        written += _carry_out(seminar, decisions, now, occasion, by)
    return written


def admit(
    newcomer: Registration,
    occasion: str,
    *,
    by: models.Model | None = None,
    present: Sequence[Present] | None = None,
) -> DecisionLog:
    """Decide on somebody who asks for a seat at a locked seminar, after whatever else is due.

    `present` saves looking again where the caller has looked under the lock.
    """
    seminar, now = newcomer.seminar, timezone.now()
    present = present_at(seminar) if present is None else present
    others = [one for one in present if one.request.key != newcomer.pk]
    *due, own = decide(
        rules_of(seminar, newcomer.mode),
        requests_of(others, newcomer.mode),
        now,
        request_of(newcomer),
    )
    _carry_out(seminar, due, now, occasion, by)
    if newcomer.pk is not None:
        newcomer.status = MOVE_TO[own.outcome].step_from(newcomer.status)
    return write_decision(newcomer, own, now, occasion, by)


def write_decision(
    registration: Registration,
    decision: Decision,
    now: datetime.datetime,
    occasion: str,
    by: models.Model | None = None,
) -> DecisionLog:
    """Write a decision on a registration, new or not, with its sentence; return the log's row."""
    registration.status = decision.outcome
    registration.reason = decision.sentence
    registration.decided_at = None if decision.outcome == Status.PENDING else now
    registration.offer_until = decision.offer_until
    registration.save()
    return DecisionLog.objects.create(
        seminar=registration.seminar,
        registration=registration,
        at=now,
        outcome=decision.outcome,
        position=decision.position,
        sentence=decision.sentence,
        occasion=occasion,
        by=by,
    )


def decide_by_hand(
    registration: Registration, outcome: str, sentence: str, occasion: str, by: models.Model | None
) -> DecisionLog:
    """Write a decision that a person took, trace it and tell the participant."""
    had_seat, before = registration.status in TAKEN, registration.status
    decision = Decision(registration.pk, outcome, sentence)
    log = write_decision(registration, decision, timezone.now(), occasion, by)
    trace(registration, occasion, by, before=before, why=sentence)
    notifications.tell_decision(registration, log, had_seat=had_seat)
    return log


def trace(
    registration: Registration,
    act: str,
    by: models.Model | None,
    *,
    before: str = "",
    why: str = "",
) -> None:
    """Leave a row in the audit trail; the registration is named by its reference alone."""
    record(
        f"registration.{act}",
        registration,
        by=by,
        before={"status": before} if before else {},
        after={"status": registration.status},
        why=why,
    )


def _carry_out(
    seminar: Seminar,
    decisions: list[Decision],
    now: datetime.datetime,
    occasion: str,
    by: models.Model | None,
) -> list[DecisionLog]:
    """Write decisions on registrations that exist, and tell each person."""
    if not decisions:
        return []
    rows = Registration.objects.select_related("person").in_bulk([d.key for d in decisions])
    written = []
    for decision in decisions:
        registration = rows[decision.key]
        registration.seminar = seminar
        had_seat, before = registration.status in TAKEN, registration.status
        MOVE_TO[decision.outcome].step_from(before)
        log = write_decision(registration, decision, now, occasion, by)
        trace(registration, "moved", by, before=before, why=decision.sentence)
        notifications.tell_decision(registration, log, had_seat=had_seat)
        written.append(log)
    return written
