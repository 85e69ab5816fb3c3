"""The grammar of a workflow: which act leads from which status to which.

A room writes its statuses down once, as a table of moves, and its verbs ask the table:

    MOVES = {"publish": Move(frozenset({Status.IN_REVIEW}), Status.PUBLISHED)}
    practice.status = MOVES["publish"].step_from(practice.status)
"""

from collections.abc import Mapping
from dataclasses import dataclass


class IllegalMoveError(Exception):
    """An act was asked of a row whose status does not allow it."""


@dataclass(frozen=True)
class Move:
    """One legal step: from any of `sources` to `target`."""

    sources: frozenset[str]
    target: str

    def step_from(self, status: str) -> str:
        """Return the status this move leads to; raise IllegalMoveError where it may not start."""
        if status not in self.sources:
            raise IllegalMoveError(f"There is no way from “{status}” to “{self.target}”.")
        return self.target


def acts_possible_from(status: str, moves: Mapping[str, Move]) -> list[str]:
    """Return the names of the acts that `moves` allows from `status`, in the table's order."""
    return [act for act, move in moves.items() if status in move.sources]
