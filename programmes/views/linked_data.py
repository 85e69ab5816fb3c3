"""What the pages tell machines in JSON-LD, in the words of schema.org."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from programmes.models import Body, Programme

CONTEXT = "https://schema.org"


def programme_data(programme: Programme, crumbs: list[tuple[str, str]]) -> list[dict]:
    """Return a programme and the way to its page; what is not published is not stated."""
    data = {
        "@context": CONTEXT,
        "@type": "FundingScheme",
        "name": programme.title,
        "alternateName": programme.short_name,
        "identifier": programme.cci,
        "description": programme.aim,
        "url": settings.PORTAL_URL + programme.get_absolute_url(),
        "sameAs": programme.website,
        "areaServed": [
            {"@type": "Country", "name": each.country.english_name, "identifier": each.country_id}
            for each in programme.participations.all()
        ],
    }
    return [_known(data), breadcrumb_data(crumbs, programme.get_absolute_url())]


def body_data(body: Body, crumbs: list[tuple[str, str]]) -> list[dict]:
    """Return a body and the way to its page."""
    address = {"addressLocality": body.city, "addressCountry": body.country_id}
    data = {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": body.name,
        "alternateName": [name for name in (body.short_name, *body.former_names) if name],
        "url": settings.PORTAL_URL + body.get_absolute_url(),
        "sameAs": body.website,
        "address": _known({"@type": "PostalAddress"} | address) if any(address.values()) else "",
    }
    return [_known(data), breadcrumb_data(crumbs, body.get_absolute_url())]


def breadcrumb_data(crumbs: list[tuple[str, str]], here: str) -> dict:
    """Return the breadcrumbs, the home page first."""
    steps = [(_("Home"), reverse("home")), *crumbs]
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": str(label),
                "item": settings.PORTAL_URL + (url or here),
            }
            for place, (label, url) in enumerate(steps, start=1)
        ],
    }


def _known(data: dict) -> dict:
    return {key: value for key, value in data.items() if value not in ("", [], None)}
