"""`manage.py set_up`: bring database and tables to what this version of the portal needs.

Run after every upgrade. Safe to run again; with nothing to do it takes a second.
"""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from interact_portal.core.embedded_postgres import Cluster, EmbeddedPostgresError


class Command(BaseCommand):
    """Start the portal's own database server if it has one, migrate, and fill the demo if asked."""

    help = "Bring the database to what this version of the portal needs."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--demo` and `--reset`."""
        parser.add_argument("--demo", action="store_true", help="fill the demo, too")
        parser.add_argument("--reset", action="store_true", help="with --demo: begin with nothing")

    def handle(self, *, demo: bool, reset: bool, **options: object) -> None:
        """Do what is missing, saying each thing that is done."""
        try:
            self._start_own_server()
            if not (demo and reset):
                self._migrate()
            if demo:
                self.stdout.write("demo data")
                call_command("demo", reset=reset, stdout=self.stdout)
            call_command("make_roles", stdout=self.stdout)
        except EmbeddedPostgresError as failed:
            raise CommandError(str(failed)) from failed
        except OperationalError as failed:
            raise CommandError(f"The database does not answer: {failed}") from failed
        except DatabaseError as failed:
            mend = "\nIf this is a demo, 'make demo-reset' begins anew." if settings.DEMO else ""
            raise CommandError(f"{type(failed).__name__}: {failed}{mend}") from failed

    def _start_own_server(self) -> None:
        home = settings.DATABASES[DEFAULT_DB_ALIAS].get("PGHOME")
        if home:
            self.stdout.write("database server")
            Cluster(home).start()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("tables")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
