"""axe finds nothing on the pages of the seminars, in every state that a person can be in."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from seminars import registration as verbs
from seminars import workflow
from seminars.choices import Access, AttendanceState, Format, Freed, Status
from seminars.models import Invitation, Promise, Registration, Seminar
from tests.browser import DESKTOP, NARROW, faults_of
from tests.factories import make_body, make_country, make_programme, make_staff, make_user
from tests.seminars.making import make_notice, make_registration, make_seminar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seminar():
    """A seminar that has and asks for everything."""
    make_notice()
    seminar = make_seminar(
        "Irregularities and recoveries in programmes of several countries",
        format=Format.HYBRID,
        room_seats=2,
        seats_per_programme=1,
        phase_one_ends_at=timezone.now() + datetime.timedelta(days=9),
        freed_seat=Freed.OFFER,
        asks=["question", "diet", "access"],
        aims="Aims.",
        access_info="The lift is left of the door.",
        online_link="https://meet.example.eu/secret",
        languages=["en", "fr"],
    )
    for position, kind in enumerate(("text", "choice", "several", "number", "file")):
        options = ["Yes", "No"] if kind in ("choice", "several") else []
        seminar.questions.create(label=kind, kind=kind, options=options, position=position)
    first = seminar.questions.get(kind="choice")
    seminar.questions.create(label="In which form?", condition=first, condition_answer="Yes")
    for room in ("Room A", "Room B"):
        at = {"starts_at": seminar.starts_at, "ends_at": seminar.ends_at}
        seminar.sessions.create(title=f"Cases in {room}", room=room, **at)
    workflow.change_seminar(seminar, by=make_staff(), agenda="Fraud is a working group now.")
    make_seminar("A part with its own audience", parent=seminar)
    return seminar


def in_every_state(seminar: Seminar) -> dict[str, Registration]:
    """Return a registration in each status; the table is told, rules are not the matter here."""
    body, programme = make_body("Ministry", country=make_country("AT")), make_programme()
    registrations = {}
    for status in Status:
        one = make_registration(seminar, f"{status}@example.eu", body=body, programme=programme)
        now = timezone.now()
        Registration.objects.filter(pk=one.pk).update(
            status=status,
            decided_at=None if status == Status.PENDING else now,
            offer_until=now + datetime.timedelta(hours=5) if status == Status.OFFERED else None,
        )
        registrations[status] = one
    return registrations


def test_pages_for_everybody(browser, seminar):
    make_registration(seminar)
    cancelled = make_seminar("Cancelled")
    verbs.cancel_seminar(cancelled, by=make_staff(), reason="Snow.")
    past = make_seminar("Past", days=-30, registration_opens_at=None)
    past.materials.create(title="Slides", link="https://interact.eu/1", access="public")
    closed = make_seminar(
        "Ahead", registration_opens_at=timezone.now() + datetime.timedelta(days=3)
    )
    starts = seminar.starts_at.astimezone(seminar.zone)
    certificate = reverse("certificate_check")
    paths = ["/seminars/", f"/seminars/?view=month&month={starts:%Y-%m}"]
    assert faults_of(browser, [*paths, seminar.get_absolute_url()]) == []
    others = [each.get_absolute_url() for each in (cancelled, past, closed)]
    others += ["/seminars/?when=past", "/seminars/?q=nothing-like-this", certificate]
    others += [f"{certificate}NONE-SUCH/", reverse("privacy_notice", args=[1])]
    assert faults_of(browser, others, (NARROW,)) == []


def test_forms_of_somebody_who_registers(browser, seminar):
    person = make_user("ann@example.eu")
    browser.sign_in(person)
    register = reverse("seminar_register", args=[seminar.slug])
    nominate = reverse("seminar_nominate", args=[seminar.slug])
    assert faults_of(browser, [register], (DESKTOP, NARROW)) == []
    browser.click("Ask for a seat").wait_for("Please mend this first")
    assert browser.axe() + browser.complaints() == []
    approval = make_seminar(access=Access.APPROVAL)
    closed = make_seminar(access=Access.INVITATION)
    invitation = Invitation.objects.create(seminar=closed, email=person.email)
    paths = [nominate, reverse("my_seminars"), invitation.get_absolute_url()]
    paths += [reverse("seminar_register", args=[each.slug]) for each in (approval, closed)]
    make_registration(seminar, person=person)
    assert faults_of(browser, [*paths, register, reverse("my_seminars")], (NARROW,)) == []


def test_the_page_of_a_registration_in_every_state(browser, seminar):
    registrations = in_every_state(seminar)
    confirmed = registrations[Status.CONFIRMED]
    paths = [each.get_absolute_url() for each in registrations.values()]
    pages = ("change", "wish", "withdraw", "complete")
    paths += [reverse(f"registration_{page}", args=[confirmed.secret]) for page in pages]
    paths += [reverse("ask_colleague", args=[confirmed.secret])]
    asked = verbs.ask_colleague(confirmed, name="Eva", email="eva@example.eu")
    assert faults_of(browser, [*paths, asked.get_absolute_url()], (NARROW,)) == []
    assert faults_of(browser, [confirmed.get_absolute_url()], (DESKTOP,)) == []


def test_pages_after_the_seminar(browser, seminar):
    registration = make_registration(seminar)
    ends = timezone.now() - datetime.timedelta(hours=1)
    Seminar.objects.filter(pk=seminar.pk).update(
        starts_at=ends - datetime.timedelta(hours=7),
        ends_at=ends,
        registration_opens_at=None,
        phase_one_ends_at=None,
    )
    registration.refresh_from_db()
    workflow.note_attendance(registration, AttendanceState.ATTENDED, by=make_staff())
    certificate = workflow.issue_certificate(Registration.objects.get(pk=registration.pk))
    Promise.objects.create(registration=registration, text="Keep one ledger.")
    survey = reverse("registration_survey", args=[registration.secret])
    promise = reverse("registration_promise", args=[registration.secret])
    paths = [registration.get_absolute_url(), survey, promise, certificate.get_absolute_url()]
    assert faults_of(browser, paths, (NARROW,)) == []


DESK = ("participants", "reserve", "write", "invite", "check_in", "sheet", "badges", "attendance",
        "results", "export", "cancel")  # fmt: skip


def test_the_desk_of_a_seminar(browser, seminar):
    for _number in range(3):
        make_registration(seminar)
    browser.sign_in(make_staff("officer@example.eu"), second_factor=True)
    paths = [reverse(f"admin:seminar_desk_{page}", args=[seminar.pk]) for page in DESK]
    paths += [reverse("admin:seminars_seminar_change", args=[seminar.pk])]
    assert faults_of(browser, paths, (DESKTOP,)) == []
