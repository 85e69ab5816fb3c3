"""Registrations for each second, over HTTP, beside a plain SQL transaction on the same server.

    python -m benchmarks.registrations

Makes a database of its own, starts the portal's web server on it as `make run` does, and lets 300
signed-in people register for 50 seats, 1, 8 and 32 at once: each opens the form and sends it. Then
the same number of bare transactions (lock the seminar, count, insert, commit) on the same server,
and of empty pages through the same web server: they say what the machine can do. Prints one table;
nothing is kept.
"""

import os
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases

HEAD = "at once  people a sec  median ms  95 % ms  seated  waiting  faults  SQL a sec  empty pages"


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interact_portal.settings")
    os.environ.setdefault("PORTAL_DEMO", "1")
    settings.DATABASES["default"]["TEST"] = {"NAME": "portal_benchmark"}
    django.setup()
    from benchmarks.portal import running_portal
    from benchmarks.registering import measure

    call_command("collectstatic", interactive=False, verbosity=0)
    old = setup_databases(verbosity=0, interactive=False)
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            running_portal(Path(folder) / "portal.log") as port,
        ):
            rows = measure(port)
    finally:
        teardown_databases(old, verbosity=0)
    sys.stdout.write("\n".join([HEAD, *rows]) + "\n")


if __name__ == "__main__":
    main()
