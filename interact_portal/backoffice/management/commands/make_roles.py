"""`manage.py make_roles`: the groups of the back office, with what each is allowed."""

from django.core.management.base import BaseCommand

from interact_portal.backoffice.roles import make_roles


class Command(BaseCommand):
    """Make the roles of the back office, or bring them back to what they are for."""

    help = "Make the groups Editor, Reviewer, Event manager, Check-in, Auditor, Administrator."

    def handle(self, **options: object) -> None:
        """Say how many were made or changed."""
        changed = make_roles()
        if changed:
            self.stdout.write(f"roles ({changed} made or changed)")
