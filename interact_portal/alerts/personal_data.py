"""What saved searches say about a person."""

from typing import Any

from interact_portal.accounts.models import User
from interact_portal.accounts.personal_data import holds

from .models import SavedSearch


def _searches(user: User) -> list[dict[str, Any]]:
    return [
        {
            "name": search.name,
            "list": search.list,
            "filters": search.query,
            "letters": search.get_frequency_display(),
            "paused": search.paused_at,
            "saved": search.saved_at,
            "told": [
                {"what": told.news, "when": told.at} for told in search.told.order_by("at", "pk")
            ],
        }
        for search in SavedSearch.objects.of(user).prefetch_related("told")
    ]


def _forget(user: User) -> None:
    SavedSearch.objects.of(user).delete()


holds("saved searches", collect=_searches, erase=_forget)
