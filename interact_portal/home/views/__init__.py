"""The front of the portal: home page, pages about the portal, files for robots, health, errors."""

from .about import about, accessibility, contact, privacy, reuse
from .errors import bad_request, csrf_failure, forbidden, not_found, server_error
from .front import index
from .health import alive, ready
from .robots import catalog, favicon, robots
from .styleguide import styleguide

__all__ = [
    "about",
    "accessibility",
    "alive",
    "bad_request",
    "catalog",
    "contact",
    "csrf_failure",
    "favicon",
    "forbidden",
    "index",
    "not_found",
    "privacy",
    "ready",
    "reuse",
    "robots",
    "server_error",
    "styleguide",
]
