"""The embedded database comes back after kills, power cuts and tidying hands, and harms nobody."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time

import pytest
from django.db import OperationalError, connections

from interact_portal.core.embedded_postgres import (
    Cluster,
    EmbeddedPostgresError,
    answering,
    cluster,
    ensure,
)
from interact_portal.core.embedded_postgres.base import DatabaseWrapper
from interact_portal.core.embedded_postgres.stale import (
    ghosts_of,
    is_alive,
    servers_in,
    wait_until,
)
from tests.house.throwaway import (
    ask,
    bystander,
    copied,
    kill_everything,
    note_another_pid,
    postmaster,
)


@pytest.fixture
def crashed(running):
    """A cluster with one committed row, after a power cut."""
    ask(running, "CREATE TABLE kept AS SELECT 7 AS number")
    kill_everything(running)
    return running


def server_uid(home) -> int:
    return Cluster(home).place.data.stat().st_uid


def settings_of(home) -> dict:
    plain = dict.fromkeys(("USER", "PASSWORD", "HOST", "PORT"), "")
    plain |= {"ENGINE": "interact_portal.core.embedded_postgres", "TIME_ZONE": None}
    plain |= {"AUTOCOMMIT": True, "ATOMIC_REQUESTS": False, "OPTIONS": {}, "TEST": {}}
    return plain | {
        "NAME": "portal",
        "PGHOME": home,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def test_a_killed_server_is_started_again_with_all_that_was_committed(running):
    ask(running, "CREATE TABLE kept AS SELECT 7 AS number")
    killed = postmaster(running)
    killed.kill()
    ensure(running)
    assert postmaster(running) != killed
    assert ask(running, "SELECT number FROM kept") == 7


def test_a_power_cut_is_recovered_from(crashed):
    ensure(crashed)
    assert ask(crashed, "SELECT number FROM kept") == 7


def test_a_number_given_to_an_innocent_process_does_not_keep_the_server_down(crashed):
    with bystander(server_uid(crashed)) as innocent:
        note_another_pid(crashed, innocent.pid)
        assert Cluster(crashed).alive() is False
        assert Cluster(crashed).stop() is False
        assert innocent.poll() is None
        ensure(crashed)
        assert ask(crashed, "SELECT number FROM kept") == 7
        Cluster(crashed).stop()
        assert innocent.poll() is None


def test_a_number_given_to_the_server_of_another_portal_leaves_that_server_alone(
    crashed, seed, folder
):
    neighbour = copied(seed, folder / "neighbour")
    ensure(neighbour)
    process = postmaster(neighbour)
    note_another_pid(crashed, process.pid)
    ensure(crashed)
    assert ask(crashed, "SELECT number FROM kept") == 7
    Cluster(crashed).stop()
    assert Cluster(neighbour).status().pid == process.pid
    assert ask(neighbour, "SELECT 1") == 1


def test_a_zombie_that_nobody_reaps_does_not_keep_the_server_down(crashed):
    """As in a container whose first process does not wait for its children."""
    options = {"user": server_uid(crashed)} if os.geteuid() == 0 else {}
    zombie = subprocess.Popen(["true"], **options)
    try:
        assert wait_until(lambda: not is_alive(zombie.pid), 10)
        os.kill(zombie.pid, 0)  # which is all that PostgreSQL asks
        note_another_pid(crashed, zombie.pid)
        ensure(crashed)
        assert ask(crashed, "SELECT number FROM kept") == 7
    finally:
        zombie.wait()


def test_a_server_whose_socket_was_tidied_away_is_replaced(running):
    ask(running, "CREATE TABLE kept AS SELECT 7 AS number")
    lost = postmaster(running)
    shutil.rmtree(ensure(running)["host"])
    ensure(running)
    assert not is_alive(lost.pid)
    assert ask(running, "SELECT number FROM kept") == 7


def test_deleting_the_data_under_a_running_server_gives_a_new_cluster_that_lasts(running):
    old = postmaster(running)
    shutil.rmtree(running)
    ensure(running)
    assert not is_alive(old.pid)
    assert ghosts_of(Cluster(running).place.data) == []
    assert ask(running, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def test_a_server_that_hangs_is_named_and_not_killed(running, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0)
    monkeypatch.setattr(answering, "SECONDS_TO_ANSWER", 1)
    process = postmaster(running)
    process.suspend()
    try:
        with pytest.raises(EmbeddedPostgresError, match="takes no connections"):
            ensure(running)
        assert is_alive(process.pid)
    finally:
        process.resume()
    assert wait_until(Cluster(running).alive, 10)
    assert postmaster(running) == process


def test_a_new_server_waits_for_the_children_of_a_killed_one(running):
    with contextlib.closing(Cluster(running).connect()) as session:
        backend = session.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        postmaster(running).kill()
        wakes = threading.Timer(1, os.kill, (backend, signal.SIGCONT))
        wakes.start()
        began = time.monotonic()
        ensure(running)
        assert time.monotonic() - began > 1
        assert not is_alive(backend)
        wakes.join()


@pytest.fixture
def connection(home, django_db_blocker):
    """Django's default connection, to this test's cluster."""
    before = connections["default"]
    connections["default"] = DatabaseWrapper(settings_of(home), "default")
    try:
        with django_db_blocker.unblock():
            yield connections["default"]
    finally:
        connections["default"].close()
        connections["default"] = before


def test_djangos_next_request_after_a_crash_simply_works(home, connection):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS number")
    killed = postmaster(home)
    killed.kill()
    assert wait_until(lambda: not servers_in(Cluster(home).place.data), 10)
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM kept")
        assert cursor.fetchone() == (7,)
    assert postmaster(home) != killed


def test_django_hears_of_a_database_stopped_on_purpose_as_an_operational_error(home, connection):
    Cluster(home).hold()
    with pytest.raises(OperationalError, match="stopped on purpose"):
        connection.ensure_connection()


def test_the_database_shell_opens_with_the_packaged_psql(running):
    wrapper = DatabaseWrapper(settings_of(running))
    command, environment = wrapper.client.settings_to_cmd_args_env(
        wrapper.settings_dict, ["--no-psqlrc", "-Atc", "SELECT current_user"]
    )
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "portal\n"
