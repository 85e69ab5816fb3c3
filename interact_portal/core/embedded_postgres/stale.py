"""What a killed server leaves behind, and which processes are really ours.

PostgreSQL itself asks only whether *some* process has the number in postmaster.pid. A recycled
number and a zombie that nobody reaps both say yes, and the server then refuses to start for ever.
Here a process counts only if it is a living postgres whose working directory is our data
directory. No other process ever gets a signal from us.
"""

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from .errors import EmbeddedPostgresError
from .places import SOCKET_NAME, belongs_to_somebody_else


@dataclass(frozen=True)
class PostmasterFile:
    """What postmaster.pid says: the server's number and the folder of its socket."""

    pid: int
    socket_directory: Path | None

    @classmethod
    def read(cls, data: Path) -> "PostmasterFile | None":
        try:
            lines = os.fsdecode((data / "postmaster.pid").read_bytes()).split("\n")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except PermissionError as closed:
            raise belongs_to_somebody_else(data.parent) from closed
        if not lines[0].strip().lstrip("-").isdigit():
            return None
        directory = lines[4].strip() if len(lines) > 5 else ""
        return cls(abs(int(lines[0])), Path(directory) if directory else None)


def is_alive(pid: int) -> bool:
    """A zombie is dead: only its parent has not been told."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def servers_in(data: Path) -> list[psutil.Process]:
    """Living postgres processes that work in ``data`` (the server and its children)."""
    return [process for process in _postgres_processes() if _works_in(process, data)]


def postmaster_in(data: Path) -> psutil.Process | None:
    """The living server of ``data``: named by postmaster.pid, and seen working there."""
    if (noted := PostmasterFile.read(data)) is None:
        return None
    try:
        process = psutil.Process(noted.pid)
        ours = _is_postgres(process.name(), process.status()) and _works_in(process, data)
    except psutil.Error:
        return None
    return process if ours else None


def ghosts_of(data: Path) -> list[psutil.Process]:
    """Servers whose data directory was at ``data`` and has been deleted under them. They would
    delete the socket of the next server when they notice."""
    return [process for process in _postgres_processes() if _works_in_deleted(process, data)]


def _postgres_processes() -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["name", "status"])
        if _is_postgres(process.info["name"], process.info["status"])
    ]


def _is_postgres(name: str | None, status: str | None) -> bool:
    return (name or "").startswith("postgres") and status != psutil.STATUS_ZOMBIE


def _works_in(process: psutil.Process, data: Path) -> bool:
    try:
        where = f"/proc/{process.pid}/cwd" if sys.platform == "linux" else process.cwd()
        return Path(where).samefile(data)
    except (OSError, psutil.Error):
        return False


def _works_in_deleted(process: psutil.Process, data: Path) -> bool:
    try:
        return str(Path(f"/proc/{process.pid}/cwd").readlink()) == f"{data} (deleted)"
    except OSError:
        return False


def signal_and_wait(processes: list[psutil.Process], number: int, seconds: float) -> bool:
    """Send ``number`` to ``processes``; True when all have ended within ``seconds``."""
    for process in processes:
        try:
            process.send_signal(number)  # psutil checks that the number was not recycled
        except psutil.NoSuchProcess:
            continue
    return wait_until(lambda: not any(is_alive(process.pid) for process in processes), seconds)


def wait_until(condition, seconds: float, pause: float = 0.02) -> bool:
    """True as soon as ``condition()`` is; False when ``seconds`` have passed."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def clear_the_way(data: Path, socket_directory: Path, patience: float = 15) -> None:
    """Make room for a new server in ``data``, knowing that none answers there.

    Children of a killed server leave by themselves, given a moment. A server that lost its socket
    (somebody emptied the folder) is shut down, because nobody can reach it any more.
    """
    signal_and_wait(ghosts_of(data), signal.SIGQUIT, patience)
    if unreachable := postmaster_in(data):
        if not _has_lost_its_socket(data) and not wait_until(
            lambda: not postmaster_in(data), patience
        ):
            raise EmbeddedPostgresError(
                f"A database server (process {unreachable.pid}) works in {data}, but does not "
                "answer. Stop it with 'manage.py pg stop', then start it with 'manage.py pg start'."
            )
        signal_and_wait([unreachable], signal.SIGINT, patience)
    if not wait_until(lambda: not servers_in(data), patience):
        signal_and_wait(servers_in(data), signal.SIGQUIT, patience)
    if left := servers_in(data):
        numbers = ", ".join(str(process.pid) for process in left)
        raise EmbeddedPostgresError(
            f"Processes of an earlier database server (number {numbers}) still work in {data} "
            "and do not end. Restart the machine, or end them by hand."
        )
    (data / "postmaster.pid").unlink(missing_ok=True)
    (socket_directory / SOCKET_NAME).unlink(missing_ok=True)
    (socket_directory / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)


def _has_lost_its_socket(data: Path) -> bool:
    noted = PostmasterFile.read(data)
    return (
        bool(noted and noted.socket_directory)
        and not (noted.socket_directory / SOCKET_NAME).exists()
    )
