"""The portal's own virtual environment in `.venv`, with exactly what a lock file names.

A stamp in the environment says which lock files it holds; while they are unchanged nothing is done.
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

from . import machine
from .machine import PROJECT
from .processes import run_quietly
from .words import Progress, refuse, say, step

ENVIRONMENT = PROJECT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
RUNTIME = PROJECT / "requirements.lock"
DEVELOPMENT = PROJECT / "requirements-dev.lock"
STATE = PROJECT / "var"
OFFLINE_SIGNS = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "Read timed out",
    "ProxyError",
)


def stamp_of(lock: Path) -> Path:
    """Return the file in the environment that tells which version of `lock` it holds."""
    return ENVIRONMENT / f"installed-{lock.stem}"


def fingerprint(lock: Path) -> str:
    """Return what the stamp must say: the lock's content and the Python it was installed for."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{version} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def is_installed(lock: Path) -> bool:
    """Say whether the environment works and holds what `lock` names."""
    with contextlib.suppress(OSError):
        return stamp_of(lock).read_text("ascii") == fingerprint(lock) and _works()
    return False


def install(lock: Path) -> None:
    """Bring the environment to what `lock` names; one caller at a time."""
    if is_installed(lock):
        return
    machine.must_have_venv()
    machine.must_have_space_to_install()
    with alone("install"):
        if is_installed(lock):
            return
        if not _works():
            with step("virtual environment in .venv"):
                _make_environment()
        with step(f"libraries of {lock.name}") as progress:
            _install_locked(lock, progress)
    # The locks of runtime and development agree, and the second holds all of the first.
    for satisfied in {lock, RUNTIME}:
        stamp_of(satisfied).write_text(fingerprint(satisfied), "ascii")


@contextlib.contextmanager
def alone(what: str) -> Iterator[None]:
    """Let one launcher at a time do `what` in this folder; the lock ends with its holder."""
    STATE.mkdir(exist_ok=True)
    with (STATE / f"{what}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  … waiting for another launcher in this folder ({what})")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _works() -> bool:
    """Say whether the environment's Python runs, is of our version and has pip."""
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    question = "import sys, pip; print('%d.%d' % sys.version_info[:2], sys.prefix)"
    try:
        answer = subprocess.run(
            [PYTHON, "-I", "-c", question], capture_output=True, text=True, timeout=60, check=False
        )
    except OSError:
        return False
    return answer.stdout.split("\n")[0] == f"{ours} {ENVIRONMENT}"


def _make_environment() -> None:
    """Make it, with the pip that comes with Python unpacked: `ensurepip` takes far longer."""
    wheel = bundled_pip()
    quick = ["--without-pip"] if wheel else []
    done = run_quietly([sys.executable, "-m", "venv", "--clear", *quick, ENVIRONMENT])
    if done.code:
        refuse(
            "The virtual environment could not be made:",
            done.last_lines(),
            f"Remove {ENVIRONMENT} and try again.",
        )
    if wheel:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(ENVIRONMENT / "lib" / version / "site-packages")


def bundled_pip() -> Path | None:
    """Return the wheel of pip that comes with Python, where Debian or Python itself keeps it."""
    import ensurepip

    own = Path(ensurepip.__file__).parent / "_bundled"
    debian = sysconfig.get_config_var("WHEEL_PKG_DIR") or "/usr/share/python-wheels"
    wheels = [wheel for folder in (own, Path(debian)) for wheel in folder.glob("pip-*.whl")]
    return max(wheels, default=None)


def _install_locked(lock: Path, progress: Progress) -> None:
    total = sum("==" in line for line in lock.read_text("utf-8").splitlines())
    seen = 0

    def count(line: str) -> None:
        nonlocal seen
        if line.startswith(("Collecting ", "Processing ", "Requirement already ")):
            seen = min(seen + 1, total)
            progress.show(f"{seen} of {total}")
        elif line.startswith("Installing collected packages"):
            progress.show(f"unpacking {total} packages")

    # The lock is complete, so pip need not look for dependencies; Python compiles what it uses.
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-compile"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "-r", lock]
    done = run_quietly(command, each_line=count, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    if done.code:
        refuse(*_why_pip_failed(done.output), done.last_lines())


def _why_pip_failed(output: str) -> list[str]:
    if any(sign in output for sign in OFFLINE_SIGNS):
        return [
            "The libraries could not be fetched: the package index does not answer.",
            "Check the connection (and HTTPS_PROXY, PIP_INDEX_URL), then try again.",
        ]
    if "No space left" in output:
        return ["The disk is full. Free some space, then try again."]
    if "DO NOT MATCH THE HASHES" in output:
        return ["A library is not the one that the lock file names; it was not installed."]
    return ["The libraries could not be installed."]
