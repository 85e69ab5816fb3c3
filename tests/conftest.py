"""What every test may use. Tests run on a real PostgreSQL and, for journeys, in a real Chromium."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.management import call_command
from django.test import testcases

from interact_portal.core import kept_pages
from tests.browser import Browser
from tests.rows import Rows

# A busy machine is slow at drawing examples; that is no fault of the portal.
hypothesis.settings.register_profile(
    "portal", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("portal")


def pytest_configure(config: pytest.Config) -> None:
    """Serve static files by their plain names: nothing is collected for a test run."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    # pytest-django looks for Django's own name of the app; ours is a subclass, and the test server
    # would serve the collected files only.
    testcases._StaticFilesHandler = StaticFilesHandler
    # A connection kept open by the test server would keep the test database from being dropped.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = {"anon": None}


@pytest.fixture(scope="session")
def migrated_rows(django_db_setup, django_db_blocker) -> Rows:
    """What the migrations wrote, the field's synonyms among it."""
    with django_db_blocker.unblock():
        return Rows()


@pytest.fixture(scope="session", autouse=True)
def _tests_that_commit_leave_what_the_migrations_wrote(migrated_rows: Rows) -> None:
    def put_back(_test: testcases.TransactionTestCase) -> None:
        migrated_rows.put_back()
        cache.clear()

    testcases.TransactionTestCase._fixture_teardown = put_back


@pytest.fixture(scope="session")
def demo_rows(tmp_path_factory) -> Path:
    """Where the rows of the demo are kept once the first journey of the run has filled it."""
    own = tmp_path_factory.getbasetemp()
    # The processes of one run share the folder above their own.
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo.rows"


@pytest.fixture
def demo(db, demo_rows: Path) -> None:
    """Fill the database as the demo does, once in a run; later tests get the same rows."""
    with demo_rows.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if demo_rows.exists():
            Rows.load(demo_rows).put_back()
        else:
            call_command("demo", verbosity=0)
            Rows().save(demo_rows)


@pytest.fixture(autouse=True)
def _no_page_kept_from_another_test() -> None:
    """Pages kept for strangers live as long as the process; a test's tables do not."""
    kept_pages._pages.clear()


@pytest.fixture(scope="session")
def _chromium(django_db_setup: None) -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.quit()


@pytest.fixture(scope="session")
def _chromium_without_scripts(django_db_setup: None) -> Iterator[Browser]:
    browser = Browser(scripts=False)
    yield browser
    browser.quit()


@pytest.fixture
def browser(_chromium: Browser, live_server) -> Iterator[Browser]:
    """A Chromium at 1280 pixels, signed out, in front of the running portal."""
    yield _chromium.start_visit(live_server.url)
    _chromium.end_visit()


@pytest.fixture
def browser_without_scripts(_chromium_without_scripts: Browser, live_server) -> Iterator[Browser]:
    """The same with JavaScript switched off."""
    yield _chromium_without_scripts.start_visit(live_server.url)
    _chromium_without_scripts.end_visit()
