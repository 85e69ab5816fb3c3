"""The facts of a practice for the box at the top, for comparing and for the fact sheet."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodpractice.choices import Stage
from goodpractice.models import Practice, PracticeVersion
from interact_portal.core.money import exact_amount, short_amount
from programmes.choices import Role


def _listed(**filters: str) -> str:
    return f"{reverse('practice_list')}?{urlencode(filters)}"


def facts_of(practice: Practice) -> list[dict]:
    """Return the facts of a practice; what is not known says so in `components/facts.html`."""
    owner = practice.owner
    return [
        {
            "label": _("Who"),
            "value": practice.owner_label,
            "url": owner.get_absolute_url() if owner else "",
        },
        {"label": _("Programme"), "entries": _programmes(practice)},
        {
            "label": _("Where"),
            "entries": [
                {"text": country.name, "url": _listed(country=country.pk)}
                for country in sorted(practice.countries.all(), key=lambda each: each.name)
            ],
        },
        {"label": _("When"), "value": str(practice.years)},
        {"label": _("How it ended"), "value": practice.get_outcome_display()},
        {"label": _("Cost"), "value": _cost(practice), "note": practice.cost_note},
        {"label": _("Staff time"), "value": _staff(practice)},
        {
            "label": _("Evidence"),
            "value": practice.get_evidence_display(),
            "note": practice.evidence_reason,
        },
        {
            "label": _("Last verified"),
            "value": date_format(practice.verified_on) if practice.verified_on else "",
        },
        {
            "label": _("For whom"),
            "entries": [
                {"text": str(Role(role).label), "url": _listed(role=role)}
                for role in practice.roles
            ],
        },
        {
            "label": _("Stage"),
            "entries": [
                {"text": str(Stage(stage).label), "url": _listed(stage=stage)}
                for stage in practice.stages
            ],
        },
        {
            "label": _("Themes"),
            "entries": [
                {"text": theme.name, "url": _listed(theme=theme.slug)}
                for theme in practice.themes.all()
            ],
        },
    ]


def _programmes(practice: Practice) -> list[dict]:
    return [
        {
            "text": f"{programme.name}, {programme.get_period_display()}",
            "url": programme.get_absolute_url(),
        }
        for programme in practice.programmes.all()
    ]


def _cost(practice: Practice) -> str:
    if practice.cost is None:
        return _("not known")
    short, exact = short_amount(practice.cost), exact_amount(practice.cost)
    return short if short == exact else f"{short} ({exact})"


def _staff(practice: Practice) -> str:
    if practice.staff_days is None:
        return _("not known")
    days = ngettext("%(n)s day", "%(n)s days", practice.staff_days)
    return days % {"n": number_format(practice.staff_days)}


def how_to_cite(practice: Practice, version: PracticeVersion) -> str:
    """Return the sentence by which a version is cited; its address stays for ever."""
    return _(
        "%(owner)s (%(year)s). %(title)s. Version %(number)s, %(day)s. %(portal)s. %(url)s"
    ) % {
        "owner": practice.owner_label or _("INTERACT portal"),
        "year": version.published_at.year,
        "title": version.title,
        "number": version.number,
        "day": date_format(version.published_at.date()),
        "portal": _("INTERACT portal"),
        "url": settings.PORTAL_URL + version.get_absolute_url(),
    }
