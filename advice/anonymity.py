"""What could tell who asked: people, bodies, programmes, addresses and amounts found in a text.

A help for the person who takes the names out. It misses some and marks some too many: she decides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interact_portal.accounts.models import User
from programmes.models import Body, Programme

from .models import Question

PERSON, BODY, PROGRAMME, ADDRESS, AMOUNT = "person", "body", "programme", "address", "amount"
LABELS: dict[str, str | Promise] = {
    PERSON: _("person"),
    BODY: _("body"),
    PROGRAMME: _("programme"),
    ADDRESS: _("address"),
    AMOUNT: _("amount"),
}
# Names shorter than this are found as abbreviations only, in capitals.
SHORT = 5
NUMBER = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
SCALE = r"(?:\s?(?:k|m|mio|bn|thousand|million|billion))?"
PATTERNS = (
    (ADDRESS, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (ADDRESS, re.compile(r"\b(?:https?://|www\.)\S+[\w/]", re.IGNORECASE)),
    (ADDRESS, re.compile(r"(?<!\w)(?:\+|00)\d[\d\s()/-]{6,}\d")),
    (
        ADDRESS,
        re.compile(
            r"\b[A-ZÄÖÜ][\w.-]*(?:stra(?:ß|ss)e|gasse|platz|straat|gade|weg|allee)\s+\d+\w?",
        ),
    ),
    (ADDRESS, re.compile(r"\b(?:rue|avenue|via|calle|ul\.)\s+[A-Z][\w' -]+?,?\s+\d+\b")),
    (ADDRESS, re.compile(r"\b\d+,?\s+(?:rue|avenue|place)\s+[\w' -]+?(?=[,.;\n]|$)")),
    (
        AMOUNT,
        re.compile(
            rf"(?:€|\bEUR|\beuros?)\s?(?:{NUMBER}){SCALE}\b|"
            rf"\b(?:{NUMBER}){SCALE}\s?(?:€|EUR\b|euros?\b)",
            re.IGNORECASE,
        ),
    ),
    (PROGRAMME, re.compile(r"\b(?:20\d\d)\s?(?:CB|TC|TN|IR|IC)\s?\w{3,12}\b")),
    (
        PERSON,
        re.compile(
            r"\b(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau|Madame|Monsieur|Mme|M)\.?\s+"
            r"[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)?"
        ),
    ),
)


@dataclass(frozen=True)
class Trace:
    """A place in a text that may tell who asked."""

    start: int
    end: int
    kind: str
    text: str

    @property
    def label(self) -> str:
        """What it is, in words."""
        return str(LABELS[self.kind])


def find_traces(text: str, questions: Iterable[Question] = ()) -> list[Trace]:
    """Return the traces in `text` in their order, none inside another; 3 queries.

    The askers of `questions`, their bodies and officers are looked for by each part of their names.
    """
    known = chain(_people(questions), _bodies(), _programmes())
    found = [
        Trace(match.start(), match.end(), kind, match[0])
        for kind, pattern in chain(PATTERNS, known)
        for match in pattern.finditer(text)
    ]
    return _outermost(found)


def _outermost(found: list[Trace]) -> list[Trace]:
    kept: list[Trace] = []
    for trace in sorted(found, key=lambda trace: (trace.start, -trace.end)):
        if not kept or trace.start >= kept[-1].end:
            kept.append(trace)
    return kept


def _people(questions: Iterable[Question]) -> Iterator[tuple[str, re.Pattern]]:
    """Yield every account's full name, and each part of the names of those concerned."""
    keys = {key for question in questions for key in (question.asker_id, question.officer_id)}
    full, parts = [], []
    for pk, name in User.objects.exclude(name="").values_list("pk", "name"):
        if " " in name.strip():
            full.append(name.strip())
        if pk in keys:
            parts += [part for part in name.split() if len(part) > 2]
    yield from _names(PERSON, full, ignore_case=True)
    yield from _names(PERSON, parts, ignore_case=False)


def _bodies() -> Iterator[tuple[str, re.Pattern]]:
    rows = Body.objects.values_list("name", "short_name", "former_names")
    yield from _named(BODY, ((name, short, *former) for name, short, former in rows))


def _programmes() -> Iterator[tuple[str, re.Pattern]]:
    rows = Programme.objects.values_list("title", "short_name", "cci")
    yield from _named(PROGRAMME, rows)


def _named(kind: str, rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, re.Pattern]]:
    names = {name.strip() for row in rows for name in row if name.strip()}
    yield from _names(kind, [name for name in names if len(name) >= SHORT], ignore_case=True)
    yield from _names(kind, [name for name in names if len(name) < SHORT], ignore_case=False)


def _names(
    kind: str, names: Iterable[str], *, ignore_case: bool
) -> Iterator[tuple[str, re.Pattern]]:
    """Yield one pattern for all `names`, the longest first, as whole words."""
    longest_first = sorted(set(names), key=len, reverse=True)
    if longest_first:
        any_of = "|".join(re.escape(name) for name in longest_first)
        flags = re.IGNORECASE if ignore_case else 0
        yield kind, re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", flags)
