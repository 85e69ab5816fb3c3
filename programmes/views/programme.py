"""The page of one programme."""

from collections.abc import Iterable

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interact_portal.core.panels import panels_of
from programmes.choices import Role
from programmes.maps import map_of_parts
from programmes.models import Mandate, PriorityAxis, Programme

from .finance import finance_of
from .linked_data import programme_data


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is published of a programme: facts, money, countries, bodies, relatives."""
    programmes = Programme.objects.prefetch_related(
        "participations__country",
        Prefetch("axes", PriorityAxis.objects.order_by("position", "pk")),
        Prefetch("mandates", Mandate.objects.select_related("body", "country")),
        "predecessors",
        "successors",
        "themes",
    )
    programme = get_object_or_404(programmes, slug=slug)
    crumbs = [(_("Programmes"), reverse("programme_list")), (programme.name, "")]
    context = {
        "programme": programme,
        "facts": facts_of(programme),
        "finance": finance_of(programme),
        "map": map_of_parts(programme),
        "themes": programme.themes.all(),
        "relations": relations_of(programme),
        "roles": roles_of(programme.mandates.all()),
        "panels": panels_of("programme", programme, request.user),
        "changed": programme.history.order_by("-history_date").first(),
        "crumbs": crumbs,
        "linked_data": programme_data(programme, crumbs),
    }
    return render(request, "programmes/programme_detail.html", context)


def facts_of(programme: Programme) -> list[dict]:
    """Return the published facts for `components/facts.html`; what is not known says so there."""
    return [
        {
            "label": _("Period"),
            "value": programme.get_period_display(),
            "url": f"{reverse('programme_list')}?period={programme.period}",
        },
        {
            "label": _("Strand"),
            "value": programme.get_strand_display(),
            "url": f"{reverse('programme_list')}?strand={programme.strand}",
        },
        {"label": _("CCI number"), "value": programme.cci},
        {"label": _("Intervention type"), "value": programme.intervention_type},
        {"label": _("Decision number"), "value": programme.decision_number},
        {"label": _("Decision date"), "value": _day(programme.decision_date)},
        {"label": _("Approval date"), "value": _day(programme.approval_date)},
        {"label": _("Languages"), "value": ", ".join(map(language_name, programme.languages))},
        {"label": _("First level control"), "value": programme.get_control_system_display()},
        {"label": _("External border of the EU"), "value": yes_or_no(programme.external_border)},
        {"label": _("Maritime"), "value": yes_or_no(programme.maritime)},
        {"label": _("Website"), "value": programme.website, "url": programme.website},
    ]


def relations_of(programme: Programme) -> list[tuple[str, list[Programme]]]:
    """Return predecessors and successors with their headings, or nothing when none is known."""
    relations = [
        (_("Predecessor"), list(programme.predecessors.all())),
        (_("Successor"), list(programme.successors.all())),
    ]
    return relations if any(relatives for _label, relatives in relations) else []


def _day(day) -> str:
    return date_format(day) if day else ""


def yes_or_no(value: bool | None) -> str:
    """Return the word for a known answer, or "" where it is not known."""
    return "" if value is None else _("yes") if value else _("no")


def language_name(code: str) -> str:
    """Return the name of a language in the reader's language, or its code."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def roles_of(mandates: Iterable[Mandate]) -> list[dict]:
    """Return the mandates by role, in the order of the programme's chain, the current first."""
    mandates = sorted(mandates, key=lambda mandate: (mandate.is_past, mandate.body.name))
    return [
        {"label": role.label, "mandates": held}
        for role in Role
        for held in [[mandate for mandate in mandates if mandate.role == role]]
        if held
    ]
