"""The engine: from rules, requests and a moment to decisions. No table, no clock."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from seminars.choices import Freed, Status

from . import sentences
from .line import Request, Rules, Tally, in_order


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a request: its new status, why, and until when an offer stands."""

    key: int
    outcome: str
    sentence: str
    position: int | None = None
    offer_until: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the reserve list, with the reason of today."""

    key: int
    position: int
    sentence: str


def decide(
    rules: Rules,
    requests: Sequence[Request],
    now: datetime.datetime,
    newcomer: Request | None = None,
) -> list[Decision]:
    """Return every decision that is due at `now`, in the order in which they were taken.

    Offers that ran out end; free seats go down the reserve list; then `newcomer`, who is not among
    `requests`, has a seat or joins the list. Nothing due gives an empty list. Whoever holds a seat
    is never touched.
    """
    expired = [
        Decision(request.key, Status.EXPIRED, sentences.offer_ran_out(request.offer_until, rules))
        for request in sorted(requests, key=lambda request: (request.asked_at, request.key))
        if request.status == Status.OFFERED and request.offer_until <= now
    ]
    gone = {decision.key for decision in expired}
    present = [request for request in requests if request.key not in gone]
    tally = Tally(rules, now, present)
    waiting = [request for request in present if request.status == Status.RESERVE]
    given = _give_free_seats(tally, waiting, now)
    decisions = expired + given
    if newcomer is not None:
        served = {decision.key for decision in given}
        waiting = [request for request in waiting if request.key not in served]
        decisions.append(_admit(tally, waiting, now, newcomer))
    return decisions


def places_on_reserve(
    rules: Rules, requests: Sequence[Request], now: datetime.datetime
) -> list[Place]:
    """Return the whole reserve list in the order of service, each place with its reason."""
    waiting = [request for request in requests if request.status == Status.RESERVE]
    reasons = Tally(rules, now, requests)
    return [
        Place(
            request.key,
            number,
            sentences.place(number, sentences.why_waiting(reasons, request, now)),
        )
        for number, request in enumerate(in_order(Tally(rules, now, requests), waiting), start=1)
    ]


def _give_free_seats(
    tally: Tally, waiting: list[Request], now: datetime.datetime
) -> list[Decision]:
    """Give free seats down the list until none is left that anybody waiting may have."""
    if not waiting or tally.is_full or tally.rules.reserve_is_closed(now):
        return []
    given = []
    for request in in_order(tally, waiting, tally.may_have_seat):
        given.append(_move_up(tally, request, now))
    return given


def _move_up(tally: Tally, request: Request, now: datetime.datetime) -> Decision:
    rules, why = tally.rules, sentences.moved_up(tally, request)
    if rules.freed == Freed.CONFIRM:
        return Decision(request.key, Status.CONFIRMED, why)
    until = now + datetime.timedelta(hours=rules.offer_hours)
    if rules.reserve_closes_at is not None:
        until = min(until, rules.reserve_closes_at)
    why = f"{why} {sentences.answer_by(until, rules)}"
    return Decision(request.key, Status.OFFERED, why, offer_until=until)


def _admit(
    tally: Tally, waiting: list[Request], now: datetime.datetime, newcomer: Request
) -> Decision:
    """Give the newcomer a free seat, or a place on the list.

    While the list is closed somebody may wait beside a free seat; a newcomer does not pass her.
    """
    passed_over = any(tally.may_have_seat(request) for request in waiting)
    if tally.may_have_seat(newcomer) and not passed_over:
        tally.add(newcomer)
        return Decision(newcomer.key, Status.CONFIRMED, sentences.seat_was_free(tally, newcomer))
    why = sentences.why_waiting(tally, newcomer, now)
    position = _position(tally, [*waiting, newcomer], newcomer)
    return Decision(newcomer.key, Status.RESERVE, sentences.place(position, why), position=position)


def _position(tally: Tally, waiting: list[Request], newcomer: Request) -> int:
    for number, request in enumerate(in_order(tally, waiting), start=1):
        if request.key == newcomer.key:
            return number
    raise LookupError("The newcomer stands on the list she joins.")
