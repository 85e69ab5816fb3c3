"""Who was reached on what: programmes by theme, and roles of bodies by country.

Reached means: somebody attended a seminar, a practice is published, or a question was asked.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from advice.models import Question
from goodpractice.models import Practice
from programmes.choices import Period, Role
from programmes.models import Country, Programme, Theme
from seminars.choices import AttendanceState
from seminars.models import Registration

SEMINAR, PRACTICE, ADVICE = "S", "P", "A"
Marks = dict[tuple, set[str]]


@dataclass(frozen=True)
class Square:
    """One square of a matrix: by what it was reached (“S P”), and where a draft begins if not."""

    marks: str
    label: str
    url: str

    @property
    def kind(self) -> str:
        """The pattern of the square: by how many ways it was reached."""
        return str(len(self.marks.split()))


@dataclass(frozen=True)
class Line:
    """A line of a matrix."""

    label: str
    url: str
    squares: list[Square]


@dataclass(frozen=True)
class Matrix:
    """A matrix with its sentence; `columns` have a name and the number of lines never reached."""

    title: str
    sentence: str
    heading: str
    columns: list[dict]
    lines: list[Line]


def draft_url(**group: str) -> str:
    """Return where a letter to a group begins as a draft."""
    return f"{reverse('admin:mailing_write')}?{urlencode(group)}"


def roots_of_themes() -> dict[int, int]:
    """Return the theme at the root of each theme; two levels below are folded, too."""
    parents = dict(Theme.objects.values_list("pk", "parent"))

    def root(key: int) -> int:
        seen = {key}
        while parents.get(key) and parents[key] not in seen:
            key = parents[key]
            seen.add(key)
        return key

    return {key: root(key) for key in parents}


def reached_programmes() -> Marks:
    """Return by what each programme was reached on each theme at a root; 4 queries."""
    roots = roots_of_themes()
    attended = Registration.objects.filter(attendance__state=AttendanceState.ATTENDED)
    found: Marks = defaultdict(set)
    for mark, pairs in (
        (SEMINAR, attended.values_list("programme", "seminar__themes")),
        (PRACTICE, Practice.objects.published().values_list("programmes", "themes")),
        (ADVICE, Question.objects.values_list("programme", "theme")),
    ):
        for programme, theme in pairs.order_by().distinct():
            if programme and theme:
                found[programme, roots[theme]].add(mark)
    return found


def newest_period_reached(found: Marks) -> str:
    """Return the newest period of which a programme was reached; the newest of all if none was."""
    keys = {programme for programme, _theme in found}
    periods = Programme.objects.filter(pk__in=keys).values_list("period", flat=True)
    return max(periods, default=max(Period.values))


def programmes_by_theme(period: str = "") -> tuple[Matrix, str]:
    """Return the matrix of the programmes of a period, and which period it is; 6 queries."""
    found = reached_programmes()
    period = period if period in Period.values else newest_period_reached(found)
    themes = list(Theme.objects.filter(parent=None).order_by("name"))
    rows = Programme.objects.filter(period=period)
    programmes = sorted(rows, key=lambda one: one.name.casefold())
    lines = [
        Line(
            one.name,
            one.get_absolute_url(),
            [
                _square(
                    found.get((one.pk, theme.pk), ()),
                    draft_url(programme=one.slug, never=theme.slug),
                )
                for theme in themes
            ],
        )
        for one in programmes
    ]
    columns = [
        {
            "label": theme.name,
            "never": (never := sum((one.pk, theme.pk) not in found for one in programmes)),
            "url": draft_url(period=period, never=theme.slug) if never else "",
        }
        for theme in themes
    ]
    sentence = _("%(reached)s of %(all)s programmes were reached on at least one theme.") % {
        "reached": len({key for key, _theme in found} & {one.pk for one in programmes}),
        "all": len(programmes),
    }
    title = _("Programmes by theme, %(period)s") % {"period": Period(period).label}
    return Matrix(title, sentence, _("Programme"), columns, lines), period


def roles_by_country() -> Matrix:
    """Return the matrix of what bodies do, country by country; 4 queries."""
    attended = Registration.objects.filter(attendance__state=AttendanceState.ATTENDED)
    owned = Practice.objects.published().exclude(owner=None)
    asked = Question.objects.exclude(body=None)
    found: Marks = defaultdict(set)
    for mark, pairs in (
        (SEMINAR, attended.values_list("role", "country")),
        (PRACTICE, owned.values_list("owner__mandates__role", "owner__country")),
        (ADVICE, asked.values_list("body__mandates__role", "body__country")),
    ):
        for role, country in pairs.order_by().distinct():
            if role and country:
                found[role, country].add(mark)
    with_bodies = Country.objects.filter(bodies__isnull=False).distinct()
    countries = sorted(with_bodies, key=lambda one: one.name)
    lines = [
        Line(
            country.name,
            "",
            [
                _square(found.get((role, country.pk), ()), draft_url(role=role, country=country.pk))
                for role in Role.values
            ],
        )
        for country in countries
    ]
    columns = [
        {
            "label": Role(role).label,
            "never": (never := sum((role, one.pk) not in found for one in countries)),
            "url": draft_url(role=role) if never else "",
        }
        for role in Role.values
    ]
    sentence = _("%(reached)s of %(all)s countries with bodies were reached in at least one role.")
    counts = {"reached": len({c for _r, c in found}), "all": len(countries)}
    title = _("Roles of bodies by country")
    return Matrix(title, sentence % counts, _("Country"), columns, lines)


def _square(marks: Iterable[str], url: str) -> Square:
    names = {SEMINAR: _("seminar"), PRACTICE: _("practice"), ADVICE: _("advice")}
    known = [mark for mark in names if mark in marks]
    return Square(" ".join(known), ", ".join(names[mark] for mark in known), "" if known else url)
