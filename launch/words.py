"""How the launcher speaks: short lines for people, on a terminal and in a log alike."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

BOLD, GREEN, RED, PLAIN = "\033[1m", "\033[32m", "\033[31m", "\033[0m"


class RefusalError(Exception):
    """The launcher cannot go on; the text says why, and what to do."""


def refuse(*lines: str) -> NoReturn:
    """Give up with these lines."""
    raise RefusalError("\n".join(lines))


def say(text: str = "", end: str = "\n") -> None:
    """Write a line at once; a console that cannot show a letter shows a question mark."""
    with_end = text + end
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(with_end.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads any more (`make run | head`): go on in silence
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(text: str) -> None:
    """Write to the standard error."""
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(_coloured(RED, text).encode(encoding, "replace").decode(encoding) + "\n")
    sys.stderr.flush()


def on_terminal() -> bool:
    """Say whether a person watches."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def bold(text: str) -> str:
    """Return the text made bold for a terminal."""
    return _coloured(BOLD, text)


def _coloured(colour: str, text: str) -> str:
    return f"{colour}{text}{PLAIN}" if on_terminal() and "NO_COLOR" not in os.environ else text


class Progress:
    """One line about one step: on a terminal it is rewritten, in a log it grows rarely."""

    LOG_EVERY = 5.0

    def __init__(self, title: str) -> None:
        self.title = title
        self.began = self._last = time.monotonic()
        if on_terminal():
            say(f"  … {title}", end="")

    def show(self, detail: str) -> None:
        """Tell how far the step has come."""
        if on_terminal():
            say(f"\r  … {self.title}: {detail}"[:100] + "\033[K", end="")
        elif time.monotonic() - self._last > self.LOG_EVERY:
            self._last = time.monotonic()
            say(f"  … {self.title}: {detail}")

    def done(self) -> None:
        """Say that the step is over."""
        self._close(_coloured(GREEN, "✓"))

    def failed(self) -> None:
        """Say that the step went wrong."""
        self._close(_coloured(RED, "✗"))

    def _close(self, sign: str) -> None:
        seconds = time.monotonic() - self.began
        start, end = ("\r", "\033[K\n") if on_terminal() else ("", "\n")
        say(f"{start}  {sign} {self.title} {seconds:.1f} s", end=end)


@contextmanager
def step(title: str) -> Iterator[Progress]:
    """Announce a step, and say when it is done."""
    progress = Progress(title)
    try:
        yield progress
    except BaseException:
        progress.failed()
        raise
    progress.done()
