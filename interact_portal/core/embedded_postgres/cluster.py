"""The life of the embedded database server: find it, start it, stop it.

Nobody counts users and nobody stops the server when leaving: whoever needs it and finds it silent
starts it, one at a time, and it outlives him. Usable without Django.
"""

import contextlib
import errno
import fcntl
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from .answering import Answer, address_of, knock
from .binaries import ServerProgrammes
from .creating import create_cluster, refuse_other_version
from .errors import EmbeddedPostgresError, explain
from .places import (
    PORT,
    Place,
    belongs_to_somebody_else,
    prepare,
    settle,
    socket_directory,
)
from .server_user import ServerUser
from .stale import clear_the_way, is_alive, postmaster_in, signal_and_wait, wait_until

PATIENCE = 120  #: seconds; recovery after a power cut takes longer than a usual start
LARGEST_LOG = 5 * 1024 * 1024
STOPPED_ON_PURPOSE = (
    "The database was stopped on purpose. Start it with 'manage.py pg start' (the mark is {})."
)


@dataclass(frozen=True)
class Status:
    """Facts about a cluster, for people."""

    running: bool
    pid: int | None
    data: Path
    log: Path
    stopped_on_purpose: bool


def ensure(home: os.PathLike | str) -> dict:
    """Host, port, user and password of the server of ``home``, which runs when this returns.

    Raises EmbeddedPostgresError when it cannot be started, or was stopped on purpose.
    """
    cluster = Cluster(home)
    if not cluster.alive():
        cluster.start_unless_stopped()
    return cluster.address()


class Cluster:
    """One embedded PostgreSQL server and its data."""

    def __init__(self, home: os.PathLike | str):
        self.place = Place(home)

    def address(self) -> dict:
        """Host, port, user and password of the running server."""
        return address_of(self.place)

    def connect(self, database: str = "postgres"):
        """A psycopg2 connection as superuser, in autocommit mode."""
        connection = psycopg2.connect(
            dbname=database, connect_timeout=10, client_encoding="UTF8", **self.address()
        )
        connection.autocommit = True
        return connection

    def alive(self) -> bool:
        """Whether the server answers now."""
        return knock(self.place) is Answer.READY

    def status(self) -> Status:
        postmaster = postmaster_in(self.place.data)
        return Status(
            running=self.alive(),
            pid=postmaster.pid if postmaster else None,
            data=self.place.data,
            log=self.place.log,
            stopped_on_purpose=self.place.stopped.exists(),
        )

    def start(self) -> bool:
        """Start the server, also after ``hold()``. True if it was this call that started it."""
        with self._locked():
            self.place.stopped.unlink(missing_ok=True)
            return self._start()

    def start_unless_stopped(self) -> bool:
        """Start the server unless it was stopped on purpose (EmbeddedPostgresError)."""
        with self._locked():
            if self.place.stopped.exists():
                raise EmbeddedPostgresError(STOPPED_ON_PURPOSE.format(self.place.stopped))
            return self._start()

    def stop(self) -> bool:
        """Stop the server; the next who needs it starts it again. True if it ran."""
        with self._locked():
            return self._stop()

    def hold(self) -> bool:
        """Stop the server and keep it stopped until ``start()``. True if it ran."""
        with self._locked():
            self.place.stopped.touch()
            return self._stop()

    def stop_if_idle(self, patience: float = 3) -> bool:
        """Stop the server unless others are connected, waiting ``patience`` seconds for sessions
        that are just leaving. True if it no longer runs."""
        with self._locked():
            if not self.alive():
                return postmaster_in(self.place.data) is None
            with contextlib.closing(self.connect()) as connection:
                if not wait_until(lambda: _other_sessions(connection) == 0, patience):
                    return False
            self._stop()
            return True

    def _start(self) -> bool:
        if self._wait_while_not_yet():
            return False
        user = settle(self.place)
        if self._wait_while_not_yet():  # in the place that has just been found
            return False
        programmes = ServerProgrammes(self.place, user)
        if self.place.data.exists():
            refuse_other_version(self.place, programmes)
        else:
            create_cluster(self.place, user, programmes)
        directory = socket_directory(self.place, user)
        clear_the_way(self.place.data, directory)
        self._launch(user, programmes, directory)
        return True

    def _wait_while_not_yet(self) -> bool:
        """True when the server is ready after all, False when there is none."""
        if wait_until(lambda: knock(self.place) is not Answer.NOT_YET, PATIENCE):
            return self.alive()
        raise self._busy()

    def _launch(self, user: ServerUser, programmes: ServerProgrammes, directory: Path) -> None:
        """Through a shell that leaves at once, so that the server is nobody's child, in a session
        of its own, so that Ctrl-C does not reach it, and with its output in a file, since it would
        hold a pipe open for ever."""
        self._prepare_log(user)
        quoted = '"' + str(directory).replace('"', '""') + '"'
        server = [programmes.path("postgres"), "-D", str(self.place.data), "-p", str(PORT)]
        server += ["-c", "listen_addresses=", "-c", f"unix_socket_directories={quoted}"]
        begun = self.place.log.stat().st_size
        launched = user.run(
            ["/bin/sh", "-c", '"$@" </dev/null >>"$0" 2>&1 & echo $!', self.place.log, *server],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )
        if not launched.stdout.strip().isdigit():
            raise explain("The database server could not be launched.", launched.stderr)
        pid = int(launched.stdout)
        wait_until(lambda: knock(self.place) is Answer.READY or not is_alive(pid), PATIENCE)
        if self.alive():
            return
        if is_alive(pid):
            raise self._busy()
        raise explain(
            f"The database server did not start. Its log is {self.place.log}:",
            self.place.log.read_bytes()[begun:].decode("utf-8", "replace"),
        )

    def _busy(self) -> EmbeddedPostgresError:
        return EmbeddedPostgresError(
            f"The database server has been busy for {PATIENCE} seconds and takes no connections: "
            f"it may be recovering from a crash. Look into {self.place.log}, and try again later."
        )

    def _prepare_log(self, user: ServerUser) -> None:
        log = self.place.log
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        user.own(handle)
        os.close(handle)

    def _stop(self) -> bool:
        postmaster = postmaster_in(self.place.data)
        if postmaster is None:
            return False
        if not signal_and_wait([postmaster], signal.SIGINT, PATIENCE):
            raise EmbeddedPostgresError(
                f"The database server (process {postmaster.pid}) did not stop within {PATIENCE} "
                f"seconds. Look into {self.place.log}."
            )
        return True

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """One starter or stopper at a time. The lock dies with its holder."""
        prepare(self.place.home)
        try:
            handle = os.open(self.place.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except PermissionError as closed:
            raise belongs_to_somebody_else(self.place.home) from closed
        try:
            if not wait_until(lambda: _has_locked(handle), 2 * PATIENCE):
                raise EmbeddedPostgresError(
                    f"Another process has been starting or stopping the database for "
                    f"{2 * PATIENCE} seconds. End it, then try again (lock: {self.place.lock})."
                )
            yield
        finally:
            os.close(handle)


def _has_locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as busy:
        if busy.errno in (errno.EAGAIN, errno.EACCES):
            return False
        raise
    return True


def _other_sessions(connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]
