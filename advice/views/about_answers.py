"""What stands around an answer: its facts, notices, relatives, how to cite it, its linked data."""

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from advice.choices import VersionState
from advice.models import PublishedVersion

SCHEMA = "https://schema.org"
RELATIVES = 4


def facts_of(version: PublishedVersion) -> list[dict]:
    """Return the facts for `components/facts.html`."""
    listing = reverse("advice_list")
    themes = [
        {"text": theme.name, "url": f"{listing}?theme={theme.slug}"}
        for theme in version.themes.all()
    ]
    facts = [
        {
            "label": _("Authority"),
            "value": version.get_authority_display(),
            "note": version.authority_means,
        },
        {"label": _("Holds for"), "value": ", ".join(version.period_labels)},
        {"label": _("Valid"), "value": _validity(version)},
        {"label": _("For whom"), "value": ", ".join(version.role_labels) or _("Everybody")},
        {
            "label": _("Published"),
            "value": _day(version.published_at),
            "note": _("Version %(number)s") % {"number": version.number},
        },
    ]
    if themes:
        facts.append({"label": _("Themes"), "entries": themes})
    return facts


def _validity(version: PublishedVersion) -> str:
    since, until = version.valid_from, version.valid_until
    if since and until:
        return _("from %(since)s until %(until)s") % {
            "since": date_format(since),
            "until": date_format(until),
        }
    if since:
        return _("from %(since)s") % {"since": date_format(since)}
    if until:
        return _("until %(until)s") % {"until": date_format(until)}
    return _("until we say otherwise")


def notice_of(version: PublishedVersion) -> dict | None:
    """Return what a reader must know first: that it no longer holds, and what does."""
    if version.is_in_force:
        return None
    ended = _day(version.ended_at)
    if version.state == VersionState.REPLACED:
        return {
            "kind": "decision",
            "title": _("This version was replaced"),
            "text": _("Since %(day)s a newer version stands.") % {"day": ended},
            "url": version.answer.get_absolute_url(),
            "link_text": _("Read the answer as it is today"),
        }
    after = version.answer.superseded_by
    if version.is_superseded and after is not None:
        standing = after.versions.public().first()
        return {
            "kind": "decision",
            "title": _("This answer was superseded"),
            "text": _("It does not hold any more since %(day)s.") % {"day": ended},
            "url": after.get_absolute_url(),
            "link_text": _("Read what holds now: “%(title)s”")
            % {"title": standing.title if standing else after},
        }
    return {
        "kind": "decision",
        "title": _("This answer is no longer in force"),
        "text": _("It does not hold any more since %(day)s.") % {"day": ended},
        "url": f"{reverse('advice_ask')}",
        "link_text": _("Ask what holds now"),
    }


def related_to(version: PublishedVersion) -> list[dict]:
    """Return other answers in force with a theme in common, each with the reason; 2 queries."""
    themes = {theme.pk: theme.name for theme in version.themes.all()}
    shared = Count("themes", filter=Q(themes__in=themes), distinct=True)
    rows = (
        PublishedVersion.objects.in_force()
        .exclude(answer=version.answer_id)
        .filter(themes__in=themes)
        .annotate(shared=shared)
        .order_by("-shared", "-published_at", "pk")
        .for_lists()[:RELATIVES]
    )
    return [
        {
            "title": other.title,
            "url": other.answer.get_absolute_url(),
            "why": _reason(version, other, themes),
        }
        for other in rows
    ]


def _reason(version: PublishedVersion, other: PublishedVersion, themes: dict[int, str]) -> str:
    names = [theme.name for theme in other.themes.all() if theme.pk in themes]
    reasons = [_("same theme: %(themes)s") % {"themes": ", ".join(names)}]
    if set(version.periods) & set(other.periods):
        reasons.append(_("same period"))
    if set(version.roles) & set(other.roles):
        reasons.append(_("for the same bodies"))
    return "; ".join(reasons)


def cite(version: PublishedVersion) -> str:
    """Return how to name this version in a document, with the address where it stays."""
    path = reverse("answer_version", args=[version.answer.slug, version.number])
    return _("%(operator)s: “%(title)s”, version %(number)s of %(day)s, %(url)s") % {
        "operator": settings.OPERATOR,
        "title": version.title,
        "number": version.number,
        "day": _day(version.published_at),
        "url": settings.PORTAL_URL + path,
    }


def linked_data(version: PublishedVersion, crumbs: list[tuple[str, str]]) -> list[dict]:
    """Return the answer in the words of schema.org, and the way to it."""
    url = settings.PORTAL_URL + version.answer.get_absolute_url()
    page = {
        "@context": SCHEMA,
        "@type": "QAPage",
        "url": url,
        "datePublished": version.published_at.isoformat(),
        "publisher": {"@type": "Organization", "name": str(settings.OPERATOR)},
        "mainEntity": {
            "@type": "Question",
            "name": version.title,
            "text": version.question,
            "answerCount": 1,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": version.text,
                "url": url,
                "dateCreated": version.published_at.isoformat(),
                "author": {"@type": "Organization", "name": str(settings.OPERATOR)},
            },
        },
    }
    if version.valid_until:
        page["expires"] = version.valid_until.isoformat()
    steps = [(_("Home"), reverse("home")), *crumbs]
    way = {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": str(label),
                "item": settings.PORTAL_URL + (path or version.answer.get_absolute_url()),
            }
            for place, (label, path) in enumerate(steps, start=1)
        ],
    }
    return [page, way]


def _day(moment) -> str:
    return date_format(localtime(moment).date()) if moment else ""
