"""A practice as a PDF of one or two pages: tagged, checked against PDF/UA-1 by the compiler.

Texts go in as data, never as markup: nothing an author writes is read as the language of the
typesetter.
"""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodpractice.fit import Fit
from goodpractice.models import Practice
from interact_portal.core.rich_text import clean_html

TEMPLATE = Path(__file__).parent / "data" / "fact_sheet.typ"
BLOCKS = {"p": "p", "li": "li", "h3": "h", "h4": "h", "blockquote": "p", "td": "p", "th": "p"}


def fact_sheet_of(
    practice: Practice,
    *,
    facts: list[dict],
    sections: list[tuple[str, str, str]],
    fit: Fit | None,
    cite: str,
) -> bytes:
    """Return the PDF of a practice's present version."""
    data = {
        "language": (get_language() or "en")[:2],
        "title": practice.title,
        "kind": _("Good practice"),
        "summary": practice.summary,
        "facts": [{"label": str(fact["label"]), "value": _plain(fact)} for fact in facts],
        "sections": [
            {"heading": heading, "blocks": blocks_of(text)}
            for _k, heading, text in sections
            if text
        ],
        "conditions_heading": _("What it needs"),
        "conditions": _conditions(practice, fit),
        "cite_heading": _("How to cite"),
        "cite": cite,
        "foot": _("Version %(n)s of %(day)s. The present state stands at %(url)s")
        % {
            "n": practice.current.number,
            "day": date_format(practice.current.published_at.date()),
            "url": settings.PORTAL_URL + practice.get_absolute_url(),
        },
    }
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )


def _plain(fact: dict[str, Any]) -> str:
    text = ", ".join(entry["text"] for entry in fact.get("entries", ())) or str(
        fact.get("value") or _("not published")
    )
    return f"{text}. {fact['note']}" if fact.get("note") else text


def _conditions(practice: Practice, fit: Fit | None) -> list[dict]:
    if fit is None:
        return [{"text": condition.text, "answer": ""} for condition in practice.conditions.all()]
    words = {"met": _("yes"), "unmet": _("no"), "unknown": _("to be checked")}
    return [
        {"text": answer.condition, "answer": f"{words[answer.state]}: {answer.because}"}
        for answer in fit.answers
    ]


def blocks_of(html: str) -> list[dict]:
    """Return a formatted text as blocks (p, li, h) of runs, each with its text and weight."""
    reader = _Reader()
    reader.feed(clean_html(html))
    reader.close()
    return [block for block in reader.blocks if any(run["text"].strip() for run in block["runs"])]


class _Reader(HTMLParser):
    """Reads cleaned HTML into blocks and runs."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[dict] = []
        self._strong = self._emphasis = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in BLOCKS:
            self.blocks.append({"kind": BLOCKS[tag], "runs": []})
        self._strong += tag == "strong"
        self._emphasis += tag == "em"

    def handle_endtag(self, tag: str) -> None:
        self._strong -= tag == "strong"
        self._emphasis -= tag == "em"

    def handle_data(self, data: str) -> None:
        if not self.blocks:
            self.blocks.append({"kind": "p", "runs": []})
        run = {"text": data, "strong": self._strong > 0, "emphasis": self._emphasis > 0}
        self.blocks[-1]["runs"].append(run)
