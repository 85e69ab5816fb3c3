"""Places at a seminar: who gets one, who waits, who moves up, who leaves.

Only this package writes `Registration.status` and what goes with it. Every verb locks the seminar
first, then looks, asks the engine of `seats`, and writes decisions, trail and letters in the same
transaction; so does the worker, which runs what time alone makes due.
"""

from .asking import Part, Wish, complete, nominate, register
from .changing import ask_for_change, change_answers, change_place
from .due import settle_due, settle_everywhere, settle_seminar, something_is_due
from .forgetting import forget, forget_invitations
from .leaving import accept_offer, decline_offer, withdraw
from .moves import (
    MOVES,
    AlreadyRegisteredError,
    RefusedError,
)
from .organising import (
    answer_wish,
    approve,
    cancel_seminar,
    change_rules,
    decline,
    give_seat,
    name_body,
)
from .substitutes import ask_colleague, colleague_accepts, colleague_declines, stop_asking

__all__ = [
    "MOVES",
    "AlreadyRegisteredError",
    "Part",
    "RefusedError",
    "Wish",
    "accept_offer",
    "answer_wish",
    "approve",
    "ask_colleague",
    "ask_for_change",
    "cancel_seminar",
    "change_answers",
    "change_place",
    "change_rules",
    "colleague_accepts",
    "colleague_declines",
    "complete",
    "decline",
    "decline_offer",
    "forget",
    "forget_invitations",
    "give_seat",
    "name_body",
    "nominate",
    "register",
    "settle_due",
    "settle_everywhere",
    "settle_seminar",
    "something_is_due",
    "stop_asking",
    "withdraw",
]
