"""A world of one seminar for property tests: rules, people, a clock, and every verb on them.

It keeps to what the room does with the engine: every verb changes the requests, then asks `decide`
what is due and carries it out.
"""

import dataclasses
import datetime

from seminars.choices import Freed, Status
from seminars.seats import Decision, Request, Rules, decide
from seminars.seats.line import Tally

START = datetime.datetime(2027, 1, 1, 9, tzinfo=datetime.UTC)


class World:
    """The requests of one seminar over time."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.now = START
        self.requests: dict[int, Request] = {}
        self.decisions: list[Decision] = []

    def settle(self, newcomer: Request | None = None) -> None:
        """Ask the engine and carry out what it says."""
        before = self.with_seat()
        present = list(self.requests.values())
        made = decide(self.rules, present, self.now, newcomer)
        assert made == decide(self.rules, present[::-1], self.now, newcomer)
        if newcomer is not None:
            self.requests[newcomer.key] = newcomer
        for decision in made:
            self.carry_out(decision)
        self.decisions += made
        assert before <= self.with_seat(), "a seat that was given is never taken back"

    def carry_out(self, decision: Decision) -> None:
        """Write a decision down and check it against the moment it was taken in."""
        assert decision.sentence.strip()
        assert "%" not in decision.sentence
        request = self.requests[decision.key]
        if decision.outcome in (Status.CONFIRMED, Status.OFFERED):
            tally = Tally(self.rules, self.now, self.requests.values())
            assert tally.may_have_seat(request), "no seat beyond the seats there are or a limit"
        if decision.outcome == Status.OFFERED:
            assert self.now < decision.offer_until
            assert self.rules.freed == Freed.OFFER
        self.requests[decision.key] = dataclasses.replace(
            request, status=decision.outcome, offer_until=decision.offer_until
        )

    def with_seat(self) -> set[int]:
        """Return who has a seat for good."""
        return {key for key, r in self.requests.items() if r.status == Status.CONFIRMED}

    def among(self, *statuses: str) -> list[int]:
        """Return the keys of the requests that stand so, in order."""
        return [key for key, request in self.requests.items() if request.status in statuses]

    def check(self) -> None:
        """No seat is idle while somebody waits who may have it."""
        if self.rules.reserve_is_closed(self.now):
            return
        tally = Tally(self.rules, self.now, self.requests.values())
        for key in self.among(Status.RESERVE):
            assert not tally.may_have_seat(self.requests[key])

    # --- verbs ---------------------------------------------------------------------------------

    def register(self, programme: int | None, body: int | None, country: str, role: str) -> None:
        """Somebody asks for a seat."""
        key = len(self.requests) + 1
        newcomer = Request(key, self.now, Status.RESERVE, programme, body, country, role)
        self.settle(newcomer)

    def leave(self, pick: int) -> None:
        """Somebody withdraws, refuses an offer, or is declined by the organiser."""
        present = self.among(Status.CONFIRMED, Status.RESERVE, Status.OFFERED)
        if present:
            key = present[pick % len(present)]
            del self.requests[key]
            # The key stays used: it is a row's number.
            self.requests[key] = Request(key, self.now, Status.WITHDRAWN)
        self.settle()

    def accept(self, pick: int) -> None:
        """Somebody accepts her offer in time."""
        self.settle()
        offered = self.among(Status.OFFERED)
        if offered:
            key = offered[pick % len(offered)]
            self.requests[key] = dataclasses.replace(
                self.requests[key], status=Status.CONFIRMED, offer_until=None
            )
        self.settle()

    def send_a_colleague(self, pick: int) -> None:
        """Somebody of the same body comes instead: all but the role stays."""
        present = self.among(Status.CONFIRMED, Status.RESERVE, Status.OFFERED)
        if present:
            key = present[pick % len(present)]
            self.requests[key] = dataclasses.replace(self.requests[key], role="other")
        self.settle()

    def override(self, pick: int) -> None:
        """The organiser gives somebody who waits a free seat, past list and limits."""
        self.settle()
        waiting = self.among(Status.RESERVE)
        tally = Tally(self.rules, self.now, self.requests.values())
        if waiting and not tally.is_full:
            key = waiting[pick % len(waiting)]
            self.requests[key] = dataclasses.replace(self.requests[key], status=Status.CONFIRMED)
        self.settle()

    def set_seats(self, seats: int | None) -> None:
        """The organiser changes the number of seats."""
        self.rules = dataclasses.replace(self.rules, seats=seats)
        self.settle()

    def wait(self, hours: int) -> None:
        """Time passes; nothing happens until somebody or a job looks."""
        self.now += datetime.timedelta(hours=hours)

    def look(self, _nothing: int) -> None:
        """The job looks what is due."""
        self.settle()
