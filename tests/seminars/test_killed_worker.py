"""A worker that is killed at any step of its work, and started again, loses and doubles nothing.

The one thing that e-mail cannot avoid: a worker killed after the mail server has said yes and
before that is written down sends the letter again; both bear the same Message-ID.
"""

import datetime
import os
import signal
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from interact_portal.mail import outbox
from interact_portal.mail.models import Letter
from seminars import jobs
from seminars.choices import Freed, Order, Status
from seminars.models import DecisionLog, Registration, Seminar
from tests.mail.post_office import PostOffice

from .making import make_registration, make_seminar

pytestmark = pytest.mark.django_db(transaction=True)

# More than any run needs; a worker that never gets through is a fault.
MOST_STEPS = 200
NOT_WRITTEN_DOWN = 'UPDATE "mail_letter"'


@pytest.fixture
def post_office(settings):
    """A mail server that keeps what it gets."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with PostOffice() as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


@pytest.fixture
def seminar() -> Seminar:
    """Two offers have run out, three people wait, and the seminar is in six days."""
    seminar = make_seminar(
        days=6, room_seats=3, reserve_order=Order.TIME, freed_seat=Freed.OFFER,
        reserve_closes_days=1,
    )  # fmt: skip
    people = [make_registration(seminar) for _number in range(6)]
    offered = [each.pk for each in people[:2]]
    now = timezone.now()
    Registration.objects.filter(pk__in=offered).update(status=Status.OFFERED, offer_until=now)
    earlier = now - datetime.timedelta(days=20)
    for number, registration in enumerate(people):
        asked = earlier + datetime.timedelta(minutes=number)
        Registration.objects.filter(pk=registration.pk).update(asked_at=asked)
    Letter.objects.all().delete()
    DecisionLog.objects.all().delete()
    return seminar


def work() -> None:
    """Do what the worker does: settle seats, write reminders, send letters."""
    jobs.settle_seats()
    jobs.remind_participants()
    outbox.send_all_due()


def killed_at(step: int, said: Path) -> str:
    """Work in a process of its own that dies at its nth step; return where, "" if it lived.

    A step is a statement that is not sent any more, or a transaction that is not committed.
    """
    connections.close_all()
    said.write_text("")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            _die_at(step, said)
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), "the worker itself failed"
    return said.read_text()


def _die_at(step: int, said: Path) -> None:
    done = ["start"]
    commit = connection._commit

    def count(what: str) -> None:
        if len(done) == step:
            said.write_text(f"{done[-1][:60]} – {what[:60]}")
            os.kill(os.getpid(), signal.SIGKILL)
        done.append(what)

    def counted(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        count(sql)
        return execute(sql, params, many, context)

    def counted_commit() -> None:
        count("COMMIT")
        commit()

    connection.execute_wrappers.append(counted)
    connection._commit = counted_commit


def test_a_worker_killed_at_every_step_loses_no_letter_and_gives_no_seat_twice(
    seminar, post_office, tmp_path
):
    deaths = []
    for step in range(1, MOST_STEPS):
        death = killed_at(step, tmp_path / "said")
        if not death:
            break
        deaths.append(death)
    assert len(deaths) > 20, "the batch has more steps than that"
    # What a dying worker held is free once the server has noticed.
    until = time.monotonic() + 30
    while Letter.objects.filter(state=Letter.State.QUEUED).exists() and time.monotonic() < until:
        work()
    first, second, third, fourth, fifth, sixth = (
        row.status for row in seminar.registrations.order_by("pk")
    )
    assert (first, second, third) == (Status.EXPIRED, Status.EXPIRED, Status.CONFIRMED)
    assert (fourth, fifth, sixth) == (Status.OFFERED, Status.OFFERED, Status.RESERVE)
    decided = DecisionLog.objects.values_list("registration", "outcome")
    assert len(decided) == len(set(decided)) == 4
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.SENT}
    arrived = Counter(letter["Message-ID"] for letter in post_office.letters)
    assert len(arrived) == Letter.objects.count() == 6
    twice = sum(arrived.values()) - len(arrived)
    unavoidable = [death for death in deaths if NOT_WRITTEN_DOWN in death]
    assert 0 < twice == len(unavoidable), deaths
