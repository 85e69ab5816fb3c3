"""The automatic checks before and during a review: what must be mended, and what is advised.

The same list stands on the page that says how practices are accepted.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodpractice.content import BY_KEY, SECTIONS
from goodpractice.models import FormerPracticeAddress, Practice
from interact_portal.core.rich_text import as_plain_text
from interact_portal.core.text import fold
from interact_portal.words.models import Synonyms
from programmes.models import Body, Programme

ERROR, ADVICE = "error", "advice"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ACRONYM = re.compile(r"\b[A-Z][A-Z0-9+]{1,6}s?\b")
LINK = re.compile(r"""href="([^"]*)\"""")
# Known to everybody who reads here.
PLAIN_ACRONYMS = {"EU", "EUR", "PDF", "II", "III", "IV", "VI", "IT", "IPA", "ERDF", "ENI", "NEXT"}


@dataclass(frozen=True)
class Finding:
    """What a check found: `kind` is error or advice, `part` the key of the part it is about."""

    kind: str
    part: str
    text: str | Promise

    @property
    def is_error(self) -> bool:
        """Whether the practice cannot be published before this is mended."""
        return self.kind == ERROR

    @property
    def part_label(self) -> str | Promise:
        """The name of the part."""
        return BY_KEY[self.part].label


def find_faults(content: dict[str, Any]) -> list[Finding]:
    """Return everything the checks find in `content`, errors first."""
    found = [finding for check in CHECKS for finding in check.find(content)]
    return sorted(found, key=lambda finding: not finding.is_error)


def _what_is_missing(content: dict) -> Iterator[Finding]:
    needed = {
        "title": _("Give the practice a title."),
        "problem": _("Say which problem it answers."),
        "done": _("Say what was done."),
    }
    for key, text in needed.items():
        if not content[key]:
            yield Finding(ERROR, key, text)
    wished = {
        "summary": _("Two sentences for the list of results are missing."),
        "themes": _("Without a theme nobody finds it by theme."),
        "programmes": _("Say in which programme it was done."),
        "not_worked": _("Say what did not work: readers ask for it first."),
        "conditions": _("Say what a programme needs for it to work."),
        "verified_on": _("Say on which day the facts were last looked at."),
    }
    for key, text in wished.items():
        if not content[key]:
            yield Finding(ADVICE, key, text)


def _no_contact(content: dict) -> Iterator[Finding]:
    if not content["contact_name"] or not content["contact_email"]:
        text = _(
            "Name a contact with an address. Readers write through the portal; they never see it."
        )
        yield Finding(ERROR, "contact_name", text)


def _no_result_figure(content: dict) -> Iterator[Finding]:
    if not re.search(r"\d", as_plain_text(content["results"])):
        yield Finding(ADVICE, "results", _("There is no figure among the results."))


def _address_in_public_text(content: dict) -> Iterator[Finding]:
    for key in ("title", "summary", "cost_note", "how_measured", "evaluation", *SECTIONS):
        if ADDRESS.search(as_plain_text(content[key])):
            text = _("An e-mail address stands in a public text. Put it into the contact.")
            yield Finding(ERROR, key, text)


def _unexplained_acronym(content: dict) -> Iterator[Finding]:
    """Find acronyms that are neither spelt out (“first level control (FLC)”) nor synonyms."""
    known = PLAIN_ACRONYMS | {
        term for terms in Synonyms.objects.values_list("terms", flat=True) for term in terms
    }
    texts = {key: as_plain_text(content[key]) for key in ("title", "summary", *SECTIONS)}
    whole = " ".join(texts.values())
    explained = {found.rstrip("s") for found in re.findall(r"\(([A-Z][A-Z0-9+]{1,6}s?)\)", whole)}
    told = set()
    for key, text in texts.items():
        fresh = {found.rstrip("s") for found in ACRONYM.findall(text)}
        fresh -= known | explained | told
        told |= fresh
        if fresh:
            words = {"acronyms": ", ".join(sorted(fresh))}
            yield Finding(ADVICE, key, _("Spell out once what this means: %(acronyms)s.") % words)


def _dead_internal_link(content: dict) -> Iterator[Finding]:
    own = urlsplit(settings.PORTAL_URL).netloc
    for key in SECTIONS:
        for link in LINK.findall(content[key]):
            parts = urlsplit(link)
            is_ours = parts.netloc == own or (not parts.netloc and not parts.scheme)
            if is_ours and parts.path and not _leads_somewhere(parts.path):
                text = _("This link to a page of the portal leads nowhere: %(link)s")
                yield Finding(ERROR, key, text % {"link": link})


def _leads_somewhere(path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    slug = match.kwargs.get("slug", "")
    if match.url_name == "practice_detail":
        former = FormerPracticeAddress.objects.filter(slug=slug)
        return Practice.objects.public().filter(slug=slug).exists() or former.exists()
    if match.url_name == "programme_detail":
        return Programme.objects.filter(slug=slug).exists()
    if match.url_name == "body_detail":
        return Body.objects.filter(slug=slug).exists()
    return True


def _same_title(content: dict) -> Iterator[Finding]:
    if content["summary"] and fold(content["summary"]) == fold(content["title"]):
        yield Finding(ADVICE, "summary", _("The summary repeats the title."))


Criterion = tuple[str, str | Promise]


@dataclass(frozen=True)
class Check:
    """A check, and what it asks in words, each an error or advice, for who writes a practice."""

    find: Callable[[dict], Iterator[Finding]]
    asks: tuple[Criterion, ...]


CHECKS = (
    Check(
        _what_is_missing,
        (
            (ERROR, _("It has a title, names the problem and says what was done.")),
            (ADVICE, _("It has a summary, themes and the programmes in which it was done.")),
            (ADVICE, _("It says what did not work, and what a programme needs for it to work.")),
            (ADVICE, _("It says on which day somebody last looked at the facts.")),
        ),
    ),
    Check(_no_contact, ((ERROR, _("It has a contact with an address, which is never shown.")),)),
    Check(_no_result_figure, ((ADVICE, _("There is a figure among the results.")),)),
    Check(
        _address_in_public_text, ((ERROR, _("No e-mail address stands in what everybody reads.")),)
    ),
    Check(_unexplained_acronym, ((ADVICE, _("Each abbreviation is spelt out once.")),)),
    Check(_dead_internal_link, ((ERROR, _("Links to pages of the portal lead somewhere.")),)),
    Check(_same_title, ((ADVICE, _("The summary says more than the title.")),)),
)


def criteria(kind: str) -> list[str | Promise]:
    """Return what the checks ask for, of one kind: error or advice."""
    return [text for check in CHECKS for what, text in check.asks if what == kind]
