"""Where a version stands, in words: what happened, what comes next, by when, whom to ask."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from goodpractice.choices import Status
from goodpractice.models import PracticeVersion, Use, UseState
from interact_portal.core.standing import Standing, Step

# The secretariat answers within so many working days.
PATIENCE = 10
WEEKEND = 5


def working_days_after(day: datetime.date, days: int) -> datetime.date:
    """Return the day that lies `days` working days after `day`; holidays are not known."""
    while days:
        day += datetime.timedelta(days=1)
        days -= day.weekday() < WEEKEND
    return day


def standing_of(version: PracticeVersion) -> Standing:
    """Return what its author is told of a version."""
    happened, then, at, due = _sentences(version)
    return Standing(
        happened=happened,
        next=then,
        happened_on=at,
        by=working_days_after(timezone.localdate(due), PATIENCE) if due else None,
        ask_name=str(version.reviewer) if version.reviewer else settings.OPERATOR,
        ask_url=f"mailto:{settings.CONTACT_EMAIL}",
        steps=_steps(version),
    )


Sentences = tuple[str, str, datetime.datetime | None, datetime.datetime | None]


def _sentences(version: PracticeVersion) -> Sentences:
    """Return what happened, what comes next, when it happened, and since when the clock runs."""
    facts = (
        _("The facts are confirmed by the programme.")
        if version.facts_confirmed_at
        else _("The programme is asked to confirm the facts.")
    )
    words = {
        Status.DRAFT: (
            _("You have begun. Only you can see the text."),
            _("Hand it in when title, problem, what was done and contact are there."),
            version.saved_at, None,
        ),
        Status.SUBMITTED: (
            _("You have handed it in."),
            _("Somebody of the secretariat takes it on.") + " " + facts,
            version.submitted_at, version.submitted_at,
        ),
        Status.IN_REVIEW: (
            _("%(reviewer)s is reading it.") % {"reviewer": version.reviewer or _("A colleague")},
            _("You get questions, or the day of publication.") + " " + facts,
            version.claimed_at, version.claimed_at,
        ),
        Status.CHANGES_REQUESTED: (
            _("Changes are wanted: %(reason)s") % {"reason": version.reason},
            _("Change the text and hand it in again. There is no deadline."),
            version.saved_at, None,
        ),
        Status.PUBLISHED: (
            _("It is published as version %(number)s.") % {"number": version.number},
            _("When something changes, begin a new version. The public page stays meanwhile."),
            version.published_at, None,
        ),
        Status.REPLACED: (
            _("Version %(number)s was replaced by a newer one.") % {"number": version.number},
            _("It stays at its address and can be cited."),
            version.closed_at, None,
        ),
        Status.ARCHIVED: (
            _("It has left the catalogue: %(reason)s") % {"reason": version.reason},
            _("Its page stays with a notice. The secretariat can bring it back."),
            version.saved_at, None,
        ),
        Status.DECLINED: (
            _("It will not be published: %(reason)s") % {"reason": version.reason},
            _("The text stays yours. You can begin a new one from it."),
            version.closed_at, None,
        ),
        Status.WITHDRAWN: (
            _("You have taken it back."),
            _("Nothing. The text stays in your list."),
            version.closed_at, None,
        ),
    }  # fmt: skip
    return words[Status(version.status)]


def _steps(version: PracticeVersion) -> list[Step]:
    """Return the stations from draft to publication, where the version still goes that way."""
    way = [Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.PUBLISHED]
    labels = [_("Draft"), _("Handed in"), _("In review"), _("Published")]
    here = Status.DRAFT if version.status == Status.CHANGES_REQUESTED else version.status
    if here not in way:
        return []
    at = way.index(here)
    dates = [version.begun_at, version.submitted_at, version.claimed_at, version.published_at]
    steps = []
    for number, (label, moment) in enumerate(zip(labels, dates, strict=True)):
        is_last = here == Status.PUBLISHED
        state = "done" if number < at or is_last else "current" if number == at else "todo"
        known = moment if number <= at else None
        steps.append(Step(label, state, timezone.localdate(known) if known else None))
    return steps


def standing_of_use(use: Use) -> Standing:
    """Return what a body is told of a use it declared."""
    happened = _("%(who)s has declared for %(body)s: %(stage)s.") % {
        "who": use.declared_by or _("A colleague"),
        "body": use.body,
        "stage": use.get_stage_display(),
    }
    moment, due = use.changed_at, None
    if use.state == UseState.WAITING:
        then = _("The person designated by the body confirms it. Until then it does not count.")
        due = working_days_after(timezone.localdate(use.changed_at), PATIENCE)
    elif use.state == UseState.CONFIRMED:
        happened += " " + _("%(who)s has confirmed it.") % {"who": use.decided_by}
        then = _("It counts and stands on the page. When you get further, say so there.")
        moment = use.decided_at
    else:
        happened += " " + _("It was not confirmed: %(reason)s") % {"reason": use.reason}
        then = _("Nothing, unless you declare it anew.")
        moment = use.decided_at
    return Standing(
        happened=happened,
        next=then,
        happened_on=moment,
        by=due,
        ask_name=settings.OPERATOR,
        ask_url=f"mailto:{settings.CONTACT_EMAIL}",
    )
