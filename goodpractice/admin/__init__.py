"""The back office of good practice: the review queue and the practices."""

from . import practices, review

__all__ = ["practices", "review"]
