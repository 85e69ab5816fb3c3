"""After the seminar: opinions without names, the one thing to change, certificates."""

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interact_portal.core.audit import record
from seminars.choices import AttendanceState, PromiseState, Status
from seminars.models import Certificate, Promise, Registration, SurveyAnswer, SurveyMark
from seminars.registration import RefusedError


def may_answer(registration: Registration) -> bool:
    """Whether the survey is open to a registration: after the seminar, once, if she was there."""
    return (
        registration.seminar.has_survey
        and registration.seminar.is_over
        and registration.status == Status.CONFIRMED
        and not _was_away(registration)
        and not hasattr(registration, "survey_mark")
    )


def may_have_certificate(registration: Registration) -> bool:
    """Whether somebody attended, as the organiser noted."""
    attendance = getattr(registration, "attendance", None)
    return (
        registration.seminar.is_over
        and attendance is not None
        and attendance.state == AttendanceState.ATTENDED
    )


@transaction.atomic
def answer_survey(
    registration: Registration,
    *,
    overall: int,
    useful: int,
    organised: int,
    liked: str = "",
    missed: str = "",
    promise: str = "",
) -> None:
    """Keep an opinion without a name, and apart from it the mark that it was given.

    No row and no time joins the two. The one thing to change is the person's own and bears her
    name. Raises RefusedError when the survey is not open to her.
    """
    if not may_answer(registration):
        raise RefusedError(_("You have answered already, or the survey is not for you."))
    try:
        with transaction.atomic():
            SurveyMark.objects.create(registration=registration)
    except IntegrityError as twice:
        raise RefusedError(_("You have answered already.")) from twice
    SurveyAnswer.objects.create(
        seminar=registration.seminar,
        overall=overall,
        useful=useful,
        organised=organised,
        liked=liked,
        missed=missed,
    )
    if promise:
        Promise.objects.create(registration=registration, text=promise)


@transaction.atomic
def answer_promise(promise: Promise, state: str, *, by: models.Model | None = None) -> Promise:
    """Note what became of the one thing to change; it may be corrected later."""
    promise = Promise.objects.select_for_update().get(pk=promise.pk)
    promise.state = state
    promise.answered_on = None if state == PromiseState.MADE else timezone.localdate()
    promise.save()
    record("promise.answered", promise.registration, by=by, after={"state": state})
    return promise


@transaction.atomic
def issue_certificate(registration: Registration) -> Certificate:
    """Return the certificate of somebody who attended; its number stays the same for good."""
    if not may_have_certificate(registration):
        raise RefusedError(_("A certificate is for those who attended."))
    certificate, _made = Certificate.objects.get_or_create(registration=registration)
    return certificate


def _was_away(registration: Registration) -> bool:
    attendance = getattr(registration, "attendance", None)
    return attendance is not None and attendance.state != AttendanceState.ATTENDED
