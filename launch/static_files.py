"""Style sheets, scripts, fonts and pictures, collected and compressed once for each version."""

import hashlib
import os
import subprocess
import sys

from . import installing
from .machine import PROJECT
from .processes import Done, start
from .words import refuse, step

SOURCE, TARGET = PROJECT / "static", PROJECT / "staticfiles"
STAMP = TARGET / ".collected"


def start_collecting() -> subprocess.Popen | None:
    """Start collecting beside whatever else is done; None where nothing has changed."""
    if STAMP.exists() and STAMP.read_text("ascii") == fingerprint():
        return None
    STAMP.unlink(missing_ok=True)
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "-v", "0"]
    return start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def finish_collecting(collecting: subprocess.Popen | None) -> None:
    """Wait for the end of what `start_collecting` started."""
    if collecting is None:
        return
    with step("static files"):
        said = collecting.communicate()[0].decode("utf-8", "replace").splitlines()
        if collecting.returncode:
            done = Done(collecting.returncode, said)
            refuse("The static files could not be collected:", done.last_lines())
    STAMP.write_text(fingerprint(), "ascii")


def fingerprint() -> str:
    """Return a digest of what is collected: our files, the settings, the libraries' versions."""
    digest = hashlib.sha256(installing.RUNTIME.read_bytes())
    digest.update((PROJECT / "interact_portal" / "settings.py").read_bytes())
    for path in sorted(SOURCE.rglob("*")):
        if path.is_file():
            digest.update(os.fsencode(path.relative_to(SOURCE)) + path.read_bytes())
    return digest.hexdigest()
