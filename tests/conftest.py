"""What every test may use. Tests run on a real PostgreSQL and, for journeys, in a real Chromium."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import testcases

from tests.browser import Browser


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
