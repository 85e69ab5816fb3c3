"""A throw-away database beside the portal's own, in the same cluster: made, used, dropped."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from .portal import database_url

NAME = "portal_benchmark"


@contextmanager
def throwaway_database() -> Iterator[str]:
    """Make an empty database; yield its address; drop it. One left over is replaced."""
    connection.ensure_connection()
    connection.set_autocommit(True)
    _run(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME}")
    try:
        yield f"{database_url().rpartition('/')[0]}/{NAME}"
    finally:
        connection.ensure_connection()
        _run(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def in_it(address: str, module: str, *words: str) -> None:
    """Run a module of ours as a program of its own on the database at `address`."""
    environment = os.environ | {"PORTAL_DEMO": "1", "DATABASE_URL": address, "LOG_LEVEL": "WARNING"}
    environment |= {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    command: Sequence[str] = (sys.executable, "-m", module, *words)
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
