"""The letter about what is new in a saved search."""

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from interact_portal.mail import outbox
from interact_portal.mail.models import Letter

from .models import SavedSearch
from .registry import News, list_called, one_for_each_row

MOST_IN_A_LETTER = 20


def tell(search: SavedSearch, news: Sequence[News]) -> Letter:
    """Write the letter about `news`; mail programs offer to end it by one click (RFC 8058)."""
    stop = settings.PORTAL_URL + search.stop_url
    digest = hashlib.sha256("\n".join(sorted(each.key for each in news)).encode()).hexdigest()
    shown = one_for_each_row(news)
    return outbox.post(
        key=f"saved-search:{search.pk}:{digest[:40]}",
        to=search.person.email,
        person=search.person,
        template="alerts/email/news",
        context={
            "search": search,
            "count": len(shown),
            "news": [(each, settings.PORTAL_URL + each.url) for each in shown[:MOST_IN_A_LETTER]],
            "more": max(len(shown) - MOST_IN_A_LETTER, 0),
            "list_url": settings.PORTAL_URL + list_called(search.list).address(search.query),
            "change_url": settings.PORTAL_URL + reverse("saved_search_change", args=[search.pk]),
            "stop_url": stop,
        },
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
