"""`make check` and `make test`: the gates of the house, then every test."""

import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import installing, machine, running
from .installing import PYTHON
from .machine import PROJECT
from .processes import Done, run_quietly, start
from .words import Progress, bold, complain, refuse, say, step

BROWSER = {"chromium": "chromium", "chromedriver": "chromium-driver"}
PROCESSES_FOR_TESTS = "2"
DJADE = (installing.ENVIRONMENT / "bin" / "djade", "--target-version", "5.2")


@dataclass(frozen=True)
class Gate:
    """A check of the code that must say nothing."""

    title: str
    command: Sequence[str | Path]
    env: Mapping[str, str] = field(default_factory=dict)


def the_templates() -> list[Path]:
    """Return the templates of the portal."""
    found = PROJECT.glob("**/templates/**/*.html")
    return sorted(path for path in found if installing.ENVIRONMENT not in path.parents)


def format_code() -> int:
    """Give code and templates the form that the gates ask for."""
    installing.install(installing.DEVELOPMENT)
    for command in (
        (PYTHON, "-m", "ruff", "format", "."),
        (PYTHON, "-m", "ruff", "check", "--fix-only", "."),
        (*DJADE, *the_templates()),
    ):
        say(run_quietly(command).output)
    return 0


def the_gates() -> list[Gate]:
    """Return every gate, quick ones first."""
    tool = installing.ENVIRONMENT / "bin"
    strict = (PYTHON, "-W", "error", "manage.py")
    return [
        Gate("format (ruff)", (PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")),
        Gate("lint (ruff)", (PYTHON, "-m", "ruff", "check", "--quiet", ".")),
        Gate("storeys (import-linter)", (PYTHON, tool / "lint-imports", "--no-cache")),
        Gate("templates (djade)", (*DJADE, "--check", *the_templates())),
        Gate(
            "migrations", (*strict, "makemigrations", "--check", "--dry-run"), {"PORTAL_DEMO": "1"}
        ),
        Gate(
            "settings of a real portal",
            (*strict, "check", "--deploy", "--fail-level", "WARNING"),
            {
                "PORTAL_DEMO": "0",
                "DEBUG": "0",
                "SECRET_KEY": secrets.token_urlsafe(48),
                "ALLOWED_HOSTS": "portal.example",
                "PORTAL_URL": "https://portal.example",
            },
        ),
    ]


def check() -> int:
    """Run every gate; return 1 when one of them found something."""
    say(bold("INTERACT portal: gates"))
    machine.must_be_writable()
    installing.install(installing.DEVELOPMENT)
    return _pass_the_gates()


def test() -> int:
    """Run the gates, then pytest, whose closing line is the last word."""
    began = time.monotonic()
    say(bold("INTERACT portal: tests"))
    machine.must_be_writable()
    installing.install(installing.DEVELOPMENT)
    bring_the_browser()
    if status := _pass_the_gates():
        return status
    say(f"  Ready to test after {time.monotonic() - began:.0f} s.")
    os.environ["PORTAL_DEMO"] = "1"
    command = [PYTHON, "-m", "pytest", "-q", "-n", PROCESSES_FOR_TESTS, "--dist", "loadfile"]
    try:
        with start(command, stdin=subprocess.DEVNULL) as pytest:
            try:
                return pytest.wait()
            except BaseException:
                pytest.terminate()
                raise
    finally:
        running.stop_database()


def _pass_the_gates() -> int:
    failures = []
    for gate in the_gates():
        progress = Progress(gate.title)
        done = run_quietly(gate.command, env=os.environ | gate.env)
        if done.code:
            failures.append((gate, done))
            progress.failed()
        else:
            progress.done()
    for gate, done in failures:
        _report(gate, done)
    return 1 if failures else 0


def _report(gate: Gate, done: Done) -> None:
    complain(f"\n✗ {gate.title}")
    say(done.output)


def bring_the_browser() -> None:
    """Install Debian's Chromium and its driver where they are missing and this is allowed."""
    missing = [package for program, package in BROWSER.items() if not shutil.which(program)]
    if not missing:
        return
    words = f"The browser tests need {' and '.join(missing)}."
    if not shutil.which("apt-get"):
        refuse(words, "Install Chromium and its ChromeDriver with your system's package manager.")
    prefix = _become_root()
    if prefix is None:
        refuse(words, f"Ask an administrator for:  apt-get install {' '.join(missing)}")
    with step(f"{' and '.join(missing)} (apt-get)"):
        apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
        run_quietly([*apt, "update"])
        done = run_quietly([*apt, "install", "--no-install-recommends", *missing])
    if done.code:
        refuse(f"{words} apt-get could not install them:", done.last_lines())


def _become_root() -> list[str] | None:
    """Return what goes before a command of root; None where the caller may not be root."""
    if machine.is_root():
        return []
    if shutil.which("sudo") and run_quietly(["sudo", "-n", "true"]).code == 0:
        return ["sudo", "-n"]
    return None
