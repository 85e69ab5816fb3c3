"""Which user of the machine the database server runs as. PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .errors import OWN_SERVER, EmbeddedPostgresError

SYSTEM_USER = "portal-pg"
LAST_RESORT = "nobody"


@dataclass(frozen=True)
class ServerUser:
    """The user under whom the server and its tools run."""

    name: str
    uid: int
    gid: int

    @property
    def is_somebody_else(self) -> bool:
        return self.uid != os.geteuid()

    def run(self, command: list[str], **options) -> subprocess.CompletedProcess:
        """Run ``command`` as this user, in a bare environment: neither the caller's language
        nor his secrets reach the server."""
        environment = {"PATH": os.defpath, "LC_ALL": "C", "HOME": "/"}
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            if name in os.environ:
                environment[name] = os.environ[name]
        if self.is_somebody_else:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        try:
            return subprocess.run(  # noqa: S603 (our own commands)
                command,
                cwd="/",
                env=environment,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                **options,
            )
        except PermissionError as refused:
            if self.is_somebody_else and refused.filename != command[0]:
                raise EmbeddedPostgresError(
                    f"The portal runs as root, but may not become {self.name}, and PostgreSQL "
                    f"refuses to run as root. Run the portal as an ordinary user. {OWN_SERVER}"
                ) from refused
            raise

    def can_enter(self, directory: Path) -> bool:
        return self._test("-x", directory)

    def can_execute(self, programme: Path) -> bool:
        return self._test("-x", programme)

    def _test(self, flag: str, path: Path) -> bool:
        command = ["/bin/sh", "-c", f'test {flag} "$1"', "sh", os.fspath(path)]
        return self.run(command, stdin=subprocess.DEVNULL).returncode == 0

    def own(self, path: Path | int) -> None:
        """Give ``path`` to this user (only root can, and only root needs to)."""
        if self.is_somebody_else:
            os.chown(path, self.uid, self.gid)


def choose_server_user(data: Path) -> ServerUser:
    """The caller; for root the owner of ``data``, else ``portal-pg`` (made when missing), else
    ``nobody``."""
    if os.geteuid() != 0:
        return ServerUser(_name_of(os.geteuid()), os.geteuid(), os.getegid())
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return ServerUser(_name_of(owner.st_uid), owner.st_uid, owner.st_gid)
    entry = _entry(SYSTEM_USER) or _created(SYSTEM_USER) or _entry(LAST_RESORT)
    if entry is None:
        raise EmbeddedPostgresError(
            f"PostgreSQL refuses to run as root, and this machine has neither the user "
            f"{SYSTEM_USER} nor {LAST_RESORT}. Run the portal as an ordinary user. {OWN_SERVER}"
        )
    return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _created(name: str) -> pwd.struct_passwd | None:
    """A system user without home and shell. Two clones may ask at the same time, and useradd
    then refuses one of them because the password file is locked: so look again."""
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name]
    for pause in (0, 0.2, 0.5):
        time.sleep(pause)
        try:
            subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        except OSError:
            return None
        if entry := _entry(name):
            return entry
    return None
