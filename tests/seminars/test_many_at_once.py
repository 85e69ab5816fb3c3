"""Many people at the same time, over real HTTP, against the portal's own web server."""

import asyncio
import datetime
import itertools
import threading
from collections.abc import Iterator

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from benchmarks.crowd import Browser, Served, serve_all
from benchmarks.portal import running_portal
from interact_portal.accounts.models import User
from interact_portal.mail.models import Letter
from programmes.models import Body
from seminars import registration as verbs
from seminars.choices import TAKEN, Freed, Order, Status
from seminars.models import DecisionLog, Registration, Seminar
from seminars.seating import reserve_list
from tests.factories import make_body, make_country, make_programme

from .making import make_notice, make_seminar

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, SEATS, AT_ONCE = 300, 50, 32
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def port(tmp_path) -> Iterator[int]:
    """The portal, running; afterwards its log holds no error."""
    make_notice()
    log = tmp_path / "portal.log"
    with running_portal(log, DJANGO_SETTINGS_MODULE="tests.served_settings") as number:
        yield number
    assert '"level": "ERROR"' not in log.read_text()


def signed_in(count: int) -> list[str]:
    """Make people with an account and a session each; return the keys of the sessions."""
    users = User.objects.bulk_create(
        User(email=f"p{number}@example.eu", name=f"Person {number}", password="!")
        for number in range(count)
    )
    keys = []
    for user in users:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = BACKEND
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys.append(session.session_key)
    return keys


def form_of(**fields: object) -> dict[str, str]:
    """Return a filled registration form."""
    answers = {"name": "Somebody", "role": "other", "visibility": "nobody", "agree": "on"}
    return answers | {key: str(value) for key, value in fields.items()}


def register_all(port: int, seminar: Seminar, keys: list[str], forms: list[dict]) -> list[Served]:
    """Let everybody open the form and send it, many at once."""
    path = reverse("seminar_register", args=[seminar.slug])

    async def everybody() -> list[Served]:
        browsers = [Browser("127.0.0.1", port, {"sessionid": key}) for key in keys]
        acts = [
            lambda browser=browser, form=form: browser.fill_in(path, form)
            for browser, form in zip(browsers, itertools.cycle(forms), strict=False)
        ]
        served = await serve_all(acts, AT_ONCE)
        for browser in browsers:
            browser.close()
        return served

    return asyncio.run(everybody())


def test_of_three_hundred_people_fifty_have_a_seat_and_the_rest_stand_in_order(port):
    seminar = make_seminar(room_seats=SEATS, reserve_order=Order.TIME)
    body = make_body(country=make_country("AT"))
    served = register_all(port, seminar, signed_in(PEOPLE), [form_of(body=body.pk)])
    assert {each.answer.status for each in served} == {302}
    rows = seminar.registrations.order_by("asked_at", "pk")
    assert [row.status for row in rows] == (
        [Status.CONFIRMED] * SEATS + [Status.RESERVE] * (PEOPLE - SEATS)
    )
    waiting = [row.pk for row in rows if row.status == Status.RESERVE]
    assert [place.key for place in reserve_list(seminar, "room")] == waiting
    positions = DecisionLog.objects.filter(outcome=Status.RESERVE).order_by("at", "pk")
    assert [log.position for log in positions] == list(range(1, PEOPLE - SEATS + 1))
    assert Letter.objects.count() == PEOPLE
    pages = {each.answer.location for each in served}
    assert pages == {row.get_absolute_url() for row in rows}


def test_no_programme_has_more_than_its_seats_however_many_come_at_once(port):
    programmes = [make_programme() for _number in range(10)]
    seminar = make_seminar(
        room_seats=SEATS,
        seats_per_programme=3,
        phase_one_ends_at=timezone.now() + datetime.timedelta(days=5),
    )
    body = make_body()
    forms = [form_of(body=body.pk, programme=programme.pk) for programme in programmes]
    register_all(port, seminar, signed_in(120), forms)
    seated = seminar.registrations.confirmed()
    assert [seated.filter(programme=each).count() for each in programmes] == [3] * 10
    Seminar.objects.update(phase_one_ends_at=F("published_at"))
    verbs.settle_due()
    assert [seated.filter(programme=each).count() for each in programmes] == [5] * 10


def test_one_person_who_sends_the_form_many_times_has_one_registration(port):
    seminar = make_seminar(room_seats=SEATS)
    (key,) = signed_in(1)
    served = register_all(port, seminar, [key] * 20, [form_of(body=make_body().pk)])
    assert {each.answer.status for each in served} <= {200, 302}
    assert Registration.objects.get().status == Status.CONFIRMED
    assert Letter.objects.count() == 1


def test_withdrawals_and_offers_that_run_out_meanwhile_leave_no_seat_idle_or_given_twice(port):
    seminar = make_seminar(
        room_seats=SEATS, reserve_order=Order.TIME, freed_seat=Freed.OFFER, offer_hours=1
    )
    make_body()
    done = threading.Event()
    most: list[int] = []
    threads = [
        threading.Thread(target=_keep, args=(done, act))
        for act in (lambda: _withdraw_somebody(seminar), _run_offers_out, verbs.settle_due,
                    lambda: most.append(_taken(seminar)))
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    try:
        form = form_of(body=Body.objects.get().pk)
        served = register_all(port, seminar, signed_in(PEOPLE), [form])
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert {each.answer.status for each in served} == {302}
    verbs.settle_due()
    rows = seminar.registrations.all()
    assert rows.count() == PEOPLE
    assert max(most) == SEATS
    assert _taken(seminar) == SEATS
    gone = rows.filter(status__in=(Status.WITHDRAWN, Status.EXPIRED)).count()
    assert gone > 0
    assert rows.filter(status=Status.RESERVE).count() == PEOPLE - SEATS - gone
    decisions = DecisionLog.objects.values_list("registration", "outcome")
    assert len(decisions) == len(set(decisions)), "nobody is given the same thing twice"


def _keep(done: threading.Event, act) -> None:
    """Do an act again and again until all is done, on a connection of one's own."""
    try:
        while not done.wait(0.02):
            act()
    finally:
        connections.close_all()


def _withdraw_somebody(seminar: Seminar) -> None:
    somebody = seminar.registrations.confirmed().order_by("?").first()
    if somebody is not None:
        verbs.withdraw(somebody)


def _run_offers_out() -> None:
    """Let every other open offer run out."""
    offers = Registration.objects.filter(status=Status.OFFERED).annotate(odd=F("pk") % 2)
    offers.filter(odd=1).update(offer_until=timezone.now())


def _taken(seminar: Seminar) -> int:
    return Registration.objects.filter(seminar=seminar, status__in=TAKEN).count()
