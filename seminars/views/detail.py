"""One seminar, with everything that helps to decide; its material and the privacy notices."""

from dataclasses import replace
from itertools import groupby

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interact_portal.core.panels import panels_of
from seminars.choices import Format, Mode, SeminarState, Visibility
from seminars.models import AgendaSession, Material, PrivacyNotice, Registration, Seminar
from seminars.permissions import (
    Reader,
    is_participant,
    may_open,
    may_organise,
    mine_at,
    reader_of,
    registration_of,
)
from seminars.seating import seats_of_programmes
from seminars.seats import moment

from .notes import notes_for
from .parts import AUDIENCES, LANGUAGE_NAMES, audience_of, badge_of, card_of, place_of, times_of
from .rules import rules_of

# How many programmes of a reader are shown with their seats.
MOST_PROGRAMMES = 4


@require_safe
def seminar_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a seminar."""
    rows = Seminar.objects.visible_to(request.user).with_door()
    seminar = get_object_or_404(rows.select_related("country", "series", "parent"), slug=slug)
    reader = seen_as(request, seminar, reader_of(request.user))
    mine = mine_at(request.user, seminar)
    registration = mine.registration
    inside = is_participant(registration)
    crumbs = [(_("Seminars"), reverse("seminar_list")), (seminar.title, "")]
    notes = notes_for(seminar, reader, mine, invited=False)
    context = {
        "seminar": seminar,
        "badge": badge_of(seminar),
        "audience": audience_of(seminar, reader),
        "times": times_of(seminar),
        "place": place_of(seminar),
        "registration": registration,
        "inside": inside,
        "notes": notes,
        "may_register": not any(note.stops for note in notes),
        "window": window_of(seminar),
        "rules": rules_of(seminar),
        "language_names": [LANGUAGE_NAMES[code] for code in seminar.languages],
        "seats": seats_for(seminar, reader),
        "agenda": agenda_of(seminar),
        "changes": list(seminar.changes.all()),
        "materials": materials_for(seminar, request, registration),
        "editions": editions_of(seminar, reader),
        "parts": [card_of(part, reader) for part in seminar.parts.public().for_lists()],
        "seen_by_participants": people_seen(seminar) if inside else [],
        "panels": panels_of("seminar", seminar, request.user),
        "crumbs": crumbs,
        "linked_data": event_data(seminar),
        "organises": may_organise(request.user, seminar),
    }
    return render(request, "seminars/seminar_detail.html", context)


def seen_as(request: HttpRequest, seminar: Seminar, reader: Reader) -> Reader:
    """Let an organiser see the page as somebody of the audience: `?as=certifying-authority`."""
    role = request.GET.get("as", "")
    if role in AUDIENCES and may_organise(request.user, seminar):
        return replace(reader, roles=frozenset({role}))
    return reader


def window_of(seminar: Seminar) -> list[dict]:
    """Return the dates of registration as facts."""
    dates = (
        (_("Registration opens"), seminar.registration_opens_at),
        (_("Reserve seats are given"), seminar.phase_one_ends_at),
        (_("Registration closes"), seminar.registration_closes_at),
        (_("Answers can be changed until"), seminar.locked_at),
    )
    return [{"label": label, "value": moment(when, seminar.zone)} for label, when in dates if when]


def seats_for(seminar: Seminar, reader: Reader) -> list[dict]:
    """Return the seats of the reader's programmes in each limited kind of seat, as sentences."""
    if seminar.is_over or seminar.is_cancelled:
        return []
    lines = []
    for mode in seminar.modes:
        for seats in seats_of_programmes(seminar, mode, reader.programmes[:MOST_PROGRAMMES]):
            if seats.free is None:
                continue
            if seats.limit is not None:
                text = _("%(programme)s: %(free)d of %(limit)d seats free")
            else:
                text = _("%(programme)s: %(free)d seats free")
            values = {"programme": seats.programme.name, "free": seats.free, "limit": seats.limit}
            line = text % values
            if len(seminar.modes) > 1:
                line += f" ({Mode(mode).label.lower()})"
            until = seats.limit_ends_at
            note = _("Reserve seats are given on %(moment)s.") % {
                "moment": moment(until, seminar.zone)
            } if until else ""  # fmt: skip
            lines.append({"text": line, "note": note})
    return lines


def agenda_of(seminar: Seminar) -> list[dict]:
    """Return the agenda by days; parts that begin at the same time stand side by side."""
    sessions = seminar.sessions.prefetch_related("speakers__body")
    days = []
    for day, of_day in groupby(sessions, lambda each: _local(each, seminar).date()):
        slots = [list(slot) for _starts, slot in groupby(of_day, lambda each: each.starts_at)]
        days.append({"day": day, "slots": slots})
    return days


def _local(session: AgendaSession, seminar: Seminar) -> timezone.datetime:
    return session.starts_at.astimezone(seminar.zone)


def materials_for(
    seminar: Seminar, request: HttpRequest, registration: Registration | None
) -> list[dict]:
    """Return the material, each with its address where the reader may open it, or since when."""
    rows = []
    for material in seminar.materials.select_related("session"):
        material.seminar = seminar
        is_open = may_open(material, request.user, registration)
        rows.append(
            {
                "name": material.title,
                "kind": material.get_kind_display(),
                "size": material.file.size if material.file and is_open else None,
                "url": reverse("material_open", args=[seminar.slug, material.pk])
                if is_open
                else "",
                "public_on": None if is_open else seminar.material_is_public_on,
                "for_participants": material.access == "participants",
            }
        )
    return rows


def editions_of(seminar: Seminar, reader: Reader) -> list[dict]:
    """Return the other editions of the series, the latest first."""
    if seminar.series_id is None:
        return []
    others = Seminar.objects.public().filter(series=seminar.series_id).exclude(pk=seminar.pk)
    return [card_of(each, reader) for each in others.for_lists().order_by("-starts_at")]


def people_seen(seminar: Seminar) -> list[Registration]:
    """Return the participants who let the other participants see that they come."""
    shown = seminar.registrations.confirmed().filter(visibility=Visibility.PARTICIPANTS)
    return list(shown.select_related("body").order_by("name"))


def event_data(seminar: Seminar) -> dict:
    """Return the seminar in the words of schema.org."""
    page = settings.PORTAL_URL + seminar.get_absolute_url()
    modes = {
        Format.ONSITE: "OfflineEventAttendanceMode",
        Format.ONLINE: "OnlineEventAttendanceMode",
        Format.HYBRID: "MixedEventAttendanceMode",
    }
    cancelled = seminar.state == SeminarState.CANCELLED
    room = {
        "@type": "Place",
        "name": seminar.venue or seminar.city,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": seminar.address,
            "addressLocality": seminar.city,
            "addressCountry": seminar.country_id,
        },
    }
    online = {"@type": "VirtualLocation", "url": page}
    places = {Format.ONSITE: [room], Format.ONLINE: [online], Format.HYBRID: [room, online]}
    data = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": seminar.title,
        "description": seminar.summary,
        "url": page,
        "startDate": seminar.starts_at.astimezone(seminar.zone).isoformat(),
        "endDate": seminar.ends_at.astimezone(seminar.zone).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if cancelled else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{modes[Format(seminar.format)]}",
        "location": places[Format(seminar.format)],
        "organizer": {"@type": "Organization", "name": seminar.hosts or settings.OPERATOR},
        "maximumPhysicalAttendeeCapacity": seminar.room_seats,
        "maximumVirtualAttendeeCapacity": seminar.online_seats,
        "inLanguage": seminar.languages,
        "isAccessibleForFree": True,
    }
    return {key: value for key, value in data.items() if value not in ("", None, [])}


@require_safe
def material_open(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Hand over a material, or lead to its link, to those who may open it."""
    rows = Material.objects.select_related("seminar").exclude(seminar__state=SeminarState.DRAFT)
    material = get_object_or_404(rows, pk=pk, seminar__slug=slug)
    registration = registration_of(request.user, material.seminar)
    if not may_open(material, request.user, registration):
        raise Http404
    if material.link:
        return redirect(material.link)
    return FileResponse(material.file.open(), as_attachment=True)


@require_safe
def privacy_notice(request: HttpRequest, version: int) -> HttpResponseBase:
    """Show a version of the privacy notice, also an old one."""
    notice = get_object_or_404(PrivacyNotice, version=version)
    return render(request, "seminars/privacy_notice.html", {"notice": notice})
