"""Did you mean: misspelt words mended from the words that stand on the portal itself.

Every known word is kept with its shapes: the word and what is left of its beginning when one or
two letters are taken out. A misspelt word shares a shape with the word that was meant (the method
is called symmetric delete), so the right ones are found by an index, without any extension of
PostgreSQL.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from interact_portal.core.text import fold

from .asking import Asked, Term, understand
from .models import Synonyms, Word

# Shapes are made of the beginning only: enough to find, few enough to keep.
BEGINNING = 8
SHORTEST, LONGEST = 3, 40
LETTERS = re.compile(r"[^\W\d_]+")
# What English adds to a word that is known without it.
ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "'s")


def words_of(text: str) -> list[str]:
    """Return the words of `text`, folded, without numbers and very short ones."""
    return [word for word in LETTERS.findall(fold(text)) if SHORTEST <= len(word) <= LONGEST]


def learn(texts: Iterable[str]) -> int:
    """Add the unknown words of `texts` to the vocabulary; return how many there were.

    How often a known word is used is counted by `learn_anew()`.
    """
    counts = Counter(word for text in texts for word in words_of(text))
    known = set(Word.objects.filter(text__in=counts).values_list("text", flat=True))
    fresh = [Word(text=w, uses=n, shapes=shapes(w)) for w, n in counts.items() if w not in known]
    Word.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)
    return len(fresh)


def learn_anew(texts: Iterable[str]) -> int:
    """Replace the whole vocabulary by the words of `texts` and of the synonyms."""
    texts = list(texts)
    texts += [" ".join(terms) for terms in Synonyms.objects.values_list("terms", flat=True)]
    Word.objects.all().delete()
    return learn(texts)


def shapes(word: str) -> list[str]:
    """Return the beginning of `word` and all that is left when one or two letters are taken."""
    start = word[:BEGINNING]
    found = {start}
    for taken in range(1, 3 if len(start) > 5 else 2):
        for gone in combinations(range(len(start)), taken):
            found.add("".join(letter for at, letter in enumerate(start) if at not in gone))
    return sorted(found)


def mended(asked: Asked) -> Asked | None:
    """Return the question with its unknown words mended, or None where none could be."""
    unknown = _unknown_words(asked)
    if not unknown:
        return None
    better = {word: best for word in unknown if (best := _nearest(word))}
    if not better:
        return None
    text = " ".join(
        Term(_replaced(term.text, better), term.is_phrase, term.is_unwanted).written()
        for term in asked.terms
    )
    return understand(text)


def _unknown_words(asked: Asked) -> set[str]:
    words = {word for term in asked.terms if not term.is_unwanted for word in words_of(term.text)}
    stems = {word.removesuffix(end) for word in words for end in ENDINGS}
    known = set(Word.objects.filter(text__in=words | stems).values_list("text", flat=True))
    return {
        word
        for word in words - known
        if len(word) > SHORTEST and not any(word.removesuffix(end) in known for end in ENDINGS)
    }


def _nearest(word: str) -> str:
    """Return the known word that differs least from `word`, the most used of equals, or nothing."""
    allowed = 1 if len(word) < 7 else 2
    best = min(
        (
            (distance(word, known, allowed), -uses, known)
            for known, uses in Word.objects.filter(shapes__overlap=shapes(word))
            .order_by("-uses")
            .values_list("text", "uses")[:2000]
        ),
        default=(allowed + 1, 0, ""),
    )
    return best[2] if best[0] <= allowed else ""


def distance(left: str, right: str, limit: int) -> int:
    """Return how many letters to add, take, change or swap; `limit` + 1 when more than that.

    The optimal string alignment distance.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, before_above, row = row, before, [i]
        before = above
        for j, b in enumerate(right, 1):
            cost = min(row[-1] + 1, above[j] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_above[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _replaced(text: str, better: dict[str, str]) -> str:
    return LETTERS.sub(lambda found: better.get(fold(found[0]), found[0]), text)
