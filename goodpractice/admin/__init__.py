"""The back office of good practice: the review queue and the practices."""

from . import corrections, practices, review, uses

__all__ = ["corrections", "practices", "review", "uses"]
