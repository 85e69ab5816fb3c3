"""Where the embedded database keeps what: data, socket, password, log, marks.

The home is the folder of the settings (``var/postgres``). Everything lies in it, except when root
runs the portal in a place which the server's user cannot enter: then the data lie below
``/var/lib/interact-portal``, and a pointer in the home tells every process so. Permissions of a
folder above the home are never touched.
"""

import hashlib
import logging
import os
import stat
from pathlib import Path

from .errors import EmbeddedPostgresError
from .server_user import ServerUser, choose_server_user

logger = logging.getLogger("interact_portal.database")

PLACE_FOR_ROOT = Path("/var/lib/interact-portal")
#: Linux allows 107 bytes for the address of a socket, macOS 103.
LONGEST_SOCKET_ADDRESS = 103
PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
SHARED_TEMPORARY_PLACES = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 (made private, checked)


class Place:
    """The paths of one cluster."""

    def __init__(self, home: os.PathLike | str):
        self.home = Path(home).resolve()

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def pointer(self) -> Path:
        return self.home / "moved-to"

    @property
    def root(self) -> Path:
        """The folder that holds the data: the home, or where the pointer points."""
        try:
            return Path(self.pointer.read_text("utf-8").strip())
        except (FileNotFoundError, NotADirectoryError):
            return self.home
        except PermissionError as closed:
            raise belongs_to_somebody_else(self.home) from closed

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def secret(self) -> Path:
        return self.root / "secret"

    @property
    def log(self) -> Path:
        return self.root / "postgres.log"

    @property
    def stopped(self) -> Path:
        """While this mark lies here nobody starts the server by merely connecting."""
        return self.root / "stopped"

    @property
    def binaries(self) -> Path:
        return self.root / "binaries"


def belongs_to_somebody_else(path: Path) -> EmbeddedPostgresError:
    return EmbeddedPostgresError(
        f"The database in {path} was set up by another user. Run the portal as that user, or set "
        "PORTAL_DATA_DIR to a folder of your own."
    )


def prepare(home: Path) -> None:
    """Make the home. For root it must let the server's user pass; nobody else may look in."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        if home.stat().st_uid == os.geteuid():
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as refused:
        raise EmbeddedPostgresError(
            f"The portal cannot write its database into {home} ({refused.strerror}). "
            "Set PORTAL_DATA_DIR to a folder it may write to."
        ) from refused


def settle(place: Place) -> ServerUser:
    """Decide, with the lock held, where the data lie and who runs the server."""
    user = choose_server_user(place.data)
    if not user.is_somebody_else:
        return user
    if place.root == place.home and not user.can_enter(place.home):
        if place.data.exists():
            raise EmbeddedPostgresError(
                f"The user {user.name}, who runs the database server, can no longer enter "
                f"{place.home}. Let others pass the folders above it again, or set PORTAL_DATA_DIR."
            )
        _move_where_root_can_serve(place, user)
        user = choose_server_user(place.data)
    if not user.can_enter(place.root):
        raise EmbeddedPostgresError(
            f"The user {user.name}, who runs the database server, cannot enter {place.root}. "
            "Set PORTAL_DATA_DIR to a folder that others may pass."
        )
    return user


def _move_where_root_can_serve(place: Place, user: ServerUser) -> None:
    root = PLACE_FOR_ROOT / _short_name(place.home)
    try:
        for directory, mode in ((PLACE_FOR_ROOT, 0o755), (root, 0o711)):
            if not directory.exists():
                directory.mkdir(parents=True)
                directory.chmod(mode)
            _refuse_unless_own(directory, os.geteuid())
    except OSError as refused:
        raise EmbeddedPostgresError(
            f"The user {user.name}, who runs the database server because root may not, cannot "
            f"enter {place.home}, and {root} cannot be made ({refused.strerror}). Set "
            "PORTAL_DATA_DIR to a folder that others may pass."
        ) from refused
    found = "are already in" if (root / "data").exists() else "go into"
    place.pointer.write_text(f"{root}\n", "utf-8")
    logger.warning(
        "The data of the database %s %s: the server runs as %s, who cannot enter %s.",
        *(found, root, user.name, place.home),
    )


def socket_directory(place: Place, user: ServerUser) -> Path:
    """A private folder for the server's socket: in the home when the address is short enough."""
    near = place.root / "run"
    candidates = [near] if fits_a_socket_address(near) else []
    name = f"pg-{user.uid}-{_short_name(place.data)}"
    if not user.is_somebody_else and (own := os.environ.get("XDG_RUNTIME_DIR")):
        candidates.append(Path(own) / name)
    candidates += [Path(parent) / name for parent in SHARED_TEMPORARY_PLACES]
    refusals = []
    for candidate in candidates:
        try:
            make_private(candidate, user)
        except OSError as refused:
            refusals.append(f"{candidate}: {refused.strerror}")
        except EmbeddedPostgresError as refused:
            refusals.append(str(refused))
        else:
            return candidate
    raise EmbeddedPostgresError(
        "There is no private folder with a short name for the database server's socket. Set "
        "PORTAL_DATA_DIR to a folder with a short path. Tried:\n" + "\n".join(refusals)
    )


def fits_a_socket_address(directory: Path) -> bool:
    """PostgreSQL's client library takes a comma for the next host, and wants UTF-8."""
    try:
        address = str(directory / SOCKET_NAME).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return len(address) <= LONGEST_SOCKET_ADDRESS and b"," not in address


def make_private(directory: Path, user: ServerUser) -> None:
    """``directory`` exists, is no symbolic link, belongs to ``user``, and is closed to others."""
    try:
        directory.mkdir(mode=0o700)
        user.own(directory)
    except FileExistsError:
        _refuse_unless_own(directory, user.uid)
    directory.chmod(0o700)


def is_private(directory: Path, uid: int) -> bool:
    found = directory.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not found.st_mode & 0o077


def _refuse_unless_own(directory: Path, uid: int) -> None:
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise EmbeddedPostgresError(f"{directory} is not a folder but a link or a file.")
    if found.st_uid != uid:
        raise EmbeddedPostgresError(f"{directory} belongs to another user.")


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
