"""The practices of a programme or of a body, for their pages."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from goodpractice.models import Practice
from programmes.models import Body, Programme

SHOWN = 5


def practices_of_programme(programme: Programme, reader: Any) -> dict | None:
    """Return the practices done in a programme, the newest first; None when there are none."""
    return _panel(programme.practices.all(), reverse("practice_list"))


def practices_of_body(body: Body, reader: Any) -> dict | None:
    """Return the practices that a body owns; None when there are none."""
    return _panel(body.practices.all(), reverse("practice_list"))


def _panel(practices: QuerySet[Practice], url: str) -> dict | None:
    shown = list(practices.published().order_by("-current__published_at")[: SHOWN + 1])
    if not shown:
        return None
    return {"practices": shown[:SHOWN], "all_url": url if len(shown) > SHOWN else ""}
