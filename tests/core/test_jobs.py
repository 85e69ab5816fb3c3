"""Periodic jobs: run when due, late or twice without harm, by one worker at a time."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from interact_portal.core import jobs
from interact_portal.core.jobs import Job, run_due_jobs, run_if_due, run_now
from interact_portal.core.models import JobRun

HOUR = datetime.timedelta(hours=1)


def make_job(run=lambda: "did it", *, every=HOUR, when=lambda: True) -> Job:
    return Job("a job of the test", every, run, when)


def runs() -> list[str]:
    return list(JobRun.objects.order_by("pk").values_list("said", flat=True))


@pytest.mark.django_db
def test_a_job_runs_once_in_its_interval_and_again_after_it():
    job = make_job()
    assert run_if_due(job).said == "did it"
    assert run_if_due(job) is None
    past = timezone.now() - 2 * HOUR
    JobRun.objects.update(started_at=past, finished_at=past)
    assert run_if_due(job) is not None
    assert runs() == ["did it", "did it"]


@pytest.mark.django_db
def test_a_job_that_is_late_by_days_runs_once_and_not_for_each_missed_time():
    past = timezone.now() - datetime.timedelta(days=3)
    JobRun.objects.create(name="a job of the test", started_at=past, finished_at=past)
    job = make_job()
    assert run_if_due(job) is not None
    assert run_if_due(job) is None


@pytest.mark.django_db
def test_a_job_with_nothing_to_do_leaves_no_row():
    assert run_if_due(make_job(when=lambda: False)) is None
    assert not JobRun.objects.exists()


@pytest.mark.django_db
def test_a_broken_job_is_written_down_and_does_not_stop_the_others(monkeypatch):
    def fail() -> str:
        raise ValueError("no such seminar")

    both = [make_job(fail), Job("another", HOUR, lambda: "fine", lambda: True)]
    monkeypatch.setattr(jobs, "all_jobs", lambda: both)
    broken, fine = run_due_jobs()
    assert (broken.failed, broken.said) == (True, "ValueError: no such seminar")
    assert broken.finished_at >= broken.started_at
    assert (fine.failed, fine.said) == (False, "fine")


@pytest.mark.django_db
def test_a_job_can_be_run_by_hand_although_it_is_not_due():
    job = make_job()
    run_if_due(job)
    assert run_now(job).said == "did it"
    assert len(runs()) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_meet_at_a_job_run_it_once():
    looked, may_go_on = threading.Event(), threading.Event()
    second: list[JobRun | None] = []

    def run() -> None:
        second.append(run_if_due(make_job()))
        connection.close()

    def hold_the_lock() -> None:
        from django.db import transaction

        with transaction.atomic():
            assert jobs._claim(make_job())
            looked.set()
            may_go_on.wait(10)
        connection.close()

    holder = threading.Thread(target=hold_the_lock)
    holder.start()
    looked.wait(10)
    worker = threading.Thread(target=run)
    worker.start()
    worker.join(10)
    may_go_on.set()
    holder.join(10)
    assert second == [None]
    assert run_if_due(make_job()) is not None


@pytest.mark.django_db
@pytest.mark.parametrize("job", jobs.all_jobs(), ids=lambda job: job.name)
def test_every_job_of_the_portal_may_run_twice_without_harm(job, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    first, second = run_now(job), run_now(job)
    assert not first.failed, first.said
    assert not second.failed, second.said
    assert second.said
