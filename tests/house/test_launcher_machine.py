"""Before anything is changed the launcher looks at the machine, and names what to do."""

import ast
import importlib.util
import re
import socket
import sys
from pathlib import Path

import pytest

from launch import __main__ as door
from launch import commands, machine
from launch.words import RefusalError

PROJECT = Path(__file__).resolve().parents[2]


def test_a_python_that_is_too_old_can_still_read_what_tells_it_so():
    ast.parse((PROJECT / "launch" / "__main__.py").read_text("utf-8"), feature_version=(3, 4))
    ast.parse((PROJECT / "launch" / "__init__.py").read_text("utf-8"), feature_version=(3, 4))


@pytest.mark.parametrize(
    ("version", "fit"),
    [((3, 10), False), ((3, 11), True), ((3, 12), True), ((3, 13), True), ((3, 14), False)],
)
def test_the_launcher_takes_the_pythons_that_the_project_names(version, fit):
    assert door.is_fit(version) is fit
    assert 'requires-python = ">=3.11,<3.14"' in (PROJECT / "pyproject.toml").read_text("utf-8")


def test_a_python_that_is_not_fit_is_named_with_its_mend(monkeypatch, capsys):
    monkeypatch.setattr(door, "is_fit", lambda version: False)
    monkeypatch.setattr(door, "a_fit_python", lambda: None)
    with pytest.raises(SystemExit) as left:
        door.main()
    assert left.value.code == 1
    said = capsys.readouterr().err
    assert "The portal needs Python 3.11 to 3.13" in said
    assert "apt-get install python3" in said
    assert "make run PYTHON=" in said


def test_a_python_without_venv_is_named_with_debians_package(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    package = f"python3.{sys.version_info.minor}-venv"
    with pytest.raises(RefusalError, match=rf"apt-get install {re.escape(package)}"):
        machine.must_have_venv()


def test_a_folder_that_cannot_be_written_is_named():
    with pytest.raises(RefusalError, match="cannot write into its folder /proc"):
        machine.must_be_writable(Path("/proc"))


def test_a_full_disk_is_named_with_what_is_needed(tmp_path):
    with pytest.raises(RefusalError, match=r"MB free; 953674316406 MB are needed\.\nFree some"):
        machine.must_have_space(10**18, tmp_path)


def test_a_taken_port_is_named_with_a_free_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(RefusalError, match=f"Port {port} is taken") as refusal:
            machine.must_be_free(port)
        proposed = int(re.search(r"PORT=(\d+) make run", str(refusal.value))[1])
        assert proposed != port
        machine.must_be_free(proposed)


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 80", "８０００"])
def test_a_port_that_is_none_is_refused_in_words(port, monkeypatch):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(RefusalError, match=r"PORT is “.*”, which is no port"):
        machine.wanted_port()


@pytest.mark.parametrize(("given", "port"), [("", 8000), ("8001", 8001)])
def test_the_port_is_8000_unless_port_says_otherwise(given, port, monkeypatch):
    monkeypatch.setenv("PORT", given)
    assert machine.wanted_port() == port


def test_help_says_every_command_of_the_makefile_and_each_is_known(capsys):
    targets = re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
    commands.help_()
    said = capsys.readouterr().out
    assert targets
    for target in targets:
        assert re.search(rf"^  make {target} +\S", said, re.MULTILINE), target
        assert callable(commands._find([target]))


def test_an_unknown_command_is_refused_with_the_known_ones():
    with pytest.raises(RefusalError, match=r"no command “fly”. Known are: help, run, test"):
        commands._find(["fly"])
