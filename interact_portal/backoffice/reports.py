"""The figures of a span of time for the programme's own reporting: each with its rows and its rule.

One table for each figure; page, PDF and XLSX all show these tables.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from goodpractice.choices import Evidence
from goodpractice.models import Practice, Use
from goodpractice.models.adoptions import UseStage
from interact_portal.core.charts import Chart, Row, stacked_bars
from programmes.models import Theme
from seminars.choices import PARTICIPANT_ROLES, AttendanceState, PromiseState
from seminars.models import Promise, Registration, SurveyAnswer

# With fewer answers one could tell whose they are.
LEAST_ANSWERS = 3


@dataclass(frozen=True)
class Span:
    """The days a report is about, both included."""

    first: datetime.date
    last: datetime.date

    @property
    def start(self) -> datetime.datetime:
        """The moment at which the first day begins."""
        return timezone.make_aware(datetime.datetime.combine(self.first, datetime.time()))

    @property
    def end(self) -> datetime.datetime:
        """The moment at which the last day is over."""
        day_after = self.last + datetime.timedelta(days=1)
        return timezone.make_aware(datetime.datetime.combine(day_after, datetime.time()))


@dataclass(frozen=True)
class Figure:
    """One figure: its rows with a number each, how it is counted, and where its rows stand."""

    key: str
    title: str
    rows: list[tuple[str, int | Decimal]]
    how: str
    url: str
    heading: str

    @property
    def total(self) -> int | Decimal:
        """What the rows make together."""
        return sum(number for _label, number in self.rows)

    @property
    def chart(self) -> Chart:
        """The rows as bars with their table."""
        sentence = _("Together %(n)s.") % {"n": self.total} if self.rows else _("None.")
        if self.key == "satisfaction":
            sentence = _("Averages from 1 (poor) to 5 (very good).")
        return stacked_bars(
            [Row(label, [number]) for label, number in self.rows],
            title=self.title,
            sentence=sentence,
            row_heading=self.heading,
            series=[_("Number")],
            short=str,
            exact=str,
        )


def attended_in(span: Span) -> QuerySet[Registration]:
    """Return the registrations of those who were at seminars that ended in the span."""
    return Registration.objects.filter(
        attendance__state=AttendanceState.ATTENDED,
        seminar__ends_at__gte=span.start,
        seminar__ends_at__lt=span.end,
    ).order_by()


def figures_of(span: Span) -> list[Figure]:
    """Return every figure of the report; 10 queries."""
    figures = [*_participants(span), _satisfaction(span), *_practices(span)]
    return [*figures, _uses(span), _changes(span)]


def _list(name: str, filter_name: str, span: Span) -> str:
    """Return the list of the rows that a figure counts."""
    days = {f"{filter_name}_from": span.first, f"{filter_name}_until": span.last}
    url = reverse(f"admin:{name}_changelist")
    return f"{url}?{urlencode({filter_name: 'yes'} | days)}"


def _counted(rows: QuerySet, field: str, names: dict | None = None) -> list[tuple[str, int]]:
    counts = rows.values_list(field).annotate(n=Count("pk")).order_by()
    unknown = _("not stated")
    named = [((names or {}).get(key, key) or unknown, n) for key, n in counts]
    return sorted(((str(label), n) for label, n in named), key=lambda row: (-row[1], row[0]))


def _participants(span: Span) -> Iterable[Figure]:
    rows = attended_in(span)
    how = _(
        "Registrations noted as attended, at seminars that ended in these days. Those whose"
        " personal data is gone are counted, but stand in no list any more."
    )
    url = _list("seminars_registration", "attended", span)
    roles = dict(PARTICIPANT_ROLES)
    for key, title, heading, counted in (
        ("role", _("Participants by role"), _("Role"), _counted(rows, "role", roles)),
        (
            *("country", _("Participants by country"), _("Country")),
            _counted(rows, "country__english_name"),
        ),
        (
            *("programme", _("Participants by programme"), _("Programme")),
            _counted(rows, "programme__title"),
        ),
    ):
        yield Figure(f"participants-{key}", title, counted, how, url, heading)
    yield Figure(
        "first-timers",
        _("First-timers"),
        _first_timers(span),
        _("Of the participants with an account: those who attended nothing before these days."),
        url,
        _("Who"),
    )


def _first_timers(span: Span) -> list[tuple[str, int]]:
    people = attended_in(span).exclude(person=None).values("person").distinct()
    ever = Registration.objects.filter(
        attendance__state=AttendanceState.ATTENDED, person__in=people
    )
    firsts = ever.order_by().values("person").annotate(first=Min("seminar__ends_at"))
    new = [row for row in firsts if row["first"] >= span.start]
    return [(_("for the first time"), len(new)), (_("again"), len(firsts) - len(new))]


def _satisfaction(span: Span) -> Figure:
    answers = SurveyAnswer.objects.filter(
        seminar__ends_at__gte=span.start, seminar__ends_at__lt=span.end
    )
    found = answers.aggregate(
        overall=Avg("overall"), useful=Avg("useful"), organised=Avg("organised"), n=Count("pk")
    )
    labels = {
        "overall": _("the seminar as a whole"),
        "useful": _("use for your work"),
        "organised": _("organisation"),
    }
    rows = [
        (label, Decimal(f"{found[key]:.2f}"))
        for key, label in labels.items()
        if found["n"] >= LEAST_ANSWERS
    ]
    how = _("Averages of %(n)s answers about seminars that ended in these days; none below 3.")
    how = how % found
    url = _list("seminars_surveyanswer", "ended", span)
    return Figure("satisfaction", _("Satisfaction"), rows, how, url, _("Question"))


def _practices(span: Span) -> Iterable[Figure]:
    rows = Practice.objects.filter(
        versions__published_at__gte=span.start,
        versions__published_at__lt=span.end,
        versions__number=1,
    ).order_by()
    how = _("Practices published for the first time in these days.")
    url = _list("goodpractice_practice", "new", span)
    themes = dict(Theme.objects.values_list("pk", "name"))
    by_theme = Counter(rows.values_list("themes", flat=True))
    counted = [(themes.get(key, _("without a theme")), n) for key, n in by_theme.items()]
    counted.sort(key=lambda row: (-row[1], row[0]))
    more = _("A practice with two themes counts under both.")
    yield Figure(
        *("practices-theme", _("New practices by theme"), counted, f"{how} {more}", url),
        _("Theme"),
    )
    evidence = _counted(rows, "evidence", dict(Evidence.choices))
    yield Figure(
        *("practices-evidence", _("New practices by evidence"), evidence, how, url, _("Evidence"))
    )


def _uses(span: Span) -> Figure:
    rows = (
        Use.objects.confirmed()
        .filter(declared_at__gte=span.start, declared_at__lt=span.end)
        .order_by()
    )
    counted = _counted(rows, "stage", dict(UseStage.choices))
    how = _("Uses by other bodies, declared in these days and confirmed.")
    url = _list("goodpractice_use", "declared", span)
    return Figure("uses", _("Practices taken up elsewhere"), counted, how, url, _("Stage"))


def _changes(span: Span) -> Figure:
    rows = Promise.objects.filter(made_on__gte=span.first, made_on__lte=span.last).order_by()
    counted = _counted(rows, "state", dict(PromiseState.choices))
    how = _("“One thing we will change”, named by participants in these days, as it stands now.")
    url = _list("seminars_registration", "promised", span)
    return Figure("changes", _("Changes made"), counted, how, url, _("What became of it"))
