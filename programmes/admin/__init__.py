"""The back office of programmes and bodies."""

from . import bodies, memberships, places, programmes

__all__ = ["bodies", "memberships", "places", "programmes"]
