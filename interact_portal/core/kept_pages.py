"""Pages that many strangers read, drawn once and kept for a moment by each process.

Only for readers of whom nothing is known: no session, no cookie but the language and the token of
forms. The token is put into the kept page anew for each reader.
"""

import functools
import re
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

View = Callable[..., HttpResponse]
MOST_PAGES = 1000
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')


@dataclass(frozen=True)
class KeptPage:
    """A page as it was drawn: its pieces, between which the reader's token comes, and its head."""

    pieces: tuple[bytes, ...]
    headers: dict[str, str]
    until: float

    def for_reader(self, request: HttpRequest) -> HttpResponse:
        """Return the page with the reader's own token."""
        content = self.pieces[0]
        if len(self.pieces) > 1:
            content = get_token(request).encode().join(self.pieces)
        return HttpResponse(content, headers=self.headers)


_pages: dict[Hashable, KeptPage] = {}
_lock = threading.Lock()


def kept_for_strangers(*, seconds: float, stamp: Callable[[], Hashable]) -> Callable[[View], View]:
    """Let a view be drawn once for all strangers, for `seconds` or until `stamp` says other.

    `stamp` is asked at every visit: what must never be shown late has to change it.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def answer(request: HttpRequest, **where: str) -> HttpResponse:
            if not _is_a_stranger(request):
                return view(request, **where)
            key = (request.path, get_language(), stamp())
            kept = _pages.get(key)
            if kept is not None and kept.until > time.monotonic():
                return kept.for_reader(request)
            response = view(request, **where)
            if response.status_code == 200:
                _keep(key, response, time.monotonic() + seconds)
            return response

        return answer

    return wrap


def _is_a_stranger(request: HttpRequest) -> bool:
    known = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    plain = request.method in ("GET", "HEAD") and not request.META.get("QUERY_STRING")
    return plain and not request.htmx and request.COOKIES.keys() <= known


def _keep(key: Hashable, response: HttpResponse, until: float) -> None:
    pieces = tuple(TOKEN.sub(rb"\1\0", response.content).split(b"\0"))
    with _lock:
        if len(_pages) >= MOST_PAGES:
            _pages.clear()
        _pages[key] = KeptPage(pieces, dict(response.items()), until)
