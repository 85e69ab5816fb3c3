"""Somebody of a certifying authority finds a seminar, registers, and is there; told in one walk."""

import datetime
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from selenium.webdriver.support.ui import Select

from interact_portal.accounts.personal_data import collect_all
from interact_portal.mail.models import Letter
from programmes.choices import Role
from seminars import jobs, workflow
from seminars.choices import Freed, Status
from seminars.models import Registration, Seminar, Series
from tests.browser import Browser
from tests.factories import (
    make_body,
    make_country,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_user,
)
from tests.seminars.making import make_notice, make_registration, make_seminar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def alpine():
    """A programme whose certifying authority is the ministry where Ann works."""
    programme = make_programme("Alpine Space", short_name="Alpine")
    ministry = make_body("Ministry of Finance", country=make_country("AT"))
    make_mandate(ministry, programme, role=Role.CERTIFYING_AUTHORITY)
    return programme


@pytest.fixture
def ann(alpine):
    """Somebody who signs in by code, and whose clock is Lisbon's."""
    person = make_user("ann@example.eu", name="Ann Example", time_zone="Europe/Lisbon")
    make_membership(person, alpine.mandates.get().body)
    return person


@pytest.fixture
def recoveries(alpine):
    """The seminar on recoveries, with everything that a page may hold."""
    make_notice()
    for number in range(12):
        make_body(f"Region {number:02}", country=make_country("IT"))
    series = Series.objects.create(title="Recoveries", slug="recoveries")
    past = make_seminar("Recoveries last year", series=series, days=-300)
    past.materials.create(title="Slides of last year", link="https://interact.eu/1", access="later")
    seminar = make_seminar(
        "Irregularities and recoveries",
        series=series,
        room_seats=30,
        seats_per_programme=2,
        phase_one_ends_at=timezone.now() + datetime.timedelta(days=20),
        freed_seat=Freed.OFFER,
        offer_hours=48,
        audience_roles=["certifying-authority"],
        asks=["question", "diet", "access"],
        aims="Follow one irregularity to the last line of the accounts.",
        access_info="The lift is left of the door.",
    )
    ledger = seminar.questions.create(
        label="Do you keep a ledger?", kind="choice", options=["Yes", "No"], required=True
    )
    seminar.questions.create(
        label="In which form?", condition=ledger, condition_answer="Yes", position=1
    )
    at = {"starts_at": seminar.starts_at, "ends_at": seminar.ends_at}
    for room in ("Room A", "Room B"):
        seminar.sessions.create(title=f"Cases in {room}", room=room, **at)
    workflow.change_seminar(seminar, by=make_staff(), agenda="Fraud is a working group now.")
    make_seminar("For others", audience_roles=["audit-authority"])
    make_seminar("Another at the same time", starts_at=seminar.starts_at)
    return seminar


def code_sent_to(address: str) -> str:
    """Return the code in the last letter to this address."""
    letter = Letter.objects.filter(to=address).order_by("-pk").first()
    return re.search(r"^ {4}(\S+)$", letter.text, re.MULTILINE)[1]


def entry(address: str) -> dict:
    """Return the one entry of a calendar that somebody subscribed to."""
    (event,) = Calendar.from_ical(Client().get(address).content).events
    return event


def fresh(registration: Registration) -> Registration:
    """Return a registration as the table has it now."""
    return Registration.objects.get(pk=registration.pk)


def ended(seminar: Seminar, *, hours: int) -> None:
    """Let a seminar have ended so many hours ago."""
    ends = timezone.now() - datetime.timedelta(hours=hours)
    Seminar.objects.filter(pk=seminar.pk).update(
        starts_at=ends - datetime.timedelta(hours=7),
        ends_at=ends,
        registration_opens_at=None,
        phase_one_ends_at=None,
    )


def test_from_the_list_to_the_certificate(browser, browser_without_scripts, recoveries, ann):
    feed = _finds_it_and_subscribes(browser, recoveries)
    _decides(browser, recoveries)
    mine = _registers_by_code_with_a_gap_first(browser, ann)
    _is_told_what_stands_in_the_way(browser, recoveries)
    third = _the_third_of_the_programme_waits(browser, recoveries, ann)
    newcomer = _sends_a_colleague(browser, mine)
    dan = _the_freed_seat_is_offered_and_passes_on(browser, newcomer, third)
    _two_browsers_want_the_last_seat(browser, browser_without_scripts)
    _the_start_moves(browser, dan, feed)
    _the_day_itself(browser, dan)
    _afterwards(browser, dan)
    _takes_the_data_along_and_is_forgotten(browser, dan)


def _finds_it_and_subscribes(browser: Browser, seminar: Seminar) -> str:
    browser.open("/seminars/").wait_for("For others")
    browser.find("input[name=role][value='certifying-authority']").click()
    browser.wait_for("2 seminars")
    assert "For others" not in browser.text
    browser.find("input[name=state][value=open]").click()
    browser.wait_for("Registration: Open")
    assert "role=certifying-authority" in browser.path
    feed = browser.find(".list-actions a[href*='calendar.ics']").get_attribute("href")
    feed = "/seminars/" + feed.split("/seminars/")[1]
    browser.click("Month").wait_for(f"{timezone.localdate():%B %Y}")
    assert "role=certifying-authority" in browser.path
    starts = seminar.starts_at.astimezone(seminar.zone)
    browser.open(f"/seminars/?view=month&month={starts:%Y-%m}")
    browser.click(seminar.title).wait_for("Who it is for")
    events = Calendar.from_ical(Client().get(feed).content).events
    assert seminar.title in [event["SUMMARY"] for event in events]
    return reverse("seminar_file", args=[seminar.slug])


def _decides(browser: Browser, seminar: Seminar) -> None:
    for words in (
        "For certifying authorities", "Follow one irregularity", "version 2", "Room A", "Room B",
        "Fraud is a working group now.", "The lift is left of the door.", "Iris Contact",
        "Vienna time", "Registration opens", "At most 2 seats for each programme until",
        "Recoveries last year", "with material",
    ):  # fmt: skip
        assert words in browser.text, words
    assert browser.path == seminar.get_absolute_url()


def _registers_by_code_with_a_gap_first(browser: Browser, ann) -> Registration:
    browser.click("Register").fill("login", ann.email).click("Sign in or get a code")
    browser.find("[name=code]")
    browser.fill("code", code_sent_to(ann.email)).click("Confirm")
    browser.wait_for("Who you are").wait_for("For you in Lisbon")
    body = Select(browser.find("select[name=body]"))
    assert body.first_selected_option.text == "Ministry of Finance (Austria)"
    browser.find("input.list-filter").send_keys("reg 07")
    assert body.first_selected_option.text.startswith("Region 07")
    browser.find("input.list-filter").clear()
    browser.find("input.list-filter").send_keys("finan")
    browser.fill("brings_question", "Who reports it?").fill("diet", "No nuts")
    assert "In which form?" not in browser.text
    browser.find("input[value=nobody]:checked")
    browser.click("Ask for a seat").wait_for("Please mend this first")
    focused = browser.driver.switch_to.active_element
    assert "error-summary" in focused.get_attribute("class")
    assert browser.complaints() == []
    assert browser.find("[name=diet]").get_attribute("value") == "No nuts"
    browser.find("input[value=Yes]").click()
    browser.wait_for("In which form?")
    browser.find("[name=agree]").click()
    browser.click("Ask for a seat").wait_for("Your seat is confirmed.")
    registration = Registration.objects.get(person=ann)
    assert registration.reference in browser.text
    letter = Letter.objects.filter(to=ann.email).latest("pk")
    assert registration.get_absolute_url() in letter.text
    assert letter.attachments[0]["name"].endswith(".ics")
    return registration


def _is_told_what_stands_in_the_way(browser: Browser, seminar: Seminar) -> None:
    browser.open(reverse("seminar_register", args=[seminar.slug]))
    browser.wait_for("You are already registered: confirmed.")
    assert browser.all("form [name=agree]") == []
    other = Seminar.objects.get(title="Another at the same time")
    browser.open(reverse("seminar_register", args=[other.slug]))
    browser.wait_for("You are registered for another seminar at the same time")
    browser.wait_for("Ask for a seat")


def _the_third_of_the_programme_waits(browser: Browser, seminar: Seminar, ann) -> Registration:
    alpine = Registration.objects.get(person=ann).programme
    second, third, fourth = (
        make_registration(seminar, email, programme=alpine, body=None)
        for email in ("bea@example.eu", "cis@example.eu", "dan@example.eu")
    )
    assert (second.status, fourth.status) == (Status.CONFIRMED, Status.RESERVE)
    browser.open(third.get_absolute_url())
    browser.wait_for("Place 1 on the reserve list. Your programme has 2 of 2 guaranteed seats.")
    browser.wait_for("Reserve seats are given on")
    return third


def _sends_a_colleague(browser: Browser, mine: Registration) -> Registration:
    browser.open(mine.get_absolute_url()).click("Send a colleague instead")
    browser.fill("name", "Eva Colleague").fill("email", "eva@example.eu")
    browser.find("main form button").click()
    browser.wait_for("You have asked Eva Colleague to come instead of you.")
    letter = Letter.objects.filter(to="eva@example.eu").latest("pk")
    link = re.search(r"/seminars/instead/\S+", letter.text)[0]
    browser.end_visit()
    browser.open(link).wait_for("asks you to come instead")
    browser.find("input[value=No]").click()
    browser.fill("diet", "Vegan").find("[name=agree]").click()
    browser.click("I come instead").wait_for("You come instead of a colleague")
    newcomer = Registration.objects.get(email="eva@example.eu")
    assert (fresh(mine).status, newcomer.status) == (Status.SUBSTITUTED, Status.CONFIRMED)
    assert (newcomer.programme, newcomer.needs.diet) == (mine.programme, "Vegan")
    assert not fresh(mine).answers.exists()
    return newcomer


def _the_freed_seat_is_offered_and_passes_on(
    browser: Browser, newcomer: Registration, third: Registration
) -> Registration:
    browser.open(newcomer.get_absolute_url()).click("Withdraw")
    browser.find("main form button").click()
    browser.wait_for("You have withdrawn.")
    browser.open(third.get_absolute_url()).wait_for("A seat is offered to you.")
    Registration.objects.filter(pk=third.pk).update(offer_until=timezone.now())
    jobs.settle_seats()
    fourth = Registration.objects.get(email="dan@example.eu")
    browser.open(third.get_absolute_url()).wait_for("Offer expired")
    browser.open(fourth.get_absolute_url()).click("Accept the seat")
    browser.wait_for("Your seat is confirmed.")
    return fresh(fourth)


def _two_browsers_want_the_last_seat(one: Browser, other: Browser) -> None:
    seminar = make_seminar("One seat", room_seats=1)
    for number, browser in enumerate((one, other)):
        browser.sign_in(make_user(f"two{number}@example.eu"))
        browser.open(reverse("seminar_register", args=[seminar.slug]))
        Select(browser.find("select[name=body]")).select_by_visible_text("Region 01 (Italy)")
        Select(browser.find("select[name=role]")).select_by_value("other")
        browser.find("[name=agree]").click()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda browser: browser.click("Ask for a seat"), (one, other)))
    said = [browser.wait_for("Where this stands").text for browser in (one, other)]
    assert sum("Your seat is confirmed." in text for text in said) == 1
    assert sum("Place 1 on the reserve list." in text for text in said) == 1
    one.end_visit()


def _the_start_moves(browser: Browser, dan: Registration, feed: str) -> None:
    seminar = dan.seminar
    before, letters = entry(feed), Letter.objects.filter(to=dan.email).count()
    later = seminar.starts_at + datetime.timedelta(hours=1)
    workflow.change_seminar(seminar, by=make_staff(), starts_at=later)
    after = entry(feed)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.start == later.replace(microsecond=0)
    assert Letter.objects.filter(to=dan.email).count() == letters + 1
    assert "New time" in Letter.objects.filter(to=dan.email).latest("pk").text
    browser.open(dan.get_absolute_url()).wait_for("Change your answers")
    Seminar.objects.filter(pk=seminar.pk).update(locked_at=timezone.now())
    browser.open(dan.get_absolute_url()).click("Ask for a change")
    browser.fill("wish", "Please write my name with an accent.")
    browser.find("main form button").click()
    browser.wait_for("Waiting for the organiser")


def _the_day_itself(browser: Browser, dan: Registration) -> None:
    browser.sign_in(make_staff("officer@example.eu"), second_factor=True)
    desk = reverse("admin:seminar_desk_check_in", args=[dan.seminar_id])
    browser.open(desk).fill("code", dan.reference.lower()).click("Let in")
    browser.wait_for(f"Welcome, {dan.name}")
    browser.fill("code", dan.reference).click("Let in")
    browser.wait_for(f"{dan.name} is already in, since")
    assert browser.complaints() == []
    browser.end_visit()


def _afterwards(browser: Browser, dan: Registration) -> None:
    ended(dan.seminar, hours=1)
    dan.seminar.materials.create(title="Slides of the day", link="https://interact.eu/2")
    jobs.ask_for_opinions()
    letter = Letter.objects.filter(to=dan.email).latest("pk")
    link = re.search(r"/seminars/registration/\S+", letter.text)[0]
    browser.open(link)
    if "opinion" not in link:
        browser.click("Tell us how it was")
    for name in ("overall", "useful", "organised"):
        browser.find(f"input[name={name}][value='4']").click()
    browser.fill("promise", "Keep one ledger.")
    browser.find("main form button").click()
    browser.wait_for("Your answers are kept without your name.").wait_for("Keep one ledger.")
    browser.wait_for("Slides of the day").wait_for("Certificate of attendance (PDF)")
    answer = Client().get(reverse("certificate_file", args=[dan.secret]))
    assert answer.content.startswith(b"%PDF")
    browser.open(fresh(dan).certificate.get_absolute_url()).wait_for(dan.name)
    browser.open(reverse("registration_promise", args=[dan.secret]))
    browser.find("input[value=done]").click()
    browser.find("main form button").click()
    browser.wait_for("Thank you for telling us.")


def _takes_the_data_along_and_is_forgotten(browser: Browser, dan: Registration) -> None:
    browser.sign_in(dan.person).open(reverse("profile")).wait_for("Download my data")
    (held,) = collect_all(dan.person)["seminars"]
    assert (held["seminar"], held["one thing to change"]) == (dan.seminar.title, "Keep one ledger.")
    ended(dan.seminar, hours=24 * (dan.seminar.retention_days + 1))
    jobs.forget_people()
    browser.open(dan.get_absolute_url()).wait_for("We found nothing at this address")
    assert not Letter.objects.filter(to=dan.email).exists()
    kept = dan.seminar.registrations.get(attendance__state="attended")
    assert (kept.name, kept.programme, kept.role) == ("", dan.programme, dan.role)
