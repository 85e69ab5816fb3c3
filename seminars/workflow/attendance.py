"""Who was there: checking in at the desk, undoing it, walk-ins, and lists noted afterwards."""

import datetime
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interact_portal.core.audit import record
from programmes.models import Body
from seminars.choices import AttendanceState, Mode, Status
from seminars.models import Attendance, Registration, Seminar
from seminars.registration import RefusedError
from seminars.registration.decisions import decide_by_hand, lock

ALREADY_IN = "already in"
WELCOME = "welcome"


@dataclass(frozen=True)
class CheckIn:
    """What the desk sees: whether she is welcome or in already, and since when."""

    outcome: str
    registration: Registration
    arrived_at: datetime.datetime


def find_by_code(seminar: Seminar, code: str) -> Registration:
    """Return the registration that a code names, however it is typed.

    Raises RefusedError with the reason where it names none, or none with a seat.
    """
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    registration = (
        seminar.registrations.filter(reference=plain).select_related("body", "programme").first()
    )
    if registration is None:
        raise RefusedError(_("No registration has the code %(code)s.") % {"code": plain or "–"})
    if registration.status != Status.CONFIRMED:
        raise RefusedError(
            _("%(name)s has no seat: %(status)s.")
            % {"name": registration.called, "status": registration.get_status_display().lower()}
        )
    return registration


@transaction.atomic
def check_in(registration: Registration, *, by: models.Model) -> CheckIn:
    """Note that somebody has arrived; a second time does no harm and says since when she is in."""
    attendance, made = Attendance.objects.select_for_update().get_or_create(
        registration=registration,
        defaults={
            "state": AttendanceState.ATTENDED,
            "arrived_at": timezone.now(),
            "noted_by": by,
        },
    )
    if not made and attendance.state == AttendanceState.ATTENDED:
        return CheckIn(ALREADY_IN, registration, attendance.arrived_at)
    if not made:
        attendance.state, attendance.arrived_at = AttendanceState.ATTENDED, timezone.now()
        attendance.noted_by = by
        attendance.save()
    record("registration.checked in", registration, by=by, after={"attendance": "attended"})
    return CheckIn(WELCOME, registration, attendance.arrived_at)


@transaction.atomic
def undo_check_in(registration: Registration, *, by: models.Model) -> None:
    """Take back what was noted by mistake."""
    gone, _tables = Attendance.objects.filter(registration=registration).delete()
    if gone:
        record("registration.check-in undone", registration, by=by)


@transaction.atomic
def walk_in(
    seminar: Seminar, *, name: str, role: str, body: Body | None, body_name: str, by: models.Model
) -> CheckIn:
    """Let somebody in who was not registered. The organiser at the door decides, seats or not.

    She is there in person, so no rule for seats is asked; the audit trail says who let her in.
    """
    seminar = lock(seminar.pk)
    registration = Registration(
        seminar=seminar,
        name=name,
        role=role,
        body=body,
        proposed_body="" if body else body_name,
        country=body.country if body else None,
        mode=Mode.ROOM,
        asked_at=timezone.now(),
        status="",
    )
    sentence = _("Came without a registration and was let in at the door.")
    decide_by_hand(registration, Status.CONFIRMED, sentence, "walk-in", by)
    return check_in(registration, by=by)


@transaction.atomic
def note_attendance(registration: Registration, state: str, *, by: models.Model) -> Attendance:
    """Note who was excused or absent, or attended after all."""
    if registration.status != Status.CONFIRMED:
        raise RefusedError(_("%(name)s had no seat.") % {"name": registration.called})
    attended = state == AttendanceState.ATTENDED
    attendance, _made = Attendance.objects.update_or_create(
        registration=registration,
        defaults={
            "state": state,
            "arrived_at": registration.seminar.starts_at if attended else None,
            "noted_by": by,
        },
    )
    record("registration.attendance noted", registration, by=by, after={"attendance": state})
    return attendance
