"""Announcing a seminar: publishing it, changing it once people count on it, repeating it."""

import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interact_portal.core.audit import record
from seminars import notifications
from seminars.choices import ChangeKind, SeminarState
from seminars.models import Seminar, SeminarChange, SensitiveNeeds
from seminars.registration import RefusedError
from seminars.registration.decisions import lock
from seminars.seats import moment

TIMES = frozenset({"starts_at", "ends_at", "time_zone"})
PLACES = frozenset({"venue", "address", "city", "country", "online_link", "access_info"})


@transaction.atomic
def publish(seminar: Seminar, *, by: models.Model) -> Seminar:
    """Show a draft to everybody. Raises RefusedError unless it is one."""
    seminar = lock(seminar.pk)
    if seminar.state != SeminarState.DRAFT:
        raise RefusedError(_("Only a draft can be published."))
    seminar.state = SeminarState.PUBLISHED
    seminar.published_at = timezone.now()
    seminar.save()
    record("seminar.published", seminar, by=by, after={"state": seminar.state})
    return seminar


@transaction.atomic
def change_seminar(
    seminar: Seminar, *, by: models.Model, agenda: str = "", **fields: Any
) -> list[SeminarChange]:
    """Change time or place, or say by `agenda` what is new in the agenda; return the changes.

    Once it is published, the changes stand on its page, calendars follow (SEQUENCE is raised), and
    everybody with a seat or waiting for one has one letter that lists them all.
    """
    if strange := fields.keys() - TIMES - PLACES:
        raise TypeError(f"Not time or place: {', '.join(sorted(strange))}")
    seminar = lock(seminar.pk)
    before = {name: getattr(seminar, name) for name in fields}
    old_times = times_in_words(seminar)
    for name, value in fields.items():
        setattr(seminar, name, value)
    touched = {name for name in fields if before[name] != getattr(seminar, name)}
    lines = _lines(seminar, touched, old_times, agenda)
    if not lines:
        return []
    seminar.agenda_version += 1 if agenda else 0
    seminar.sequence += 1
    seminar.full_clean(exclude=("slug",))
    seminar.save()
    SensitiveNeeds.objects.filter(registration__seminar=seminar).update(
        delete_on=seminar.needs_are_deleted_on
    )
    record(
        "seminar.changed",
        seminar,
        by=by,
        before={name: str(value) for name, value in before.items() if name in touched},
        after={name: str(getattr(seminar, name)) for name in touched} | {"agenda": agenda},
        why=" ".join(what for _kind, what in lines),
    )
    if seminar.state != SeminarState.PUBLISHED:
        return []
    changes = [
        SeminarChange.objects.create(
            seminar=seminar, version=seminar.sequence, kind=kind, what=what, by=by
        )
        for kind, what in lines
    ]
    for registration in seminar.registrations.active().select_related("person"):
        registration.seminar = seminar
        notifications.tell_changes(seminar, registration, changes)
    return changes


@transaction.atomic
def duplicate(seminar: Seminar, *, by: models.Model) -> Seminar:
    """Return a draft of the next edition: dates empty, rules, questions and audience kept.

    A seminar cannot be without a date, so the draft stands a year later; windows, phases and the
    lock date are empty and have to be set before it is published.
    """
    questions = list(seminar.questions.order_by("pk"))
    themes, programmes = list(seminar.themes.all()), list(seminar.programmes.all())
    helpers = list(seminar.helpers.all())
    copy = Seminar.objects.get(pk=seminar.pk)
    copy.pk = None
    copy._state.adding = True
    copy.slug = _free_slug(seminar.slug)
    copy.state = SeminarState.DRAFT
    copy.published_at = copy.cancelled_at = copy.settled_at = None
    copy.registration_opens_at = copy.registration_closes_at = None
    copy.phase_one_ends_at = copy.locked_at = None
    copy.cancel_reason = copy.report = copy.online_link = copy.source = ""
    copy.starts_at += datetime.timedelta(days=364)
    copy.ends_at += datetime.timedelta(days=364)
    copy.sequence, copy.agenda_version = 0, 1
    copy.save()
    copy.themes.set(themes)
    copy.programmes.set(programmes)
    copy.helpers.set(helpers)
    _copy_questions(questions, copy)
    record("seminar.duplicated", copy, by=by, why=str(_("from %(title)s") % {"title": seminar}))
    return copy


def times_in_words(seminar: Seminar) -> str:
    """Return begin and end with the zone in words."""
    starts, ends = moment(seminar.starts_at, seminar.zone), moment(seminar.ends_at, seminar.zone)
    return _("from %(starts)s until %(ends)s") % {"starts": starts, "ends": ends}


def _lines(
    seminar: Seminar, touched: set[str], old_times: str, agenda: str
) -> list[tuple[str, str]]:
    lines = []
    if touched & TIMES:
        text = _("New time: %(new)s; it was %(old)s.")
        lines.append((ChangeKind.TIME, text % {"new": times_in_words(seminar), "old": old_times}))
    if touched & {"venue", "address", "city", "country"}:
        parts = (seminar.venue, seminar.address, seminar.city, str(seminar.country or ""))
        text = _("New place: %(place)s.")
        place = ", ".join(part for part in parts if part)
        lines.append((ChangeKind.PLACE, text % {"place": place}))
    if "online_link" in touched:
        lines.append((ChangeKind.PLACE, _("The online link is new.")))
    if "access_info" in touched:
        lines.append((ChangeKind.PLACE, _("There is news about getting in.")))
    if agenda:
        lines.append((ChangeKind.AGENDA, agenda))
    return lines


def _copy_questions(questions: list, copy: Seminar) -> None:
    """Copy questions; conditions point at the copies."""
    made = {}
    for question in sorted(questions, key=lambda each: each.condition_id is not None):
        old = question.pk
        question.pk, question.seminar = None, copy
        question._state.adding = True
        question.condition = made.get(question.condition_id)
        question.save()
        made[old] = question


def _free_slug(slug: str) -> str:
    number = 2
    while Seminar.objects.filter(slug=f"{slug[:110]}-{number}").exists():
        number += 1
    return f"{slug[:110]}-{number}"
