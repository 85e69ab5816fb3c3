"""Signing up, in and out in a real browser: by code, with an app, with a passkey."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import hotp_value
from allauth.usersessions.models import UserSession
from django.core.cache import cache

from interact_portal.accounts.models import User
from interact_portal.mail.models import Letter
from programmes.choices import MembershipState
from tests.browser import Browser, faults_of
from tests.factories import (
    PASSWORD,
    make_body,
    make_designated,
    make_letter,
    make_membership,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def by_name(browser: Browser) -> Browser:
    """The portal at a name: browsers give passkeys to names only."""
    browser.base = browser.base.replace("127.0.0.1", "localhost")
    return browser


@pytest.fixture
def passkeys(by_name: Browser):
    """A phone that unlocks by itself, in place of a finger."""
    driver = by_name.driver
    driver.execute_cdp_cmd("WebAuthn.enable", {})
    phone = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = driver.execute_cdp_cmd("WebAuthn.addVirtualAuthenticator", {"options": phone})
    yield made["authenticatorId"]
    driver.execute_cdp_cmd("WebAuthn.disable", {})


def code_sent_to(address: str) -> str:
    letter = Letter.objects.filter(to=address).order_by("-pk").first()
    return re.search(r"^ {4}(\S+)$", letter.text, re.MULTILINE)[1]


def sign_in_with_password(browser: Browser, user: User) -> None:
    browser.open("/accounts/login/").fill("login", user.email).fill("password", PASSWORD)
    browser.click("Sign in or get a code")


def test_a_newcomer_opens_an_account_with_a_code(browser):
    browser.open("/accounts/login/").click("Open an account")
    browser.fill("name", "Ana Kos").fill("email", "ana.kos@example.eu")
    browser.click("Open the account").wait_for("Confirm your address")
    browser.fill("code", code_sent_to("ana.kos@example.eu")).click("Confirm")
    browser.wait_for("What we hold about you")
    assert browser.path == "/accounts/profile/"
    assert browser.complaints() == []


def test_a_newcomer_opens_an_account_without_scripts(browser_without_scripts):
    browser = browser_without_scripts
    browser.open("/accounts/signup/")
    browser.fill("name", "Ana Kos").fill("email", "ana.kos@example.eu").click("Open the account")
    browser.fill("code", code_sent_to("ana.kos@example.eu")).click("Confirm")
    assert browser.path == "/accounts/profile/"


def test_an_officer_sets_up_an_app_at_first_sign_in_and_reaches_the_back_office(browser):
    officer = make_staff("officer@example.eu")
    browser.open("/admin/accounts/user/")
    browser.fill("login", officer.email).fill("password", PASSWORD)
    browser.click("Sign in or get a code").wait_for("The back office needs a second factor")
    browser.click("Set up an app").wait_for("Show that it is you")
    browser.fill("password", PASSWORD).click("Continue").wait_for("Scan this picture")
    secret = browser.find("code").text
    browser.fill("code", f"{hotp_value(secret, int(time.time()) // 30):06}")
    browser.click("Set up the app").wait_for("Recovery codes")
    assert len(browser.all(".codes li")) == 10
    assert browser.complaints() == []
    browser.click("I have kept them: go on to the back office").wait_for("officer@example.eu")
    assert browser.path == "/admin/accounts/user/"


def test_a_passkey_is_added_and_then_opens_the_back_office_by_itself(by_name, passkeys):
    browser = by_name
    officer = make_staff("officer@example.eu")
    sign_in_with_password(browser, officer)
    browser.wait_for("What we hold about you").open("/accounts/2fa/webauthn/add/")
    browser.fill("password", PASSWORD).click("Continue").wait_for("Add a passkey")
    browser.click("Add the passkey").wait_for("Recovery codes")
    browser.open("/accounts/logout/").find("main form button").click()
    browser.wait_for("You are signed out.")
    browser.open("/accounts/login/?next=/admin/").click("Sign in with a passkey")
    browser.find("#user-tools")
    assert browser.path == "/admin/"
    assert browser.complaints() == []


def test_a_passkey_that_is_not_there_is_said_on_the_page(by_name, passkeys):
    by_name.open("/accounts/login/").click("Sign in with a passkey")
    by_name.wait_for("The browser could not use a passkey")
    assert by_name.path == "/accounts/login/"


def test_a_passkey_serves_as_second_factor_after_the_password(by_name, passkeys):
    browser = by_name
    officer = make_staff("officer@example.eu")
    sign_in_with_password(browser, officer)
    browser.wait_for("What we hold about you").open("/accounts/2fa/webauthn/add/")
    browser.fill("password", PASSWORD).click("Continue").wait_for("Add a passkey")
    browser.find("[name=passwordless]").click()
    browser.click("Add the passkey").wait_for("Recovery codes")
    browser.open("/accounts/logout/").find("main form button").click()
    browser.wait_for("You are signed out.")
    sign_in_with_password(browser, officer)
    browser.wait_for("Your second factor").click("Use a passkey")
    browser.wait_for("What we hold about you").open("/admin/")
    browser.find("#user-tools")
    assert browser.complaints() == []


def test_a_colleague_is_confirmed_by_keyboard(browser):
    body = make_body("Land Salzburg")
    designated = make_designated(body)
    membership = make_membership(make_user(name="Ana Kos"), body, state=MembershipState.ASKED)
    browser.sign_in(designated).open("/memberships/")
    browser.tab_to("Ana Kos").press("\ue007")
    browser.tab_to("Confirm Ana Kos").press("\ue007")
    browser.wait_for("The person is told by letter.")
    membership.refresh_from_db()
    assert membership.state == MembershipState.CONFIRMED


def test_pages_for_strangers_are_open_to_everybody(browser):
    paths = ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/"]
    paths += ["/accounts/password/reset/", "/accounts/login/?next=/admin/"]
    assert faults_of(browser, paths) == []


def test_pages_of_a_person_are_open_to_everybody(browser):
    body = make_body("Land Salzburg")
    person = make_designated(body, make_user("ana.kos@example.eu"))
    make_membership(person, state=MembershipState.ASKED)
    colleague = make_membership(body=body, state=MembershipState.ASKED)
    for text in ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "Another browser"):
        UserSession.objects.create(
            user=person, ip="192.0.2.1", user_agent=text, session_key=text[:20]
        )
    browser.sign_in(person)
    paths = [
        "/accounts/profile/",
        "/accounts/profile/change/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/3rdparty/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/accounts/second-factor/?next=/admin/",
        "/accounts/reauthenticate/?next=/accounts/profile/",
        "/memberships/",
        "/memberships/ask/?q=salzburg",
        "/memberships/ask/?q=nowhere",
        f"/bodies/{body.slug}/join/",
        colleague.get_absolute_url(),
    ]
    assert faults_of(browser, paths) == []


def test_pages_behind_the_password_are_open_to_everybody(browser):
    person = make_user("ana.kos@example.eu", password=None)
    browser.open("/accounts/login/").fill("login", person.email).click("Sign in or get a code")
    browser.wait_for("Write in the code")
    assert faults_of(browser, ["/accounts/login/code/confirm/"]) == []
    browser.fill("code", code_sent_to(person.email)).click("Confirm")
    browser.wait_for("What we hold about you")
    paths = ["/accounts/profile/delete/", "/accounts/password/set/"]
    paths += ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"]
    assert faults_of(browser, paths) == []


def test_the_back_office_of_people_letters_and_trail_is_open_to_everybody(browser):
    officer = make_staff("officer@example.eu")
    letter = make_letter()
    browser.sign_in(officer, second_factor=True)
    paths = [
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        f"/admin/accounts/user/{officer.pk}/change/",
        "/admin/core/auditentry/",
        "/admin/core/jobrun/",
        "/admin/mail/letter/",
        f"/admin/mail/letter/{letter.pk}/change/",
    ]
    assert faults_of(browser, paths) == []
