"""The tables of the hall: programmes and their money, bodies and their mandates, people's posts."""

from .bodies import Body, FormerAddress, Mandate, Membership
from .places import Country, Theme
from .programmes import ParticipatingCountry, PriorityAxis, Programme

__all__ = [
    "Body",
    "Country",
    "FormerAddress",
    "Mandate",
    "Membership",
    "ParticipatingCountry",
    "PriorityAxis",
    "Programme",
    "Theme",
]
