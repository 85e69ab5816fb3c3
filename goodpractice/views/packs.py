"""Briefing packs: a list as it stood on a day, as one document to print or to send by link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from goodpractice.content import readable
from goodpractice.fit import Fit, Profile, fit_of
from goodpractice.models import BriefingPack, Condition, PracticeVersion

from .facts import how_to_cite


@require_safe
def pack(request: HttpRequest, key: str) -> HttpResponse:
    """Show a briefing pack: the versions of its day, print-ready, and what changed since."""
    briefing = get_object_or_404(BriefingPack.objects.select_related("programme"), key=key)
    notes = {item["version"]: item["note"] for item in briefing.items}
    versions = PracticeVersion.objects.select_related(
        "practice__current", "practice__owner"
    ).in_bulk(notes)
    profile = Profile(briefing.programme) if briefing.programme else None
    items = [
        {
            "version": versions[pk],
            "note": note,
            "parts": readable(versions[pk].content, versions[pk].names),
            "has_changed": versions[pk].practice.current_id != pk,
            "cite": how_to_cite(versions[pk].practice, versions[pk]),
            "fit": _fit(versions[pk], profile),
        }
        for pk, note in notes.items()
        if pk in versions
    ]
    context = {
        "pack": briefing,
        "items": items,
        "changed": sum(item["has_changed"] for item in items),
        "url": request.build_absolute_uri(),
    }
    return render(request, "goodpractice/pack.html", context)


def _fit(version: PracticeVersion, profile: Profile | None) -> Fit | None:
    """Return how the version, as it stood, fits the programme the pack was made for."""
    rows = version.content["conditions"]
    return fit_of([Condition(**row) for row in rows], profile) if profile and rows else None
