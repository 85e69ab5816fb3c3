"""Calendar files, read back by a parser, across zones and the change to summer time."""

import datetime
import io
import re
import zoneinfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from seminars import registration as verbs
from seminars import workflow
from seminars.calendars import entry_of, feed, letter_file
from tests.factories import make_staff

from .making import make_seminar

pytestmark = pytest.mark.django_db


def event_in(content: bytes):
    """Return the only event of a calendar."""
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def offset_at(calendar: Calendar, moment: datetime.datetime) -> datetime.timedelta:
    """Return the offset of the calendar's own VTIMEZONE at a local moment."""
    (zone,) = calendar.walk("VTIMEZONE")
    return zone.to_tz(lookup_tzid=False).utcoffset(moment)


def test_a_file_names_its_zone_and_carries_its_rules():
    starts = datetime.datetime(2031, 1, 14, 8, 30, tzinfo=datetime.UTC)
    seminar = make_seminar("Über Rückflüsse, ganz", starts_at=starts)
    _name, kind, content = letter_file(seminar)
    event = event_in(content)
    assert "method=PUBLISH" in kind
    assert event["SUMMARY"] == "Über Rückflüsse, ganz"
    assert event["DTSTART"].params["TZID"] == "Europe/Vienna"
    assert event["DTSTART"].dt == starts.astimezone(zoneinfo.ZoneInfo("Europe/Vienna"))
    assert event["STATUS"] == "CONFIRMED"
    assert content.count(b"BEGIN:VTIMEZONE") == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [("Europe/Vienna", 1, 2), ("Europe/Lisbon", 0, 1), ("Europe/Helsinki", 2, 3)],
)
def test_a_seminar_across_the_change_to_summer_time_keeps_its_hours(zone, before, after):
    place = zoneinfo.ZoneInfo(zone)
    starts = datetime.datetime(2031, 3, 29, 9, 30, tzinfo=place)
    ends = datetime.datetime(2031, 3, 31, 16, 0, tzinfo=place)
    seminar = make_seminar(starts_at=starts, ends_at=ends, time_zone=zone)
    content = feed([entry_of(seminar)], "Seminars")
    calendar, event = Calendar.from_ical(content), event_in(content)
    assert event["DTSTART"].dt.astimezone(datetime.UTC) == starts.astimezone(datetime.UTC)
    assert event["DTEND"].dt.astimezone(datetime.UTC) == ends.astimezone(datetime.UTC)
    assert offset_at(calendar, datetime.datetime(2031, 3, 29, 9, 30)) == (  # noqa: DTZ001
        datetime.timedelta(hours=before)
    )
    assert offset_at(calendar, datetime.datetime(2031, 3, 31, 9, 30)) == (  # noqa: DTZ001
        datetime.timedelta(hours=after)
    )


def test_the_same_entry_is_raised_on_each_change_and_cancelled_at_the_end():
    seminar, staff = make_seminar(), make_staff()
    first = event_in(letter_file(seminar)[2])
    workflow.change_seminar(seminar, by=staff, venue="Elsewhere")
    seminar.refresh_from_db()
    second = event_in(letter_file(seminar)[2])
    seminar = verbs.cancel_seminar(seminar, by=staff, reason="Snow.")
    _name, kind, content = letter_file(seminar)
    third = event_in(content)
    assert first["UID"] == second["UID"] == third["UID"]
    assert [int(event["SEQUENCE"]) for event in (first, second, third)] == [0, 1, 2]
    assert third["STATUS"] == "CANCELLED"
    assert "method=CANCEL" in kind
    assert "Elsewhere" in second["LOCATION"]


def test_the_online_link_is_in_the_participants_file_only():
    seminar = make_seminar(
        format="online", online_link="https://meet.example.eu/x", venue="", city=""
    )
    assert b"meet.example.eu" in letter_file(seminar)[2].replace(b"\r\n ", b"")
    assert b"meet.example.eu" not in feed([entry_of(seminar)], "").replace(b"\r\n ", b"")


# A content line of RFC 5545, section 3.1: name, parameters, value.
LINE = re.compile(r'[A-Z][A-Z0-9-]*(;[A-Z0-9-]+=("[^"]*"|[^";:,]*)(,("[^"]*"|[^";:,]*))*)*:.*')


@pytest.mark.parametrize("zone", ["Europe/Vienna", "Europe/Lisbon", "Europe/Helsinki"])
def test_a_file_is_read_by_a_program_that_did_not_write_it(zone):
    """The zones are read by dateutil, which has a reader of its own."""
    starts = datetime.datetime(2031, 3, 29, 8, tzinfo=datetime.UTC)
    fields = {"starts_at": starts, "ends_at": starts + datetime.timedelta(days=2)}
    seminar = make_seminar("Übung; mit, allem: “hier”", time_zone=zone, **fields)
    content = feed([entry_of(seminar)], "My seminars").decode()
    assert "\n" not in content.replace("\r\n", "")
    lines = content.replace("\r\n ", "").rstrip().split("\r\n")
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    opened = []
    for name, value in (line.split(":", 1) for line in lines if line.startswith(("BEGIN", "END"))):
        if name == "BEGIN":
            opened.append(value)
        else:
            assert opened.pop() == value
    assert opened == []
    read = tzical(io.StringIO(content.replace("\r\n", "\n"))).get(zone)
    told = {line.split(":")[0]: line.split(":", 1)[1] for line in lines if line[:2] == "DT"}
    for name, moment in (("DTSTART", starts), ("DTEND", fields["ends_at"])):
        local = datetime.datetime.strptime(told[f"{name};TZID={zone}"], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the zone follows
        assert local.replace(tzinfo=read).astimezone(datetime.UTC) == moment
