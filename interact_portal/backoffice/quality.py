"""What is missing or doubtful in the data: each finding with the rows it is about."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from interact_portal.core.text import fold
from programmes.models import Body, Mandate, Programme

# How like two names have to be: “Region Tirol” and “Regione Tirolo” are, “Region Tirol” and
# “Region Salzburg” are not.
ALIKE = 0.62
MOST = 50


@dataclass(frozen=True)
class Finding:
    """Something missing: how many rows, the first of them, and the list of all."""

    title: str
    why: str
    number: int
    rows: list[Any]
    url: str


@dataclass(frozen=True)
class Twins:
    """Two bodies that may be one, why, and where they are merged."""

    one: Body
    other: Body
    why: str
    url: str


def pieces(name: str) -> frozenset[str]:
    """Return the groups of three letters in a name, accents and case left aside."""
    padded = f"  {fold(name)} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the part of their pieces that two names share: 1 for the same name, 0 for none."""
    return len(one & other) / (len(one | other) or 1)


def suspected_twins() -> list[Twins]:
    """Return pairs of bodies of one country with like names or the same website; one query."""
    by_country = defaultdict(list)
    for body in Body.objects.select_related("country").order_by("pk"):
        website = body.website.lower().rstrip("/")
        by_country[body.country_id].append((body, pieces(body.name), website))
    found = []
    for group in by_country.values():
        for (one, letters, website), (other, others, its) in combinations(group, 2):
            alike = likeness(letters, others)
            if alike >= ALIKE or (website and website == its):
                found.append((alike, one, other))
    found.sort(key=lambda row: (-row[0], row[1].pk, row[2].pk))
    return [_twins(*row) for row in found[:MOST]]


def _twins(alike: float, one: Body, other: Body) -> Twins:
    why = _("names are alike") if alike >= ALIKE else _("same website")
    query = urlencode({"kept": one.pk, "gone": other.pk})
    return Twins(one, other, why, f"{reverse('admin:programmes_body_merge')}?{query}")


def findings() -> list[Finding]:
    """Return what is missing in programmes, bodies and mandates; 2 queries for each."""
    programmes, bodies = "programmes_programme", "programmes_body"
    no_mandate = Programme.objects.filter(mandates__isnull=True)
    with_finance = Programme.objects.with_finance().values("pk")
    return [
        _finding(
            _("Programmes without any body"),
            _("Nobody can be written to, and no seat is counted for them."),
            no_mandate,
            programmes,
            "bodies=no",
        ),
        _finding(
            _("Programmes without finance data"),
            _("Their page says “not published”."),
            Programme.objects.exclude(pk__in=with_finance),
            programmes,
            "finance=no",
        ),
        _finding(
            _("Programmes whose figures do not add up"),
            _("The page shows the difference. The source may be wrong."),
            Programme.objects.with_sums_that_differ(),
            programmes,
            "today=sums",
        ),
        _finding(
            _("Bodies without any mandate"),
            _("Often a twin, or proposed by a participant and not looked at."),
            Body.objects.filter(mandates__isnull=True),
            bodies,
            "today=no-mandate",
        ),
        _finding(
            _("Mandates marked as doubtful"),
            _("Somebody noted what is doubtful."),
            Mandate.objects.exclude(doubt="").select_related("body", "programme"),
            "programmes_mandate",
            "doubtful=yes",
        ),
    ]


def _finding(title: str, why: str, rows: QuerySet, table: str, query: str) -> Finding:
    url = f"{reverse(f'admin:{table}_changelist')}?{query}"
    return Finding(title, why, rows.count(), list(rows[:8]), url)
