"""Who the database server runs as, who may look in, and whose permissions stay as they are."""

import grp
import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from interact_portal.core.embedded_postgres import (
    Cluster,
    EmbeddedPostgresError,
    binaries,
    ensure,
    places,
    server_user,
)
from interact_portal.core.embedded_postgres.places import Place
from tests.house.throwaway import IS_ROOT, as_user, ask, copied, open_folder, postmaster

only_root = pytest.mark.skipif(not IS_ROOT, reason="only root can act for another user")
NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def place_for_root(folder, monkeypatch) -> Path:
    """Instead of /var/lib/interact-portal."""
    monkeypatch.setattr(places, "PLACE_FOR_ROOT", folder / "var-lib")
    return folder / "var-lib"


@pytest.fixture
def closed(folder) -> Path:
    """A folder like /root: nobody but its owner may pass."""
    (folder / "closed").mkdir(mode=0o700)
    return folder / "closed"


@pytest.fixture(scope="session")
def open_installation() -> Iterator[Path]:
    with open_folder(in_memory=False) as folder:
        copy = folder / binaries.PACKAGE / binaries.INSTALLATION
        installation = binaries.wheel_installation()
        shutil.copytree(installation, copy, symlinks=True)
        libraries = installation.parent.with_name(f"{binaries.PACKAGE}.libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name)
        yield copy


@pytest.fixture
def wheel_for_all(open_installation, monkeypatch):
    """The programmes where any user may execute them, wherever this virtual environment lies."""
    monkeypatch.setattr(binaries, "wheel_installation", lambda: open_installation)


def modes_above(path: Path) -> list[tuple[str, int, int]]:
    return [(str(p), p.stat().st_mode, p.stat().st_uid) for p in path.parents]


def test_the_folders_above_keep_their_permissions_and_the_data_are_closed(folder):
    (folder / "clone" / "var").mkdir(parents=True)
    home = folder / "clone" / "var" / "postgres"
    for parent in home.parents[:2]:
        parent.chmod(0o715)
    before = modes_above(home)
    ensure(home)
    assert modes_above(home) == before
    place = Cluster(home).place
    server = postmaster(home)
    assert server.uids().real != 0
    assert {place.data.stat().st_uid} == set(server.uids())
    assert [path.stat().st_mode & 0o777 for path in (place.data, place.root / "run")] == [0o700] * 2
    assert place.home.stat().st_mode & 0o066 == 0
    assert not {"SECRET_KEY", "PYTEST_CURRENT_TEST"} & set(server.environ())


@only_root
def test_where_the_servers_user_cannot_enter_the_data_go_elsewhere_and_all_find_them(
    closed, place_for_root, caplog
):
    home = closed / "clone" / "var" / "postgres"
    before = modes_above(home.parents[1])
    first = ensure(home)
    process = postmaster(home)
    assert modes_above(home.parents[1]) == before
    data = Cluster(home).place.data
    assert data.parent.parent == place_for_root
    assert data.stat().st_mode & 0o777 == 0o700
    assert [record.message for record in caplog.records] == [
        f"The data of the database go into {data.parent}: the server runs as "
        f"{pwd.getpwuid(data.stat().st_uid).pw_name}, who cannot enter {home}."
    ]
    assert ensure(home) == first
    Cluster(home).stop()
    ensure(home)
    assert len(caplog.records) == 1
    assert postmaster(home) != process
    assert {child.name for child in home.iterdir()} == {"lock", "moved-to"}


@only_root
def test_a_clone_made_anew_at_the_same_place_is_told_that_its_data_are_there(
    closed, place_for_root, caplog
):
    home = closed / "postgres"
    ensure(home)
    ask(home, "CREATE TABLE kept AS SELECT 7 AS number")
    shutil.rmtree(home)
    ensure(home)
    assert ask(home, "SELECT number FROM kept") == 7
    assert "The data of the database are already in" in caplog.records[-1].message


@only_root
def test_data_that_can_no_longer_be_reached_are_not_replaced_by_empty_ones(
    seed, closed, place_for_root
):
    home = copied(seed, closed / "postgres")
    with pytest.raises(EmbeddedPostgresError, match=r"can no longer enter .*PORTAL_DATA_DIR"):
        ensure(home)
    assert not place_for_root.exists()
    closed.chmod(0o755)
    ensure(home)


@only_root
def test_a_link_planted_in_the_place_for_root_is_not_followed(closed, folder, monkeypatch):
    (folder / "target").mkdir()
    (folder / "link").symlink_to(folder / "target")
    monkeypatch.setattr(places, "PLACE_FOR_ROOT", folder / "link")
    with pytest.raises(EmbeddedPostgresError, match="a link"):
        ensure(closed / "postgres")
    assert list((folder / "target").iterdir()) == []


@only_root
def test_programmes_that_the_servers_user_cannot_execute_are_copied_once(seed, closed, monkeypatch):
    installation = binaries.wheel_installation()
    libraries = installation.parent.with_name(f"{binaries.PACKAGE}.libs")
    hidden = closed / binaries.PACKAGE / binaries.INSTALLATION
    hidden.parent.mkdir()
    hidden.symlink_to(installation)
    (closed / libraries.name).symlink_to(libraries)
    monkeypatch.setattr(binaries, "wheel_installation", lambda: hidden)
    with open_folder(in_memory=False) as executable:
        home = copied(seed, executable / "home")
        old_mask = os.umask(0o077)
        try:
            ensure(home)
        finally:
            os.umask(old_mask)
        programme = Path(postmaster(home).exe())
        assert programme.is_relative_to(home / "binaries")
        assert programme.owner() == "root"
        made = programme.stat().st_mtime_ns, programme.stat().st_ino
        Cluster(home).stop()
        ensure(home)
        assert (programme.stat().st_mtime_ns, programme.stat().st_ino) == made
        assert len(list((home / "binaries").iterdir())) == 1


@only_root
def test_an_ordinary_user_has_a_server_of_his_own_which_root_then_leaves_to_him(
    folder, wheel_for_all
):
    folder.chmod(0o777)
    home = folder / "his"
    his = NOBODY.pw_uid, NOBODY.pw_gid
    assert "'port': 5432" in as_user(*his, lambda: ensure(home))
    assert postmaster(home).uids().real == NOBODY.pw_uid
    assert home.stat().st_mode & 0o777 == 0o700
    assert ask(home, "SELECT 1") == 1
    Cluster(home).stop()
    ensure(home)
    assert postmaster(home).uids().real == NOBODY.pw_uid
    assert as_user(*his, lambda: ask(home, "SELECT 41 + 1")) == "42"
    assert as_user(*his, lambda: Cluster(home).stop_if_idle()) == "True"


@only_root
def test_somebody_elses_database_is_refused_with_a_sentence(running):
    for act in (lambda: ensure(running), lambda: Cluster(running).start()):
        answer = as_user(NOBODY.pw_uid, NOBODY.pw_gid, act)
        assert answer.startswith("EmbeddedPostgresError: The database in ")
        assert "was set up by another user" in answer
        assert "PORTAL_DATA_DIR" in answer


@only_root
def test_without_useradd_the_server_runs_as_nobody(tmp_path, monkeypatch):
    monkeypatch.setattr(server_user, "SYSTEM_USER", "no-such-user")
    monkeypatch.setenv("PATH", "")
    user = server_user.choose_server_user(tmp_path / "data")
    assert (user.name, user.uid) == ("nobody", NOBODY.pw_uid)


@only_root
def test_the_servers_user_is_a_system_user_without_shell():
    user = server_user.choose_server_user(Path("/nonexistent"))
    entry = pwd.getpwuid(user.uid)
    assert entry.pw_name in {"portal-pg", "nobody"}
    assert entry.pw_shell.endswith(("nologin", "false"))
    assert user.name not in grp.getgrgid(0).gr_mem


@only_root
def test_a_folder_that_cannot_be_written_is_named_with_its_mend(folder):
    answer = as_user(NOBODY.pw_uid, NOBODY.pw_gid, lambda: ensure(folder / "new"))
    assert answer == (
        f"EmbeddedPostgresError: The portal cannot write its database into {folder / 'new'} "
        "(Permission denied). Set PORTAL_DATA_DIR to a folder it may write to."
    )


@only_root
def test_a_user_without_a_name_is_told_to_get_one(folder, wheel_for_all):
    """As in a container started with a number for a user."""
    folder.chmod(0o777)
    answer = as_user(54321, 54321, lambda: ensure(folder / "new"))
    assert "initdb failed" in answer
    assert "has no name on this machine: add a line for it to /etc/passwd" in answer


def test_the_place_is_the_home_unless_a_pointer_says_otherwise(tmp_path):
    place = Place(tmp_path)
    assert place.data == tmp_path.resolve() / "data"
    place.pointer.write_text("/srv/elsewhere\n")
    assert place.data == Path("/srv/elsewhere/data")
    assert place.lock == tmp_path.resolve() / "lock"
