"""The list, the month, the feeds and “my seminars”, as a reader meets them."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seminars import registration as verbs
from seminars.choices import Format, SeminarState
from tests.factories import (
    make_country,
    make_theme,
)

from .making import make_registration, make_seminar, wish_of
from .pages import text_of, titles_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_the_list_shows_what_is_ahead_and_what_is_past_apart(client):
    make_seminar("Ahead", days=20)
    make_seminar("Long ago", days=-20)
    make_seminar("Not ready", state=SeminarState.DRAFT)
    assert titles_of(client.get(reverse("seminar_list"))) == ["Ahead"]
    assert titles_of(client.get(reverse("seminar_list"), {"when": "past"})) == ["Long ago"]


def test_each_filter_keeps_what_fits_and_counts_say_what_a_click_gives(client):
    theme = make_theme("Recoveries")
    audit = make_seminar(
        "Audit", audience_roles=["audit-authority"], languages=["en", "fr"], room_seats=1
    )
    audit.themes.add(theme)
    everybody = make_seminar(
        "Everybody", format=Format.ONLINE, languages=["en"], country=make_country("IT")
    )
    url = reverse("seminar_list")
    for query, titles in (
        ({"role": "audit-authority"}, ["Audit", "Everybody"]),
        ({"role": "info-point"}, ["Everybody"]),
        ({"theme": "recoveries"}, ["Audit"]),
        ({"language": "fr"}, ["Audit"]),
        ({"language": ["fr", "en"]}, ["Audit", "Everybody"]),
        ({"format": "online"}, ["Everybody"]),
        ({"country": "IT"}, ["Everybody"]),
        ({"q": "vien"}, ["Audit", "Everybody"]),
        ({"q": "audit"}, ["Audit"]),
        ({"state": "open"}, ["Audit", "Everybody"]),
    ):
        assert sorted(titles_of(client.get(url, query))) == titles, query
    response = client.get(url)
    facets = {
        f.name: {c.value: c.count for c in f.choices} for f in response.context["filters"].facets
    }
    assert facets["role"]["audit-authority"] == 2
    assert facets["role"]["info-point"] == 1
    assert facets["language"] == {"en": 2, "fr": 1}
    make_registration(audit)
    make_registration(audit)
    assert titles_of(client.get(url, {"state": "reserve"})) == ["Audit"]
    assert titles_of(client.get(url, {"state": "open"})) == ["Everybody"]
    everybody.registration_closes_at = timezone.now()
    everybody.save()
    assert titles_of(client.get(url, {"state": "closed"})) == ["Everybody"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    client, rows, django_assert_num_queries
):
    for _number in range(rows):
        make_seminar().themes.add(make_theme())
    with django_assert_num_queries(6):
        client.get(reverse("seminar_list"))


def test_a_month_shows_each_seminar_on_its_days(client):
    starts = datetime.datetime(2031, 5, 14, 7, tzinfo=datetime.UTC)
    make_seminar("Two days", starts_at=starts, ends_at=starts + datetime.timedelta(days=1))
    page = client.get(reverse("seminar_list"), {"view": "month", "month": "2031-05"})
    days = [
        cell["day"].day
        for week in page.context["weeks"]
        for cell in week
        for _seminar in cell["seminars"]
    ]
    assert days == [14, 15]
    assert "1 seminar in May 2031" in text_of(page)
    assert "June 2031" in text_of(page)


def test_my_seminars_lists_mine_and_gives_a_calendar_that_can_be_revoked(as_ann, ann):
    seminar = make_seminar("Mine")
    verbs.register(seminar, wish_of(ann, seminar))
    make_registration(make_seminar("Not mine"))
    page = as_ann.get(reverse("my_seminars"))
    assert titles_of(page) == ["Mine"]
    as_ann.post(reverse("renew_calendar"))
    first = as_ann.get(reverse("my_seminars")).context["calendar"]
    path = first.removeprefix("http://127.0.0.1:8000")
    assert f'href="webcal://127.0.0.1:8000{path}"' in as_ann.get(reverse("my_seminars")).text
    answer = Client().get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"SUMMARY:Mine" in answer.content
    assert b"Not mine" not in answer.content
    as_ann.post(reverse("renew_calendar"))
    assert Client().get(path).status_code == 404
    second = as_ann.get(reverse("my_seminars")).context["calendar"]
    as_ann.post(reverse("revoke_calendar"))
    assert Client().get(second.removeprefix("http://127.0.0.1:8000")).status_code == 404


def test_feeds_follow_the_filters_of_the_list(client):
    make_seminar("Online one", format=Format.ONLINE)
    make_seminar("On site")
    atom = client.get(reverse("seminar_feed"), {"format": "online"}).content.decode()
    assert "Online one" in atom
    assert "On site</title>" not in atom
    calendar = client.get(reverse("seminar_calendar"), {"format": "online"}).content.decode()
    assert "SUMMARY:Online one" in calendar
    assert "SUMMARY:On site" not in calendar
    page = client.get(reverse("seminar_list"), {"format": "online"}).text
    assert 'href="webcal://127.0.0.1:8000/seminars/calendar.ics?format=online"' in page
