"""Writes the lock files: every library with its version and hashes, and no address of an index."""

import os

from . import installing
from .installing import DEVELOPMENT, PYTHON, RUNTIME
from .machine import PROJECT
from .processes import run_quietly
from .words import refuse, step

OPTIONS = (
    "--quiet", "--generate-hashes", "--strip-extras", "--no-header",
    "--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links", "--no-emit-options",
)  # fmt: skip


def lock() -> int:
    """Write both lock files, keeping every version that still fits."""
    installing.install(DEVELOPMENT)
    with step("requirements.lock"):
        _compile("-o", os.fspath(RUNTIME.relative_to(PROJECT)))
    with step("requirements-dev.lock"):
        name = os.fspath(DEVELOPMENT.relative_to(PROJECT))
        _compile("--extra", "dev", "-c", RUNTIME.name, "-o", name)
    return 0


def _compile(*words: str) -> None:
    done = run_quietly([PYTHON, "-m", "piptools", "compile", *OPTIONS, *words, "pyproject.toml"])
    if done.code:
        refuse("pip-tools could not find versions that fit together:", done.last_lines())
