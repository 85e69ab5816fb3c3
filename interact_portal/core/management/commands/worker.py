"""The worker: sends the letters of the outbox and runs the periodic jobs, until told to stop."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections, connection

from interact_portal.core.jobs import all_jobs, run_due_jobs

logger = logging.getLogger("portal.worker")


class Command(BaseCommand):
    """Run the jobs that are due, then rest, and so on; `--once` makes one round and ends."""

    help = "Run the portal's periodic jobs, the outbox among them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--list`, `--once` and `--rest SECONDS`."""
        parser.add_argument("--list", action="store_true", help="name the jobs, and run none")
        parser.add_argument("--once", action="store_true", help="make one round and end")
        parser.add_argument("--rest", type=float, default=1.0, help="seconds between two rounds")

    def handle(self, *, once: bool, rest: float, **options: object) -> None:
        """Work until SIGTERM or SIGINT, which let the present job finish first."""
        if options["list"]:
            for job in all_jobs():
                self.stdout.write(
                    f"{job.name:40} {f'every {job.every}' if job.every else 'at once'}"
                )
            return
        self.stopping = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.stopping.set())
        while True:
            self._round()
            if once or self.stopping.wait(rest):
                return

    def _round(self) -> None:
        close_old_connections()
        try:
            run_due_jobs()
        except OperationalError as error:
            logger.error("the database does not answer; trying again", extra={"said": str(error)})
            connection.close()
