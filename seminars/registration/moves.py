"""Which act leads from which status to which, and how a verb refuses."""

from interact_portal.core.moves import IllegalMoveError, Move
from seminars.choices import ACTIVE, Status
from seminars.models import Registration

ANY_ACTIVE = frozenset(ACTIVE)

MOVES = {
    "confirm": Move(frozenset({Status.RESERVE, Status.PENDING}), Status.CONFIRMED),
    "queue": Move(frozenset({Status.PENDING}), Status.RESERVE),
    "offer": Move(frozenset({Status.RESERVE}), Status.OFFERED),
    "expire": Move(frozenset({Status.OFFERED}), Status.EXPIRED),
    "accept": Move(frozenset({Status.OFFERED}), Status.CONFIRMED),
    "withdraw": Move(ANY_ACTIVE, Status.WITHDRAWN),
    "substitute": Move(ANY_ACTIVE, Status.SUBSTITUTED),
    "decline": Move(ANY_ACTIVE, Status.DECLINED),
    "cancel": Move(ANY_ACTIVE, Status.CANCELLED),
    "give": Move(frozenset({Status.RESERVE, Status.PENDING, Status.OFFERED}), Status.CONFIRMED),
}

# The engine's outcomes as moves of a registration that is already written.
MOVE_TO = {
    Status.CONFIRMED.value: MOVES["confirm"],
    Status.RESERVE.value: MOVES["queue"],
    Status.OFFERED.value: MOVES["offer"],
    Status.EXPIRED.value: MOVES["expire"],
}


class RefusedError(IllegalMoveError):
    """The act is not possible now; the message is a sentence for the person who asked."""


class AlreadyRegisteredError(RefusedError):
    """The person has an active registration at this seminar; it is named."""

    def __init__(self, sentence: str, registration: Registration) -> None:
        """Keep the registration that stands."""
        super().__init__(sentence)
        self.registration = registration
