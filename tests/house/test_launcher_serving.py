"""`make run` from the moment the libraries are there: a portal that answers, and ends cleanly."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from interact_portal.accounts.demo_accounts import DEMO_ACCOUNTS
from interact_portal.core.embedded_postgres import Cluster

from .throwaway import PROJECT, open_folder

PATIENCE = 240


class Portal:
    """A portal started as `make run` does, with data of its own."""

    def __init__(self, data: Path, said: Path) -> None:
        self.data = data
        self.said = said
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        demo = {"PORTAL_DEMO": "1", "LOG_LEVEL": "WARNING", "PORT": str(self.port)}
        with said.open("w") as console:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "launch.serving", str(self.port)],
                cwd=PROJECT,
                env=clean | demo | {"PORTAL_DATA_DIR": str(data), "LC_ALL": "el_GR.UTF-8"},
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask for a page; return the answer and its content."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer, answer.read()

    def wait_until_said(self, words: str) -> str:
        """Wait until the console says this; return all that it said."""
        until = time.monotonic() + PATIENCE
        while words not in (text := self.said.read_text("utf-8")):
            assert time.monotonic() < until, text
            assert self.process.poll() is None, text
            time.sleep(0.1)
        return text

    def wait_until_it_answers(self) -> None:
        """Wait until the web server answers (again)."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get("/health/live")[0].status == 200:
                    return
            time.sleep(0.1)
        pytest.fail(self.said.read_text("utf-8"))

    def family(self) -> list[psutil.Process]:
        """Return the processes that it has started."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def database_runs(self) -> bool:
        """Say whether its PostgreSQL is up."""
        return Cluster(self.data / "postgres").status().running


@pytest.fixture
def start(tmp_path) -> Iterator:
    """Start portals one after the other on the same data; all are ended with the test."""
    with open_folder(in_memory=False) as folder:
        started = []

        def start_one() -> Portal:
            said = tmp_path / f"console-{len(started)}"
            started.append(Portal(folder / "var", said))
            return started[-1]

        yield start_one
        for portal in started:
            if portal.process.poll() is None:
                portal.process.terminate()
                portal.process.wait(60)


def test_the_portal_comes_up_heals_itself_and_leaves_nothing_but_its_data(start):
    portal = start()
    said = portal.wait_until_said("The portal is ready")
    for account in DEMO_ACCOUNTS:
        assert account.email in said
        assert account.password in said
    assert f"http://127.0.0.1:{portal.port}" in said

    answer, content = portal.get("/health/ready")
    assert json.loads(content)["ready"] is True
    answer, content = portal.get("/programmes/")
    assert answer.status == 200
    assert b"177" in content
    sheet = content.decode().split('rel="stylesheet" href="')[1].split('"')[0]
    answer, _content = portal.get(sheet, **{"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]

    web_server = portal.family()[0]
    web_server.kill()
    portal.wait_until_said("it starts again in")
    portal.wait_until_it_answers()

    family = portal.family()
    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(60) == 0
    assert "The portal has stopped; its data stay." in portal.said.read_text("utf-8")
    assert not psutil.wait_procs(family, timeout=5)[1]
    assert not portal.database_runs()

    again = start()
    again.wait_until_said("The portal is ready")
    assert b"177" in again.get("/programmes/")[1]
    family = again.family()
    again.process.kill()
    assert not psutil.wait_procs(family, timeout=20)[1]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"PORTAL_DEMO": "1", "TRUSTED_PROXIES": "one"}, "TRUSTED_PROXIES"),
        ({"PORTAL_DEMO": "1", "DATABASE_URL": "mysql://a:b@c/d"}, "names no PostgreSQL"),
        ({"PORTAL_DEMO": "1", "EMAIL_URL": "mail.example"}, "names no mail server"),
        ({"PORTAL_DEMO": "1", "DATABASE_URL": "postgres://a:b@127.0.0.1:1/c"}, "does not answer"),
    ],
)
def test_settings_that_do_not_fit_are_refused_in_words(given, words, tmp_path):
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    answer = subprocess.run(
        [sys.executable, "-m", "launch.serving", "1"],
        cwd=PROJECT,
        env=clean | {"PORTAL_DATA_DIR": str(tmp_path)} | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr + answer.stdout
