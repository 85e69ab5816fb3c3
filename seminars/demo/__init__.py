"""The demo's seminars: real ones in our own words, and registrations in every state.

Registrations go the way every registration goes, by the verbs of the room; only the days of what
is past are set back. The participants are invented, the bodies they come from are real.
"""

import csv
import datetime
import zoneinfo
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from interact_portal.core.demo import demo_step
from programmes.models import Country, Theme
from seminars.choices import Access, SeminarState
from seminars.models import PrivacyNotice, Seminar, Series

from . import rehearsal

TUESDAY = 1
DATA = Path(__file__).parent.parent / "data"
SEMINARS, AGENDA, PEOPLE = DATA / "seminars.csv", DATA / "agenda.csv", DATA / "people.csv"
NOTICE = DATA / "privacy_notice.txt"
# Rules as the file writes them, and the fields they fill.
NUMBERS = {
    "room": "room_seats",
    "online": "online_seats",
    "programme": "seats_per_programme",
    "body": "seats_per_body",
    "country": "seats_per_country",
    "offer": "offer_hours",
    "reserve_days": "reserve_closes_days",
}
DAYS = {
    "opens": "registration_opens_at",
    "closes": "registration_closes_at",
    "phase": "phase_one_ends_at",
    "lock": "locked_at",
}


@demo_step(310, reads=(SEMINARS, AGENDA, NOTICE))
def bring_the_seminars() -> str:
    """Write the seminars that are not there yet; those that are stay as people have made them."""
    PrivacyNotice.objects.get_or_create(
        version=1, defaults={"text": NOTICE.read_text(encoding="utf-8").strip()}
    )
    agenda = list(_rows(AGENDA))
    for row in _rows(SEMINARS):
        if not Seminar.objects.filter(slug=row["slug"]).exists():
            seminar = _write(row)
            _write_agenda(seminar, [part for part in agenda if part["seminar"] == seminar.slug])
    public = Seminar.objects.public()
    return f"{public.past().count()} past and {public.upcoming().count()} upcoming seminars"


@demo_step(320, reads=(PEOPLE, Path(rehearsal.__file__)))
def fill_the_seminars() -> str:
    """Let invented people register, wait, withdraw, attend and say what they think."""
    return rehearsal.rehearse(list(_rows(PEOPLE)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(row: dict[str, str]) -> Seminar:
    zone = zoneinfo.ZoneInfo(row["zone"])
    rules = dict(rule.split("=") for rule in row["rules"].split(";") if rule)
    starts, ends = times_of(row, zone)
    seminar = Seminar.objects.create(
        slug=row["slug"],
        title=row["title"],
        series=_series(row["series"]),
        parent=Seminar.objects.filter(slug=row["parent"]).first(),
        state=SeminarState.DRAFT if "draft" in rules else SeminarState.PUBLISHED,
        published_at=None if "draft" in rules else min(timezone.now(), starts),
        starts_at=starts,
        ends_at=ends,
        time_zone=row["zone"],
        country=Country.objects.filter(pk=row["country"]).first(),
        audience_roles=row["roles"].split(),
        languages=row["languages"].split(),
        access=row["access"] or Access.OPEN,
        contact_name=row["hosts"] or settings.OPERATOR,
        contact_email=settings.CONTACT_EMAIL,
        asks=[ask for ask in rules.get("asks", "").split(",") if ask],
        **{
            name: row[name]
            for name in (
                "format", "venue", "city", "hosts", "audience_note", "summary", "aims",
                "prerequisites", "report", "source",
            )
        },
        **{field: int(rules[name]) for name, field in NUMBERS.items() if name in rules},
        **{field: _in_days(rules[name], zone) for name, field in DAYS.items() if name in rules},
    )  # fmt: skip
    seminar.themes.set(Theme.objects.filter(slug__in=row["themes"].split()))
    return seminar


def times_of(row: dict[str, str], zone: zoneinfo.ZoneInfo) -> list[datetime.datetime]:
    """Return begin and end: `2019-05-28T09:30`, or `+75 09:30`, in so many days.

    What is counted in days begins on the next Tuesday, and not around the new year.
    """
    if row["starts"][0] not in "+-":
        moments = [datetime.datetime.fromisoformat(row[name]) for name in ("starts", "ends")]
        return [moment.replace(tzinfo=zone) for moment in moments]
    (first, opens), (last, closes) = (row[name].split() for name in ("starts", "ends"))
    day = timezone.localdate() + datetime.timedelta(days=int(first))
    day += datetime.timedelta(days=(TUESDAY - day.weekday()) % 7)
    if (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 7):
        day += datetime.timedelta(days=21)
    later = datetime.timedelta(days=int(last) - int(first))
    clocks = (datetime.time.fromisoformat(opens), datetime.time.fromisoformat(closes))
    return [
        datetime.datetime.combine(each, clock, zone)
        for each, clock in zip((day, day + later), clocks, strict=True)
    ]


def _in_days(days: str, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    day = timezone.localdate() + datetime.timedelta(days=int(days))
    return datetime.datetime.combine(day, datetime.time(10), zone)


def _series(title: str) -> Series | None:
    if not title:
        return None
    return Series.objects.get_or_create(title=title, defaults={"slug": slugify(title)})[0]


def _write_agenda(seminar: Seminar, parts: list[dict[str, str]]) -> None:
    first = seminar.starts_at.astimezone(seminar.zone).date()
    for part in parts:
        day = first + datetime.timedelta(days=int(part["day"]))
        starts, ends = (
            datetime.datetime.combine(day, datetime.time.fromisoformat(part[name]), seminar.zone)
            for name in ("starts", "ends")
        )
        session = seminar.sessions.create(
            kind=part["kind"],
            title=part["title"],
            room=part["room"],
            starts_at=starts,
            ends_at=ends,
        )
        if part["speakers"]:
            name, _comma, post = part["speakers"].partition(", ")
            speaker, _made = seminar.speakers.get_or_create(name=name, defaults={"post": post})
            session.speakers.add(speaker)
