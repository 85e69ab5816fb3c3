"""The outbox: a letter is written with its act, delivered once, and never lost."""

import datetime
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from interact_portal.core.jobs import all_jobs, run_if_due
from interact_portal.mail import outbox
from interact_portal.mail.jobs import send_letters, strike_out_old_codes
from interact_portal.mail.models import Letter
from tests.factories import make_letter, make_user

from .post_office import PostOffice

# A worker in a process of its own, on the test's database.
WORKER = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[2])
import django
django.setup()
from django.core.management import call_command
call_command("worker", once=True)
"""


@pytest.fixture
def post_office(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with PostOffice() as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


def start_worker(office: PostOffice) -> subprocess.Popen:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "interact_portal.settings"}
    name = connection.settings_dict["NAME"]
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, name, str(office.port)],
        cwd=Path(portal_settings.BASE_DIR),
        env=environment | {"LOG_LEVEL": "CRITICAL"},
    )


def make_due() -> None:
    Letter.objects.filter(state="queued").update(next_try_at=timezone.now())


def states() -> Counter:
    return Counter(Letter.objects.values_list("state", flat=True))


# --- writing ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_tells_nobody(post_office):
    def write_and_fail() -> None:
        with transaction.atomic():
            make_letter()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    send_letters()
    assert post_office.readers == []
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_what_is_told_once_is_not_told_again():
    first = outbox.write(key="seat:1:given", to="a@example.eu", subject="Yes", text="Yes")
    again = outbox.write(key="seat:1:given", to="a@example.eu", subject="Yes", text="Yes")
    assert again == first
    with pytest.raises(IntegrityError), transaction.atomic():
        make_letter(key="seat:1:given")


@pytest.mark.django_db
def test_a_letter_is_plain_text_and_belongs_to_its_reader():
    person = make_user(name="O'Neil & Sons")
    letter = outbox.post(
        key="welcome",
        to=person.email,
        person=person,
        template="accounts/email/account_deleted",
        context={"name": person.name},
    )
    assert letter.subject == "Your account is deleted"
    assert "O'Neil & Sons" in letter.text
    assert letter.person == person


@pytest.mark.django_db
def test_a_subject_cannot_smuggle_a_header():
    letter = outbox.write(
        key="x", to="a@example.eu", subject="Hello\r\nBcc: spy@example.eu", text="x"
    )
    assert letter.subject == "Hello Bcc: spy@example.eu"


# --- sending ------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_letter_arrives_with_its_files_and_a_name_that_stays_the_same(post_office):
    letter = outbox.write(
        key="seat:7:given",
        to="a@example.eu",
        subject="Ваше место – Θέση",
        text="Dear reader\n",
        reply_to="office@example.eu",
        attachments=[("seminar.ics", "text/calendar", b"BEGIN:VCALENDAR")],
    )
    assert send_letters() == "1 letters tried"
    [arrived] = post_office.letters
    assert arrived["Subject"] == "Ваше место – Θέση"
    assert arrived["Reply-To"] == "office@example.eu"
    [file] = arrived.iter_attachments()
    assert file.get_filename() == "seminar.ics"
    assert arrived.get_body().get_content().strip() == "Dear reader"
    outbox.send_again(letter)
    send_letters()
    assert post_office.letters[1]["Message-ID"] == arrived["Message-ID"]
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("sent", 1)


@pytest.mark.django_db(transaction=True)
def test_letters_wait_while_the_mail_server_is_down_and_all_arrive_when_it_is_up(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with PostOffice() as office:
        port = office.port
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    for _letter in range(20):
        make_letter()
    send_letters()
    assert states() == {"queued": 20}
    letter = Letter.objects.first()
    assert letter.attempts >= 1
    assert "ConnectionRefusedError" in letter.last_error
    assert letter.next_try_at > timezone.now()
    with PostOffice(port) as office:
        make_due()
        send_letters()
        assert len(set(office.readers)) == len(office.readers) == 20
    assert states() == {"sent": 20}


@pytest.mark.django_db(transaction=True)
def test_a_server_that_says_later_once_gets_the_letter_again(post_office):
    letter = make_letter()
    post_office.answer = lambda address, attempt: 451 if attempt == 1 else 250
    before = timezone.now()
    outbox.send_one_due(outbox.get_connection())
    letter.refresh_from_db()
    assert letter.state == "queued"
    assert letter.next_try_at >= before + datetime.timedelta(seconds=1)
    assert post_office.readers == []
    make_due()
    send_letters()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("sent", 2)
    assert post_office.readers == [letter.to]


@pytest.mark.django_db(transaction=True)
def test_an_address_that_does_not_exist_fails_at_once_and_visibly(post_office):
    letter = make_letter()
    post_office.answer = lambda address, attempt: 550
    send_letters()
    make_due()
    send_letters()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("failed", 1)
    assert "550" in letter.last_error
    assert post_office.attempts == {letter.to: 1}


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_given_up_only_after_more_than_a_day_of_trying(post_office):
    letter = make_letter()
    post_office.answer = lambda address, attempt: 451
    waits = []
    for _attempt in range(len(outbox.PATIENCE) + 1):
        make_due()
        before = timezone.now()
        outbox.send_one_due(outbox.get_connection())
        letter.refresh_from_db()
        waits.append(round((letter.next_try_at - before).total_seconds()))
    assert letter.state == "failed"
    assert waits[:-1] == list(outbox.PATIENCE)
    assert sum(outbox.PATIENCE) > 24 * 3600


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_cannot_be_sent_does_not_hold_up_the_others(post_office):
    long_ago = timezone.now() - datetime.timedelta(days=1)
    poison = make_letter(headers={"X-Broken": "a\nb"}, next_try_at=long_ago)
    files = [{"name": "x", "type": "text/plain", "content": "not base64"}]
    worse = make_letter(attachments=files, next_try_at=long_ago)
    good = [make_letter() for _letter in range(3)]
    send_letters()
    assert sorted(post_office.readers) == sorted(letter.to for letter in good)
    for letter in (poison, worse):
        letter.refresh_from_db()
        assert letter.state == "queued"
        assert letter.attempts >= 1
        assert letter.last_error


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_letter_stays_here(post_office):
    letter = make_letter()
    assert outbox.withdraw(letter)
    send_letters()
    assert post_office.readers == []
    assert not outbox.withdraw(letter)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_letter(post_office):
    for _letter in range(80):
        make_letter()
    post_office.slowness = 0.02
    worker = start_worker(post_office)
    try:
        deadline = time.monotonic() + 60
        while len(post_office.readers) < 10 and time.monotonic() < deadline:
            time.sleep(0.01)
        worker.send_signal(signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait(10)
    time.sleep(0.5)
    arrived_before = len(post_office.readers)
    assert 10 <= arrived_before < 80
    assert states()["sent"] in {arrived_before, arrived_before - 1}
    assert start_worker(post_office).wait(90) == 0
    assert states() == {"sent": 80}
    counts = Counter(post_office.readers)
    assert len(counts) == 80
    # Only the letter that was on its way when the worker died may arrive twice.
    assert sum(counts.values()) <= 81


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_letter_once(post_office):
    for _letter in range(80):
        make_letter()
    post_office.slowness = 0.005
    workers = [start_worker(post_office) for _worker in range(4)]
    assert [worker.wait(120) for worker in workers] == [0, 0, 0, 0]
    assert states() == {"sent": 80}
    assert len(post_office.readers) == len(set(post_office.readers)) == 80


@pytest.mark.django_db(transaction=True)
def test_in_the_demo_letters_stand_readable_on_the_console(settings, capsys):
    settings.EMAIL_BACKEND = "interact_portal.mail.console.ReadableBackend"
    outbox.write(
        key="x",
        to="a@example.eu",
        subject="Ваше место – Θέση",
        text="Good day – reader\n\n    QWER-TYUI\n",
        attachments=[("seminar.ics", "text/calendar", b"BEGIN:VCALENDAR")],
    )
    send_letters()
    printed = capsys.readouterr().out
    assert "Letter to: a@example.eu\nSubject: Ваше место – Θέση\n" in printed
    assert "Enclosed: seminar.ics" in printed
    assert "Good day – reader\n\n    QWER-TYUI\n" in printed


# --- codes and forgetting -----------------------------------------------------------------------


@pytest.mark.django_db
def test_codes_lose_their_words_when_they_have_had_their_time():
    hour = datetime.timedelta(hours=1)
    now = timezone.now()
    old = make_letter(secret_until=now - hour, state="sent", sent_at=now)
    unsent = make_letter(secret_until=now - hour)
    young = make_letter(secret_until=now + hour)
    plain = make_letter()
    assert strike_out_old_codes() == "2 letters struck out"
    assert strike_out_old_codes() == "0 letters struck out"
    for letter in (old, unsent, young, plain):
        letter.refresh_from_db()
    assert [letter.text for letter in (old, unsent)] == ["", ""]
    assert [letter.state for letter in (old, unsent, young)] == ["sent", "withdrawn", "queued"]
    assert young.text == plain.text == "Good day.\n"
    assert not outbox.send_again(old)


@pytest.mark.django_db
def test_a_forgotten_letter_says_neither_who_nor_what():
    letter = make_letter(
        person=make_user(),
        reply_to="x@example.eu",
        headers={"X-Name": "Ana"},
        last_error="550 ana@example.eu",
        html="<p>Good day</p>",
    )
    assert outbox.forget(Letter.objects.filter(pk=letter.pk)) == 1
    letter.refresh_from_db()
    assert letter.to == outbox.NOBODY
    left = (letter.text, letter.html, letter.reply_to, letter.headers, letter.last_error)
    assert left == ("", "", "", {}, "")
    assert letter.state == "withdrawn"


@pytest.mark.django_db
def test_an_idle_worker_leaves_no_rows_about_sending(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    job = next(job for job in all_jobs() if job.name == "send letters")
    assert run_if_due(job) is None
    make_letter()
    assert run_if_due(job).said == "1 letters tried"
