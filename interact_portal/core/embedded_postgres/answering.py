"""Knocking at the server: where it listens, with which password, and what it answers."""

import enum
import os
import socket
from pathlib import Path

import psycopg2

from .creating import SUPERUSER
from .errors import EmbeddedPostgresError
from .places import PORT, SOCKET_NAME, Place, belongs_to_somebody_else, is_private
from .stale import PostmasterFile, postmaster_in

SECONDS_TO_ANSWER = 5


class Answer(enum.Enum):
    """What one hears when knocking at the server's socket."""

    READY = enum.auto()
    NOT_YET = enum.auto()  # starting, recovering, shutting down, overloaded
    SILENCE = enum.auto()


def address_of(place: Place) -> dict:
    """Host, port, user and password of the running server (EmbeddedPostgresError if none runs)."""
    noted = PostmasterFile.read(place.data)
    if noted is None or noted.socket_directory is None:
        raise EmbeddedPostgresError(f"No database server runs in {place.data}.")
    return _address(place, noted.socket_directory)


def _address(place: Place, directory: Path) -> dict:
    if not is_private(directory, place.data.stat().st_uid):
        raise EmbeddedPostgresError(
            f"The folder of the database's socket, {directory}, is open to other users or belongs "
            "to one. Stop the server with 'manage.py pg stop' and remove that folder."
        )
    return {
        "host": str(directory),
        "port": PORT,
        "user": SUPERUSER,
        "password": _password(place),
    }


def knock(place: Place) -> Answer:
    """Whether a server of ``place`` takes connections now."""
    noted = PostmasterFile.read(place.data)
    if noted is None:
        return Answer.SILENCE
    if noted.socket_directory is None:
        return Answer.NOT_YET if postmaster_in(place.data) else Answer.SILENCE
    if not _somebody_listens(noted.socket_directory / SOCKET_NAME):
        return Answer.SILENCE
    try:
        address = _address(place, noted.socket_directory)
        psycopg2.connect(dbname="postgres", connect_timeout=SECONDS_TO_ANSWER, **address).close()
    except psycopg2.OperationalError as refused:
        return _understand(str(refused), place)
    return Answer.READY


def _understand(refusal: str, place: Place) -> Answer:
    if "password authentication failed" in refusal:
        raise EmbeddedPostgresError(
            f"The database refuses the password in {place.secret}: that file does not belong to "
            f"the data in {place.data}. Put the file back from your backup."
        )
    full = "too many clients" in refusal or "remaining connection slots" in refusal
    return Answer.READY if full else Answer.NOT_YET


def _password(place: Place) -> str:
    try:
        return place.secret.read_text("ascii").strip()
    except FileNotFoundError as lost:
        raise EmbeddedPostgresError(
            f"The password of the database, {place.secret}, is missing. Put the file back from "
            "your backup."
        ) from lost
    except PermissionError as closed:
        raise belongs_to_somebody_else(place.root) from closed


def _somebody_listens(address: Path) -> bool:
    """Asked of the system, whose error numbers are the same in every language."""
    with socket.socket(socket.AF_UNIX) as knocking:
        try:
            knocking.connect(os.fspath(address))
        except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError):
            return False
        except PermissionError as closed:
            raise belongs_to_somebody_else(address.parent) from closed
    return True
