"""The life of the embedded database server: find it, start it, stop it.

Nobody counts users and nobody stops the server when leaving: whoever needs it and finds it silent
starts it, one at a time, and it outlives him. Usable without Django.
"""

import contextlib
import enum
import errno
import fcntl
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from .binaries import ServerProgrammes
from .creating import SUPERUSER, create_cluster
from .errors import EmbeddedPostgresError, explain
from .places import (
    PORT,
    SOCKET_NAME,
    Place,
    belongs_to_somebody_else,
    is_private,
    prepare,
    settle,
    socket_directory,
)
from .server_user import ServerUser
from .stale import (
    PostmasterFile,
    clear_the_way,
    is_alive,
    postmaster_in,
    signal_and_wait,
    wait_until,
)

PATIENCE = 120  #: seconds; recovery after a power cut takes longer than a usual start
LARGEST_LOG = 5 * 1024 * 1024
STOPPED_ON_PURPOSE = (
    "The database was stopped on purpose. Start it with 'manage.py pg start' (the mark is {})."
)


class Answer(enum.Enum):
    """What one hears when knocking at the server's socket."""

    READY = enum.auto()
    NOT_YET = enum.auto()  # starting, recovering, shutting down, overloaded
    SILENCE = enum.auto()


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
        noted = PostmasterFile.read(self.place.data)
        if noted is None or noted.socket_directory is None:
            raise EmbeddedPostgresError(f"No database server runs in {self.place.data}.")
        if not is_private(noted.socket_directory, self.place.data.stat().st_uid):
            raise EmbeddedPostgresError(
                f"The folder of the database's socket, {noted.socket_directory}, is open to other "
                "users. Stop the server with 'manage.py pg stop' and remove that folder."
            )
        return {
            "host": str(noted.socket_directory),
            "port": PORT,
            "user": SUPERUSER,
            "password": self._password(),
        }

    def connect(self, database: str = "postgres", timeout: int = 5):
        """A psycopg2 connection as superuser, in autocommit mode."""
        connection = psycopg2.connect(
            dbname=database, connect_timeout=timeout, client_encoding="UTF8", **self.address()
        )
        connection.autocommit = True
        return connection

    def alive(self) -> bool:
        """Whether the server answers now."""
        return self._knock() is Answer.READY

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
        programmes = ServerProgrammes(self.place, user)
        if self.place.data.exists():
            self._refuse_other_version(programmes)
        else:
            create_cluster(self.place, user, programmes)
        directory = socket_directory(self.place, user)
        clear_the_way(self.place.data, directory)
        self._launch(user, programmes, directory)
        return True

    def _wait_while_not_yet(self) -> bool:
        """True when the server is ready after all, False when there is none."""
        if wait_until(lambda: self._knock() is not Answer.NOT_YET, PATIENCE):
            return self.alive()
        raise EmbeddedPostgresError(
            f"The database server has been busy for {PATIENCE} seconds and takes no connections: "
            f"it may be recovering from a crash. Look into {self.place.log}, and try again later."
        )

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
        wait_until(lambda: self._knock() is Answer.READY or not is_alive(pid), PATIENCE)
        if not self.alive():
            raise explain(
                f"The database server did not start. Its log is {self.place.log}:",
                self.place.log.read_bytes()[begun:].decode("utf-8", "replace"),
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

    def _knock(self) -> Answer:
        noted = PostmasterFile.read(self.place.data)
        if noted is None:
            return Answer.SILENCE
        if noted.socket_directory is None:
            return Answer.NOT_YET if postmaster_in(self.place.data) else Answer.SILENCE
        if not _somebody_listens(noted.socket_directory / SOCKET_NAME):
            return Answer.SILENCE
        try:
            self.connect().close()
        except psycopg2.OperationalError as refused:
            return self._understand(str(refused))
        return Answer.READY

    def _understand(self, refusal: str) -> Answer:
        if "password authentication failed" in refusal:
            raise EmbeddedPostgresError(
                f"The database refuses the password in {self.place.secret}: that file does not "
                f"belong to the data in {self.place.data}. Put the file back from your backup."
            )
        full = "too many clients" in refusal or "remaining connection slots" in refusal
        return Answer.READY if full else Answer.NOT_YET

    def _password(self) -> str:
        try:
            return self.place.secret.read_text("ascii").strip()
        except FileNotFoundError as lost:
            raise EmbeddedPostgresError(
                f"The password of the database, {self.place.secret}, is missing. Put the file "
                "back from your backup."
            ) from lost
        except PermissionError as closed:
            raise belongs_to_somebody_else(self.place.root) from closed

    def _refuse_other_version(self, programmes: ServerProgrammes) -> None:
        written = (self.place.data / "PG_VERSION").read_text("ascii").strip()
        if written != str(ours := programmes.major_version()):
            raise EmbeddedPostgresError(
                f"The data in {self.place.data} were written by PostgreSQL {written}, and the "
                f"portal now brings PostgreSQL {ours}. With the portal's former version run "
                "'manage.py pg dump FILE', move the data away, and with this version run "
                "'manage.py pg restore FILE'."
            )

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


def _somebody_listens(address: Path) -> bool:
    """Asked of the system, whose error numbers are the same in every language."""
    with socket.socket(socket.AF_UNIX) as knocking:
        try:
            knocking.connect(os.fspath(address))
        except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError):
            return False
        except PermissionError as closed:
            raise belongs_to_somebody_else(address.parent) from closed
    return True


def _other_sessions(connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]
