"""The page of a seminar: for whom, when, where, and what is for participants only."""

import datetime
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from seminars import registration as verbs
from seminars.choices import Format
from seminars.models import Seminar, Series
from tests.factories import (
    make_staff,
)

from .making import make_registration, make_seminar, wish_of
from .pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_a_seminar_says_for_whom_it_is_and_how_many_seats_the_readers_programme_has(as_ann, ann):
    programme = ann.memberships.get().body.mandates.get().programme
    seminar = make_seminar(
        room_seats=40,
        seats_per_programme=2,
        audience_roles=["certifying-authority", "audit-authority"],
        phase_one_ends_at=timezone.now() + datetime.timedelta(days=10),
    )
    make_registration(seminar, programme=programme)
    page = text_of(as_ann.get(seminar.get_absolute_url()))
    assert "For you: certifying authorities" in page
    assert "Alpine: 1 of 2 seats free" in page
    assert "Reserve seats are given on" in page
    assert "At most 2 seats for each programme until" in page


def test_a_seminar_that_is_over_counts_no_free_seats(as_ann, ann):
    seminar = make_seminar(room_seats=40, seats_per_programme=2)
    verbs.register(seminar, wish_of(ann, seminar))
    assert "Alpine: 2 of 2 seats free" in text_of(as_ann.get(seminar.get_absolute_url()))
    ends = timezone.now() - datetime.timedelta(days=1)
    Seminar.objects.update(
        starts_at=ends - datetime.timedelta(hours=7), ends_at=ends, registration_opens_at=None
    )
    page = text_of(as_ann.get(seminar.get_absolute_url()))
    assert "You were registered: confirmed." in page
    assert "seats free" not in page


def test_somebody_of_another_audience_may_still_ask(as_ann):
    seminar = make_seminar(audience_roles=["joint-secretariat"])
    page = text_of(as_ann.get(reverse("seminar_register", args=[seminar.slug])))
    assert "This seminar is for others: for joint secretariats. You may still ask" in page
    assert "Ask for a seat" in page


def test_times_are_told_for_the_venue_and_for_the_reader(client):
    starts = datetime.datetime(2031, 5, 14, 6, 30, tzinfo=datetime.UTC)
    seminar = make_seminar(starts_at=starts, time_zone="Europe/Lisbon", city="Lisbon")
    page = text_of(client.get(seminar.get_absolute_url()))
    assert "14 May 2031, 07:30 – 14:30 (WEST) Lisbon time" in page
    assert "For you in Vienna: 08:30 – 15:30 (CEST)" in page


def test_agenda_changes_other_editions_and_parts_stand_on_the_page(client):
    series = Series.objects.create(title="Audit days", slug="audit-days")
    seminar = make_seminar("Audit days 2031", series=series)
    make_seminar("Audit days 2019", series=series, days=-900)
    make_seminar("For controllers", parent=seminar)
    starts = seminar.starts_at
    for room in ("Room A", "Room B"):
        seminar.sessions.create(
            title=f"Talk in {room}", starts_at=starts, ends_at=seminar.ends_at, room=room
        )
    seminar.changes.create(version=1, kind="agenda", what="A second talk was added.")
    page = client.get(seminar.get_absolute_url())
    assert [len(slot) for day in page.context["agenda"] for slot in day["slots"]] == [2]
    for words in ("Audit days 2019", "For controllers", "A second talk was added.", "Room B"):
        assert words in text_of(page)


def test_the_page_tells_machines_what_kind_of_event_it_is(client):
    seminar = make_seminar("Floods", format=Format.HYBRID, room_seats=30)
    html = client.get(seminar.get_absolute_url()).content.decode()
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])
    assert data["@type"] == "EducationEvent"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert data["maximumPhysicalAttendeeCapacity"] == 30
    verbs.cancel_seminar(seminar, by=make_staff(), reason="Snow.")
    html = client.get(seminar.get_absolute_url()).content.decode()
    assert "https://schema.org/EventCancelled" in html


def test_the_online_link_is_for_confirmed_participants(as_ann, ann):
    seminar = make_seminar(format=Format.ONLINE, online_link="https://meet.example.eu/secret")
    url = seminar.get_absolute_url()
    assert "meet.example.eu" not in as_ann.get(url).content.decode()
    verbs.register(seminar, wish_of(ann, seminar))
    assert "meet.example.eu" in as_ann.get(url).content.decode()
