"""Can this machine run the portal? Each question is asked before anything is changed."""

import errno
import importlib.util
import os
import platform
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from .words import refuse

PROJECT = Path(__file__).resolve().parent.parent
FIRST_PORT, LAST_PORT = 1, 65535
USUAL_PORT = 8000
MEGABYTE = 1024 * 1024
# Virtual environment 300, database 60 and a copy of its programmes 40, static files, some air.
SPACE_TO_INSTALL = 700 * MEGABYTE
SPACE_TO_UNPACK = 250 * MEGABYTE
SPACE_TO_RUN = 200 * MEGABYTE


def must_have_venv() -> None:
    """Refuse where Debian's python3 came without the package that makes virtual environments."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    root = "" if is_root() else "sudo "
    refuse(
        f"{sys.executable} has no module venv, which makes the portal's own environment.",
        f"On Debian and Ubuntu:  {root}apt-get install python{version}-venv",
    )


def must_be_writable(folder: Path = PROJECT) -> None:
    """Refuse a folder that the caller may not write to."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as refused:
        refuse(
            f"The portal cannot write into its folder {folder} ({refused.strerror}).",
            "Clone it into a folder of your own, or run it as the user who owns this one.",
        )


def must_have_space(needed: int, folder: Path = PROJECT) -> None:
    """Refuse a disk with less than `needed` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        refuse(
            f"The disk of {folder} has {free // MEGABYTE} MB free; {needed // MEGABYTE} MB are "
            "needed.",
            "Free some space, or clone the portal onto another disk.",
        )


def must_have_space_to_install() -> None:
    """Refuse a machine that has no room for the libraries, or none to unpack them."""
    must_have_space(SPACE_TO_INSTALL)
    unpacked = Path(tempfile.gettempdir())
    free = shutil.disk_usage(unpacked).free
    if free < SPACE_TO_UNPACK:
        refuse(
            f"The folder for temporary files, {unpacked}, has {free // MEGABYTE} MB free; "
            f"{SPACE_TO_UNPACK // MEGABYTE} MB are needed.",
            "Free some space there, or name another folder:  TMPDIR=/path make run",
        )


def wanted_port() -> int:
    """Return the port that PORT names, or 8000."""
    text = os.environ.get("PORT") or str(USUAL_PORT)
    if not (text.isascii() and text.isdigit() and FIRST_PORT <= int(text) <= LAST_PORT):
        refuse(f"PORT is “{text}”, which is no port. Say for example:  PORT=8001 make run")
    return int(text)


def must_be_free(port: int) -> None:
    """Refuse a port that somebody else holds, and name one that is free."""
    problem = _why_not(port)
    if problem is None:
        return
    free = next((n for n in range(max(port, 8000) + 1, LAST_PORT) if _why_not(n) is None), 8001)
    if problem == errno.EACCES:
        refuse(f"Only root may use port {port}. Take another:  PORT={free} make run")
    refuse(
        f"Port {port} is taken: another program, or another run of the portal, answers there.",
        f"Take another:  PORT={free} make run",
    )


def _why_not(port: int) -> int | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as refused:
            return refused.errno
    return None


def is_root() -> bool:
    """Say whether the caller is root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def is_linux() -> bool:
    """Say whether this is Linux."""
    return platform.system() == "Linux"
