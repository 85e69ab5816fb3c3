"""What the lists of the room have in common: frame, files and order."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from advice.choices import State
from advice.models import PublishedVersion, Question
from interact_portal.core.standing import Standing


@dataclass(frozen=True)
class Link:
    """A way to see the same rows otherwise: as a file, in another order."""

    label: str | Promise
    url: str
    current: bool = False


def frame_for(request: HttpRequest) -> str:
    """Return the frame of a list: the whole page, or its content alone for htmx."""
    in_place = request.htmx and not request.htmx.history_restore_request
    return "fragment.html" if in_place else "base.html"


def file_links(query: str) -> list[Link]:
    """Return the addresses of exactly this list as files."""
    return [
        Link(kind.upper(), reverse(f"advice_{kind}") + query) for kind in ("csv", "xlsx", "json")
    ]


def sort_links(request: HttpRequest, orders: Mapping[str, tuple]) -> tuple[str, list[Link]]:
    """Return the order asked for (the first unless it is known) and the links to all."""
    asked = request.GET.get("sort", "")
    chosen = asked if asked in orders else next(iter(orders))
    links = []
    for key, (label, _order) in orders.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = key
        links.append(Link(label, f"?{query.urlencode()}", key == chosen))
    return chosen, links


def answer_card(version: PublishedVersion) -> dict:
    """Return what `components/card.html` needs of a version that came `for_lists()`."""
    day = date_format(localtime(version.published_at).date())
    themes = ", ".join(theme.name for theme in version.themes.all())
    ended = {"word": version.get_state_display(), "kind": "decision"}
    return {
        "title": version.title,
        "url": version.answer.get_absolute_url(),
        "badge": None if version.is_in_force else ended,
        "why": [version.get_authority_display()],
        "summary": version.question,
        "meta": [
            fact
            for fact in (
                ", ".join(version.period_labels),
                themes,
                _("published %(day)s") % {"day": day},
            )
            if fact
        ],
    }


def question_card(question: Question, standing: Standing) -> dict:
    """Return what `components/card.html` needs of a question, for the person who asked it."""
    waits_for_her = question.state in (State.WAITING, State.ANSWERED)
    kind = "decision" if waits_for_her else "info" if question.is_open else ""
    by = standing.by and _("by %(day)s") % {"day": date_format(standing.by)}
    asked = date_format(localtime(question.asked_at).date())
    return {
        "title": question.title,
        "url": question.get_absolute_url(),
        "badge": {"word": question.state_for_asker, "kind": kind},
        "why": [standing.happened],
        "summary": standing.next,
        "meta": [
            fact
            for fact in (
                by,
                question.reference,
                _("asked %(day)s") % {"day": asked},
                question.theme and question.theme.name,
            )
            if fact
        ],
    }
