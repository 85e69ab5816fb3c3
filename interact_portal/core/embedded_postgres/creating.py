"""A new cluster: made beside its place, moved there when complete, so that half of one never
counts as data."""

import os
import secrets
import shutil
import tempfile
from pathlib import Path

from .binaries import ServerProgrammes
from .errors import EmbeddedPostgresError
from .places import Place
from .server_user import ServerUser

SUPERUSER = "portal"
DATABASE = "portal"
UNFINISHED = "unfinished-"
SPACE_NEEDED = 200 * 1024 * 1024

#: Written once into postgresql.conf, where an operator may change them. Sized for a small machine;
#: no statement and no value reaches the log, because statements carry people's names.
SETTINGS = {
    "max_connections": "100",
    "shared_buffers": "32MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "jit": "off",
    "io_method": "sync",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "max_logical_replication_workers": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def create_cluster(place: Place, user: ServerUser, programmes: ServerProgrammes) -> None:
    """Make ``place.data`` with an empty database, with scram passwords, and with rules for letters
    that are the same on every machine: PostgreSQL's own C.UTF-8, whatever LANG says."""
    for leftover in place.root.glob(f"{UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if shutil.disk_usage(place.root).free < SPACE_NEEDED:
        raise EmbeddedPostgresError(
            f"The disk is full: a new database needs {SPACE_NEEDED // 1024**2} MB in {place.root}. "
            "Free some space, or set PORTAL_DATA_DIR to a folder on another disk."
        )
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=place.root))
    try:
        user.own(unfinished)
        _initdb(unfinished / "data", user, programmes, _password(place))
        _create_database(unfinished / "data", programmes)
        (unfinished / "data").rename(place.data)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _initdb(data: Path, user: ServerUser, programmes: ServerProgrammes, password: str) -> None:
    settings = [f"--set={name}={value}" for name, value in SETTINGS.items()]
    handle, name = tempfile.mkstemp(prefix="password-", dir=data.parent)
    with os.fdopen(handle, "w") as file:
        file.write(password)
        user.own(file.fileno())
    programmes.run(
        *("initdb", "--pgdata", str(data), "--username", SUPERUSER, "--pwfile", name),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--no-instructions", *settings),
    )


def _create_database(data: Path, programmes: ServerProgrammes) -> None:
    programmes.run(
        *("postgres", "--single", "-D", str(data), "postgres"),
        input=f"CREATE DATABASE {DATABASE}\n",
    )


def _password(place: Place) -> str:
    """The superuser's password, readable for the caller alone; made when there is none."""
    try:
        handle = os.open(place.secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if password := place.secret.read_text("ascii").strip():
            return password
        place.secret.unlink()
        return _password(place)
    password = secrets.token_urlsafe(32)
    with os.fdopen(handle, "w") as file:
        file.write(password)
    return password


def refuse_other_version(place: Place, programmes: ServerProgrammes) -> None:
    """EmbeddedPostgresError when the data were written by another major version."""
    written = (place.data / "PG_VERSION").read_text("ascii").strip()
    if written != str(ours := programmes.major_version()):
        raise EmbeddedPostgresError(
            f"The data in {place.data} were written by PostgreSQL {written}, and the portal now "
            f"brings PostgreSQL {ours}. With the portal's former version run 'manage.py pg dump "
            "FILE', move the data away, and with this version run 'manage.py pg restore FILE'."
        )
