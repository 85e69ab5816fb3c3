"""The passages where a search was met, with the words marked, in the writer's own spelling.

PostgreSQL finds the words in a folded copy of the text that has the same length, so that every
mark can be carried back to the text as it was written, accents and all.
"""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db import connection
from django.db.models import Value
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from interact_portal.core.text import fold

from .asking import CONFIG, MARK_OFF, MARK_ON
from .models import Word

PASSAGE = 220


def marked(texts: Sequence[str], query: SearchQuery) -> list[str]:
    """Return each text with MARK_ON and MARK_OFF around the words that answer `query`; one query.

    A text without such a word comes back as it was.
    """
    if not texts:
        return []
    texts = [text.replace(MARK_ON, "").replace(MARK_OFF, "") for text in texts]
    queryset = Word.objects.all()  # any table will do: expressions are compiled for one
    compiler = queryset.query.get_compiler(connection=connection)
    parts, params = [], []
    for text in texts:
        headline = SearchHeadline(
            Value(_folded(text)),
            query,
            config=CONFIG,
            start_sel=MARK_ON,
            stop_sel=MARK_OFF,
            highlight_all=True,
        ).resolve_expression(queryset.query)
        sql, values = compiler.compile(headline)
        parts.append(sql)
        params += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return [_carried_back(*pair) for pair in zip(texts, cursor.fetchone(), strict=True)]


def _folded(text: str) -> str:
    """Return `text` folded letter by letter; a letter that folds into two stays as it is."""
    letters = (fold(letter) or letter for letter in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(letters, text, strict=True))


def _carried_back(text: str, headline: str) -> str:
    out, at = [], 0
    for letter in headline:
        if letter in (MARK_ON, MARK_OFF):
            out.append(letter)
        elif at < len(text):
            out.append(text[at])
            at += 1
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
