"""What people are told about seminars: letters into the outbox, in the transaction of the act."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from interact_portal.mail import outbox

from .calendars import letter_file
from .choices import Status
from .models import (
    ChangeRequest,
    DecisionLog,
    Invitation,
    Promise,
    Registration,
    Seminar,
    SeminarChange,
    Substitution,
)

# Which letter tells which decision.
LETTER_FOR = {
    Status.PENDING: "pending",
    Status.CONFIRMED: "confirmed",
    Status.RESERVE: "reserve",
    Status.OFFERED: "offered",
    Status.WITHDRAWN: "withdrawn",
    Status.DECLINED: "declined",
    Status.EXPIRED: "expired",
    Status.CANCELLED: "cancelled",
}


def tell_decision(registration: Registration, decision: DecisionLog, *, had_seat: bool) -> None:
    """Tell somebody what was decided, with a calendar file where the calendar changes."""
    files = []
    if decision.outcome == Status.CONFIRMED:
        files = [letter_file(registration.seminar)]
    elif had_seat and decision.outcome not in (Status.RESERVE, Status.OFFERED):
        files = [letter_file(registration.seminar, gone=True)]
    _to_participant(
        registration,
        LETTER_FOR[Status(decision.outcome)],
        key=f"decision:{decision.pk}",
        context={"decision": decision},
        attachments=files,
    )


def tell_nominated(registration: Registration, decision: DecisionLog) -> None:
    """Ask a nominated colleague to do her own part."""
    _to_participant(registration, "nominated", key="nominated", context={"decision": decision})


def ask_colleague(substitution: Substitution) -> None:
    """Ask a colleague whether she comes instead."""
    registration = substitution.registration
    outbox.post(
        key=f"substitution:{substitution.pk}:asked",
        to=substitution.email,
        template="seminars/email/substitution_asked",
        context=_context(registration.seminar)
        | {
            "substitution": substitution,
            "registration": registration,
            "link": f"{settings.PORTAL_URL}{substitution.get_absolute_url()}",
        },
        reply_to=registration.email,
    )


def tell_colleague_comes(substitution: Substitution, newcomer: Registration) -> None:
    """Tell the person who cannot come that her colleague took the place."""
    _to_participant(
        substitution.registration,
        "substitution_accepted",
        key=f"substitution:{substitution.pk}:accepted",
        context={"newcomer": newcomer},
        attachments=[letter_file(substitution.registration.seminar, gone=True)],
    )


def tell_colleague_declined(substitution: Substitution) -> None:
    """Tell the person who cannot come that her colleague cannot either."""
    _to_participant(
        substitution.registration,
        "substitution_declined",
        key=f"substitution:{substitution.pk}:declined",
        context={"substitution": substitution},
    )


def tell_changes(
    seminar: Seminar, registration: Registration, changes: list[SeminarChange]
) -> None:
    """Send one letter that lists what changed; the calendar file replaces the old entry."""
    files = [letter_file(seminar)] if registration.status == Status.CONFIRMED else []
    _to_participant(
        registration,
        "changed",
        key=f"changed:{max(change.pk for change in changes)}",
        context={"changes": changes},
        attachments=files,
    )


def remind(registration: Registration, days: int) -> None:
    """Remind somebody of a seminar, for the time that is due `days` days before it."""
    zone = registration.seminar.zone
    starts = registration.seminar.starts_at.astimezone(zone).date()
    left = (starts - timezone.localdate(timezone=zone)).days
    template = "reminder" if registration.status == Status.CONFIRMED else "reminder_waiting"
    files = [letter_file(registration.seminar)] if template == "reminder" else []
    _to_participant(
        registration, template, key=f"reminder:{days}", context={"days": left}, attachments=files
    )


def remind_to_complete(registration: Registration) -> None:
    """Remind a nominated colleague who has not done her part."""
    _to_participant(registration, "complete", key="complete")


def tell_reserve_closed(registration: Registration) -> None:
    """Tell somebody who still waits that the reserve list has closed."""
    _to_participant(registration, "reserve_closed", key="reserve-closed")


def ask_opinion(registration: Registration) -> None:
    """Ask somebody who attended for her opinion."""
    _to_participant(registration, "survey", key="survey")


def ask_about_promise(promise: Promise) -> None:
    """Ask after three months what became of the one thing to change."""
    _to_participant(promise.registration, "promise", key="promise", context={"promise": promise})


def tell_wish_answered(wish: ChangeRequest) -> None:
    """Tell somebody what became of a wish to change a locked registration."""
    _to_participant(
        wish.registration, "wish_answered", key=f"wish:{wish.pk}", context={"wish": wish}
    )


def tell_organiser_of_wish(wish: ChangeRequest) -> None:
    """Tell the contact of the seminar that somebody wants to change a locked registration."""
    seminar = wish.registration.seminar
    outbox.post(
        key=f"wish:{wish.pk}:asked",
        to=seminar.contact_email,
        template="seminars/email/wish_asked",
        context=_context(seminar) | {"wish": wish},
        reply_to=wish.registration.email,
    )


def write_to_participant(registration: Registration, *, key: str, subject: str, text: str) -> None:
    """Send the organiser's own words."""
    _to_participant(registration, "own_words", key=key, context={"subject": subject, "text": text})


def invite(invitation: Invitation) -> None:
    """Send a personal invitation."""
    outbox.post(
        key=f"invitation:{invitation.pk}",
        to=invitation.email,
        template="seminars/email/invitation",
        context=_context(invitation.seminar)
        | {
            "invitation": invitation,
            "link": f"{settings.PORTAL_URL}{invitation.get_absolute_url()}",
        },
        reply_to=invitation.seminar.contact_email,
    )


def _to_participant(
    registration: Registration,
    template: str,
    *,
    key: str,
    context: dict | None = None,
    attachments: list[tuple[str, str, bytes]] = (),
) -> None:
    """Post a letter to a participant; nobody is written to without an address (a walk-in)."""
    if not registration.email:
        return
    outbox.post(
        key=f"registration:{registration.pk}:{key}",
        to=registration.email,
        person=registration.person,
        template=f"seminars/email/{template}",
        context=_context(registration.seminar)
        | {
            "registration": registration,
            "link": f"{settings.PORTAL_URL}{registration.get_absolute_url()}",
        }
        | (context or {}),
        reply_to=registration.seminar.contact_email,
        attachments=attachments,
    )


def _context(seminar: Seminar) -> dict:
    return {
        "seminar": seminar,
        "zone": seminar.zone,
        "place": ", ".join(
            part for part in (seminar.venue, seminar.city, str(seminar.country or "")) if part
        )
        or _("online"),
        "seminar_link": f"{settings.PORTAL_URL}{seminar.get_absolute_url()}",
    }
