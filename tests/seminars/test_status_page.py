"""The page of a registration: what can be done there without a password."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interact_portal.mail.models import Letter
from seminars import registration as verbs
from seminars.choices import Freed, Status
from seminars.models import Registration
from tests.factories import (
    make_body,
    make_programme,
)

from .making import make_registration, make_seminar
from .pages import filled, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_the_status_page_needs_no_password_and_offers_every_act(client):
    registration = make_registration(make_seminar(room_seats=1))
    page = client.get(registration.get_absolute_url())
    for words in ("Change your answers", "Send a colleague instead", "Withdraw", "Calendar file"):
        assert words in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert client.get(registration.get_absolute_url()[:-2] + "x/").status_code == 404


def test_a_place_on_the_reserve_list_shows_reason_and_day(client):
    programme = make_programme()
    ends = timezone.now() + datetime.timedelta(days=20)
    seminar = make_seminar(seats_per_programme=1, phase_one_ends_at=ends)
    make_registration(seminar, programme=programme)
    waiting = make_registration(seminar, programme=programme)
    page = client.get(waiting.get_absolute_url())
    standing = page.context["standing"]
    assert "Place 1 on the reserve list. Your programme has 1 of 1" in standing.happened
    assert standing.by == ends.astimezone(seminar.zone).date()
    assert (standing.ask_name, standing.ask_url) == ("Iris Contact", "mailto:iris@example.eu")


def test_withdrawing_asks_first_and_passes_the_seat_on(client):
    seminar = make_seminar(room_seats=1)
    first, second = make_registration(seminar), make_registration(seminar)
    url = reverse("registration_withdraw", args=[first.secret])
    assert "Stay registered" in text_of(client.get(url))
    page = client.post(url, follow=True)
    assert "You have withdrawn." in text_of(page)
    second.refresh_from_db()
    assert second.status == Status.CONFIRMED
    again = client.post(url, follow=True)
    assert "not active any more" in text_of(again)


def test_an_offer_is_accepted_or_declined_on_the_status_page(client):
    seminar = make_seminar(room_seats=1, freed_seat=Freed.OFFER)
    first, second, third = (make_registration(seminar) for _number in range(3))
    verbs.withdraw(first)
    waiting = sorted(Registration.objects.filter(status=Status.OFFERED), key=lambda r: r.pk)
    assert len(waiting) == 1
    offered = waiting[0]
    assert "Accept the seat" in text_of(client.get(offered.get_absolute_url()))
    client.post(reverse("offer_decline", args=[offered.secret]))
    other = Registration.objects.get(status=Status.OFFERED)
    assert {offered.pk, other.pk} == {second.pk, third.pk}
    client.post(reverse("offer_accept", args=[other.secret]))
    other.refresh_from_db()
    assert other.status == Status.CONFIRMED


def test_a_colleague_accepts_by_her_own_link_and_does_her_own_part(client):
    seminar = make_seminar(asks=["diet"])
    registration = make_registration(seminar, "ann@example.eu")
    client.post(
        reverse("ask_colleague", args=[registration.secret]),
        {"name": "Bea", "email": "bea@example.eu"},
    )
    link = re.search(r"https?://\S+/instead/\S+", Letter.objects.get(to="bea@example.eu").text)[0]
    path = link.partition("/seminars/")[1] + link.partition("/seminars/")[2]
    stranger = Client()
    assert "asks you to come instead" in text_of(stranger.get(path))
    gap = stranger.post(path, {"name": "Bea", "role": "other", "visibility": "nobody"})
    assert gap.status_code == 422
    done = stranger.post(
        path,
        {"name": "Bea B.", "role": "other", "visibility": "nobody", "agree": "on", "diet": "Fish"},
    )
    newcomer = Registration.objects.get(email="bea@example.eu")
    assert done.url == newcomer.get_absolute_url()
    assert (newcomer.status, newcomer.needs.diet) == (Status.CONFIRMED, "Fish")
    assert "answered or taken back" in text_of(stranger.get(path))
    assert "Bea B." in text_of(client.get(registration.get_absolute_url()))


def test_a_colleague_says_no_by_her_own_link(client):
    registration = make_registration()
    substitution = verbs.ask_colleague(registration, name="Bea", email="bea@example.eu")
    page = client.post(reverse("substitution_decline", args=[substitution.secret]), follow=True)
    assert "We have told your colleague." in text_of(page)
    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED


def test_nominated_colleagues_complete_their_part_by_their_own_link(as_ann):
    seminar = make_seminar()
    url = reverse("seminar_nominate", args=[seminar.slug])
    body = make_body("Agency")
    answer = as_ann.post(
        url,
        {
            "body": body.pk,
            "name_1": "Bea",
            "email_1": "bea@example.eu",
            "role_1": "other",
            "name_2": "Cleo",
            "email_2": "cleo@example.eu",
            "role_2": "other",
        },
    )
    assert answer.url == reverse("my_seminars")
    assert "2 colleagues are told." in text_of(as_ann.get(answer.url))
    bea = Registration.objects.get(email="bea@example.eu")
    stranger = Client()
    assert "Your own part is missing." in text_of(stranger.get(bea.get_absolute_url()))
    complete = reverse("registration_complete", args=[bea.secret])
    stranger.post(complete, {"name": "Bea B.", "visibility": "participants", "agree": "on"})
    bea.refresh_from_db()
    assert bea.is_complete
    half = as_ann.post(
        url,
        {
            "body": body.pk,
            "name_1": "D",
            "email_1": "d@example.eu",
            "role_1": "other",
            "name_2": "E",
        },
    )
    assert "Please fill in the whole line." in text_of(half)


def test_after_the_lock_date_one_asks_for_a_change(client):
    seminar = make_seminar(locked_at=timezone.now())
    registration = make_registration(seminar)
    page = text_of(client.get(registration.get_absolute_url()))
    assert "Ask for a change" in page
    assert "Change your answers" not in page
    refused = client.post(
        reverse("registration_change", args=[registration.secret]), filled(seminar)
    )
    assert "Answers are locked since" in text_of(refused)
    wish = reverse("registration_wish", args=[registration.secret])
    page = client.post(wish, {"wish": "Please, vegan food."}, follow=True)
    assert "Please, vegan food." in text_of(page)


def test_a_change_that_has_no_seat_changes_nothing_at_all(as_ann):
    full = make_programme("Full")
    seminar = make_seminar(seats_per_programme=1, asks=["diet"])
    make_registration(seminar, programme=full)
    registration = make_registration(seminar)
    answer = as_ann.post(
        reverse("registration_change", args=[registration.secret]),
        filled(seminar, programme=full.pk, diet="Vegan"),
    )
    assert "everything stays as it was" in text_of(answer)
    registration.refresh_from_db()
    assert registration.programme is None
    assert not hasattr(registration, "needs")
