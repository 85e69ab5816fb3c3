"""`make run` and `make demo-reset`: what is done before the portal's own Python takes over."""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from . import installing, machine
from .machine import PROJECT
from .processes import Done, run_quietly
from .words import Progress, bold, refuse, say


def run() -> int:
    """Look at the machine, install what is missing, then become the portal."""
    say(bold("INTERACT portal"))
    port = machine.wanted_port()
    machine.must_be_writable()
    machine.must_have_space(machine.SPACE_TO_RUN)
    machine.must_be_free(port)
    be_the_demo(port)
    installing.install(installing.RUNTIME)
    python = os.fspath(installing.PYTHON)
    os.execv(python, [python, "-m", "launch.serving", str(port)])


def be_the_demo(port: int) -> None:
    """Set the environment of the demo, unless the folder belongs to a real portal."""
    settings = PROJECT / ".env"
    if settings.exists() and "PORTAL_DEMO" not in os.environ:
        lines = settings.read_text("utf-8", "replace").splitlines()
        if any(line.strip().startswith("SECRET_KEY=") for line in lines):
            refuse(
                "This folder's .env sets SECRET_KEY: it belongs to a real portal. “make run” is "
                "the demo, whose passwords everybody knows.",
                "Run the demo in a clone of its own; docs/operations.md says how to run a real "
                "portal.",
            )
    os.environ["PORT"] = str(port)
    os.environ["PORTAL_DEMO"] = "1"
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    # Threads that share their pools of memory leave fewer half-used ones behind (glibc).
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")


def reset() -> int:
    """Empty the demo's database and fill it anew; the portal may be running."""
    machine.must_be_writable()
    be_the_demo(machine.wanted_port())
    installing.install(installing.RUNTIME)
    progress = Progress("demo emptied and filled anew")
    command = [installing.PYTHON, "manage.py", "set_up", "--demo", "--reset"]
    try:
        with alone_in_preparing():
            done = run_quietly(command, each_line=progress.show)
    finally:
        stop_database()
    if done.code:
        progress.failed()
        refuse(in_djangos_words(done.lines))
    progress.done()
    return 0


def in_djangos_words(lines: Sequence[str]) -> str:
    """Return the words of a CommandError, or the last lines of a real mistake."""
    for number, line in enumerate(lines):
        if line.startswith("CommandError: "):
            return "\n".join(lines[number:]).removeprefix("CommandError: ")
    return Done(1, list(lines)).last_lines()


def alone_in_preparing() -> AbstractContextManager[None]:
    """Let one launcher at a time change the database and the static files of this folder."""
    return installing.alone("prepare")


def stop_database(python: str | Path = installing.PYTHON) -> None:
    """Stop the portal's own PostgreSQL unless somebody else is connected to it."""
    run_quietly([python, "-m", "launch.stop_database"])
