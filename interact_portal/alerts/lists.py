"""Which lists can be saved, room by room. The rooms do not know the alerts: these ask them.

News is what makes a reader act differently: something published, a major version, money or mandates
that changed, another day or place. A corrected comma is no news.
"""

import datetime
from itertools import groupby, pairwise
from operator import itemgetter

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from advice.choices import PUBLIC, VersionState
from advice.choices import Change as AnswerChange
from advice.filters import AnswerFilter
from advice.models import PublishedVersion
from goodpractice.choices import ISSUED, Change, Status
from goodpractice.filters import PracticeFilter
from goodpractice.models import IndexedPractice, PracticeVersion
from programmes.choices import Role
from programmes.filters import BodyFilter, ProgrammeFilter
from programmes.models import Body, Mandate, Programme
from seminars.choices import ChangeKind
from seminars.filters import SeminarFilter
from seminars.models import Seminar, SeminarChange

from .registry import News, SavableList, register_list

NEW = _("new")
# What of a programme and a body a reader would act on.
OF_A_PROGRAMME = (
    "title",
    "period",
    "strand",
    "cci",
    "eu_amount",
    "national_amount",
    "total_amount",
)
OF_A_BODY = ("name", "city", "country")


def _by_age(news: list[News]) -> list[News]:
    return sorted(news, key=lambda each: (each.at, each.key))


def news_of_practices(since: datetime.datetime) -> list[News]:
    """Return the first and the major versions of practices that stand in the catalogue."""
    versions = PracticeVersion.objects.filter(
        status__in=ISSUED,
        change=Change.MAJOR,
        published_at__gte=since,
        practice__current__status=Status.PUBLISHED,
    ).select_related("practice")
    return _by_age([_version_of_a_practice(version) for version in versions])


def _version_of_a_practice(version: PracticeVersion) -> News:
    practice, is_first = version.practice, version.number == 1
    what = NEW if is_first else _new_version(version.number, version.change_note)
    return News(
        practice.pk,
        f"practice:{practice.pk}:{version.number}",
        version.published_at,
        practice.title,
        practice.get_absolute_url(),
        what,
        is_first,
    )


def _new_version(number: int, note: str) -> Promise:
    if note:
        return format_lazy(_("version {number}: {note}"), number=number, note=note)
    return format_lazy(_("version {number}"), number=number)


def news_of_answers(since: datetime.datetime) -> list[News]:
    """Return the answers that are new, say something else, or no longer hold."""
    public = {row.answer_id: row for row in PublishedVersion.objects.public().for_lists()}
    versions = PublishedVersion.objects.once_public().filter(
        answer__in=public, change=AnswerChange.MAJOR, published_at__gte=since
    )
    news = [_version_of_an_answer(public[version.answer_id], version) for version in versions]
    for row in public.values():
        if row.state != VersionState.PUBLISHED and row.ended_at and row.ended_at >= since:
            key = f"answer:{row.answer_id}:{row.number}:{row.state}"
            what = _("no longer in force")
            url = row.answer.get_absolute_url()
            news.append(News(row.pk, key, row.ended_at, row.title, url, what))
    return _by_age(news)


def _version_of_an_answer(shown: PublishedVersion, version: PublishedVersion) -> News:
    is_first = version.number == 1
    return News(
        shown.pk,
        f"answer:{shown.answer_id}:{version.number}",
        version.published_at,
        shown.title,
        shown.answer.get_absolute_url(),
        NEW if is_first else _new_version(version.number, version.note),
        is_first,
    )


def news_of_seminars(since: datetime.datetime) -> list[News]:
    """Return the seminars announced, cancelled, or moved to another time or place."""
    seminars = Seminar.objects.public().filter(published_at__gte=since)
    news = [_seminar(row, "new", row.published_at, NEW, is_first=True) for row in seminars]
    cancelled = Seminar.objects.public().filter(cancelled_at__gte=since)
    news += [_seminar(row, "off", row.cancelled_at, _("cancelled")) for row in cancelled]
    moved = SeminarChange.objects.filter(
        at__gte=since,
        kind__in=(ChangeKind.TIME, ChangeKind.PLACE),
        seminar__in=Seminar.objects.public(),
    ).select_related("seminar")
    news += [_seminar(row.seminar, f"change:{row.pk}", row.at, row.what) for row in moved]
    return _by_age(news)


def _seminar(
    seminar: Seminar,
    key: str,
    at: datetime.datetime,
    what: str | Promise,
    *,
    is_first: bool = False,
) -> News:
    url = seminar.get_absolute_url()
    return News(seminar.pk, f"seminar:{seminar.pk}:{key}", at, seminar.title, url, what, is_first)


def news_of_programmes(since: datetime.datetime) -> list[News]:
    """Return the programmes that are new here, or whose name, kind or money changed."""
    changes = _changes(Programme, OF_A_PROGRAMME, since)
    rows = Programme.objects.in_bulk([row for row, *_rest in changes])
    return [
        News(
            row,
            f"programme:{row}:{history}",
            at,
            f"{rows[row].name}, {rows[row].get_period_display()}",
            rows[row].get_absolute_url(),
            what,
            is_first,
        )
        for row, history, at, what, is_first in changes
        if row in rows
    ]


def news_of_bodies(since: datetime.datetime) -> list[News]:
    """Return the bodies that are new here, have another name or place, or a new mandate."""
    changes = [
        (row, f"body:{row}:{history}", at, what, is_first)
        for row, history, at, what, is_first in _changes(Body, OF_A_BODY, since)
    ]
    mandates = Mandate.history.filter(history_date__gte=since, history_type="+")
    for mandate in mandates.select_related("programme"):
        role = Role(mandate.role).label
        what = format_lazy("{}, {}", role, mandate.programme.name)
        key = f"mandate:{mandate.history_id}"
        changes.append((mandate.body_id, key, mandate.history_date, what, False))
    rows = Body.objects.in_bulk([row for row, *_rest in changes])
    return _by_age(
        [
            News(row, key, at, rows[row].name, rows[row].get_absolute_url(), what, is_first)
            for row, key, at, what, is_first in changes
            if row in rows
        ]
    )


Change5 = tuple[int, int, datetime.datetime, str | Promise, bool]


def _changes(table: type, names: tuple[str, ...], since: datetime.datetime) -> list[Change5]:
    """Return (row, history, when, what, is it new) of the rows whose `names` changed."""
    touched = table.history.filter(history_date__gte=since).values("id")
    columns = ("id", "history_id", "history_date", "history_type", *names)
    versions = table.history.filter(id__in=touched).order_by("id", "history_date", "history_id")
    found: list[Change5] = []
    for row, group in groupby(versions.values_list(*columns), key=itemgetter(0)):
        found += _changes_of_a_row(table, names, row, list(group), since)
    return sorted(found, key=itemgetter(2, 1))


def _changes_of_a_row(
    table: type, names: tuple[str, ...], row: int, versions: list[tuple], since: datetime.datetime
) -> list[Change5]:
    found: list[Change5] = []
    _row, history, at, kind, *_values = versions[0]
    if kind == "+" and at >= since:
        found.append((row, history, at, NEW, True))
    for before, after in pairwise(versions):
        touched = [
            n for n, old, new in zip(names, before[4:], after[4:], strict=True) if old != new
        ]
        if touched and after[2] >= since and after[3] != "-":
            labels = [table._meta.get_field(name).verbose_name for name in touched]
            what = format_lazy("{}: " + ", ".join(["{}"] * len(labels)), _("changed"), *labels)
            found.append((row, after[1], after[2], what, False))
    return found


register_list(
    SavableList(
        "practices",
        _("Good practice"),
        "practice_list",
        lambda data: PracticeFilter(data, IndexedPractice.objects.all()),
        news_of_practices,
    )
)
register_list(
    SavableList(
        "seminars",
        _("Seminars"),
        "seminar_list",
        lambda data: SeminarFilter(data, Seminar.objects.public().upcoming().with_door()),
        news_of_seminars,
    )
)
register_list(
    SavableList(
        "answers",
        _("Advice"),
        "advice_list",
        lambda data: AnswerFilter(data, PublishedVersion.objects.filter(state__in=PUBLIC)),
        news_of_answers,
    )
)
register_list(
    SavableList(
        "programmes",
        _("Programmes"),
        "programme_list",
        lambda data: ProgrammeFilter(data, Programme.objects.all()),
        news_of_programmes,
    )
)
register_list(
    SavableList(
        "bodies",
        _("Bodies"),
        "body_list",
        lambda data: BodyFilter(data, Body.objects.all()),
        news_of_bodies,
    )
)
