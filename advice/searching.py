"""Words as they are indexed and asked for: accents folded, with the field's other names for things.

Other names come from the glossary and from the secretariat's list of synonyms: who asks for the
accounting function also means the certifying authority.
"""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value

from interact_portal.words.asking import CONFIG, indexed
from interact_portal.words.models import Synonyms as SynonymsTable

from .models import PublishedVersion, TermName

AS_WRITTEN = "simple"
MOST_WORDS = 24
SHORTEST_BEGINNING = 3
# Words too common to tell one question from another when any word may do.
COMMON_WORDS = """
a an and any are as at be by can could do does for from has have how if in is it its may must
not of on or our shall should that the their there they this to us was we what when where
which who why will with would you your programme programmes project projects
"""
COMMON = frozenset(COMMON_WORDS.split())
Synonyms = dict[tuple[str, ...], list[str]]


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
    parts = [_vector(text, weight, CONFIG) for weight, text in texts.items()]
    return parts[0] + parts[1] + parts[2] + _vector(" ".join(texts.values()), "D", AS_WRITTEN)


def _vector(text: str, weight: str, config: str) -> SearchVector:
    """Return the words of a text; marks between them are left out, so that 1303/2013 is two."""
    return SearchVector(Value(" ".join(_all_words(text))), weight=weight, config=config)


def asks_for_all(text: str) -> SearchQuery | None:
    """Return the question for every word of `text`, or what else it is called; 2 queries.

    The last word may be only begun. None where nothing was asked.
    """
    words = words_of(text)
    parts = [_any_of(run, others, is_last) for run, others, is_last in _runs(words, synonyms())]
    return reduce(and_, parts) if parts else None


def asks_for_any(texts: Iterable[str]) -> SearchQuery | None:
    """Return the question for any telling word of `texts`: for what fits a long question."""
    words = [word for text in texts for word in words_of(text) if word not in COMMON]
    known = synonyms()
    parts = [_any_of(run, others, False) for run, others, _last in _runs(words, known)]
    return reduce(or_, parts[:MOST_WORDS]) if parts else None


def synonyms() -> Synonyms:
    """Return what else each name is called, by the name's folded words; 2 queries."""
    groups: dict[int, list[str]] = {}
    for term, name, short in TermName.objects.values_list("term", "name", "short"):
        groups.setdefault(term, []).extend(filter(None, (name, short)))
    known: Synonyms = {}
    kept = SynonymsTable.objects.values_list("terms", flat=True)
    for names in (*groups.values(), *kept):
        for name in names:
            key = tuple(words_of(name))
            if key:
                known.setdefault(key, []).extend(each for each in names if each != name)
    return known


def _runs(words: list[str], known: Synonyms) -> Iterable[tuple[list[str], list[str], bool]]:
    """Yield the words, those together that are one name, with the other names of it."""
    longest, at = max(map(len, known), default=1), 0
    while at < len(words):
        run = next(
            (
                words[at : at + length]
                for length in range(min(longest, len(words) - at), 0, -1)
                if tuple(words[at : at + length]) in known
            ),
            [words[at]],
        )
        at += len(run)
        yield run, known.get(tuple(run), []), at >= len(words)


def _any_of(run: list[str], others: list[str], is_last: bool) -> SearchQuery:
    asked = [_phrase(" ".join(run)), *map(_phrase, dict.fromkeys(others))]
    if is_last and len(run) == 1 and len(run[0]) >= SHORTEST_BEGINNING:
        asked.append(SearchQuery(f"'{run[0]}':*", config=AS_WRITTEN, search_type="raw"))
    return reduce(or_, asked)


def _phrase(text: str) -> SearchQuery:
    return SearchQuery(" ".join(_all_words(text)), config=CONFIG, search_type="phrase")
