"""The glossary: every term with what it means and what it was called when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advice.searching import find_terms
from interact_portal.core.text import fold, squeeze
from interact_portal.words.asking import understand
from interact_portal.words.misses import count_miss

LONGEST = 100


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Show the terms in the order of letters, or those that have the words asked for."""
    words = squeeze(request.GET.get("q", ""))[:LONGEST]
    terms = find_terms(words)
    if not terms and (asked := understand(words)):
        count_miss("glossary", asked)
    context = {
        "words": words,
        "terms": terms,
        "letters": sorted({fold(term.name)[:1].upper() for term in terms}),
        "crumbs": [(_("Glossary"), "")],
    }
    return render(request, "advice/glossary.html", context)
