"""The desk in figures: how long answers take, by theme, and who has how many questions."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from statistics import median

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Q
from django.utils import timezone

from .choices import State
from .models import Holiday, Question
from .working_days import working_days_between

YEAR = datetime.timedelta(days=365)
# Fewer answers than this say nothing about the next one.
FEWEST = 3


def holidays() -> frozenset[datetime.date]:
    """Return the days on which the secretariat does not work."""
    return frozenset(Holiday.objects.values_list("day", flat=True))


def usual_working_days(theme: int | None = None) -> int | None:
    """Return in how many working days a question was usually answered in the last year.

    The median over the theme with this key, or over all where the theme has too few; None where
    there were too few at all.
    """
    rows = list(
        Question.objects.filter(first_answered_at__gte=timezone.now() - YEAR).values_list(
            "theme", "asked_at", "first_answered_at"
        )
    )
    own = [row for row in rows if row[0] == theme and theme is not None]
    chosen = own if len(own) >= FEWEST else rows
    if len(chosen) < FEWEST:
        return None
    free = holidays()
    return round(median(_days(asked, answered, free) for _theme, asked, answered in chosen))


def _days(start: datetime.datetime, end: datetime.datetime, free: Collection[datetime.date]) -> int:
    first, last = (timezone.localtime(moment).date() for moment in (start, end))
    return max(1, working_days_between(first, last, free))


@dataclass
class ThemeTimes:
    """How long questions about a theme took in the last year, in working days."""

    name: str
    first_replies: list[int] = field(default_factory=list)
    first_answers: list[int] = field(default_factory=list)
    last_answers: list[int] = field(default_factory=list)
    count: int = 0
    open: int = 0

    @property
    def first_reply(self) -> float | None:
        """The median until the first reply of any kind."""
        return median(self.first_replies) if self.first_replies else None

    @property
    def first_answer(self) -> float | None:
        """The median until the first answer."""
        return median(self.first_answers) if self.first_answers else None

    @property
    def last_answer(self) -> float | None:
        """The median until the answer that stood."""
        return median(self.last_answers) if self.last_answers else None


def times_by_theme() -> list[ThemeTimes]:
    """Return the times of every theme that was asked about in the last year, the most asked first.

    Joined questions count once, as the one they were joined with.
    """
    free = holidays()
    themes: dict[str, ThemeTimes] = defaultdict(lambda: ThemeTimes(""))
    rows = Question.objects.filter(asked_at__gte=timezone.now() - YEAR).exclude(state=State.MERGED)
    for name, state, asked, replied, first, last in rows.values_list(
        "theme__name", "state", "asked_at", "first_reply_at", "first_answered_at", "answered_at"
    ):
        times = themes[name or ""]
        times.name = name or ""
        times.count += 1
        times.open += state in (State.NEW, State.ASSIGNED, State.WAITING)
        for moment, kept in (
            (replied, times.first_replies),
            (first, times.first_answers),
            (last, times.last_answers),
        ):
            if moment:
                kept.append(_days(asked, moment, free))
    return sorted(themes.values(), key=lambda times: (-times.count, times.name))


def load_by_officer() -> list:
    """Return the people who have questions, with `open_count`, `overdue_count`, `waiting_count`."""
    today = timezone.localdate()
    under_way = Q(questions_taken__state__in=(State.ASSIGNED, State.WAITING))
    late = Q(questions_taken__state=State.ASSIGNED, questions_taken__due_on__lt=today)
    people = get_user_model().objects.annotate(
        open_count=Count("questions_taken", filter=under_way, distinct=True),
        overdue_count=Count("questions_taken", filter=late, distinct=True),
        waiting_count=Count(
            "questions_taken", filter=Q(questions_taken__state=State.WAITING), distinct=True
        ),
    )
    return list(people.filter(open_count__gt=0).order_by(F("open_count").desc(), "name"))
