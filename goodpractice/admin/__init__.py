"""The back office of good practice: the review queue and the practices."""

from . import practices, review, uses

__all__ = ["practices", "review", "uses"]
