"""How long from `git clone` to a portal that answers, and how much memory it takes when idle.

    python3 benchmarks/ready.py

Clones HEAD into an empty folder, with an empty home, and starts it twice with `make run`.
Fetches the libraries anew each time. Linux only: memory is the proportional share (PSS) of every
process, PostgreSQL included.
"""

import http.client
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PATIENCE = 900
SETTLED_AFTER = 15
VISITS = 60
PAGES = ("/", "/programmes/", "/bodies/", "/accounts/login/", "/programmes/?q=sea")


def main() -> int:
    """Measure and write the figures."""
    folder = Path(tempfile.mkdtemp(prefix="portal-benchmark-"))
    folder.chmod(0o755)
    try:
        clone, home = folder / "portal", folder / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", PROJECT, clone], check=True)
        write(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {platform.platform()}")
        first, memory, visited, ended = one_run(clone, home)
        write(f"first make run, ready after     {first:6.1f} s")
        write(f"memory when idle                {memory:6.0f} MiB")
        write(f"memory after {VISITS} visits         {visited:6.0f} MiB")
        write(f"Ctrl-C, all gone after          {ended:6.1f} s")
        second, *_rest = one_run(clone, home)
        write(f"second make run, ready after    {second:6.1f} s")
        write(f"disk of the folder              {size_of(clone):6.0f} MiB")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def one_run(clone: Path, home: Path) -> tuple[float, float, float, float]:
    """Return seconds to ready, MiB when idle, MiB after some visits, seconds to the end."""
    port = a_free_port()
    began = time.monotonic()
    portal = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env=os.environ | {"HOME": os.fspath(home), "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not answers(port):
            if portal.poll() is not None or time.monotonic() - began > PATIENCE:
                sys.exit("The portal did not start; say `make run` to see why.")
            time.sleep(0.05)
        ready = time.monotonic() - began
        time.sleep(SETTLED_AFTER)
        idle = memory_of(clone)
        for number in range(VISITS):
            visit(port, PAGES[number % len(PAGES)])
        time.sleep(SETTLED_AFTER)
        visited = memory_of(clone)
    finally:
        stopped = time.monotonic()
        os.killpg(portal.pid, signal.SIGINT)
        portal.wait()
        while processes_of(clone):
            time.sleep(0.05)
    return ready, idle, visited, time.monotonic() - stopped


def answers(port: int) -> bool:
    """Say whether the portal is ready to work."""
    try:
        return visit(port, "/health/ready") == http.HTTPStatus.OK
    except OSError:
        return False


def visit(port: int, page: str) -> int:
    """Ask for a page; return the status of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", page)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def processes_of(clone: Path) -> set[int]:
    """Return the processes whose program, or whose parent's, lies in the clone."""
    parents, found = {}, set()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            words = (folder / "cmdline").read_bytes()
            status = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if status[0] == "Z":
            continue
        parents[int(folder.name)] = int(status[1])
        if os.fsencode(clone) in words:
            found.add(int(folder.name))
    return found | {child for child, parent in parents.items() if parent in found}


def memory_of(clone: Path) -> float:
    """Return the proportional share of memory of all the clone's processes, in MiB."""
    total = 0
    for process in processes_of(clone):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def size_of(folder: Path) -> float:
    """Return what a folder takes on the disk, in MiB."""
    words = ["du", "-sk", folder]
    return int(subprocess.run(words, capture_output=True, check=True).stdout.split()[0]) / 1024


def a_free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def write(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
