"""The back office in the portal's look: Django's pages without the faults they come with."""

import pytest

from interact_portal.accounts.models import User
from tests.browser import DESKTOP, faults_of
from tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = 390


@pytest.fixture
def officer() -> User:
    """Someone who may do everything in the back office."""
    return make_staff()


def test_back_office_pages_are_accessible_and_obey_the_policy(browser, officer):
    browser.sign_in(officer, second_factor=True)
    pages = ["/admin/", "/admin/accounts/user/", "/admin/auth/group/add/"]
    pages += [f"/admin/accounts/user/{officer.pk}/{page}/" for page in ("change", "history")]
    assert faults_of(browser, pages, widths=(DESKTOP, SMALL)) == []


def test_back_office_pages_carry_the_portals_name_and_letters(browser, officer):
    browser.sign_in(officer, second_factor=True).open("/admin/")
    assert browser.driver.title.endswith("Back office – INTERACT portal")
    letters = browser.driver.execute_script("return getComputedStyle(document.body).fontFamily")
    assert letters.startswith('"Sofia Sans"')


def test_the_officers_wish_for_dark_pages_is_kept(browser, officer):
    browser.sign_in(officer, second_factor=True).open("/admin/")
    browser.driver.execute_script("localStorage.setItem('theme', 'dark')")
    browser.open("/admin/accounts/user/")
    ground = "return getComputedStyle(document.body).backgroundColor"
    assert browser.driver.execute_script(ground) == "rgb(16, 22, 31)"
    assert browser.axe() == []
    browser.driver.execute_script("localStorage.removeItem('theme')")
