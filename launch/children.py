"""Processes that are to run all the time: forked from this one, started again when they die."""

import contextlib
import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .processes import ENDING_SIGNALS, end_with
from .words import complain, refuse

GRACE = 15.0
STEADY_AFTER = 10.0
TRIES = 5
LONGEST_REST = 8.0


@dataclass
class Child:
    """A process that is to run all the time: what it is called and what it does."""

    name: str
    work: Callable[[], None]
    pid: int = 0
    started_at: float = 0.0
    start_again_at: float = 0.0
    failures: int = 0

    def look_after(self) -> None:
        """Start it (again) when it is due; give up on one that keeps dying."""
        if not self.pid:
            if time.monotonic() >= self.start_again_at:
                self.pid, self.started_at = fork(self.work), time.monotonic()
            return
        status = self._ended()
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
        self.start_again_at = time.monotonic() + rest

    def ask_to_end(self) -> None:
        """Ask it to finish what it does and to end."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)

    def wait_for_its_end(self, until: float) -> None:
        """Wait until the given moment, then end it with all that it started."""
        while self.pid and self._ended() is None:
            if time.monotonic() > until:
                complain(f"The {self.name} does not end; it is killed.")
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.05)

    def _ended(self) -> int | None:
        """Return the exit status once, when it has ended; None while it runs.

        What it has started and left behind ends with it.
        """
        found, status = os.waitpid(self.pid, os.WNOHANG)
        if not found:
            return None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.pid = 0
        return os.waitstatus_to_exitcode(status)


def end_all(children: Sequence[Child]) -> None:
    """End the children together; those that do not end within the grace are killed."""
    for child in children:
        child.ask_to_end()
    until = time.monotonic() + GRACE
    for child in children:
        child.wait_for_its_end(until)


def share_memory() -> None:
    """Let the children share what is loaded: the collector does not touch it any more."""
    gc.collect()
    gc.freeze()


def fork(work: Callable[[], None]) -> int:
    """Do `work` in a process of its own, in a process group of its own; return its id.

    Ctrl-C in the terminal does not reach it, and it ends when this process is gone.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    starter = os.getpid()
    if pid := os.fork():
        with contextlib.suppress(OSError):  # the child does the same; whoever is first
            os.setpgid(pid, pid)
        return pid
    status = 1
    try:
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        for number in ENDING_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        end_with(starter)
        work()
        status = 0
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:  # the last frame of this process
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def ended_how(status: int) -> str:
    """Return an exit status in words."""
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-status).name}"
    return f"exit status {status}"
