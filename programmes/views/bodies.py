"""Bodies: the list, one body with its mandates, and the same rows as a file."""

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from interact_portal.core.exports import export
from interact_portal.core.panels import panels_of
from interact_portal.core.sorting import by_letters
from interact_portal.words.nothing import nothing_found
from programmes.exports import BODY_COLUMNS, body_rows
from programmes.filters import BodyFilter
from programmes.models import Body, FormerAddress

from .cards import body_card
from .linked_data import body_data
from .parts import list_links, show_list, sort_links

PER_PAGE = 20
BY_NAME = by_letters("name")
SORTS = {
    "name": (gettext_lazy("Name"), (BY_NAME, "pk")),
    "mandates": (gettext_lazy("Most programmes first"), (F("programmes").desc(), BY_NAME, "pk")),
}


@require_safe
@vary_on_headers("HX-Request")
def body_list(request: HttpRequest) -> HttpResponse:
    """List the bodies that pass the filters."""
    filters = BodyFilter(request.GET, Body.objects.all())
    order = sort_links(request, SORTS)
    rows = filters.rows.annotate(programmes=Count("mandates__programme", distinct=True))
    paginator = Paginator(rows.order_by(*SORTS[order["sort"]][1]).for_lists(), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "filters_on": filters.on,
        "page": page,
        "cards": [body_card(body) for body in page],
        "nothing": None if paginator.count else nothing_found("bodies", filters),
        "crumbs": [(_("Bodies"), "")],
        **list_links(request, filters, "bodies"),
        **order,
    }
    return show_list(request, "programmes/body_list.html", context)


@require_safe
def body_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Hand over the bodies that pass the filters as a file."""
    filters = BodyFilter(request.GET, Body.objects.all())
    return export(kind, "bodies", BODY_COLUMNS, body_rows(filters.rows.order_by(BY_NAME, "pk")))


@require_safe
def body_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a body with its mandates; the address of a merged body leads to the one it is now."""
    body = Body.objects.select_related("country").filter(slug=slug).first()
    if body is None:
        former = get_object_or_404(FormerAddress.objects.select_related("body"), slug=slug)
        return redirect(former.body, permanent=True)
    mandates = body.mandates.select_related("programme", "country").order_by(
        "role", "-programme__period", "programme__title"
    )
    crumbs = [(_("Bodies"), reverse("body_list")), (body.name, "")]
    context = {
        "body": body,
        "facts": facts_of(body),
        "current": [mandate for mandate in mandates if not mandate.is_past],
        "past": [mandate for mandate in mandates if mandate.is_past],
        "panels": panels_of("body", body, request.user),
        "changed": body.history.order_by("-history_date").first(),
        "crumbs": crumbs,
        "linked_data": body_data(body, crumbs),
    }
    return render(request, "programmes/body_detail.html", context)


def facts_of(body: Body) -> list[dict]:
    """Return the published facts; the e-mail address is the secretariat's and not one."""
    return [
        {
            "label": _("Country"),
            "value": body.country.name if body.country else "",
            "url": f"{reverse('body_list')}?country={body.country_id}",
        },
        {"label": _("City"), "value": body.city},
        {"label": _("Short name"), "value": body.short_name},
        {"label": _("Website"), "value": body.website, "url": body.website},
        *(
            [
                {
                    "label": _("Former names"),
                    "entries": [{"text": name} for name in body.former_names],
                }
            ]
            if body.former_names
            else []
        ),
    ]
