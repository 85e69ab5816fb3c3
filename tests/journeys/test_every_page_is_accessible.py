"""axe finds nothing against WCAG 2.2 A and AA on any page, at 1280 and at 320 pixels.

The same visit hears the console: no error, nothing refused by the policy; and no page scrolls
sideways. The pages of the back office are judged by `tests/house/test_look_back_office.py`.
"""

from django.urls import reverse

from tests.browser import faults_of

PUBLIC = [
    "/",
    "/programmes/",
    "/programmes/?q=controll&period=2014-2020",
    "/programmes/?country=AT&country=IT&period=2014-2020",
    "/programmes/?view=map",
    "/programmes/interact-2007-2013/",
    "/programmes/balkan-mediterranean-2014-2020/",
    "/programmes/peace-2014-2020/",
    "/programmes/compare/?p=interact-2007-2013&p=interact-2014-2020",
    "/programmes/compare/",
    "/programmes/?q=nothing-like-this&country=AT&period=2007-2013",
    "/bodies/",
    "/bodies/interact-secretariat/",
    "/about/",
    "/contact/",
    "/accessibility/",
    "/privacy/",
    "/open-data/",
    "/bodies/?role=managing-authority",
    "/search/?q=control",
    "/search/?q=xyzzy",
    "/api/",
    "/no/such/page/",
    "/styleguide/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
]
SIGNED_IN = [
    "profile",
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "usersessions_list",
    "saved_search_list",
]


def test_public_pages(demo, browser):
    assert faults_of(browser, PUBLIC) == []


def test_pages_of_a_signed_in_person(jts, browser):
    browser.sign_in(jts)
    assert (
        faults_of(browser, [*map(reverse, SIGNED_IN), "/searches/new/practices/?q=control"]) == []
    )
