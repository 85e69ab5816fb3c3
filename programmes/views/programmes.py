"""The list of programmes: search, facets, sums, map, and the same rows as a file."""

from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from interact_portal.core.exports import export
from interact_portal.core.sorting import by_letters
from interact_portal.words.nothing import nothing_found
from programmes.exports import PROGRAMME_COLUMNS, programme_rows
from programmes.filters import ProgrammeFilter
from programmes.maps import map_of_counts
from programmes.models import Programme
from programmes.sums import add_up

from .cards import programme_card
from .parts import list_links, shape_links, show_list, sort_links

PER_PAGE = 20
SUMMED = ("eu_amount", "national_amount", "total_amount", "amounts_basis", "amounts_rounded")
BY_NAME = by_letters(Coalesce(NullIf(F("short_name"), Value("")), F("title")))
SORTS = {
    "newest": (gettext_lazy("Newest period first"), (F("period").desc(), BY_NAME, "pk")),
    "name": (gettext_lazy("Name"), (BY_NAME, "-period", "pk")),
    "eu": (
        gettext_lazy("Most EU money first"),
        (F("eu_amount").desc(nulls_last=True), BY_NAME, "pk"),
    ),
}


@require_safe
@vary_on_headers("HX-Request")
def programme_list(request: HttpRequest) -> HttpResponse:
    """List the programmes that pass the filters, with what their figures add up to."""
    filters = ProgrammeFilter(request.GET, Programme.objects.all())
    found = list(filters.rows.with_funds().only(*SUMMED))
    context = {
        "filters": filters,
        "filters_on": filters.on,
        "sums": add_up(found),
        "nothing": None if found else nothing_found("programmes", filters),
        "crumbs": [(_("Programmes"), "")],
        **list_links(request, filters, "programmes"),
        **sort_links(request, SORTS),
        "shapes": shape_links(request),
    }
    if request.GET.get("view") == "map":
        context["map"] = _map(filters)
    else:
        context |= _page(request, filters.rows.order_by(*SORTS[context["sort"]][1]))
    return show_list(request, "programmes/programme_list.html", context)


def _page(request: HttpRequest, rows: QuerySet[Programme]) -> dict:
    page = Paginator(rows.for_lists(), PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "cards": [programme_card(programme) for programme in page]}


def _map(filters: ProgrammeFilter):
    counts = filters.rows.order_by().values_list("countries").annotate(Count("pk", distinct=True))
    return map_of_counts(
        {code: number for code, number in counts if code},
        lambda code: filters.query_string(country=code),
    )


@require_safe
def programme_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Hand over the programmes that pass the filters as a file."""
    filters = ProgrammeFilter(request.GET, Programme.objects.all())
    rows = filters.rows.order_by(*SORTS["newest"][1])
    return export(kind, "programmes", PROGRAMME_COLUMNS, programme_rows(rows))
