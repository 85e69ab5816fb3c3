"""The embedded database by hand: start, stop, status, dump and restore."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from interact_portal.core.embedded_postgres import Cluster, EmbeddedPostgresError, ensure, transfer

ENGINE = "interact_portal.core.embedded_postgres"


class Command(BaseCommand):
    """``pg stop`` lasts until ``pg start`` (or ``make run``): nothing restarts the server by
    connecting, so that its files can be copied or moved."""

    help = "Start, stop, look at, dump or restore the portal's own database server."
    requires_system_checks = ()

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        acts.add_parser("start", help="start the server, also after 'stop'")
        acts.add_parser("stop", help="stop the server and keep it stopped until 'start'")
        acts.add_parser("status", help="say whether it runs (exit status 0) or not (3)")
        dump = acts.add_parser("dump", help="write the database into a new file")
        dump.add_argument("file", type=Path, help="ending in .sql for text, else a pg_dump archive")
        restore = acts.add_parser("restore", help="replace the whole database by a dump")
        restore.add_argument("file", type=Path, help="a file that 'dump' or pg_dump has written")

    def handle(self, *, act, **options):
        database = connections[DEFAULT_DB_ALIAS].settings_dict
        if database["ENGINE"] != ENGINE:
            raise CommandError(
                "The portal uses the database server named in DATABASE_URL, not its own. "
                "Use that server's tools."
            )
        try:
            getattr(self, act)(Cluster(database["PGHOME"]), options.get("file"))
        except EmbeddedPostgresError as failed:
            raise CommandError(str(failed)) from failed

    def start(self, cluster, file):
        started = cluster.start()
        self.stdout.write("The database server has started." if started else "It runs already.")

    def stop(self, cluster, file):
        ran = cluster.hold()
        self.stdout.write("The database server has stopped." if ran else "It did not run.")
        self.stdout.write("It stays stopped until 'manage.py pg start' or 'make run'.")

    def status(self, cluster, file):
        status = cluster.status()
        if status.running:
            self.stdout.write(f"The database server runs (process {status.pid}).")
        elif status.stopped_on_purpose:
            self.stdout.write("The database server was stopped on purpose.")
        else:
            self.stdout.write("The database server does not run; it starts when it is needed.")
        self.stdout.write(f"Data: {status.data}\nLog: {status.log}")
        if not status.running:
            raise SystemExit(3)

    def dump(self, cluster, file):
        ensure(cluster.place.home)
        transfer.dump(cluster, self._name(), file)
        self.stdout.write(f"The database is in {file} ({file.stat().st_size:,} bytes).")

    def restore(self, cluster, file):
        ensure(cluster.place.home)
        transfer.restore(cluster, self._name(), file)
        self.stdout.write(f"The database now holds what is in {file}.")
        self.stdout.write("If the portal is newer than the file, run 'manage.py migrate'.")

    def _name(self) -> str:
        return connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]
