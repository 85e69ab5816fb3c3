"""The portal's own environment: locked, made once, made anew when the lock changes."""

import os
import re
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pytest

from launch import installing

PROJECT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+) \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.M)


def pins(lock: Path) -> dict[str, str]:
    """Return what a lock file pins, by name; only entries with hashes count."""
    return dict(PIN.findall(lock.read_text("utf-8")))


def names(requirements: list[str]) -> set[str]:
    """Return the names of the libraries in requirements."""
    return {re.match(r"[a-z0-9-]+", line)[0] for line in requirements}


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with spaces and accents in its name, taken for the project's."""
    folder = tmp_path / "Ταμείο für Zusammenarbeit"
    folder.mkdir()
    monkeypatch.setattr(installing, "ENVIRONMENT", folder / ".venv")
    monkeypatch.setattr(installing, "PYTHON", folder / ".venv" / "bin" / "python")
    monkeypatch.setattr(installing, "STATE", folder / "var")
    return folder


@pytest.mark.parametrize("lock", [installing.RUNTIME, installing.DEVELOPMENT])
def test_a_lock_names_each_library_with_hashes_and_no_address(lock):
    text = lock.read_text("utf-8")
    assert len(pins(lock)) == len(re.findall(r"^[a-z]", text, re.M))
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", text)


def test_the_locks_hold_every_dependency_and_agree():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    runtime, development = pins(installing.RUNTIME), pins(installing.DEVELOPMENT)
    assert names(project["dependencies"]) <= runtime.keys()
    assert names(project["optional-dependencies"]["dev"]) <= development.keys()
    assert runtime.items() <= development.items()
    assert not names(project["optional-dependencies"]["dev"]) & runtime.keys()


def test_the_environment_is_made_with_a_working_pip_in_any_folder(folder):
    assert not installing._works()
    installing._make_environment()
    assert installing._works()
    pip = subprocess.run(
        [installing.PYTHON, "-m", "pip", "--version"], capture_output=True, text=True, check=True
    )
    assert os.fspath(folder) in pip.stdout


def test_an_environment_is_used_again_until_the_lock_changes(folder):
    lock = folder / "requirements.lock"
    lock.write_text("one==1\n", "ascii")
    installing._make_environment()
    assert not installing.is_installed(lock)
    installing.stamp_of(lock).write_text(installing.fingerprint(lock), "ascii")
    assert installing.is_installed(lock)
    lock.write_text("one==2\n", "ascii")
    assert not installing.is_installed(lock)


def test_an_environment_whose_python_is_gone_is_not_used(folder):
    lock = folder / "requirements.lock"
    lock.write_text("one==1\n", "ascii")
    installing._make_environment()
    installing.stamp_of(lock).write_text(installing.fingerprint(lock), "ascii")
    installing.PYTHON.unlink()
    installing.PYTHON.symlink_to("/nowhere/python3")
    assert not installing.is_installed(lock)


def test_two_launchers_in_one_folder_take_turns(folder, capsys):
    done = []

    def second() -> None:
        with installing.alone("install"):
            done.append("second")

    with installing.alone("install"):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.3)
        done.append("first")
    waiting.join(10)
    assert done == ["first", "second"]
    assert "waiting for another launcher" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("output", "mend"),
    [
        ("Temporary failure in name resolution", "Check the connection"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM", "is not the one that the lock file names"),
        ("something else", "could not be installed"),
    ],
)
def test_what_pip_says_is_put_into_words(output, mend):
    assert mend in "\n".join(installing._why_pip_failed(output))


def test_this_python_brings_its_pip():
    wheel = installing.bundled_pip()
    assert wheel.name.startswith("pip-"), sys.executable


def test_every_library_has_a_line_that_says_why():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    chosen = names(project["dependencies"]) | names(project["optional-dependencies"]["dev"])
    record = (PROJECT / "docs" / "decisions" / "0001-stack.md").read_text("utf-8")
    explained = set(
        re.findall(r"[a-z0-9-]+", " ".join(re.findall(r"^\| ([^|]+) \|", record, re.M)))
    )
    assert chosen <= explained
