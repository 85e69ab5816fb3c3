"""Where a question stands, in sentences for its asker."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advice.choices import State
from advice.models import Question
from interact_portal.core.standing import Standing, Step

from .asking import KEPT_FOR
from .keeping import QUIET_AFTER_ANSWER, QUIET_AFTER_OUR_QUESTION


def standing_of(question: Question, usual_days: int | None = None) -> Standing:
    """Return what happened, what comes next, by when and whom to ask; no query."""
    happened, following, by = _SAID[State(question.state)](question)
    if question.is_overdue:
        following = _(
            "We are late with it and have been reminded. Please write to us if it is urgent."
        )
    elif question.state == State.NEW and usual_days:
        following += " " + usually(usual_days)
    return Standing(
        happened=happened,
        next=following,
        by=by,
        ask_name=settings.OPERATOR,
        ask_url=f"mailto:{settings.CONTACT_EMAIL}?subject={question.reference}",
        happened_on=question.changed_at,
        steps=_steps(question),
    )


def usually(days: int) -> str:
    """Return the measured promise: “Usually answered in 3 working days.”"""
    return ngettext(
        "Usually answered in %(n)s working day.", "Usually answered in %(n)s working days.", days
    ) % {"n": days}


def _steps(question: Question) -> list[Step]:
    state = question.state
    is_done = state in (State.ANSWERED, State.CLOSED)
    answered = _day(question.first_answered_at)
    steps = [Step(_("Asked"), "done", _day(question.asked_at))]
    if state == State.MERGED:
        steps.append(Step(_("Joined with another question"), "done"))
        steps.append(Step(_("Answered"), "done" if answered else "current", answered))
        return steps
    taken = "current" if state == State.NEW else "done"
    if not (state == State.CLOSED and not answered):
        steps.append(Step(_("An officer takes it"), taken))
        if state == State.WAITING:
            steps.append(Step(_("You answer us"), "current"))
        now = "current" if state in (State.ASSIGNED, State.ANSWERED) else "todo"
        now = "done" if state == State.CLOSED else now
        steps.append(Step(_("Answered"), now, answered if is_done else None))
    closed = "done" if state == State.CLOSED else "todo"
    steps.append(Step(_("Closed"), closed, _day(question.closed_at)))
    return steps


def _said_new(question: Question) -> tuple:
    if question.first_answered_at:
        return (
            _("You told us that the answer was not enough."),
            _("An officer of the secretariat takes your question on."),
            question.due_on,
        )
    return (
        _("Your question is with the secretariat."),
        _("An officer takes it on, and writes to you."),
        question.due_on,
    )


def _said_assigned(question: Question) -> tuple:
    known = {"officer": question.officer}
    if question.first_answered_at:
        happened = _("The question was opened again; %(officer)s is on it.") % known
    else:
        happened = _("%(officer)s of the secretariat is on your question.") % known
    return happened, _("You get an answer, or we ask you for something we need."), question.due_on


def _said_waiting(question: Question) -> tuple:
    until = _day(question.changed_at + QUIET_AFTER_OUR_QUESTION)
    return (
        _("%(officer)s asked you something.") % {"officer": question.officer},
        _("You answer on this page or reply to our letter. Without an answer we close it then."),
        until,
    )


def _said_answered(question: Question) -> tuple:
    until = _day(question.changed_at + QUIET_AFTER_ANSWER)
    return (
        _("Your question was answered."),
        _("Say whether it is enough. If you say nothing, we close it then."),
        until,
    )


def _said_closed(question: Question) -> tuple:
    if question.first_answered_at:
        happened = _("Your question was answered and closed.")
    else:
        happened = _("Your question was closed without an answer.")
    following = _("You may open it again. After that day we forget it, with everything written.")
    return happened, following, question.forget_on or _day(question.closed_at + KEPT_FOR)


def _said_joined(question: Question) -> tuple:
    if question.first_answered_at:
        return (
            _("Somebody asked the same, and both questions were answered together."),
            _("Nothing. If it is not enough, please ask a new question."),
            None,
        )
    return (
        _("Somebody asked the same: we answer both questions together."),
        _("You get the same answer, here and by letter."),
        question.merged_into.due_on,
    )


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localtime(moment).date() if moment else None


_SAID = {
    State.NEW: _said_new,
    State.ASSIGNED: _said_assigned,
    State.WAITING: _said_waiting,
    State.ANSWERED: _said_answered,
    State.CLOSED: _said_closed,
    State.MERGED: _said_joined,
}
