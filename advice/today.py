"""What the desk leaves to the secretariat: questions that wait, answers that run out."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice.choices import State, VersionState
from advice.models import PublishedVersion, Question
from interact_portal.core.duties import Group, duty

RUNS_OUT = datetime.timedelta(days=30)


@duty(
    "new-questions", Group.DECIDE, _("questions that nobody is on"), Question, address="queue=new"
)
def questions_without_officer(officer: Any) -> QuerySet[Question]:
    """Questions that came in and were not taken yet."""
    return Question.objects.filter(state=State.NEW)


@duty(
    "overdue-questions",
    Group.DECIDE,
    _("questions past the day of the answer"),
    Question,
    address="queue=overdue",
)
def questions_overdue(officer: Any) -> QuerySet[Question]:
    """Questions that should have been answered by now."""
    return Question.objects.overdue()


@duty("my-questions", Group.DECIDE, _("questions you are on"), Question, address="queue=mine")
def questions_of(officer: Any) -> QuerySet[Question]:
    """Open questions of this officer."""
    return Question.objects.open().filter(officer=officer)


@duty("to-approve", Group.DECIDE, _("published answers to approve"), PublishedVersion)
def answers_to_approve(officer: Any) -> QuerySet[PublishedVersion]:
    """Drafts that a second person has to approve."""
    return PublishedVersion.objects.filter(state=VersionState.APPROVAL)


@duty("run-out", Group.SOON, _("published answers that run out within 30 days"), PublishedVersion)
def answers_running_out(officer: Any) -> QuerySet[PublishedVersion]:
    """Answers in force whose last day is near or over."""
    until = timezone.localdate() + RUNS_OUT
    return PublishedVersion.objects.in_force().filter(valid_until__lte=until)
