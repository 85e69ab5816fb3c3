"""Practices as results of a list: what each is, why it matters to this reader, who uses it."""

from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodpractice.choices import Evidence, Outcome
from goodpractice.fit import Profile, fit_of
from goodpractice.models import Practice
from interact_portal.core.rich_text import as_plain_text
from interact_portal.words.asking import MARK_ON
from interact_portal.words.highlighting import as_html, marked, passage

# More countries than this are counted, not named.
NAMED = 4
GOOD = (Evidence.CONFIRMED, Evidence.EVALUATED)


def cards_of(
    practices: Iterable[Practice],
    *,
    query: SearchQuery | None = None,
    profile: Profile | None = None,
) -> list[dict]:
    """Return what `components/card.html` needs of each practice that came `for_cards()`.

    With `query` the words that answer it are marked; with `profile` the fit is said.
    """
    practices = list(practices)
    cards = [_card(practice, profile) for practice in practices]
    if query is not None:
        _mark(cards, practices, query)
    return cards


def _card(practice: Practice, profile: Profile | None) -> dict:
    return {
        "title": practice.title,
        "url": practice.get_absolute_url(),
        "slug": practice.slug,
        "badge": badge_of(practice),
        "why": [why for why in (_fit(practice, profile), used_in_words(practice)) if why],
        "summary": practice.summary,
        "meta": [fact for fact in _meta(practice) if fact],
    }


def badge_of(practice: Practice) -> dict:
    """Return the sign of a practice: that it was stopped, or how well it is known to work."""
    if practice.outcome == Outcome.STOPPED:
        return {"word": str(Outcome(practice.outcome).label), "kind": "decision", "sign": "stop"}
    kind = "good" if practice.evidence in GOOD else "info"
    return {"word": str(Evidence(practice.evidence).label), "kind": kind}


def used_in_words(practice: Practice) -> str:
    """Return “In use in 7 programmes, 5 countries; stopped in 1”, or nothing."""
    parts = []
    if practice.users_count:
        programmes = ngettext("%(n)s programme", "%(n)s programmes", practice.users_count)
        countries = ngettext("%(n)s country", "%(n)s countries", practice.user_countries_count)
        parts.append(
            _("In use in %(programmes)s, %(countries)s")
            % {
                "programmes": programmes % {"n": practice.users_count},
                "countries": countries % {"n": practice.user_countries_count},
            }
        )
    if practice.stopped_count:
        parts.append(_("stopped in %(n)s") % {"n": practice.stopped_count})
    return "; ".join(parts)


def _fit(practice: Practice, profile: Profile | None) -> str:
    if profile is None:
        return ""
    conditions = list(practice.conditions.all())
    return fit_of(conditions, profile).in_words if conditions else ""


def _meta(practice: Practice) -> Iterable[str]:
    programmes = list(practice.programmes.all())
    yield ", ".join(programme.name for programme in programmes[:2])
    if len(programmes) > 2:
        yield _("and %(n)s more programmes") % {"n": len(programmes) - 2}
    yield countries_in_words(practice)
    yield practice.years
    if practice.verified_on:
        yield _("verified %(day)s") % {"day": date_format(practice.verified_on)}


def countries_in_words(practice: Practice) -> str:
    """Return the names of the countries, or how many they are."""
    countries = list(practice.countries.all())
    if len(countries) > NAMED:
        return ngettext("%(n)s country", "%(n)s countries", len(countries)) % {"n": len(countries)}
    return ", ".join(sorted(country.name for country in countries))


def _mark(cards: list[dict], practices: list[Practice], query: SearchQuery) -> None:
    """Mark the words found: in the title, in the summary, or in the passage that holds them."""
    bodies = [
        " ".join(as_plain_text(part) for part in (p.problem, p.done, p.results, p.not_worked))
        for p in practices
    ]
    texts = [
        text
        for p, body in zip(practices, bodies, strict=True)
        for text in (p.title, p.summary, body)
    ]
    found = marked(texts, query)
    for at, card in enumerate(cards):
        title, summary, body = found[at * 3 : at * 3 + 3]
        card["title"] = as_html(title)
        better = summary if MARK_ON in summary or MARK_ON not in body else passage(body)
        card["summary"] = as_html(better)
