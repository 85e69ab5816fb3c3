"""What the page of a practice tells machines in JSON-LD, in the words of schema.org."""

from django.conf import settings

from goodpractice.models import Practice, PracticeVersion
from programmes.views.linked_data import CONTEXT, breadcrumb_data


def practice_data(
    practice: Practice, first: PracticeVersion, crumbs: list[tuple[str, str]]
) -> list[dict]:
    """Return a practice, its `first` version's day and the way to it; nothing unknown is stated."""
    version = practice.current
    data = {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": practice.title,
        "description": practice.summary,
        "url": settings.PORTAL_URL + practice.get_absolute_url(),
        "inLanguage": practice.language,
        "version": version.number,
        "datePublished": first.published_at.date(),
        "dateModified": version.published_at.date(),
        "author": {"@type": "Organization", "name": practice.owner_label}
        if practice.owner_label
        else None,
        "publisher": {"@type": "Organization", "name": settings.OPERATOR},
        "about": [{"@type": "Thing", "name": theme.name} for theme in practice.themes.all()],
        "spatialCoverage": [
            {"@type": "Country", "name": country.english_name, "identifier": country.pk}
            for country in practice.countries.all()
        ],
        "isBasedOn": [url for url in practice.source.split(" ; ") if url],
    }
    known = {key: value for key, value in data.items() if value not in ("", [], None)}
    return [known, breadcrumb_data(crumbs, practice.get_absolute_url())]
