"""Periodic jobs: named, registered by the rooms in their `jobs.py`, run by the one worker.

A job is a function without arguments that returns a sentence saying what it did. It may run late
or twice without harm: it asks the tables what is due instead of trusting the clock.
"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from .models import JobRun

logger = logging.getLogger("portal.jobs")

# The class of our advisory locks in PostgreSQL, so that they meet no other program's.
LOCK_CLASS = 7413


@dataclass(frozen=True)
class Job:
    """A named job and how often it is due."""

    name: str
    every: datetime.timedelta
    run: Callable[[], str]
    when: Callable[[], bool]


_jobs: dict[str, Job] = {}


def periodic(
    name: str, *, every: datetime.timedelta, when: Callable[[], bool] = lambda: True
) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Register the decorated function as the job `name`, due `every` so often.

    `when` is a cheap question asked first: while it says no, the job neither runs nor leaves a row
    in the diary. Jobs that are due every second need it.
    """

    def register(run: Callable[[], str]) -> Callable[[], str]:
        _jobs[name] = Job(name, every, run, when)
        return run

    return register


def all_jobs() -> list[Job]:
    """Return every job of every installed room, by name."""
    autodiscover_modules("jobs")
    return [_jobs[name] for name in sorted(_jobs)]


def run_due_jobs() -> list[JobRun]:
    """Run each job whose last start is at least its interval ago; return the runs made."""
    return [run for job in all_jobs() if (run := run_if_due(job))]


def run_if_due(job: Job) -> JobRun | None:
    """Run `job` if it is due and no other worker is at it; return the run, or None."""
    if not job.when():
        return None
    with transaction.atomic():
        if not _claim(job):
            return None
        now = timezone.now()
        last = JobRun.objects.filter(name=job.name).order_by("-started_at").first()
        if last is not None and last.started_at + job.every > now:
            return None
        run = JobRun.objects.create(name=job.name, started_at=now)
    return run_now(job, run)


def run_now(job: Job, run: JobRun | None = None) -> JobRun:
    """Run `job` at once, whether due or not; a failure is written down and logged, not raised."""
    run = run or JobRun.objects.create(name=job.name, started_at=timezone.now())
    try:
        run.said = job.run()
    except Exception as error:  # a broken job must not stop the others
        logger.exception("job failed", extra={"job": job.name})
        run.failed = True
        run.said = f"{type(error).__name__}: {error}"
    run.finished_at = timezone.now()
    run.save(update_fields=("said", "failed", "finished_at"))
    logger.info("job done", extra={"job": job.name, "said": run.said})
    return run


def _claim(job: Job) -> bool:
    """Hold the job's lock until the transaction ends; False when another worker holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [LOCK_CLASS, job.name])
        return cursor.fetchone()[0]
