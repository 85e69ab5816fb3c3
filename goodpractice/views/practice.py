"""The page of one practice: the present version, the earlier ones, and the fact sheet."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodpractice.catalogue.counting import last_change
from goodpractice.comparison import changed_parts
from goodpractice.content import SECTIONS, readable
from goodpractice.fact_sheets import fact_sheet_of
from goodpractice.fit import Profile, fit_of, likeness
from goodpractice.models import FormerPracticeAddress, Practice, UsefulReason
from goodpractice.permissions import may_write
from goodpractice.related import related_to
from interact_portal.core.kept_pages import kept_for_strangers
from interact_portal.core.panels import panels_of

from .cards import badge_of, used_in_words
from .choosing import chosen_profile
from .facts import facts_of, how_to_cite
from .linked_data import practice_data

BESIDE = (
    "themes", "programmes", "countries", "conditions", "building_blocks", "attachments",
)  # fmt: skip

# What changes a practice is seen at once; what other rooms say beside it, after this at the latest.
KEPT_SECONDS = 60
# The facts that stand at the top; the rest says where else it is found.
HEADER_FACTS = 9


def public_practice(slug: str) -> Practice:
    """Return the public practice at an address, or answer 404."""
    practices = Practice.objects.public().select_related("owner", "current")
    return get_object_or_404(practices.prefetch_related(*BESIDE), slug=slug)


@require_safe
@kept_for_strangers(seconds=KEPT_SECONDS, stamp=last_change)
def practice_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a practice; an address it had before leads to the present one."""
    try:
        practice = public_practice(slug)
    except Http404:
        former = get_object_or_404(
            FormerPracticeAddress.objects.select_related("practice"), slug=slug
        )
        return HttpResponsePermanentRedirect(former.practice.get_absolute_url())
    profile = chosen_profile(request)
    facts = facts_of(practice)
    versions = list(practice.versions.issued())
    crumbs = [(_("Good practice"), reverse("practice_list")), (practice.title, "")]
    context = {
        "practice": practice,
        "version": practice.current,
        "badge": badge_of(practice),
        "used": used_in_words(practice),
        "facts": facts[:HEADER_FACTS],
        "found_under": facts[HEADER_FACTS:],
        "sections": _sections(practice),
        "files": files_of(practice),
        "fit": _fit(practice, profile),
        "mine": profile.programme if profile else None,
        "alike": _alike(practice, profile),
        "related": related_to(practice),
        "uses": practice.uses.confirmed().select_related("body__country", "programme"),
        "voices": practice.voices.filter(is_useful=True).count(),
        "useful_reasons": UsefulReason.choices,
        "versions": versions,
        "cite": how_to_cite(practice, practice.current),
        "may_write": may_write(request.user, practice.current),
        "panels": panels_of("practice", practice, request.user),
        "crumbs": crumbs,
        "linked_data": practice_data(practice, versions[-1], crumbs),
    }
    return render(request, "goodpractice/practice_detail.html", context)


def _sections(practice: Practice) -> list[tuple[str, str, str]]:
    """Return (key, heading, formatted text) in the order of the template of a case."""
    headings = {
        "problem": _("The problem"),
        "done": _("What was done"),
        "results": _("Results"),
        "not_worked": _("What did not work"),
        "legal_basis": _("Legal basis"),
    }
    return [(key, headings[key], getattr(practice, key)) for key in SECTIONS]


def files_of(practice: Practice) -> dict[str, list[dict]]:
    """Return the pictures and the documents that the present version names."""
    kept = {attachment.pk: attachment for attachment in practice.attachments.all()}
    rows = [(kept[row["id"]], row["title"]) for row in practice.current.content["attachments"]
            if row["id"] in kept]  # fmt: skip
    files = [
        {
            "name": title,
            "url": reverse("practice_file", args=[attachment.pk]),
            "kind": attachment.name.rpartition(".")[2].upper(),
            "size": attachment.size,
            "is_picture": attachment.is_picture,
        }
        for attachment, title in rows
    ]
    return {
        "pictures": [file for file in files if file["is_picture"]],
        "documents": [file for file in files if not file["is_picture"]],
    }


def _fit(practice: Practice, profile: Profile | None):
    conditions = list(practice.conditions.all())
    return fit_of(conditions, profile) if profile is not None and conditions else None


def _alike(practice: Practice, profile: Profile | None):
    """Return how alike the reader's programme is to the nearest one where it was done."""
    if profile is None:
        return None
    others = [likeness(profile, Profile(programme)) for programme in practice.programmes.all()]
    others = [other for other in others if other.compared]
    return max(others, key=lambda other: len(other.same) / other.compared, default=None)


@require_safe
def practice_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show an earlier version as it stood, and word by word what the next one changed."""
    practice = public_practice(slug)
    issued = practice.versions.issued()
    version = get_object_or_404(issued, number=number)
    before = issued.filter(number=number - 1).first()
    context = {
        "practice": practice,
        "version": version,
        "before": before,
        "changes": changed_parts(before, version) if before else [],
        "parts": readable(version.content, version.names),
        "cite": how_to_cite(practice, version),
        "crumbs": [
            (_("Good practice"), reverse("practice_list")),
            (practice.title, practice.get_absolute_url()),
            (_("Version %(n)s") % {"n": number}, ""),
        ],
    }
    return render(request, "goodpractice/practice_version.html", context)


@require_safe
def fact_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over a practice as a PDF of one or two pages, tagged for reading software."""
    practice = public_practice(slug)
    profile = chosen_profile(request)
    content = fact_sheet_of(
        practice,
        facts=facts_of(practice),
        sections=_sections(practice),
        fit=_fit(practice, profile),
        cite=how_to_cite(practice, practice.current),
    )
    name = f"{practice.slug}-v{practice.current.number}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Link"] = f'<{settings.PORTAL_URL}{practice.get_absolute_url()}>; rel="canonical"'
    return response
