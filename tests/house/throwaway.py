"""Throw-away database clusters: made once, stopped, and copied for every test that needs one."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from interact_portal.core.embedded_postgres import Cluster
from interact_portal.core.embedded_postgres.stale import (
    PostmasterFile,
    postmaster_in,
    servers_in,
    signal_and_wait,
)

PROJECT = Path(__file__).resolve().parents[2]
MEMORY = Path("/dev/shm")  # noqa: S108 (mkdtemp makes the folder)
IS_ROOT = os.geteuid() == 0


@contextlib.contextmanager
def open_folder(*, in_memory: bool = True) -> Iterator[Path]:
    """A new folder which every user may pass: pytest's own are closed, so root's server could not
    enter them. In memory where there is room, for speed (programmes
    cannot always be executed from there). Servers in it are ended with it."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2 * 1024**3
    parent = MEMORY if in_memory and roomy and os.access(MEMORY, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="portal-test-", dir=parent)).resolve()
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        try:
            end_servers_below(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def copied(seed: Path, home: Path) -> Path:
    """A copy of the stopped cluster ``seed``, ownership kept."""
    home.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", str(seed), str(home)], check=True)
    return home


def end_servers_below(folder: Path) -> None:
    """End every server whose data lie below ``folder``, and no other.

    By SIGQUIT, on which a server gives its shared memory back. For a server that a test has killed
    the next start does that; without one, it would stay in the machine for ever.
    """
    for home in {path.parents[1] for path in folder.rglob("data/postmaster.pid")}:
        noted = PostmasterFile.read(home / "data")
        if noted and postmaster_in(home / "data") is None:
            Cluster(home).start()
        servers = servers_in(home / "data")
        numbers = {process.pid for process in servers}
        leaders = [process for process in servers if process.ppid() not in numbers]
        assert signal_and_wait(leaders, signal.SIGQUIT, 10)
        if noted and noted.socket_directory and noted.socket_directory.name.startswith("pg-"):
            shutil.rmtree(noted.socket_directory, ignore_errors=True)


def postmaster(home: Path) -> psutil.Process:
    """The process of the running server."""
    return psutil.Process(PostmasterFile.read(Cluster(home).place.data).pid)


def ask(home: Path, question: str, database: str = "portal"):
    """The first column of the first row that the server answers, None if there is no row."""
    with contextlib.closing(Cluster(home).connect(database)) as connection:
        cursor = connection.cursor()
        cursor.execute(question)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def kill_everything(home: Path) -> None:
    """The power cut: every process of the cluster gone at once, all files left behind."""
    data = Cluster(home).place.data
    postmaster(home).send_signal(signal.SIGSTOP)
    assert signal_and_wait(servers_in(data), signal.SIGKILL, 10)
    assert (data / "postmaster.pid").exists()


def note_another_pid(home: Path, pid: int) -> None:
    """After the power cut the machine gave the server's number to somebody else."""
    place = Cluster(home).place
    noted = PostmasterFile.read(place.data)
    lock = noted.socket_directory / ".s.PGSQL.5432.lock"
    for file in (place.data / "postmaster.pid", lock):
        _, *lines = file.read_text().split("\n")
        file.write_text("\n".join([str(pid), *lines]))


@contextlib.contextmanager
def bystander(uid: int) -> Iterator[subprocess.Popen]:
    """An innocent process of the same user as the server."""
    options = {"user": uid} if IS_ROOT else {}
    process = subprocess.Popen(["sleep", "300"], **options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def run_python(code: str, *arguments: str, **options) -> subprocess.CompletedProcess:
    """Another process of the portal, with Django left aside."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=PROJECT,
        env={**os.environ, **options.pop("env", {})},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **options,
    )


def as_user(uid: int, gid: int, act: Callable[[], object]) -> str:
    """What ``act`` returns (or the text of its error), done by another user in another process.
    Forked, since that user may not be allowed to read the interpreter's files."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
            answer = str(act())
        except BaseException as failed:
            answer = f"{type(failed).__name__}: {failed}"
        os.write(writing, answer.encode()[:60000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer
