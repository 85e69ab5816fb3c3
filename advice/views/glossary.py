"""The glossary: every term with what it means and what it was called when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advice.models import Term
from advice.searching import words_of
from interact_portal.core.text import fold, squeeze

LONGEST = 100


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Show the terms in the order of letters, or those that have the words asked for."""
    words = squeeze(request.GET.get("q", ""))[:LONGEST]
    terms = [
        term
        for term in Term.objects.with_names().prefetch_related("see_also__names")
        if _has(term, words)
    ]
    terms.sort(key=lambda term: fold(term.name))
    context = {
        "words": words,
        "terms": terms,
        "letters": sorted({fold(term.name)[:1].upper() for term in terms}),
        "crumbs": [(_("Glossary"), "")],
    }
    return render(request, "advice/glossary.html", context)


def _has(term: Term, words: str) -> bool:
    """Say whether each of `words` begins a word of a name, or stands in the definition."""
    names = [part for name in term.names.all() for part in (name.name, name.short)]
    known = words_of(" ".join(names)) + words_of(term.definition)
    return all(any(each.startswith(word) for each in known) for word in words_of(words))
