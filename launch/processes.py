"""Running other programs: quietly with their last words kept, and never outliving the launcher."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from .machine import PROJECT

PR_SET_PDEATHSIG = 1
LAST_LINES = 25
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Done:
    """How a program ended, and what it said."""

    code: int
    lines: list[str] = field(default_factory=list)

    @property
    def output(self) -> str:
        """Everything it wrote."""
        return "\n".join(self.lines)

    def last_lines(self) -> str:
        """Return the end of what it wrote, set in."""
        return "\n".join(f"    {line}" for line in self.lines[-LAST_LINES:])


def run_quietly(
    command: Sequence[str | Path],
    *,
    each_line: Callable[[str], None] = lambda line: None,
    env: Mapping[str, str] | None = None,
) -> Done:
    """Run `command` in the project's folder; hand each line it writes to `each_line`."""
    with start(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        done = Done(0)
        try:
            for raw in process.stdout:
                line = raw.decode("utf-8", "replace").rstrip()
                done.lines.append(line)
                each_line(line)
            done.code = process.wait()
        except BaseException:
            process.terminate()
            raise
    return done


def start(command: Sequence[str | Path], **options: object) -> subprocess.Popen:
    """Start `command` in the project's folder; it ends when this process does."""
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("cwd", PROJECT)
    starter = os.getpid()
    return subprocess.Popen(
        [os.fspath(part) for part in command],
        preexec_fn=lambda: end_with(starter),  # no thread runs when we fork
        **options,
    )


def end_with(starter: int) -> None:
    """Ask Linux to end this process when its starter is gone, however that went."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (ImportError, OSError, AttributeError):
        return  # not Linux: children end with the usual signals only
    if os.getppid() != starter:
        os.kill(os.getpid(), signal.SIGTERM)


class ToldToStopError(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM or SIGHUP."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def obey_signals() -> None:
    """Turn the signals that end a program into ToldToStopError, so that everything is tidied up."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise ToldToStopError(number)

    for number in ENDING_SIGNALS:
        if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
            continue  # started by nohup, which means to go on without its terminal
        signal.signal(number, stop)
