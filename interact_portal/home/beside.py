"""Practices and seminars beside a question before it is sent, and beside a published answer;
seminars beside a practice.

The rooms do not know one another: all are hung on their pages from up here, each with the reason.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from advice.filters import shared_words
from advice.models import PublishedVersion, Question, Term
from advice.searching import asks_for_any
from goodpractice.models import Practice
from interact_portal.core.rich_text import as_plain_text
from seminars.choices import SeminarState
from seminars.models import Seminar

SHOWN = 3
# So many of the best by words, and of the newest by theme, are compared.
LOOKED_AT = 30
SEMINARS_SINCE = datetime.timedelta(days=3 * 365)
# One word in common is chance; a theme, or two words, are a reason.
ENOUGH = 2


@dataclass(frozen=True)
class Beside:
    """A page that may help, and why."""

    title: str
    url: str
    why: str
    weight: float = 0


@dataclass(frozen=True)
class Matter:
    """What something is about: its words, and its themes by key."""

    title: str
    text: str
    themes: dict[int, str]


def beside_question(question: Question, reader: Any) -> dict | None:
    """Return the practices and seminars that fit what somebody is about to ask, or None."""
    theme = question.theme
    themes = {theme.pk: theme.name} if theme else {}
    return _panel(Matter(question.title, question.text, themes))


def beside_answer(version: PublishedVersion, reader: Any) -> dict | None:
    """Return the practices and seminars about what an answer is about, or None."""
    themes = {theme.pk: theme.name for theme in version.themes.all()}
    return _panel(Matter(version.title, version.question, themes))


def beside_practice(practice: Practice, reader: Any) -> dict | None:
    """Return the seminars that share a theme with a practice that came with its themes, or None."""
    themes = {theme.pk: theme.name for theme in practice.themes.all()}
    if not themes:
        return None
    found = seminars_of_its_themes(Matter(practice.title, practice.summary, themes))
    return {"seminars": found} if found else None


def answers_beside(thing: Practice | Seminar, reader: Any) -> dict | None:
    """Return the answers in force about what a practice or a seminar is about, or None."""
    themes = {theme.pk: theme.name for theme in thing.themes.all()}
    answers = answers_about(Matter(thing.title, thing.summary, themes))
    return {"answers": answers} if answers else None


def words_of_practice(practice: Practice, reader: Any) -> dict | None:
    """Return the terms of the glossary that a practice uses, or None; 2 queries."""
    texts = (practice.title, practice.summary, practice.problem, practice.done, practice.results)
    mentions = Term.objects.found_in(" . ".join(map(as_plain_text, texts)))
    return {"terms": [mention.term for mention in mentions]} if mentions else None


def _panel(matter: Matter) -> dict | None:
    practices, seminars = practices_about(matter), seminars_about(matter)
    return {"practices": practices, "seminars": seminars} if practices or seminars else None


def practices_about(matter: Matter) -> list[Beside]:
    """Return the published practices nearest to the matter; at most 4 queries."""
    published = Practice.objects.published().only("title", "slug", "summary")
    published = published.prefetch_related("themes")
    rows = {row.pk: row for row in _by_words(published, matter)}
    if matter.themes:
        by_theme = published.filter(themes__in=matter.themes).distinct()
        rows |= {row.pk: row for row in by_theme.order_by("-pk")[:LOOKED_AT]}
    return _best(_fits(row, matter) for row in rows.values())


def _by_words(practices: Any, matter: Matter) -> Iterable[Practice]:
    asked = asks_for_any((matter.title, matter.text))
    if asked is None:
        return []
    rank = SearchRank(F("indexed__search"), asked, normalization=1)
    return practices.filter(indexed__search=asked).order_by(rank.desc(), "-pk")[:LOOKED_AT]


def seminars_about(matter: Matter) -> list[Beside]:
    """Return the seminars of the last years and to come nearest to the matter; 2 queries."""
    return _nearest(_recent_seminars(), matter)


def seminars_of_its_themes(matter: Matter) -> list[Beside]:
    """Return the nearest of those seminars that share a theme with the matter; 2 queries."""
    return _nearest(_recent_seminars().filter(themes__in=matter.themes).distinct(), matter)


def _recent_seminars() -> QuerySet[Seminar]:
    rows = Seminar.objects.public().exclude(state=SeminarState.CANCELLED)
    rows = rows.filter(ends_at__gte=timezone.now() - SEMINARS_SINCE).order_by("-starts_at", "-pk")
    return rows.only("title", "slug", "summary", "starts_at", "ends_at").prefetch_related("themes")


def _nearest(seminars: Iterable[Seminar], matter: Matter) -> list[Beside]:
    found = []
    for row in seminars:
        fit = _fits(row, matter)
        ahead = 0.5 if row.ends_at > timezone.now() else 0
        when = date_format(timezone.localtime(row.starts_at).date())
        found.append(Beside(fit.title, fit.url, f"{when}; {fit.why}", weight=fit.weight + ahead))
    return _best(found)


def answers_about(matter: Matter) -> list[Beside]:
    """Return the answers in force with a theme of the matter, the nearest first; 2 queries."""
    if not matter.themes:
        return []
    rows = PublishedVersion.objects.in_force().filter(themes__in=matter.themes).distinct()
    rows = rows.order_by("-published_at", "pk").for_lists()[:LOOKED_AT]
    return _best(_fits(row, matter, row.question, row.answer.get_absolute_url()) for row in rows)


def _fits(thing: Any, matter: Matter, summary: str = "", url: str = "") -> Beside:
    """Return how near a thing that came with its themes is, and why."""
    summary = summary or thing.summary
    themes = [matter.themes[each.pk] for each in thing.themes.all() if each.pk in matter.themes]
    words = shared_words(f"{matter.title} {matter.text}", f"{thing.title} {summary}")
    reasons = []
    if themes:
        reasons.append(_("same theme: %(themes)s") % {"themes": ", ".join(themes)})
    if words:
        reasons.append(_("also about: %(words)s") % {"words": ", ".join(words)})
    return Beside(
        title=thing.title,
        url=url or thing.get_absolute_url(),
        why="; ".join(reasons),
        weight=2 * len(themes) + len(words),
    )


def _best(found: Iterable[Beside]) -> list[Beside]:
    good = [each for each in found if each.weight >= ENOUGH]
    return sorted(good, key=lambda each: (-each.weight, each.title))[:SHOWN]


# What is hung where; see `HomeConfig.ready`.
PANELS: tuple[tuple[str, str, Any], ...] = (
    ("question", "home/_beside_question.html", beside_question),
    ("answer", "home/_beside_answer.html", beside_answer),
    ("practice", "home/_answers_beside.html", answers_beside),
    ("practice", "home/_words_used.html", words_of_practice),
    ("seminar", "home/_answers_beside.html", answers_beside),
    ("practice", "home/_beside_practice.html", beside_practice),
)
