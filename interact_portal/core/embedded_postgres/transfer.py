"""The database into a file and back.

A restore fills a new database beside the old one and lets it take the old one's name only when
everything is in, in one transaction: whoever reads meanwhile reads the old data, and a file that
is cut short changes nothing.
"""

import contextlib
import os
import subprocess
from pathlib import Path

from psycopg2 import sql

from .binaries import client_programme
from .cluster import Cluster
from .errors import EmbeddedPostgresError, explain
from .stale import wait_until

ARCHIVE_BEGINS_WITH = b"PGDMP"
TEXT_ENDS_WITH = b"PostgreSQL database dump complete"


def dump(cluster: Cluster, database: str, file: Path) -> None:
    """Write ``database`` into ``file``: SQL text if it is named ``.sql``, else a compressed archive
    of pg_dump. Nobody but the caller may read it, and it appears only when it is complete."""
    if file.exists():
        raise EmbeddedPostgresError(f"{file} exists already. Name another file.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    kind = "plain" if file.suffix == ".sql" else "custom"
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        unfinished.chmod(0o600)
        _run(
            cluster,
            *("pg_dump", f"--format={kind}", "--no-owner", "--no-privileges"),
            *("--file", str(unfinished), f"--dbname={database}"),
        )
        unfinished.rename(file)
    except OSError as refused:
        raise EmbeddedPostgresError(f"{file} cannot be written: {refused.strerror}.") from refused
    finally:
        unfinished.unlink(missing_ok=True)


def restore(cluster: Cluster, database: str, file: Path) -> None:
    """Replace everything in ``database`` by what ``file`` holds, or leave it as it is."""
    is_archive = _looks_like_an_archive(file)
    incoming, outgoing = f"{database}_incoming", f"{database}_outgoing"
    with contextlib.closing(cluster.connect()) as connection, connection.cursor() as cursor:
        _drop(cursor, incoming)
        cursor.execute(_statement("CREATE DATABASE {} TEMPLATE template0", incoming))
        try:
            _fill(cluster, incoming, file, is_archive=is_archive)
            _exchange(cursor, database, incoming, outgoing)
        finally:
            _drop(cursor, incoming)
            _drop(cursor, outgoing)


def _looks_like_an_archive(file: Path) -> bool:
    """True for pg_dump's archive, False for its SQL text, which must be complete: psql would take
    half a file without a word."""
    try:
        with file.open("rb") as opened:
            if opened.read(len(ARCHIVE_BEGINS_WITH)) == ARCHIVE_BEGINS_WITH:
                return True
            opened.seek(max(0, file.stat().st_size - 1000))
            if TEXT_ENDS_WITH in opened.read():
                return False
    except OSError as refused:
        raise EmbeddedPostgresError(f"{file} cannot be read: {refused.strerror}.") from refused
    raise EmbeddedPostgresError(
        f"{file} is cut short or was not written by 'manage.py pg dump' or pg_dump: nothing was "
        "changed."
    )


def _fill(cluster: Cluster, database: str, file: Path, *, is_archive: bool) -> None:
    if is_archive:
        tool = ["pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", str(file)]
    else:
        tool = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={file}"]
    _run(cluster, *tool, "--single-transaction", f"--dbname={database}")
    with contextlib.closing(cluster.connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _exchange(cursor, database: str, incoming: str, outgoing: str) -> None:
    """Nobody may come in while the names change; those who are in are sent away and reconnect."""
    _drop(cursor, outgoing)
    cursor.execute(_statement("ALTER DATABASE {} ALLOW_CONNECTIONS false", database))
    try:
        if not wait_until(lambda: _send_everybody_away(cursor, database), 20):
            raise EmbeddedPostgresError(
                f"Others stay connected to the database {database}: nothing was changed."
            )
        cursor.execute("BEGIN")
        cursor.execute(_statement("ALTER DATABASE {} RENAME TO {}", database, outgoing))
        cursor.execute(_statement("ALTER DATABASE {} RENAME TO {}", incoming, database))
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        cursor.execute(_statement("ALTER DATABASE {} ALLOW_CONNECTIONS true", database))
        raise


def _send_everybody_away(cursor, database: str) -> bool:
    cursor.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s",
        [database],
    )
    return cursor.fetchone()[0] == 0


def _drop(cursor, database: str) -> None:
    cursor.execute(_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", database))


def _statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))


def _run(cluster: Cluster, programme: str, *arguments: str) -> None:
    address = cluster.address()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    environment |= {"PGHOST": address["host"], "PGPORT": str(address["port"]), "LC_ALL": "C"}
    environment |= {"PGUSER": address["user"], "PGPASSWORD": address["password"]}
    done = subprocess.run(  # noqa: S603 (our own command)
        [client_programme(programme), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise explain(f"{programme} failed; nothing was changed.", done.stderr)
