"""Rules, requests, what is taken, and the order in which the reserve list is served."""

import datetime
import heapq
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from seminars.choices import PAIR, TAKEN, Freed, Order


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for one kind of seat (in the room, or online); None means no limit."""

    seats: int | None = None
    per_programme: int | None = None
    per_body: int | None = None
    per_country: int | None = None
    phase_one_ends_at: datetime.datetime | None = None
    order: str = Order.FAIR
    freed: str = Freed.CONFIRM
    offer_hours: int = 48
    reserve_closes_at: datetime.datetime | None = None
    zone: datetime.tzinfo = datetime.UTC

    def limits_hold(self, now: datetime.datetime) -> bool:
        """Whether the limits for each programme, body and country hold at `now`."""
        return self.phase_one_ends_at is None or now < self.phase_one_ends_at

    def reserve_is_closed(self, now: datetime.datetime) -> bool:
        """Whether nobody moves up any more."""
        return self.reserve_closes_at is not None and now >= self.reserve_closes_at


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody's wish for a seat and where it stands; `key` orders those of the same moment."""

    key: int
    asked_at: datetime.datetime
    status: str
    programme: Hashable = None
    body: Hashable = None
    country: Hashable = None
    role: str = ""
    offer_until: datetime.datetime | None = None

    @property
    def group(self) -> Hashable:
        """Whose seats are counted in the order: the programme, else the body, else the person."""
        if self.programme is not None:
            return ("programme", self.programme)
        if self.body is not None:
            return ("body", self.body)
        return ("person", self.key)


class Tally:
    """Seats taken so far: in all, and for each programme, body, country and group."""

    def __init__(self, rules: Rules, now: datetime.datetime, requests: Iterable[Request]) -> None:
        """Count the seats that `requests` have taken."""
        self.rules = rules
        self.limits_hold = rules.limits_hold(now)
        self.taken = 0
        self.programmes: Counter[Hashable] = Counter()
        self.bodies: Counter[Hashable] = Counter()
        self.countries: Counter[Hashable] = Counter()
        self.groups: Counter[Hashable] = Counter()
        self.pairs: dict[Hashable, set[str]] = {}
        for request in requests:
            if request.status in TAKEN:
                self.add(request)

    def add(self, request: Request) -> None:
        """Count one more seat."""
        self.taken += 1
        self.programmes[request.programme] += 1
        self.bodies[request.body] += 1
        self.countries[request.country] += 1
        self.groups[request.group] += 1
        if request.role in PAIR:
            self.pairs.setdefault(request.group, set()).add(request.role)

    @property
    def is_full(self) -> bool:
        """Whether every seat is taken."""
        return self.rules.seats is not None and self.taken >= self.rules.seats

    def full_limit(self, request: Request) -> str:
        """Return which limit leaves no seat for `request`: programme, body, country; or ""."""
        if not self.limits_hold:
            return ""
        for name, limit, key, counts in (
            ("programme", self.rules.per_programme, request.programme, self.programmes),
            ("body", self.rules.per_body, request.body, self.bodies),
            ("country", self.rules.per_country, request.country, self.countries),
        ):
            if limit is not None and key is not None and counts[key] >= limit:
                return name
        return ""

    def may_have_seat(self, request: Request) -> bool:
        """Whether a seat is free that `request` may have."""
        return not self.is_full and not self.full_limit(request)

    def has_pair(self, group: Hashable) -> bool:
        """Whether managing authority and secretariat of the group both have a seat."""
        return self.pairs.get(group, set()) >= PAIR


def in_order(
    tally: Tally, waiting: Iterable[Request], may: Callable[[Request], bool] = lambda _request: True
) -> Iterator[Request]:
    """Yield the waiting requests in the order of service, counting each as seated in `tally`.

    Whom `may` refuses when her turn comes is left out: seats only fill up while one goes on.
    """
    by_time = sorted(waiting, key=lambda request: (request.asked_at, request.key))
    if tally.rules.order == Order.TIME:
        for request in by_time:
            if may(request):
                yield request
                tally.add(request)
        return
    queues: dict[Hashable, deque[Request]] = {}
    for request in by_time:
        queues.setdefault(request.group, deque()).append(request)

    def rank(group: Hashable) -> tuple:
        first = queues[group][0]
        seats, pair = tally.groups[group], tally.has_pair(group)
        return (seats, pair, first.asked_at, first.key, group)

    heap = [rank(group) for group in queues]
    heapq.heapify(heap)
    while heap:
        group = heapq.heappop(heap)[-1]
        queue = queues[group]
        while queue:
            request = queue.popleft()
            if may(request):
                yield request
                tally.add(request)
                break
        if queue:
            heapq.heappush(heap, rank(group))
