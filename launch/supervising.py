"""Keeps the web server and the worker alive, and ends them together.

Replaces the launcher's process, so that Ctrl-C and SIGTERM arrive here. The children stand in
process groups of their own: Ctrl-C reaches this process alone, which ends them in order. If this
process is killed outright, Linux ends the children.
"""

import contextlib
import http.client
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from interact_portal.accounts.demo_accounts import DEMO_ACCOUNTS

from . import machine, running
from .processes import ToldToStopError, obey_signals, start
from .words import RefusalError, bold, complain, on_terminal, refuse, say

SERVER = "web server"
WORKER = "worker"
READY_WITHIN = 60.0
GRACE = 15.0
STEADY_AFTER = 10.0
TRIES = 5
LONGEST_REST = 8.0


@dataclass
class Child:
    """A process that is to run all the time."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        """Start it in a process group of its own."""
        self.process = start(self.command, process_group=0)
        self.started_at = time.monotonic()

    def look_after(self) -> None:
        """Start it (again) when it is due; give up on one that keeps dying."""
        if self.process is None:
            if time.monotonic() >= self.start_again_at:
                self.start()
            return
        status = self.process.poll()
        if status is None:
            return
        lived = time.monotonic() - self.started_at
        self.failures = 1 if lived > STEADY_AFTER else self.failures + 1
        if self.failures >= TRIES:
            refuse(
                f"The {self.name} keeps dying ({ended_how(status)}, {TRIES} times in a row). "
                "What it said last stands above.",
                "The portal stops.",
            )
        rest = min(2.0 ** (self.failures - 1), LONGEST_REST)
        complain(f"The {self.name} died ({ended_how(status)}); it starts again in {rest:.0f} s.")
        self.process = None
        self.start_again_at = time.monotonic() + rest

    def ask_to_end(self) -> None:
        """Ask it to finish what it does and to end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait_for_its_end(self, until: float) -> None:
        """Wait until the given moment, then end it with all that it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            complain(f"The {self.name} does not end; it is killed.")
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def ended_how(status: int) -> str:
    """Return an exit status in words."""
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-status).name}"
    return f"exit status {status}"


def the_children(port: int) -> list[Child]:
    """Return what a portal consists of beside its database."""
    os.environ["PORT"] = str(port)
    return [
        Child(SERVER, (sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py")),
        Child(WORKER, (sys.executable, "manage.py", "worker")),
    ]


def supervise(children: Sequence[Child], port: int) -> None:
    """Keep the children alive until told to stop; say once when the portal is ready."""
    deadline = time.monotonic() + READY_WITHIN
    ready = False
    while True:
        for child in children:
            child.look_after()
        if not ready and answers(port):
            ready = True
            say(welcome(port))
        if not ready and time.monotonic() > deadline:
            refuse(f"The portal did not answer within {READY_WITHIN:.0f} seconds.")
        select.select((), (), (), 1.0 if ready else 0.1)


def answers(port: int) -> bool:
    """Ask the portal whether it is ready to work."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def welcome(port: int) -> str:
    """Return what is said when the portal is ready."""
    lines = [
        "",
        bold(f"The portal is ready: http://127.0.0.1:{port}"),
        f"(the same at http://localhost:{port}, which is the name that passkeys need)",
        "",
        "Sign in as one of the demo's people:",
        *(
            f"  {account.email:28} {account.password:22} {account.what}"
            for account in DEMO_ACCOUNTS
        ),
        "",
        "Letters, with the codes in them, show here and in the back office under “Letters”.",
        "Ctrl-C stops the portal; the data stay in var/." if on_terminal() else "",
    ]
    return "\n".join(lines).rstrip() + "\n"


def end(children: Sequence[Child]) -> None:
    """End the children, then the database unless somebody else uses it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.ask_to_end()
    until = time.monotonic() + GRACE
    for child in children:
        child.wait_for_its_end(until)
    running.stop_database()


def main() -> int:
    """Run the portal on the port of the command line; return the exit status."""
    port = int(sys.argv[1])
    obey_signals()
    children = the_children(port)
    try:
        machine.must_be_free(port)
        supervise(children, port)
    except ToldToStopError:
        say("\nStopping …")
        return 0
    except RefusalError as refusal:
        complain(str(refusal))
        return 1
    finally:
        end(children)
        say("The portal has stopped; the data stay in var/.")


if __name__ == "__main__":
    sys.exit(main())
