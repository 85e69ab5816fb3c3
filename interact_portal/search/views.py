"""The search of the whole portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interact_portal.core.text import squeeze
from interact_portal.words.asking import understand
from interact_portal.words.misses import count_miss
from interact_portal.words.spelling import mended

from .registry import Found, Kind, Reader, kinds

MOST_OF_A_KIND = 5
LONGEST = 200
Group = tuple[Kind, Found]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits the words, grouped by kind, with the way to all of a kind."""
    typed = squeeze(request.GET.get("q", ""))[:LONGEST]
    exactly = bool(request.GET.get("exactly"))
    words, groups = _looked_for(typed, request.user, exactly=exactly)
    count = _count(groups)
    if typed and not count:
        count_miss("portal", understand(typed))
    context = {
        "typed": typed,
        "words": words,
        "groups": groups,
        "count": count,
        "looked_in": [kind.label for kind in kinds()],
    }
    return render(request, "search/search.html", context)


def _looked_for(typed: str, reader: Reader, *, exactly: bool) -> tuple[str, list[Group]]:
    """Return the words as they were read, misspelt ones mended, and what was found."""
    if not typed:
        return "", []
    groups = _groups(typed, reader)
    better = None if exactly else mended(understand(typed))
    if better is not None:
        others = _groups(better.text, reader)
        if others and _count(others) >= _count(groups):
            return better.text, others
    return typed, groups


def _groups(words: str, reader: Reader) -> list[Group]:
    groups = [(kind, kind.look(words, reader, MOST_OF_A_KIND)) for kind in kinds()]
    return [(kind, group) for kind, group in groups if group.count]


def _count(groups: list[Group]) -> int:
    return sum(group.count for _kind, group in groups)
