"""Calendar entries and files (RFC 5545): one stable UID for each seminar, raised on each change."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vText

from .choices import SeminarState
from .models import Seminar


@dataclass(frozen=True)
class Entry:
    """Everything that a calendar entry says; equal entries make equal files."""

    uid: str
    sequence: int
    title: str
    description: str
    place: str
    url: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    changed_at: datetime.datetime
    organiser: tuple[str, str]
    cancelled: bool
    tentative: bool = False


def entry_of(
    seminar: Seminar, *, gone: bool = False, tentative: bool = False, for_participant: bool = False
) -> Entry:
    """Return the calendar entry of a seminar; the online link is for participants only.

    `gone` cancels the entry for one person, `tentative` marks a seminar she still waits for.
    """
    zone = seminar.zone
    url = f"{settings.PORTAL_URL}{seminar.get_absolute_url()}"
    link = seminar.online_link if for_participant else ""
    place = ", ".join(
        part
        for part in (seminar.venue, seminar.address, seminar.city, str(seminar.country or ""))
        if part
    )
    return Entry(
        uid=f"seminar-{seminar.pk}@{urlsplit(settings.PORTAL_URL).hostname}",
        sequence=seminar.sequence,
        title=seminar.title,
        description="\n\n".join(part for part in (seminar.summary, link, url) if part),
        place=place or link,
        url=url,
        starts_at=seminar.starts_at.astimezone(zone),
        ends_at=seminar.ends_at.astimezone(zone),
        changed_at=seminar.changed_at,
        organiser=(seminar.contact_name, seminar.contact_email),
        cancelled=gone or seminar.state == SeminarState.CANCELLED,
        tentative=tentative,
    )


@lru_cache(maxsize=256)
def calendar_file(entries: tuple[Entry, ...], *, method: str, name: str = "") -> bytes:
    """Return a calendar of the entries, with every time zone they use.

    `method` is PUBLISH or CANCEL (RFC 5546). Kept for the next asker: a letter to each of three
    hundred people carries the same file.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//INTERACT//Seminars//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("name", name)
        calendar.add("refresh-interval", datetime.timedelta(hours=6))
        calendar["refresh-interval"].params["VALUE"] = "DURATION"
        calendar.add("x-published-ttl", datetime.timedelta(hours=6))
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def letter_file(seminar: Seminar, *, gone: bool = False) -> tuple[str, str, bytes]:
    """Return the calendar file of a letter to a participant: name, content type, content."""
    method = "CANCEL" if gone or seminar.is_cancelled else "PUBLISH"
    content = calendar_file(
        (entry_of(seminar, gone=gone, for_participant=not gone),), method=method
    )
    return f"{seminar.slug}.ics", f"text/calendar; method={method}; charset=utf-8", content


def feed(entries: Iterable[Entry], name: str) -> bytes:
    """Return a calendar to subscribe to."""
    return calendar_file(tuple(entries), method="PUBLISH", name=name)


def to_subscribe(path: str) -> str:
    """Return the address that a calendar program opens as a subscription (`webcal:`)."""
    return f"webcal://{settings.PORTAL_URL.partition('://')[2]}{path}"


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.title)
    event.add("description", entry.description)
    event.add("url", entry.url)
    if entry.place:
        event.add("location", entry.place)
    name, email = entry.organiser
    event.add("organizer", f"mailto:{email}")
    event["organizer"].params["CN"] = vText(name)
    event.add("status", _status(entry))
    return event


def _status(entry: Entry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.tentative else "CONFIRMED"
