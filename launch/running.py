"""`make run`: everything from a bare clone to a portal that answers."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from . import installing, machine
from .machine import PROJECT
from .processes import Done, ToldToStopError, run_quietly, start
from .words import bold, refuse, say, step

STATIC_SOURCE, STATIC_TARGET = PROJECT / "static", PROJECT / "staticfiles"


def run() -> int:
    """Prepare what is missing, then become the supervisor of the portal's processes."""
    say(bold("INTERACT portal"))
    port = machine.wanted_port()
    machine.must_be_writable()
    machine.must_have_space(machine.SPACE_TO_RUN)
    machine.must_be_free(port)
    prepare(port)
    python = os.fspath(installing.PYTHON)
    os.execv(python, [python, "-m", "launch.supervising", str(port)])


def prepare(port: int) -> None:
    """Install, bring the database up to date, fill the demo, collect the static files."""
    installing.install(installing.RUNTIME)
    be_the_demo(port)
    try:
        with installing.alone("prepare"):
            _set_up()
    except ToldToStopError:
        stop_database()
        raise


def be_the_demo(port: int) -> None:
    """Set the environment of the demo, unless the folder belongs to a real portal."""
    if (PROJECT / ".env").exists() and "PORTAL_DEMO" not in os.environ:
        settings = (PROJECT / ".env").read_text("utf-8", "replace").splitlines()
        if any(line.strip().startswith("SECRET_KEY=") for line in settings):
            refuse(
                "This folder's .env sets SECRET_KEY: it belongs to a real portal, and “make run” "
                "is the demo,",
                "whose passwords everybody knows. Run the demo in a clone of its own; "
                "docs/operations.md says how a real portal is run.",
            )
    os.environ["PORTAL_DEMO"] = "1"
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("LOG_LEVEL", "WARNING")


def reset() -> int:
    """Empty the demo's database and fill it anew; the portal may be running."""
    machine.must_be_writable()
    installing.install(installing.RUNTIME)
    be_the_demo(machine.wanted_port())
    with installing.alone("prepare"), step("demo filled anew"):
        _must_succeed(manage("set_up", "--demo", "--reset"), "The demo could not be filled anew:")
    stop_database()
    return 0


def manage(*words: str) -> Done:
    """Run a command of manage.py in the portal's environment."""
    return run_quietly([installing.PYTHON, "manage.py", *words])


def stop_database() -> None:
    """Stop the portal's own PostgreSQL unless somebody else is connected to it."""
    run_quietly([installing.PYTHON, "-m", "launch.stop_database"])


def _set_up() -> None:
    collecting = None if _static_is_collected() else _collect_static()
    with step("database, tables and demo data") as progress:
        command = [installing.PYTHON, "manage.py", "set_up", "--demo"]
        done = run_quietly(command, each_line=progress.show)
        _must_succeed(done, "The database could not be set up:")
    if collecting:
        with step("static files"):
            said = collecting.communicate()[0].decode("utf-8", "replace").splitlines()
            done = Done(collecting.returncode, said)
            _must_succeed(done, "The static files could not be collected:")
        _static_stamp().write_text(_static_fingerprint(), "ascii")


def _collect_static() -> subprocess.Popen:

    command = [installing.PYTHON, "manage.py", "collectstatic", "--no-input", "--clear", "-v", "0"]
    return start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _must_succeed(done: Done, complaint: str) -> None:
    if done.code == 0:
        return
    words = [line for line in done.lines if line.startswith("CommandError: ")]
    if words:
        told = done.lines[done.lines.index(words[0]) :]
        refuse(complaint, "\n".join(told).removeprefix("CommandError: "))
    refuse(complaint, done.last_lines())


def _static_stamp() -> Path:
    return STATIC_TARGET / ".collected"


def _static_is_collected() -> bool:
    stamp = _static_stamp()
    return stamp.exists() and stamp.read_text("ascii") == _static_fingerprint()


def _static_fingerprint() -> str:
    """Return a digest of what is collected: our files, and the versions of the libraries."""
    digest = hashlib.sha256(installing.RUNTIME.read_bytes())
    for path in sorted(STATIC_SOURCE.rglob("*")):
        if path.is_file():
            digest.update(os.fsencode(path.relative_to(STATIC_SOURCE)) + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(run())
