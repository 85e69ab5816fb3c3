"""Stopping, dumping and restoring the embedded database, and what its errors tell the operator."""

import contextlib
import io
import shutil
from collections import namedtuple

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from interact_portal.core.embedded_postgres import (
    Cluster,
    EmbeddedPostgresError,
    binaries,
    creating,
    ensure,
    errors,
    transfer,
)
from tests.house.throwaway import ask, postmaster

FACTS = "CREATE TABLE fact (id int PRIMARY KEY, word text); INSERT INTO fact VALUES (1, 'Čeština')"
ALL_FACTS = "SELECT string_agg(id || word, ',' ORDER BY id) FROM fact"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def pg(home, monkeypatch):
    """``manage.py pg`` for this test's cluster: returns what it prints."""
    settings = connections["default"].settings_dict | {
        "ENGINE": "interact_portal.core.embedded_postgres",
        "PGHOME": home,
        "NAME": "portal",
    }
    monkeypatch.setattr(connections["default"], "settings_dict", settings)

    def run(*arguments) -> str:
        printed = io.StringIO()
        call_command("pg", *map(str, arguments), stdout=printed)
        return printed.getvalue()

    return run


def test_a_server_stopped_by_hand_stays_stopped_until_it_is_started_by_hand(home, pg):
    ensure(home)
    pid = postmaster(home).pid
    assert f"runs (process {pid})" in pg("status")
    assert "has stopped" in pg("stop")
    with pytest.raises(EmbeddedPostgresError, match=r"stopped on purpose.*manage.py pg start"):
        ensure(home)
    with pytest.raises(SystemExit) as ended:
        pg("status")
    assert ended.value.code == 3
    assert "did not run" in pg("stop")
    assert "has started" in pg("start")
    assert "already" in pg("start")
    ensure(home)
    assert ask(home, "SELECT 1") == 1


def test_a_server_stopped_by_its_supervisor_starts_again_when_needed(running):
    assert Cluster(running).stop() is True
    assert not Cluster(running).alive()
    ensure(running)
    assert Cluster(running).alive()


def test_the_last_to_leave_stops_the_server_and_nobody_else_does(running):
    cluster = Cluster(running)
    with contextlib.closing(cluster.connect("portal")) as session:
        assert cluster.stop_if_idle(patience=0.2) is False
        assert session.cursor().execute("SELECT 1") is None
    assert cluster.stop_if_idle() is True
    assert not cluster.alive()
    assert cluster.stop_if_idle() is True


@pytest.mark.parametrize("name", ["copy.dump", "copy.sql"])
def test_what_was_dumped_comes_back_exactly(home, folder, pg, name):
    ensure(home)
    ask(home, FACTS)
    pg("dump", folder / name)
    assert (folder / name).stat().st_mode & 0o777 == 0o600
    ask(home, "UPDATE fact SET word = 'later'; CREATE TABLE newer ()")
    with contextlib.closing(Cluster(home).connect("portal")) as session:
        pg("restore", folder / name)
        with pytest.raises(psycopg2.OperationalError):
            session.cursor().execute("SELECT 1")
    assert ask(home, ALL_FACTS) == "1Čeština"
    assert ask(home, "SELECT to_regclass('newer')::text") is None
    assert ask(home, "SELECT lower('ÉΑ')") == "éα"
    names = "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE datallowconn"
    assert ask(home, names) == "portal postgres template1"


@pytest.mark.parametrize("name", ["copy.dump", "copy.sql"])
def test_a_file_that_is_cut_short_changes_nothing(home, folder, pg, name):
    ensure(home)
    ask(home, FACTS)
    ask(home, "CREATE TABLE many AS SELECT md5(n::text) FROM generate_series(1, 2000) n")
    pg("dump", folder / name)
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) * 2 // 3])
    ask(home, "INSERT INTO fact VALUES (2, 'after')")
    with pytest.raises(CommandError, match="nothing was changed"):
        pg("restore", folder / name)
    assert ask(home, ALL_FACTS) == "1Čeština,2after"
    assert ask(home, "SELECT count(*) FROM pg_database WHERE datname LIKE 'portal_%'") == 0


def test_a_restore_that_fails_while_names_change_leaves_the_old_data_open(
    running, folder, monkeypatch
):
    ask(running, FACTS)
    transfer.dump(Cluster(running), "portal", folder / "copy.dump")
    monkeypatch.setattr(transfer, "wait_until", lambda *_: False)
    with pytest.raises(EmbeddedPostgresError, match="stay connected"):
        transfer.restore(Cluster(running), "portal", folder / "copy.dump")
    assert ask(running, ALL_FACTS) == "1Čeština"
    assert ask(running, "SELECT count(*) FROM pg_database WHERE datname LIKE 'portal_%'") == 0


def test_a_dump_overwrites_no_file_and_leaves_no_half_of_one(home, folder, pg):
    ensure(home)
    (folder / "copy.dump").write_text("precious")
    with pytest.raises(CommandError, match="exists already"):
        pg("dump", folder / "copy.dump")
    assert (folder / "copy.dump").read_text() == "precious"
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        pg("dump", folder / "missing" / "copy.dump")
    with pytest.raises(EmbeddedPostgresError, match="does not exist"):
        transfer.dump(Cluster(home), "unknown", folder / "new.dump")
    assert not list(folder.glob("new.dump*"))


def test_a_file_that_is_no_dump_is_refused(home, folder, pg):
    ensure(home)
    (folder / "letter.txt").write_text("Dear colleague")
    for name, words in (("letter.txt", "cut short or was not written"), ("gone", "cannot be read")):
        with pytest.raises(CommandError, match=words):
            pg("restore", folder / name)


def test_with_a_server_of_ones_own_the_command_says_so(pg, monkeypatch):
    settings = connections["default"].settings_dict | {"ENGINE": "django.db.backends.postgresql"}
    monkeypatch.setattr(connections["default"], "settings_dict", settings)
    with pytest.raises(CommandError, match="DATABASE_URL"):
        pg("status")


def test_data_of_another_major_version_are_left_alone_and_named(home):
    version = Cluster(home).place.data / "PG_VERSION"
    version.write_text("16\n")
    with pytest.raises(EmbeddedPostgresError) as refused:
        ensure(home)
    assert "were written by PostgreSQL 16, and the portal now brings PostgreSQL 18" in str(
        refused.value
    )
    assert "pg dump FILE" in str(refused.value)
    version.write_text("18\n")
    ensure(home)


def test_a_system_without_the_packaged_programmes_is_told_the_way_out(home, monkeypatch):
    monkeypatch.setattr(binaries, "PACKAGE", "no_such_wheel")
    with pytest.raises(EmbeddedPostgresError, match=r"musl[\s\S]*DATABASE_URL"):
        ensure(home)


def test_a_lost_password_file_is_named(running):
    secret = Cluster(running).place.secret
    kept = secret.read_text()
    secret.write_text("something else")
    with pytest.raises(EmbeddedPostgresError, match="refuses the password in"):
        ensure(running)
    secret.unlink()
    with pytest.raises(EmbeddedPostgresError, match="is missing"):
        ensure(running)
    secret.write_text(kept)
    ensure(running)


def test_a_full_disk_is_named_before_a_cluster_is_made(folder, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 0))
    with pytest.raises(EmbeddedPostgresError, match=r"disk is full.*200 MB.*PORTAL_DATA_DIR"):
        ensure(folder / "new")
    assert not (folder / "new" / "data").exists()


def test_a_server_that_does_not_start_shows_the_end_of_its_log(home, monkeypatch):
    (Cluster(home).place.data / "postgresql.conf").write_text("shared_buffers = nonsense\n")
    with pytest.raises(EmbeddedPostgresError) as failed:
        ensure(home)
    assert "The database server did not start." in str(failed.value)
    assert "shared_buffers" in str(failed.value)


@pytest.mark.parametrize("words", errors.KNOWN_CAUSES)
def test_causes_that_postgresql_names_are_told_with_their_mend(words):
    told = str(errors.explain("initdb failed.", f'FATAL: could not write "x": {words}'))
    assert told.split("\n")[:2] == ["initdb failed.", errors.KNOWN_CAUSES[words]]


def test_failing_to_make_a_cluster_leaves_no_data_behind(folder, monkeypatch):
    monkeypatch.setitem(creating.SETTINGS, "shared_buffers", "nonsense")
    with pytest.raises(EmbeddedPostgresError, match="initdb failed"):
        ensure(folder / "new")
    assert {child.name for child in (folder / "new").iterdir()} == {"lock", "secret"}
    monkeypatch.undo()
    ensure(folder / "new")
    assert ask(folder / "new", "SELECT 1") == 1
