"""Two to four programmes side by side."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interact_portal.core.money import exact_amount, short_amount
from interact_portal.core.text import fold
from programmes.choices import Period
from programmes.models import Programme
from programmes.sums import basis_of, why_not_added

from .finance import percent_text
from .parts import Link
from .programme import facts_of

MOST = 4


@require_safe
def programme_compare(request: HttpRequest) -> HttpResponse:
    """Show up to four programmes beside each other: all rows, or those in which they differ."""
    slugs = list(dict.fromkeys(request.GET.getlist("p")))
    found = {p.slug: p for p in Programme.objects.for_lists().filter(slug__in=slugs)}
    programmes = [found[slug] for slug in slugs if slug in found][:MOST]
    only_differences = request.GET.get("only") == "differences" and len(programmes) > 1
    rows = compare_rows(programmes)
    context = {
        "programmes": programmes,
        "columns": [_column(programme, programmes) for programme in programmes],
        "rows": [row for row in rows if row["differs"]] if only_differences else rows,
        "same": sum(not row["differs"] for row in rows),
        "only_differences": only_differences,
        "shapes": [
            Link(_("All"), address_of(programmes), not only_differences),
            Link(
                _("Only differences"),
                f"{address_of(programmes)}&only=differences",
                only_differences,
            ),
        ],
        "sums": sums_of(programmes),
        "left_out": [slug for slug in slugs if slug not in found],
        "too_many": len(found) > MOST,
        "more": _others(programmes) if len(programmes) < MOST else [],
        "crumbs": [(_("Programmes"), reverse("programme_list")), (_("Compare"), "")],
    }
    return render(request, "programmes/programme_compare.html", context)


def address_of(programmes: Sequence[Programme]) -> str:
    """Return the address of the comparison of `programmes`."""
    query = urlencode([("p", programme.slug) for programme in programmes])
    return f"{reverse('programme_compare')}?{query}"


def _column(programme: Programme, programmes: Sequence[Programme]) -> dict:
    others = [each for each in programmes if each != programme]
    return {
        "title": programme.name,
        "url": programme.get_absolute_url(),
        "remove_url": address_of(others),
    }


def compare_rows(programmes: Sequence[Programme]) -> list[dict]:
    """Return a row for each fact and figure, and whether the programmes differ in it."""
    columns = [_values(programme) for programme in programmes]
    return [
        {"label": label, "values": values, "differs": len(set(values)) > 1}
        for label in (columns[0] if columns else ())
        for values in [[column[label] for column in columns]]
    ]


def _values(programme: Programme) -> dict[str, str]:
    countries = [each.country.name for each in programme.participations.all()]
    facts = {str(fact["label"]): fact["value"] for fact in facts_of(programme)}
    money = programme.money
    amounts = {
        _("EU amount"): money.eu,
        _("National amount"): money.national,
        _("Total"): money.total,
    }
    has_money = any(amount is not None for amount in amounts.values())
    return {
        _("Full title"): programme.title,
        **facts,
        _("Number of countries"): str(len(countries)) if countries else "",
        _("Countries"): ", ".join(sorted(countries, key=fold)),
        _("Area"): programme.area,
        _("Aim"): programme.aim,
        _("Expected impact"): programme.expected_impact,
        **{label: "" if each is None else exact_amount(each) for label, each in amounts.items()},
        _("EU rate"): percent_text(money.eu_rate),
        _("What the amounts are"): programme.amounts_basis,
        _("Fund and exactness"): str(basis_of(programme)) if has_money else "",
        _("Source of the amounts"): programme.amounts_source,
    }


def sums_of(programmes: Sequence[Programme]) -> dict:
    """Return what the programmes have together, or the sentence why that is not added up.

    An amount is added only when every programme has published it.
    """
    if len(programmes) < 2:
        return {}
    if reason := why_not_added(programmes):
        return {"refused": reason}
    sums = {}
    for key, name in (("eu", _("EU funds")), ("total", _("total"))):
        amounts = [getattr(programme.money, key) for programme in programmes]
        if all(amount is not None for amount in amounts):
            sums[name] = short_amount(sum(amounts))
    if not sums:
        return {"refused": _("Not all of them have published figures.")}
    return {"together": [f"{amount} {name}" for name, amount in sums.items()]}


def _others(chosen: Sequence[Programme]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the programmes that can still be added, by period, the newest period first."""
    slugs = {programme.slug for programme in chosen}
    rows = Programme.objects.order_by("-period").values_list(
        "period", "slug", "short_name", "title"
    )
    groups: dict[str, list[tuple[str, str]]] = {}
    for period, slug, short_name, title in rows:
        if slug not in slugs:
            groups.setdefault(str(Period(period).label), []).append((slug, short_name or title))
    return [(period, sorted(each, key=lambda one: fold(one[1]))) for period, each in groups.items()]
