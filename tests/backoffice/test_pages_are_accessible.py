"""axe finds nothing on any page of the back office, and none scrolls sideways.

The pages are those of every table that stands there and our own, so that none can be forgotten:
one officer, one row of each table, each page opened once. The same visit hears the console.
"""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from interact_portal.backoffice.urls import PAGES
from programmes.models import Programme
from seminars.models import Seminar
from tests.backoffice.world import make_world
from tests.browser import DESKTOP, NARROW, Browser, faults_of
from tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)
DESK = ("participants", "reserve", "check_in", "attendance", "results", "export", "write", "invite")


@pytest.fixture
def office(browser) -> Browser:
    """The back office as an administrator sees it."""
    return browser.sign_in(make_staff("officer@example.eu"), second_factor=True)


def faults_of_each(browser: Browser, paths: list[str]) -> list[str]:
    """Open every path once; return the faults, a line each.

    Both widths hold the same elements; most is asked of the narrow one, which is the harder.
    """
    faults = []
    for path in paths:
        browser.at(DESKTOP).open(path)
        if browser.scrolls_sideways():
            faults.append(f"{path} at {DESKTOP}: scrolls sideways")
        browser.at(NARROW)
        found = browser.axe() + browser.complaints()
        faults += [f"{path} at {NARROW}: {line}" for line in found]
        if browser.scrolls_sideways():
            faults.append(f"{path} at {NARROW}: scrolls sideways")
    return faults


def table_of(model: type) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def test_lists_and_our_own_pages(office):
    world = make_world()
    own = ["/admin/"] + [reverse(f"admin:{page.name}") for page in PAGES if page.label]
    paths = [reverse(f"admin:{table_of(model)}_changelist") for model in world]
    desk = world[Seminar].pk
    paths += [reverse(f"admin:seminar_desk_{name}", args=[desk]) for name in DESK]
    assert faults_of_each(office, paths) + faults_of(office, own) == []


def test_forms_and_histories(office):
    world = make_world()
    request = RequestFactory().get("/admin/")
    request.user = make_staff("second@example.eu")
    programme = world[Programme]
    past = [programme.pk, programme.history.first().history_id]
    paths = [reverse("admin:programmes_programme_history", args=past[:1])]
    paths.append(reverse("admin:programmes_programme_simple_history", args=past))
    for model, row in world.items():
        table = table_of(model)
        paths.append(reverse(f"admin:{table}_change", args=[row.pk]))
        if admin.site.get_model_admin(model).has_add_permission(request):
            paths.append(reverse(f"admin:{table}_add"))
    assert faults_of_each(office, paths) == []
