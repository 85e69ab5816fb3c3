"""`manage.py demo`: programmes, people and what they did, for those who try the portal."""

import shutil

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from interact_portal.core.demo import take_steps, why_not_here, wipe


class Command(BaseCommand):
    """Take the steps of every room's `demo.py` that are due; `--reset` begins with nothing."""

    help = "Fill the database with the demo; what stands is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--reset`."""
        parser.add_argument(
            "--reset", action="store_true", help="first drop everything that the database holds"
        )

    def handle(self, *, reset: bool, **options: object) -> None:
        """Fill the demo, saying what stands; refuse a database of real people."""
        if reason := why_not_here():
            raise CommandError(reason)
        if reset:
            wipe()
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        for _step, said in take_steps():
            self.stdout.write(said)
