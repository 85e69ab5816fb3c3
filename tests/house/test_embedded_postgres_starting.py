"""The embedded database starts once, anywhere, in any language, for any number of processes."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from interact_portal.core.embedded_postgres import Cluster, EmbeddedPostgresError, ensure, places
from interact_portal.core.embedded_postgres.stale import servers_in, wait_until
from tests.house.throwaway import (
    IS_ROOT,
    PROJECT,
    ask,
    copied,
    kill_everything,
    postmaster,
    run_python,
)

START = """
import sys
from interact_portal.core.embedded_postgres import Cluster, ensure
ensure(sys.argv[1])
print(Cluster(sys.argv[1]).status().pid)
"""
START_TWENTY = """
import os, sys
from interact_portal.core.embedded_postgres import Cluster, ensure
children = []
for _ in range(20):
    if not (child := os.fork()):
        ensure(sys.argv[1])
        os.write(1, f"{Cluster(sys.argv[1]).status().pid}\\n".encode())
        os._exit(0)
    children.append(child)
sys.exit(any(os.waitpid(child, 0)[1] for child in children))
"""


def postmasters_of(home: Path) -> list[int]:
    """Servers, without their children, that work in the data directory."""
    servers = servers_in(Cluster(home).place.data)
    numbers = {process.pid for process in servers}
    return [process.pid for process in servers if process.ppid() not in numbers]


def test_the_second_to_come_finds_the_server_of_the_first(home):
    first = ensure(home)
    process = postmaster(home)
    assert ensure(home) == first
    assert postmasters_of(home) == [process.pid]
    assert set(first) == {"host", "port", "user", "password"}
    assert ask(home, "SELECT current_database()") == "portal"


def test_starting_says_whether_it_was_this_call_that_started_the_server(home):
    cluster = Cluster(home)
    assert [cluster.start(), cluster.start(), cluster.stop(), cluster.stop()] == [
        *(True, False),
        *(True, False),
    ]
    assert not cluster.alive()


def test_twenty_processes_at_once_make_one_cluster_and_one_server(folder):
    done = run_python(START_TWENTY, str(folder / "new"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(postmaster(folder / "new").pid)] * 20
    assert len(postmasters_of(folder / "new")) == 1


def test_two_processes_at_once_recover_one_crashed_server(running):
    ask(running, "CREATE TABLE kept (number int)")
    kill_everything(running)
    command = [sys.executable, "-c", START, str(running)]
    both = [subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) for _ in range(2)]
    answers = {process.communicate(timeout=30)[0].decode().strip() for process in both}
    assert answers == {str(postmaster(running).pid)}
    assert ask(running, "SELECT count(*) FROM kept") == 0


def test_the_server_outlives_whoever_started_it(home):
    done = run_python(START, str(home))  # returns: no pipe of the starter is left open
    assert done.returncode == 0, done.stderr
    assert Cluster(home).alive()
    assert postmaster(home).pid == int(done.stdout)
    assert os.getsid(postmaster(home).pid) != os.getsid(0)


def test_ctrl_c_in_the_starters_terminal_does_not_reach_the_server(home):
    process = subprocess.Popen(
        [sys.executable, "-c", START + "\nsys.stdout.flush()\nimport time\ntime.sleep(60)\n", home],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with process:
        assert int(process.stdout.readline()) == postmaster(home).pid
        os.killpg(process.pid, signal.SIGINT)
        process.wait(10)
    assert Cluster(home).alive()


@pytest.mark.parametrize(
    "name",
    [
        "with spaces, a comma and accénts Ωμέγα",
        "with 'single' and \"double\" $HOME `quotes` 100%",
        "long-" * 32,
    ],
    ids=("spaces", "quotes", "long"),
)
def test_the_data_may_lie_in_any_folder(seed, folder, name):
    home = copied(seed, folder / name)
    address = ensure(home)
    assert ask(home, "SELECT 1") == 1
    assert len(f"{address['host']}/.s.PGSQL.5432".encode()) <= 103
    assert places.is_private(Path(address["host"]), Cluster(home).place.data.stat().st_uid)
    kill_everything(home)
    assert ensure(home) == address
    assert ask(home, "SELECT 1") == 1


def test_a_socket_folder_that_others_prepared_is_not_used(seed, folder, monkeypatch):
    planted = [folder / "links", folder / "strangers", folder / "closed", folder / "free"]
    for parent in planted:
        parent.mkdir()
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(places, "SHARED_TEMPORARY_PLACES", map(str, planted))
    home = copied(seed, folder / ("long-" * 32))
    place = Cluster(home).place
    uid = place.data.stat().st_uid
    name = f"pg-{uid}-{places._short_name(place.data)}"
    (planted[0] / name).symlink_to(folder / "free")
    if IS_ROOT:  # whose server runs as somebody else
        (planted[1] / name).mkdir()
    else:
        planted[1].chmod(0o500)
    (planted[2] / name).write_text("not a folder")
    address = ensure(home)
    assert address["host"] == str(folder / "free" / name)


def test_without_any_place_for_the_socket_the_error_says_what_to_set(seed, folder, monkeypatch):
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(places, "SHARED_TEMPORARY_PLACES", [str(folder / "missing")])
    home = copied(seed, folder / ("long-" * 32))
    with pytest.raises(EmbeddedPostgresError, match=r"PORTAL_DATA_DIR.*short path"):
        ensure(home)


@pytest.mark.parametrize("language", ["C", "de_DE.ISO-8859-1"])
def test_letters_follow_the_same_rules_whatever_the_language_of_the_machine(folder, language):
    done = run_python(START, str(folder / "new"), env={"LANG": language, "LC_ALL": language})
    assert done.returncode == 0, done.stderr
    home = folder / "new"
    assert ask(home, "SELECT lower('ÉCOLE ΑΘΉΝΑ СОФИЯ ŁÓDŹ')") == "école αθήνα софия łódź"
    assert ask(home, "SELECT 'ÉCOLE' ILIKE 'école' AND 'ΑΘΉΝΑ' ~* 'αθήνα'") is True
    assert ask(home, "SELECT to_tsvector('french', 'Économie')::text") == "'économ':1"
    assert ask(home, "SHOW server_encoding") == "UTF8"
    provider = "SELECT concat(datlocprovider, datlocale) FROM pg_database WHERE datname = 'portal'"
    assert ask(home, provider) == "bC.UTF-8"


def test_the_server_is_small_safe_and_speaks_utc(running):
    names = ["fsync", "jit", "TimeZone", "max_connections", "shared_buffers", "listen_addresses"]
    assert [ask(running, f"SHOW {name}") for name in names] == [
        *("on", "off", "UTC", "100", "32MB", ""),
    ]


def test_only_the_password_opens_the_database(running):
    cluster = Cluster(running)
    secret = cluster.place.secret
    assert secret.stat().st_mode & 0o777 == 0o600
    assert secret.stat().st_uid == os.geteuid()
    assert len(secret.read_text()) >= 32
    ways = "SELECT array_agg(DISTINCT auth_method) FROM pg_hba_file_rules"
    assert ask(running, ways) == ["scram-sha-256"]
    stored = "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'portal'"
    assert ask(running, stored) is True
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(dbname="portal", **cluster.address() | {"password": "portal"})


def test_no_password_and_no_value_reaches_the_log(running):
    ask(running, "CREATE TABLE person (email text UNIQUE)")
    ask(running, "INSERT INTO person VALUES ('ann@example.eu')")
    with pytest.raises(psycopg2.errors.UniqueViolation):
        ask(running, "INSERT INTO person VALUES ('ann@example.eu')")
    cluster = Cluster(running)
    log = cluster.place.log.read_text()
    assert "duplicate key value" in log
    assert "ann@example.eu" not in log
    assert cluster.place.secret.read_text() not in log
    assert cluster.place.log.stat().st_mode & 0o777 == 0o600


def test_a_starter_killed_while_making_the_cluster_leaves_nothing_that_counts(folder):
    home = folder / "new"
    process = subprocess.Popen([sys.executable, "-c", START, str(home)], cwd=PROJECT)
    with process:
        assert wait_until(lambda: list(home.glob("unfinished-*/data/base/*")), 30, 0.005)
        process.kill()
    assert not (home / "data").exists()
    ensure(home)
    assert ask(home, "SELECT 1") == 1
    names = {"data", "lock", "postgres.log", "run", "secret"}
    assert {child.name for child in home.iterdir()} == names


def test_a_log_that_has_grown_is_put_aside(home):
    cluster = Cluster(home)
    cluster.place.log.write_bytes(b"x" * (6 * 1024 * 1024))
    cluster.start()
    assert cluster.place.log.stat().st_size < 10_000
    assert cluster.place.log.with_suffix(".log.1").stat().st_size == 6 * 1024 * 1024


def test_more_sessions_than_the_server_takes_are_not_a_dead_server(running):
    with contextlib.ExitStack() as sessions:
        with contextlib.suppress(psycopg2.OperationalError):
            while True:
                sessions.enter_context(contextlib.closing(Cluster(running).connect()))
        process = postmaster(running)
        ensure(running)
        assert postmaster(running) == process
