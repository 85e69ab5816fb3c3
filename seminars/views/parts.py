"""What the pages of seminars have in common: badges, the audience, times in two zones, cards."""

import datetime
import zoneinfo
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seminars.choices import LANGUAGES, PARTICIPANT_ROLES, Door, Format, SeminarState
from seminars.models import Seminar
from seminars.permissions import Reader

ROLE_NAMES = dict(PARTICIPANT_ROLES)
LANGUAGE_NAMES = dict(LANGUAGES)
# In the plural, as an audience is addressed.
AUDIENCES = {
    "managing-authority": gettext_lazy("managing authorities"),
    "certifying-authority": gettext_lazy("certifying authorities"),
    "audit-authority": gettext_lazy("audit authorities"),
    "group-of-auditors": gettext_lazy("groups of auditors"),
    "joint-secretariat": gettext_lazy("joint secretariats"),
    "monitoring-committee": gettext_lazy("members of monitoring committees"),
    "national-authority": gettext_lazy("national authorities"),
    "national-contact-point": gettext_lazy("national contact points"),
    "first-level-controller": gettext_lazy("first level controllers"),
    "info-point": gettext_lazy("info points"),
    "european-commission": gettext_lazy("the European Commission"),
    "project-partner": gettext_lazy("project partners"),
    "other": gettext_lazy("others"),
}
DOOR_KINDS = {
    Door.OPEN: "good",
    Door.RESERVE: "decision",
    Door.FULL: "bad",
    Door.AHEAD: "info",
    Door.CLOSED: "",
    Door.OVER: "",
    Door.CANCELLED: "bad",
}


@dataclass(frozen=True)
class Audience:
    """For whom a seminar is, in one line, and whether that includes the reader."""

    line: str
    for_reader: bool
    fits: bool


def audience_of(seminar: Seminar, reader: Reader) -> Audience:
    """Return the audience line: “For you: certifying authorities”, or who it is for."""
    roles = seminar.audience_roles
    if not roles:
        return Audience(_("For everybody who works with programmes"), False, True)
    own = [role for role in roles if role in reader.roles]
    names = _listed([str(AUDIENCES[role]) for role in own or roles])
    if own:
        return Audience(_("For you: %(roles)s") % {"roles": names}, True, True)
    return Audience(_("For %(roles)s") % {"roles": names}, False, not reader.roles)


def badge_of(seminar: Seminar) -> dict:
    """Return the state badge; the seminar carries `door` (`Seminar.objects.with_door()`)."""
    if seminar.state == SeminarState.DRAFT:
        return {"word": seminar.get_state_display(), "kind": "decision"}
    door = Door(seminar.door)
    return {"word": door.label, "kind": DOOR_KINDS[door]}


def days_of(seminar: Seminar, zone: datetime.tzinfo) -> str:
    """Return the day or days: `14–15 June 2027`, `30 January – 1 February 2027`."""
    first = seminar.starts_at.astimezone(zone).date()
    last = seminar.ends_at.astimezone(zone).date()
    if first == last:
        return date_format(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_format(last)}"
    if first.year == last.year:
        return f"{date_format(first, 'j F')} – {date_format(last)}"
    return f"{date_format(first)} – {date_format(last)}"


def hours_of(seminar: Seminar, zone: datetime.tzinfo) -> str:
    """Return begin and end with the zone's short name: `09:30 – 17:00 (CET)`."""
    starts, ends = seminar.starts_at.astimezone(zone), seminar.ends_at.astimezone(zone)
    return f"{time_format(starts.time())} – {time_format(ends.time())} ({starts.tzname()})"


@dataclass(frozen=True)
class Times:
    """Days and hours at the venue, and for the reader where her clock shows something else."""

    days: str
    hours: str
    zone: str
    own: str = ""
    own_zone: str = ""


def times_of(seminar: Seminar) -> Times:
    """Return the times of a seminar; both zones are named in text."""
    zone, own = seminar.zone, timezone.get_current_timezone()
    times = (days_of(seminar, zone), hours_of(seminar, zone), zone_name(zone))
    starts = seminar.starts_at
    if starts.astimezone(own).utcoffset() == starts.astimezone(zone).utcoffset():
        return Times(*times)
    day = "" if days_of(seminar, own) == times[0] else f"{days_of(seminar, own)}, "
    return Times(*times, own=day + hours_of(seminar, own), own_zone=zone_name(own))


def zone_name(zone: datetime.tzinfo) -> str:
    """Return the place that names a zone: `Vienna`."""
    key = zone.key if isinstance(zone, zoneinfo.ZoneInfo) else str(zone)
    return key.rpartition("/")[2].replace("_", " ")


def place_of(seminar: Seminar) -> str:
    """Return city and country, or that it is online."""
    if seminar.format == Format.ONLINE:
        return str(Format.ONLINE.label)
    place = ", ".join(part for part in (seminar.city, str(seminar.country or "")) if part)
    if seminar.format == Format.HYBRID:
        return _("%(place)s and online") % {"place": place}
    return place


def seats_line(seminar: Seminar) -> str:
    """Return how many seats are free in all, where that is limited and still open."""
    if seminar.door not in (Door.OPEN, Door.RESERVE):
        return ""
    pools = [
        (seminar.room_seats, seminar.room_taken, Format.ONLINE),
        (seminar.online_seats, seminar.online_taken, Format.ONSITE),
    ]
    left = [
        seats - taken
        for seats, taken, absent in pools
        if seats is not None and seminar.format != absent
    ]
    if not left:
        return ""
    free = max(0, *left) if len(left) > 1 else max(0, left[0])
    if not free:
        return ngettext("%(n)d person waits", "%(n)d people wait", seminar.waiting) % {
            "n": seminar.waiting
        }
    return ngettext("%(n)d seat free", "%(n)d seats free", free) % {"n": free}


def card_of(seminar: Seminar, reader: Reader) -> dict:
    """Return a row of a list, as `components/card.html` draws it."""
    why = [days_of(seminar, seminar.zone)]
    if line := seats_line(seminar):
        why.append(line)
    languages = _listed([str(LANGUAGE_NAMES[code]) for code in seminar.languages])
    meta = [place_of(seminar), audience_of(seminar, reader).line, languages]
    if seminar.has_materials:
        meta.append(_("with material"))
    return {
        "title": seminar.title,
        "url": seminar.get_absolute_url(),
        "badge": badge_of(seminar),
        "why": why,
        "summary": seminar.summary,
        "meta": [each for each in meta if each],
    }


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
