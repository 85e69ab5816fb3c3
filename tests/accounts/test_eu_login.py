"""EU Login by OpenID Connect: offered where it is configured, with PKCE, its address trusted."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.urls import reverse

from interact_portal.accounts.models import User
from interact_portal.core.models import AuditEntry
from interact_portal.mail.models import Letter
from tests.factories import make_staff, make_user

from .identity_provider import IdentityProvider

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def provider(settings):
    with IdentityProvider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings()
        yield provider


def go_and_come_back(client, provider: IdentityProvider, path: str = "", *, verifier: bool = True):
    """Press the button, sign in over there, and come back with the answer."""
    login = reverse("openid_connect_login", kwargs={"provider_id": "eulogin"})
    response = client.post(f"{login}?process=login{path}")
    assert response.status_code == 302
    asked = parse_qs(urlsplit(response.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    provider.challenge = asked["code_challenge"][0] if verifier else "somebody else's"
    back = reverse("openid_connect_callback", kwargs={"provider_id": "eulogin"})
    return client.get(back, {"code": "x", "state": asked["state"][0]}, follow=True)


def test_the_button_stands_only_where_eu_login_is_configured(client, settings):
    assert "EU Login" not in client.get(reverse("account_login")).text
    with IdentityProvider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings()
        text = client.get(reverse("account_login")).text
        assert "Sign in with EU Login" in text
        assert 'action="/accounts/oidc/eulogin/login/?process=login"' in text


def test_no_table_is_asked_for_providers(client, django_assert_num_queries):
    # Only the two marks of the page's transaction.
    with django_assert_num_queries(2):
        client.get(reverse("account_login"))


def test_a_newcomer_comes_in_at_once_with_a_confirmed_address(client, provider):
    go_and_come_back(client, provider)
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.email, user.name) == ("ana.kos@example.eu", "Ana Kos")
    assert EmailAddress.objects.get(user=user).verified
    assert AuditEntry.objects.get(act="signed up").why == "EU Login"
    assert not Letter.objects.filter(secret_until__isnull=False).exists()


def test_the_owner_of_the_same_address_gets_into_her_own_account(client, provider):
    user = make_user("ana.kos@example.eu")
    go_and_come_back(client, provider)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.count() == 1


def test_an_address_that_was_never_confirmed_here_is_not_given_away(client, provider):
    """Somebody signed up with Ana's address and never confirmed it: her account is not theirs."""
    squatter = make_user("ana.kos@example.eu", verified=False, name="Squatter")
    go_and_come_back(client, provider)
    squatter.refresh_from_db()
    assert "_auth_user_id" not in client.session
    assert not squatter.has_usable_password()
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (squatter.email, "Your code to confirm your address")


def test_an_answer_for_another_verifier_lets_nobody_in(client, provider):
    response = go_and_come_back(client, provider, verifier=False)
    assert provider.refused == ["code_verifier"]
    assert "EU Login did not let you in" in response.text
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()


def test_eu_login_alone_does_not_open_the_back_office(client, provider):
    make_staff("ana.kos@example.eu")
    go_and_come_back(client, provider)
    response = client.get("/admin/")
    assert response.url.startswith(reverse("second_factor_needed"))


def test_a_link_alone_does_not_send_anybody_to_eu_login(client, provider):
    login = reverse("openid_connect_login", kwargs={"provider_id": "eulogin"})
    response = client.get(login)
    assert response.status_code == 200
    assert "Go on to EU Login" in response.text


def test_a_provider_that_is_not_configured_does_not_exist(client):
    login = reverse("openid_connect_login", kwargs={"provider_id": "eulogin"})
    assert client.get(login).status_code == 404


def form_action(**environment: str) -> list[str]:
    code = (
        "from django.conf import settings;"
        "print(*settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    )
    known = {"PORTAL_DEMO": "1", "DJANGO_SETTINGS_MODULE": "interact_portal.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(portal_settings.BASE_DIR),
        env=os.environ | known | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.split()


def test_the_policy_lets_the_form_lead_to_eu_login_and_nowhere_else():
    """G9: with form-action 'self' alone the browser blocks the way there without a word."""
    assert form_action() == ["'self'"]
    server = "https://ecas.ec.europa.eu/cas/oauth2"
    found = form_action(EU_LOGIN_SERVER=server, EU_LOGIN_CLIENT_ID="portal")
    assert found == ["'self'", "https://ecas.ec.europa.eu"]
