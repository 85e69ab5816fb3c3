"""Lists to take away, each for its purpose: no more than the purpose needs."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from .choices import Mode
from .models import Registration, Seminar

CATERER_COLUMNS = ("what", "people")
VENUE_COLUMNS = ("name", "body")
FULL_COLUMNS = (
    "reference", "name", "e-mail address", "body", "country", "programme", "comes as",
    "takes part", "status", "why", "asked", "attendance", "question brought", "diet",
    "access needs",
)  # fmt: skip


def caterer_rows(seminar: Seminar) -> list[tuple[str, int]]:
    """Return counts only, no names: how many eat, and how many of them what."""
    rows = seminar.registrations.confirmed().filter(mode=Mode.ROOM)
    rows = rows.select_related("needs")
    diets = Counter(
        row.needs.diet.strip().casefold()
        for row in rows
        if hasattr(row, "needs") and row.needs.diet.strip()
    )
    return [(_("in the room"), rows.count()), *sorted(diets.items())]


def venue_rows(seminar: Seminar) -> Iterator[tuple[str, str]]:
    """Return names and bodies of those who enter the building."""
    rows = seminar.registrations.confirmed().filter(mode=Mode.ROOM)
    for row in rows.select_related("body").order_by("name"):
        yield row.called, row.body_name


def full_columns(seminar: Seminar) -> tuple[str, ...]:
    """Return the columns of the full list, the seminar's own questions last."""
    return FULL_COLUMNS + tuple(question.label for question in seminar.questions.all())


def full_rows(seminar: Seminar) -> Iterator[tuple[Any, ...]]:
    """Return everything on everybody; the taking of it is logged."""
    questions = list(seminar.questions.all())
    rows = seminar.registrations.filter(purged_at=None).select_related(
        "body", "country", "programme", "needs", "attendance"
    )
    for row in rows.prefetch_related("answers").order_by("asked_at", "pk"):
        answers = {answer.question_id: ", ".join(answer.values) for answer in row.answers.all()}
        yield (*_own(row), *(answers.get(question.pk, "") for question in questions))


def _own(row: Registration) -> tuple[Any, ...]:
    needs, attendance = getattr(row, "needs", None), getattr(row, "attendance", None)
    return (
        row.reference,
        row.name,
        row.email,
        row.body_name,
        row.country_id or "",
        row.programme.name if row.programme else "",
        row.get_role_display(),
        row.get_mode_display(),
        row.get_status_display(),
        row.reason,
        row.asked_at.date(),
        attendance.get_state_display() if attendance else "",
        row.brings_question,
        needs.diet if needs else "",
        needs.access if needs else "",
    )
