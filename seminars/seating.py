"""Between the tables and the engine of `seats`: reads rules and requests, writes nothing."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from interact_portal.core.text import fold
from programmes.models import Programme

from .choices import ACTIVE, Format, Mode, Status
from .models import Registration, Seminar
from .seats import Place, Request, Rules, places_on_reserve
from .seats.line import Tally

# Pending ones wait for the organiser, not for a seat; who was declined does not come again.
IN_THE_LINE = (Status.CONFIRMED.value, Status.OFFERED.value, Status.RESERVE.value)
LOOKED_AT = (*ACTIVE, Status.DECLINED.value)
# Stands for a registration that is not written yet: behind all that are.
NEW = 2**62


def rules_of(seminar: Seminar, mode: str) -> Rules:
    """Return the rules for seats of this mode.

    The limits for programme, body and country share out scarce seats: online they hold where the
    seminar is online only or has a number of seats there.
    """
    limited = (
        mode == Mode.ROOM or seminar.format == Format.ONLINE or seminar.online_seats is not None
    )
    return Rules(
        seats=seminar.room_seats if mode == Mode.ROOM else seminar.online_seats,
        per_programme=seminar.seats_per_programme if limited else None,
        per_body=seminar.seats_per_body if limited else None,
        per_country=seminar.seats_per_country if limited else None,
        phase_one_ends_at=seminar.phase_one_ends_at,
        order=seminar.reserve_order,
        freed=seminar.freed_seat,
        offer_hours=seminar.offer_hours,
        reserve_closes_at=seminar.reserve_closes_at,
        zone=seminar.zone,
    )


@dataclass(frozen=True, slots=True)
class Present:
    """An active registration of a seminar, as the verbs look at it under the lock."""

    request: Request
    mode: str
    person: int | None
    email: str


COLUMNS = (
    "pk", "asked_at", "status", "programme_id", "body_id", "proposed_body", "country_id", "role",
    "offer_until", "mode", "person_id", "email",
)  # fmt: skip


def present_at(seminar: Seminar) -> list[Present]:
    """Return all active registrations of the seminar and those declined, in one query."""
    rows = Registration.objects.filter(seminar=seminar, status__in=LOOKED_AT).order_by()
    return [
        Present(
            Request(pk, asked, status, programme, body or _proposed(name), country, role, until),
            mode,
            person,
            email.lower(),
        )
        for pk, asked, status, programme, body, name, country, role, until, mode, person, email in (
            rows.values_list(*COLUMNS)
        )
    ]


def requests_of(present: Iterable[Present], mode: str) -> list[Request]:
    """Return the requests for seats of this mode; those that wait for approval are not yet any."""
    return [
        one.request for one in present if one.mode == mode and one.request.status != Status.PENDING
    ]


def request_of(registration: Registration) -> Request:
    """Return the engine's view of a registration, written or not."""
    return Request(
        key=registration.pk or NEW,
        asked_at=registration.asked_at,
        status=registration.status,
        programme=registration.programme_id,
        body=registration.body_id or _proposed(registration.proposed_body),
        country=registration.country_id,
        role=registration.role,
        offer_until=registration.offer_until,
    )


def reserve_list(seminar: Seminar, mode: str) -> list[Place]:
    """Return the reserve list of today, in the order of service, with reasons."""
    requests = requests_of(present_at(seminar), mode)
    return places_on_reserve(rules_of(seminar, mode), requests, timezone.now())


def place_of(registration: Registration) -> Place | None:
    """Return today's place of a registration on the reserve list; None when it does not wait."""
    if registration.status != Status.RESERVE:
        return None
    places = reserve_list(registration.seminar, registration.mode)
    return next((place for place in places if place.key == registration.pk), None)


@dataclass(frozen=True)
class ProgrammeSeats:
    """How a programme stands: seats it has, the most it may have now, seats free for it now."""

    programme: Programme
    taken: int
    limit: int | None
    free: int | None
    limit_ends_at: datetime.datetime | None


def seats_of_programmes(
    seminar: Seminar, mode: str, programmes: Iterable[Programme]
) -> list[ProgrammeSeats]:
    """Return how many seats each programme has and may still have; None means no limit."""
    rules, now = rules_of(seminar, mode), timezone.now()
    tally = Tally(rules, now, requests_of(present_at(seminar), mode))
    holds = tally.limits_hold and rules.per_programme is not None
    seats = []
    for programme in programmes:
        taken = tally.programmes[programme.pk]
        left = [] if rules.seats is None else [max(0, rules.seats - tally.taken)]
        if holds:
            left.append(max(0, rules.per_programme - taken))
        seats.append(
            ProgrammeSeats(
                programme=programme,
                taken=taken,
                limit=rules.per_programme if holds else None,
                free=min(left) if left else None,
                limit_ends_at=rules.phase_one_ends_at if holds else None,
            )
        )
    return seats


def _proposed(name: str) -> str | None:
    """Two people who propose the same body are counted with the same body."""
    return f"proposed {fold(name)}" if name else None
