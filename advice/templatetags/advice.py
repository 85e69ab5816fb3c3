"""Texts of the room as pages show them: paragraphs, lists, links, and terms that are explained."""

import re
from collections.abc import Iterable

from django import template
from django.utils.html import escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

from advice.anonymity import Trace
from advice.differences import GONE, NEW, Passage
from advice.models.glossary import Mention

register = template.Library()

# Characters of no script: they mark terms while the text is made safe.
START, SIDE, END = "\ue000", "\ue001", "\ue002"
MARKED = re.compile(f"{START}([a-z0-9-]+){SIDE}([^{END}]*){END}")


@register.filter
def prose(text: str, mentions: Iterable[Mention] = ()) -> SafeString:
    """Return a plain text as paragraphs and lists; links lead on, `mentions` to their meaning.

    Lines that begin with “- ” are a list. Everything is escaped.
    """
    text = _with_marks(text, mentions or ())
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    html = "\n".join(_block(block.split("\n")) for block in blocks if block.strip())
    linked = MARKED.sub(r'<a class="term" href="#term-\1">\2</a>', html)
    return mark_safe(linked)  # noqa: S308 - escaped block by block


def _with_marks(text: str, mentions: Iterable[Mention]) -> str:
    pieces, at = [], 0
    for mention in sorted(mentions, key=lambda each: each.start):
        name = text[mention.start : mention.end]
        pieces += [_bare(text[at : mention.start]), START, mention.term.slug, SIDE, name, END]
        at = mention.end
    return "".join([*pieces, _bare(text[at:])])


def _bare(text: str) -> str:
    return re.sub(f"[{START}{SIDE}{END}]", "", text)


def _block(lines: list[str]) -> str:
    lines = [line.strip() for line in lines if line.strip()]
    if lines and all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_safe(line[2:])}</li>" for line in lines) + "</ul>"
    if len(lines) > 1 and all(line.startswith("- ") for line in lines[1:]):
        return f"<p>{_safe(lines[0])}</p>" + _block(lines[1:])
    return "<p>" + "<br>".join(_safe(line) for line in lines) + "</p>"


def _safe(text: str) -> str:
    return urlize(text, nofollow=True, autoescape=True)


@register.filter
def as_changes(passages: Iterable[Passage]) -> SafeString:
    """Return a comparison with what came and what went marked, for eyes and for ears."""
    tags = {NEW: "ins", GONE: "del"}
    parts = []
    for passage in passages:
        words = mark_safe(escape(passage.text).replace("\n", "<br>"))  # noqa: S308 - escaped
        tag = tags.get(passage.how)
        if tag:
            parts.append(format_html("<{}>{}</{}>", tag, words, tag))
        else:
            parts.append(words)
    return format_html_join("", "{}", ((part,) for part in parts))


@register.filter
def with_traces(text: str, traces: Iterable[Trace]) -> SafeString:
    """Return a text in which everything that may tell who asked is marked, with its kind."""
    parts, at = [], 0
    for trace in traces:
        parts.append(escape(text[at : trace.start]))
        parts.append(
            format_html('<mark>{}<span class="trace"> [{}]</span></mark>', trace.text, trace.label)
        )
        at = trace.end
    parts.append(escape(text[at:]))
    html = "".join(parts).replace("\n", "<br>")
    return mark_safe(html)  # noqa: S308 - escaped piece by piece
