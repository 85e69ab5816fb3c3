"""The passages where a search was met, with the words marked, in the writer's own spelling.

PostgreSQL finds the words in a folded copy of the text that has the same length, so that every
mark can be carried back to the text as it was written, accents and all.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from interact_portal.core.text import fold

from .asking import CONFIG, MARK_OFF, MARK_ON
from .models import Word

PASSAGE = 220
OPTIONS = f'StartSel="{MARK_ON}", StopSel="{MARK_OFF}", HighlightAll=true'
MARKS = re.compile(f"([{MARK_ON}{MARK_OFF}])")


def marked(texts: Sequence[str], query: SearchQuery) -> list[str]:
    """Return each text with MARK_ON and MARK_OFF around the words that answer `query`; one query.

    A text without such a word comes back as it was.
    """
    if not texts:
        return []
    texts = [text.replace(MARK_ON, "").replace(MARK_OFF, "") for text in texts]
    rows = Word.objects.all()  # any table will do: expressions are compiled for one
    compiler = rows.query.get_compiler(connection=connection)
    question, params = compiler.compile(query.resolve_expression(rows.query))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ts_headline(%s::regconfig, text, {question}, %s)"  # noqa: S608 - compiled
            " FROM unnest(%s::text[]) WITH ORDINALITY AS given(text, place) ORDER BY place",
            [CONFIG, *params, OPTIONS, [_folded(text) for text in texts]],
        )
        headlines = [headline for (headline,) in cursor.fetchall()]
    return [_carried_back(*pair) for pair in zip(texts, headlines, strict=True)]


def _folded(text: str) -> str:
    """Return `text` folded letter by letter; a letter that folds into two stays as it is."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded_letter, text))


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    folded = fold(letter)
    return folded if len(folded) == 1 else letter


def _carried_back(text: str, headline: str) -> str:
    out, at = [], 0
    for piece in MARKS.split(headline):
        if piece in (MARK_ON, MARK_OFF):
            out.append(piece)
        else:
            out.append(text[at : at + len(piece)])
            at += len(piece)
    return "".join(out)


def passage(text: str, length: int = PASSAGE) -> str:
    """Return the part of a marked text around its first marked word, cut between words."""
    first = max(text.find(MARK_ON), 0)
    start = 0 if first < length * 2 // 3 else text.rfind(" ", 0, first - length // 3) + 1
    end = start + length
    if len(text) > end:
        end = max(text.rfind(" ", start, end), start + length // 2)
    part = text[start:end].strip()
    if part.count(MARK_ON) > part.count(MARK_OFF):
        part += MARK_OFF
    return f"{'… ' if start else ''}{part}{' …' if end < len(text) else ''}"


def as_html(text: str) -> SafeString:
    """Return a marked text as HTML: everything escaped, the marks as `mark` elements."""
    escaped = escape(text).replace(MARK_ON, "<mark>").replace(MARK_OFF, "</mark>")
    return mark_safe(escaped)  # noqa: S308 - escaped one line above
