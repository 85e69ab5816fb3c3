"""Fixtures for the house itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from interact_portal.core.embedded_postgres import Cluster
from tests.house.throwaway import copied, open_folder


@pytest.fixture(scope="session")
def seed() -> Iterator[Path]:
    """The home of a new cluster that was started once and stopped. Only to be copied."""
    with open_folder() as folder:
        cluster = Cluster(folder / "seed")
        cluster.start()
        cluster.stop()
        yield folder / "seed"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that any user may pass. Servers with data in it are ended with the test."""
    with open_folder() as folder:
        yield folder


@pytest.fixture
def home(seed: Path, folder: Path) -> Path:
    """The home of a stopped cluster of this test alone."""
    return copied(seed, folder / "home")


@pytest.fixture
def running(home: Path) -> Path:
    """The same, running."""
    Cluster(home).start()
    return home
