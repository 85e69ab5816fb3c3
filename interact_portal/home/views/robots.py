"""What programs that visit the portal ask for: where they may go, and which data there are."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

# Lists with a name, a sentence, and the name of their addresses as files.
DATASETS = (
    ("programmes", "Programmes of territorial cooperation", "programme_list"),
    ("bodies", "Bodies of territorial cooperation programmes", "body_list"),
)
FILE_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that do not read the page's head to the portal's mark."""
    return redirect(static("img/mark.svg"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep robots out of what is personal or endless, and show them the list of pages."""
    context = {"sitemap": settings.PORTAL_URL + reverse("sitemap")}
    return render(request, "home/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def catalog(request: HttpRequest) -> JsonResponse:
    """Describe the open data in DCAT-AP, for catalogues that harvest."""
    catalogue = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": settings.PORTAL_URL + reverse("catalog"),
        "@type": "dcat:Catalog",
        "dct:title": "INTERACT portal: open data",
        "dct:description": "Programmes of territorial cooperation, their money and their bodies.",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": settings.OPERATOR},
        "dct:license": {"@id": LICENCE},
        "dcat:dataset": [_dataset(*each) for each in DATASETS],
    }
    return JsonResponse(catalogue, content_type="application/ld+json")


def _dataset(name: str, title: str, page: str) -> dict:
    return {
        "@id": f"{settings.PORTAL_URL}{reverse(page)}#dataset",
        "@type": "dcat:Dataset",
        "dct:title": title,
        "dct:description": f"{title}, with the source of every fact and figure.",
        "dcat:landingPage": {"@id": settings.PORTAL_URL + reverse(page)},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": kind.upper(),
                "dcat:downloadURL": {"@id": settings.PORTAL_URL + reverse(f"{name}_{kind}")},
                "dcat:mediaType": media_type,
                "dct:license": {"@id": LICENCE},
            }
            for kind, media_type in FILE_TYPES.items()
        ],
    }
