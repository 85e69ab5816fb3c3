"""What every template knows: the portal's name and operator, and the way to its rooms."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation."""

    label: str | Promise
    url: str
    current: bool


# A room that is not installed yet has no address and does not show.
ROOMS = (
    (_("Programmes"), "programme_list"),
    (_("Bodies"), "body_list"),
    (_("Good practice"), "practice_list"),
    (_("Seminars"), "seminar_list"),
    (_("Advice"), "advice_list"),
)


def _places(path: str) -> list[Place]:
    places = []
    for label, name in ROOMS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        places.append(Place(label, url, path.startswith(url)))
    return places


def portal(request: HttpRequest) -> dict:
    """Return `portal` (name, operator, contact, is_demo, url) and `navigation` (list of Place)."""
    return {
        "portal": {
            "name": _("INTERACT portal"),
            "operator": settings.OPERATOR,
            "contact": settings.CONTACT_EMAIL,
            "is_demo": settings.DEMO,
            "url": settings.PORTAL_URL,
        },
        "navigation": _places(request.path),
    }
