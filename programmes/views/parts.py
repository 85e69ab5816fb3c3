"""What the lists of the hall have in common: frame, other views, files and order."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interact_portal.core.faceted import FacetedFilterSet


@dataclass(frozen=True)
class Link:
    """A way to see the same rows otherwise: as a file, in another order."""

    label: str | Promise
    url: str
    current: bool = False


def frame_for(request: HttpRequest) -> str:
    """Return the frame of a list: the whole page, or its content alone for htmx."""
    in_place = request.htmx and not request.htmx.history_restore_request
    return "fragment.html" if in_place else "base.html"


def show_list(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """Answer with a list; htmx is told the address to write, without the fields left empty."""
    response = render(request, template, context | {"frame": frame_for(request)})
    kept = {key: request.GET[key] for key in ("sort", "view") if request.GET.get(key)}
    query = context["filters"].query_string(**kept)
    response["HX-Push-Url"] = request.path + (query if query != "?" else "")
    return response


def list_links(request: HttpRequest, filters: FacetedFilterSet, name: str) -> dict:
    """Return the addresses of exactly this list as files, and without its filters."""
    query = filters.query_string()
    return {
        "files": [
            Link(kind.upper(), reverse(f"{name}_{kind}") + query)
            for kind in ("csv", "xlsx", "json")
        ],
        "query": query,
        "clear_url": request.path,
    }


def shape_links(request: HttpRequest) -> list[Link]:
    """Return the ways to see a list that has a map."""
    view = "map" if request.GET.get("view") == "map" else "list"
    labels = {"list": _("List"), "map": _("Map")}
    return [
        Link(label, _same_list(request, "view", key), key == view) for key, label in labels.items()
    ]


def sort_links(request: HttpRequest, sorts: Mapping[str, tuple]) -> dict:
    """Return the order asked for (the first one unless it is known) and the links to all."""
    sort = request.GET.get("sort", "")
    sort = sort if sort in sorts else next(iter(sorts))
    links = [
        Link(label, _same_list(request, "sort", key), key == sort)
        for key, (label, _order) in sorts.items()
    ]
    return {"sort": sort, "sorts": links}


def _same_list(request: HttpRequest, key: str, value: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query[key] = value
    return f"?{query.urlencode()}"
