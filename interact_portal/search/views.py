"""The search of the whole portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interact_portal.core.text import squeeze

from .registry import kinds

MOST_OF_A_KIND = 5
LONGEST = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits the words, grouped by kind, with the way to all of a kind."""
    words = squeeze(request.GET.get("q", ""))[:LONGEST]
    groups = [(kind, kind.look(words, request.user, MOST_OF_A_KIND)) for kind in kinds() if words]
    found = [(kind, group) for kind, group in groups if group.count]
    context = {
        "words": words,
        "groups": found,
        "count": sum(group.count for _kind, group in found),
        "looked_in": [kind.label for kind in kinds()],
    }
    return render(request, "search/search.html", context)
