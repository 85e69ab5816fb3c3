"""How answers are indexed and asked for; what is typed is understood as in all of the portal.

Other names come from the glossary and from the secretariat's list of synonyms: who asks for the
accounting function also means the certifying authority (`interact_portal.words`).
"""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value

from interact_portal.core.text import fold
from interact_portal.words.asking import CONFIG, Asked, indexed, understand

from .models import PublishedVersion, Term

AS_WRITTEN = "simple"
MOST_WORDS = 24
# Words too common to tell one question from another when any word may do.
COMMON_WORDS = """
a an and any are as at be by can could do does for from has have how if in is it its may must
not of on or our shall should that the their there they this to us was we what when where
which who why will with would you your programme programmes project projects
all also each every few more most new no one only other same some such than then these two very
"""
COMMON = frozenset(COMMON_WORDS.split())


def words_of(text: str) -> list[str]:
    """Return the first words of `text` as they are compared."""
    return _all_words(text)[:MOST_WORDS]


def _all_words(text: str) -> list[str]:
    return re.findall(r"\w+", indexed(text))


def vector_of(version: PublishedVersion) -> SearchVector:
    """Return the index of a version: title, then question and themes, then the answer.

    The words stand in it by their stems, and once more as they are written, for words begun.
    """
    themes = " . ".join(theme.name for theme in version.themes.all())
    bases = " . ".join(f"{basis.act} {basis.article}" for basis in version.legal_bases.all())
    texts = {
        "A": version.title,
        "B": f"{version.question} . {themes}",
        "C": f"{version.text} . {bases}",
    }
    parts = [
        SearchVector(Value(indexed(text)), weight=weight, config=CONFIG)
        for weight, text in texts.items()
    ]
    as_written = " ".join(_all_words(" ".join(texts.values())))
    parts.append(SearchVector(Value(as_written), weight="D", config=AS_WRITTEN))
    return parts[0] + parts[1] + parts[2] + parts[3]


def asks_for_all(text: str) -> SearchQuery | None:
    """Return the question for every word of `text`, or what else it is called; one query.

    The last word may be only begun. None where nothing was asked.
    """
    asked = understand(text)
    if not asked:
        return None
    last = asked.terms[-1]
    if last.is_phrase or last.is_unwanted or not re.fullmatch(r"\w{3,}", indexed(last.text)):
        return asked.query
    begun = SearchQuery(f"'{indexed(last.text)}':*", config=AS_WRITTEN, search_type="raw")
    rest = Asked(asked.text, asked.terms[:-1], asked.synonyms)
    return asked.query | (rest.query & begun if rest else begun)


def asks_for_any(texts: Iterable[str]) -> SearchQuery | None:
    """Return the question for any telling word of `texts`: for what fits a long question."""
    words = [word for text in texts for word in words_of(text) if word not in COMMON]
    return understand(" ".join(dict.fromkeys(words))).any_query


def find_terms(words: str) -> list[Term]:
    """Return the terms of the glossary that have `words`, or all, in the order of letters."""
    rows = Term.objects.with_names().prefetch_related("see_also__names")
    return sorted((term for term in rows if _has(term, words)), key=lambda term: fold(term.name))


def _has(term: Term, words: str) -> bool:
    """Say whether each of `words` begins a word of a name, or stands in the definition."""
    names = [part for name in term.names.all() for part in (name.name, name.short)]
    known = words_of(" ".join(names)) + words_of(term.definition)
    return all(any(each.startswith(word) for each in known) for word in words_of(words))
