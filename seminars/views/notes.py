"""What a reader should know before she registers: said before anything is asked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from seminars.choices import Access, Status
from seminars.models import Registration, Seminar
from seminars.permissions import Mine, Reader
from seminars.seats import moment

from .parts import audience_of


@dataclass(frozen=True)
class Note:
    """A notice, as `components/notice.html` draws it; `stops` where one cannot register."""

    kind: str
    text: str
    url: str = ""
    link_text: str = ""
    stops: bool = False


def notes_for(seminar: Seminar, reader: Reader, mine: Mine, *, invited: bool) -> list[Note]:
    """Return what stands between a reader and a seat, and what she should think of."""
    if note := _stop(seminar, mine.registration, invited=invited):
        return [note]
    notes = []
    audience = audience_of(seminar, reader)
    if not audience.fits:
        text = _("This seminar is for others: %(audience)s. You may still ask for a seat.")
        notes.append(Note("info", text % {"audience": audience.line.lower()}))
    for other in mine.same_time:
        text = _("You are registered for another seminar at the same time: %(title)s.")
        notes.append(
            Note(
                "decision",
                text % {"title": other.seminar.title},
                other.get_absolute_url(),
                _("See that registration"),
            )
        )
    return notes


def _stop(seminar: Seminar, registration: Registration | None, *, invited: bool) -> Note | None:
    if registration is not None and registration.is_active:
        text = _("You were registered: %(status)s.")
        if not seminar.is_over:
            text = _("You are already registered: %(status)s.")
        return Note(
            "info",
            text % {"status": registration.get_status_display().lower()},
            registration.get_absolute_url(),
            _("See your registration"),
            stops=True,
        )
    if seminar.is_cancelled:
        return _stopping(_("This seminar has been cancelled. %(why)s"), seminar.cancel_reason)
    if registration is not None and registration.status == Status.DECLINED:
        text = _("The organiser has declined your registration. Please write to %(why)s.")
        return _stopping(text, seminar.contact_email)
    if seminar.is_over:
        return _stopping(_("This seminar has taken place.%(why)s"), "")
    if seminar.registration_is_ahead:
        opens = moment(seminar.registration_opens_at, seminar.zone)
        return _stopping(_("Registration opens on %(why)s."), opens)
    if not seminar.registration_is_open:
        closed = moment(seminar.registration_closes_at or seminar.starts_at, seminar.zone)
        return _stopping(_("Registration closed on %(why)s."), closed)
    if seminar.access == Access.INVITATION and not invited:
        return Note(
            "info",
            _("This seminar is by personal invitation only. Please use the link in your letter, or"
              " ask the contact."),
            f"mailto:{seminar.contact_email}",
            seminar.contact_name,
            stops=True,
        )  # fmt: skip
    return None


def _stopping(text: str, why: str) -> Note:
    return Note("info", (text % {"why": why}).strip(), stops=True)
