"""Two to four practices side by side: all rows, or only those in which they differ."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodpractice.content import SECTIONS
from goodpractice.fit import Profile, fit_of
from goodpractice.models import Practice
from interact_portal.core.exports import export
from interact_portal.core.rich_text import as_plain_text
from programmes.views.parts import Link

from .cards import used_in_words
from .choosing import chosen_profile
from .facts import facts_of

MOST = 4


@require_safe
def practice_compare(request: HttpRequest) -> HttpResponse:
    """Show up to four practices beside each other."""
    practices, left_out, too_many = _asked_for(request)
    only = request.GET.get("only") == "differences" and len(practices) > 1
    profile = chosen_profile(request)
    rows = compare_rows(practices, profile)
    address = address_of(practices)
    context = {
        "practices": practices,
        "columns": [
            {
                "title": practice.title,
                "url": practice.get_absolute_url(),
                "remove_url": address_of([each for each in practices if each != practice]),
            }
            for practice in practices
        ],
        "rows": [row for row in rows if row["differs"]] if only else rows,
        "same": sum(not row["differs"] for row in rows),
        "only_differences": only,
        "shapes": [
            Link(_("All"), address, not only),
            Link(_("Only differences"), f"{address}&only=differences", only),
        ],
        "left_out": left_out,
        "too_many": too_many,
        "mine": profile.programme if profile else None,
        "csv": address_of(practices, "practice_compare_csv"),
        "crumbs": [(_("Good practice"), reverse("practice_list")), (_("Compare"), "")],
    }
    return render(request, "goodpractice/practice_compare.html", context)


@require_safe
def compare_export(request: HttpRequest) -> HttpResponseBase:
    """Hand over the comparison as a CSV file: a row for each fact, a column for each practice."""
    practices, _left_out, _too_many = _asked_for(request)
    rows = compare_rows(practices, chosen_profile(request))
    if request.GET.get("only") == "differences":
        rows = [row for row in rows if row["differs"]]
    columns = [_("Fact"), *(practice.title for practice in practices)]
    lines = ([row["label"], *row["values"]] for row in rows)
    return export("csv", "practices-compared", columns, lines)


def _asked_for(request: HttpRequest) -> tuple[list[Practice], list[str], bool]:
    slugs = list(dict.fromkeys(request.GET.getlist("p")))
    rows = Practice.objects.public().for_cards().prefetch_related("themes", "conditions")
    found = {practice.slug: practice for practice in rows.filter(slug__in=slugs[: MOST * 5])}
    practices = [found[slug] for slug in slugs if slug in found]
    left_out = [slug for slug in slugs if slug not in found]
    return practices[:MOST], left_out, len(practices) > MOST


def address_of(practices: Sequence[Practice], name: str = "practice_compare") -> str:
    """Return the address of the comparison of `practices`."""
    query = urlencode([("p", practice.slug) for practice in practices])
    return f"{reverse(name)}?{query}"


def compare_rows(practices: Sequence[Practice], profile: Profile | None) -> list[dict]:
    """Return a row for each fact and section, and whether the practices differ in it."""
    columns = [_values(practice, profile) for practice in practices]
    return [
        {"label": label, "values": values, "differs": len(set(values)) > 1}
        for label in (columns[0] if columns else ())
        for values in [[column[label] for column in columns]]
    ]


def _values(practice: Practice, profile: Profile | None) -> dict[str, str]:
    values = {}
    conditions = list(practice.conditions.all())
    if profile is not None:
        label = _("Fit for %(programme)s") % {"programme": profile.programme.name}
        values[label] = fit_of(conditions, profile).in_words if conditions else ""
    values[_("In short")] = practice.summary
    for fact in facts_of(practice):
        texts = [entry["text"] for entry in fact.get("entries", ())] or [fact.get("value", "")]
        note = fact.get("note", "")
        values[str(fact["label"])] = ", ".join(texts) + (f" ({note})" if note else "")
    values[_("Used elsewhere")] = used_in_words(practice) or _("not taken up yet")
    values[_("Conditions it needs")] = "; ".join(condition.text for condition in conditions)
    headings = (
        _("The problem"), _("What was done"), _("Results"), _("What did not work"),
        _("Legal basis"),
    )  # fmt: skip
    for key, heading in zip(SECTIONS, headings, strict=True):
        values[heading] = as_plain_text(getattr(practice, key))
    return values
