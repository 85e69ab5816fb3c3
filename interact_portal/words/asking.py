"""What a person types, understood: words, “quoted phrases”, exclusions, and the field's synonyms.

    asked = understand('FLC "sample of invoices" -maritime')
    rows.filter(search=asked.query)

Accents, case and the n+2 of the rules are folded the same way in what is indexed (`indexed()`)
and in what is asked, so that the two meet.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery

from interact_portal.core.text import fold, squeeze

from .models import Synonyms

CONFIG = "english"
LONGEST = 200
MOST_TERMS = 24
PIECES = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
# n+2 and n + 3: the rule of decommitment; PostgreSQL would read a word and a number.
N_PLUS = re.compile(r"\bn\s*\+\s*(\d)\b")
# Between two characters of no script, so that no text can forge the mark.
MARK_ON, MARK_OFF = "\ue000", "\ue001"


def indexed(text: str) -> str:
    """Return `text` as it goes into the index: folded, with n+2 as one word."""
    return N_PLUS.sub(r"nplus\1", fold(text))


@dataclass(frozen=True)
class Term:
    """One piece of what was typed: a word or a phrase, wanted or not."""

    text: str
    is_phrase: bool = False
    is_unwanted: bool = False

    def written(self) -> str:
        """Return the term as it would be typed."""
        shown = f'"{self.text}"' if self.is_phrase else self.text
        return f"-{shown}" if self.is_unwanted else shown


@dataclass(frozen=True)
class Asked:
    """What was typed, in terms."""

    text: str
    terms: tuple[Term, ...] = ()
    synonyms: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        return bool(self.terms)

    @cached_property
    def query(self) -> SearchQuery:
        """The question for PostgreSQL; every wanted term has to be met, no unwanted one."""
        parts = [alternatives(texts) for texts in self._wanted()]
        parts += [~_phrase(term.text) for term in self.terms if term.is_unwanted]
        return reduce(and_, parts)

    @cached_property
    def any_query(self) -> SearchQuery | None:
        """The question that one wanted term is enough for; None where none is wanted."""
        parts = [alternatives(texts) for texts in self._wanted()]
        return reduce(or_, parts) if parts else None

    @cached_property
    def also(self) -> list[tuple[str, list[str]]]:
        """Which terms were taken for synonyms, and of what: to say so on the page."""
        return [(texts[0], list(texts[1:])) for texts in self._wanted() if len(texts) > 1]

    def _wanted(self) -> list[tuple[str, ...]]:
        """Return for each wanted term, or run of words known as one, all that means the same."""
        found: list[tuple[str, ...]] = []
        words = [term for term in self.terms if not term.is_unwanted]
        at = 0
        while at < len(words):
            length, same = self._longest_synonym(words, at)
            found.append(same or (words[at].text,))
            at += length
        return found

    def _longest_synonym(self, words: list[Term], at: int) -> tuple[int, tuple[str, ...]]:
        if words[at].is_phrase:
            return 1, ()
        longest = max((len(run) for run in self.synonyms), default=0)
        for length in range(min(longest, len(words) - at), 0, -1):
            run = words[at : at + length]
            if any(term.is_phrase for term in run):
                continue
            same = self.synonyms.get(tuple(indexed(term.text) for term in run))
            if same:
                typed = " ".join(term.text for term in run)
                rest = [other for other in same if indexed(other) != indexed(typed)]
                return length, (typed, *rest)
        return 1, ()


def alternatives(texts: tuple[str, ...]) -> SearchQuery:
    """Return the question for any of `texts`."""
    return reduce(or_, [_phrase(text) for text in texts])


def _phrase(text: str) -> SearchQuery:
    return SearchQuery(indexed(text), config=CONFIG, search_type="phrase")


def understand(text: str) -> Asked:
    """Return what was typed, in terms, with the synonyms of the table; one query."""
    text = squeeze(text.replace("\x00", ""))[:LONGEST]
    terms = []
    for minus_phrase, phrase, minus_word, word in PIECES.findall(N_PLUS.sub(r"n+\1", text)):
        content = squeeze(phrase or word.strip('"'))
        if re.search(r"\w", content):
            unwanted = bool(minus_phrase or minus_word)
            terms.append(Term(content, bool(phrase), unwanted))
    terms = terms[:MOST_TERMS]
    return Asked(text, tuple(terms), _synonyms() if terms else {})


def _synonyms() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return what each name is also called, itself included, in all groups in which it stands."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for terms in Synonyms.objects.values_list("terms", flat=True):
        for term in terms:
            key = tuple(indexed(term).split())
            known[key] = _each_once((*known.get(key, ()), *terms))
    return known


def _each_once(terms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({indexed(term): term for term in reversed(terms)}.values())[::-1]
