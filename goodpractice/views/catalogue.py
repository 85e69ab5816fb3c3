"""The catalogue: search, facets, sorts, the way out of an empty result, files."""

from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from goodpractice.catalogue.counting import by_indexes
from goodpractice.exports import COLUMNS, rows
from goodpractice.filters import SORTS, PracticeFilter
from goodpractice.fit import Profile
from goodpractice.models import IndexedPractice, Practice
from interact_portal.core.exports import export
from interact_portal.words.nothing import nothing_found
from programmes.views.parts import frame_for, list_links, sort_links

from .cards import cards_of
from .choosing import chosen_profile

PER_PAGE = 20
# Without words to mark in them a list does not show these.
LONG_TEXTS = ("problem", "done", "results", "not_worked", "legal_basis")


class CountedPaginator(Paginator):
    """Pages of a list whose length is known already."""

    def __init__(self, rows: QuerySet, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self._count = count

    @cached_property
    def count(self) -> int:
        """The number of rows, without asking the database."""
        return self._count


@require_safe
@vary_on_headers("HX-Request")
def practice_list(request: HttpRequest) -> HttpResponse:
    """List the practices that pass the filters, with what each filter would give."""
    filters = PracticeFilter(request.GET, IndexedPractice.objects.all())
    profile = chosen_profile(request)
    context = {
        "filters": filters,
        "filters_on": filters.on,
        "total": filters.total,
        "crumbs": [(_("Good practice"), "")],
        "frame": frame_for(request),
        **list_links(request, filters, "practices"),
        **_orders(request, filters),
        "mine": profile.programme if profile else None,
    }
    if filters.total:
        context |= _page(request, filters, profile)
    else:
        context["nothing"] = nothing_found("practices", filters)
    return render(request, "goodpractice/practice_list.html", context)


def _orders(request: HttpRequest, filters: PracticeFilter) -> dict:
    """Return the orders to offer; the best match only where there are words to match."""
    offered = {k: v for k, v in SORTS.items() if k != "relevance" or filters.typed}
    return sort_links(request, offered)


def _page(request: HttpRequest, filters: PracticeFilter, profile: Profile | None) -> dict:
    paginator = CountedPaginator(filters.sorted_rows, PER_PAGE, count=filters.total)
    page = paginator.get_page(request.GET.get("page"))
    practices = practices_on(page, filters)
    if profile is not None:
        practices = practices.prefetch_related("conditions")
    found = practices.in_bulk([row.pk for row in page])
    shown = [found[row.pk] for row in page if row.pk in found]
    query = filters.asked.query if filters.asked else None
    return {"page": page, "cards": cards_of(shown, query=query, profile=profile)}


def practices_on(page: Page, filters: PracticeFilter) -> QuerySet[Practice]:
    """Read the page's rows by the indexes and return the practices to fetch for them."""
    rows = page.object_list.only("pk")
    if filters.asked:
        with by_indexes():
            page.object_list = list(rows)
    else:
        page.object_list = list(rows)
    practices = Practice.objects.for_cards()
    return practices if filters.asked else practices.defer(*LONG_TEXTS)


@require_safe
def practice_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Hand over the practices that pass the filters as a file, in the order of the list."""
    filters = PracticeFilter(request.GET, IndexedPractice.objects.all())
    keys = list(filters.sorted_rows.values_list("pk", flat=True))
    return export(kind, "practices", COLUMNS, rows(keys))


def list_address(**filters: str) -> str:
    """Return the address of the catalogue, filtered."""
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return reverse("practice_list") + (f"?{query}" if query else "")
