"""A portal of its own for a measurement or a race: gunicorn on a free port, as in `make run`."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

READY_WITHIN = 60.0


def database_url() -> str:
    """Return the address of the database that this process speaks to, tests' own included."""
    given = connection.get_connection_params()
    user, password = quote(str(given.get("user", ""))), quote(str(given.get("password", "")))
    host, port = quote(str(given.get("host", "")), safe=""), given.get("port", "")
    name = connection.settings_dict["NAME"]
    return f"postgres://{user}:{password}@{host}{f':{port}' if port else ''}/{name}"


@contextmanager
def running_portal(
    log: Path, *, processes: int = 2, threads: int = 4, **more: str
) -> Iterator[int]:
    """Run the portal's web server on the present database; yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "PORTAL_DEMO": "1",
        "DATABASE_URL": database_url(),
        "WEB_CONCURRENCY": str(processes),
        "WEB_THREADS": str(threads),
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
        **more,
    }
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(server, port, log)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_ready(server: subprocess.Popen, port: int, log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The web server did not start:\n{log.read_text()}")
