"""The back office opens to staff with a second factor in this session, and to nobody else."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.urls import reverse

from interact_portal.accounts import second_factor
from interact_portal.core.models import AuditEntry
from interact_portal.mail.models import Letter
from tests.factories import PASSWORD, make_staff, make_user

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/?q=ana"


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


def number_shown_by(secret: str) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30):06}"


def give_app(user) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def sign_in(client: Client, user, path: str = "") -> Client:
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def is_open(client: Client) -> bool:
    response = client.get("/admin/")
    return response.status_code == 200 and response.resolver_match.view_name == "admin:index"


# --- who comes in -------------------------------------------------------------------------------


def test_a_stranger_is_led_to_our_own_sign_in_page_and_back(client):
    for path in (USERS, f"/admin/login/?next={USERS}"):
        response = client.get(path)
        assert response.url == f"{reverse('account_login')}?next=/admin/accounts/user/%3Fq%3Dana"


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/accounts/user/", "/admin/x/"])
def test_somebody_who_is_not_staff_is_refused_on_a_page_of_ours(client, path):
    client.force_login(make_user())
    response = client.get(path)
    assert response.status_code == 403
    assert 'class="site-header"' in response.text


def test_staff_without_a_factor_is_led_to_set_one_up_with_the_reason(client):
    client.force_login(make_staff())
    response = client.get(USERS, follow=True)
    assert response.redirect_chain[0][0].startswith(reverse("second_factor_needed"))
    assert "The back office needs a second factor" in response.text
    assert "take" in response.text
    assert client.session[second_factor.NEXT] == USERS


def test_staff_with_a_factor_not_given_in_this_session_is_asked_for_it(client):
    user = make_staff()
    give_app(user)
    client.force_login(user)
    response = client.get(USERS)
    assert response.url.startswith(reverse("mfa_reauthenticate"))
    assert response.url.endswith("?next=%2Fadmin%2Faccounts%2Fuser%2F%3Fq%3Dana")


def test_a_password_alone_does_not_open_the_back_office(client):
    user = make_staff()
    sign_in(client, user)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not is_open(client)


def test_a_form_sent_to_the_back_office_without_a_factor_changes_nothing(client):
    user = make_staff()
    other = make_user()
    client.force_login(user)
    response = client.post(f"/admin/accounts/user/{other.pk}/delete/", {"post": "yes"})
    assert response.url.endswith("?next=%2Fadmin%2F")
    assert type(other).objects.filter(pk=other.pk).exists()


def test_password_and_number_open_the_back_office(client):
    user = make_staff()
    secret = give_app(user)
    sign_in(client, user)
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": number_shown_by(secret)})
    assert is_open(client)


def test_giving_the_number_later_in_the_session_leads_back(client):
    user = make_staff()
    secret = give_app(user)
    client.force_login(user)
    response = client.get("/admin/")
    response = client.post(response.url, {"code": number_shown_by(secret), "next": "/admin/"})
    assert response.url == "/admin/"
    assert is_open(client)


def test_a_recovery_code_opens_the_back_office_once(client):
    user = make_staff()
    give_app(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_open(client)
    again = sign_in(Client(), user)
    response = again.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in again.session
    assert response.context["form"].errors


def test_the_same_number_does_not_work_twice(client):
    user = make_staff()
    secret = give_app(user)
    number = number_shown_by(secret)
    sign_in(client, user).post(reverse("mfa_authenticate"), {"code": number})
    assert is_open(client)
    again = sign_in(Client(), user)
    again.post(reverse("mfa_authenticate"), {"code": number})
    assert "_auth_user_id" not in again.session


def test_the_factor_of_one_session_does_not_open_another(client):
    user = make_staff()
    secret = give_app(user)
    sign_in(client, user).post(reverse("mfa_authenticate"), {"code": number_shown_by(secret)})
    assert is_open(client)
    other = Client()
    other.force_login(user)
    assert not is_open(other)


def test_signing_in_by_code_also_asks_the_factor(client):
    user = make_staff()
    give_app(user)
    response = client.post(reverse("account_login"), {"login": user.email})
    code = Letter.objects.get().text.split("    ")[1].split()[0]
    response = client.post(response.url, {"code": code})
    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_the_back_office_changes_passwords_on_our_own_page(client):
    user = make_staff()
    secret = give_app(user)
    sign_in(client, user).post(reverse("mfa_authenticate"), {"code": number_shown_by(secret)})
    assert client.get("/admin/password_change/").url == reverse("account_change_password")


# --- setting one up -----------------------------------------------------------------------------


def test_staff_enrols_at_first_sign_in_and_goes_on_to_where_she_wanted_to_be(client):
    user = make_staff()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.get(USERS, follow=True)
    url = reverse("mfa_activate_totp")
    response = client.get(url)
    assert response.url.startswith(reverse("account_reauthenticate"))
    client.post(response.url, {"password": PASSWORD, "next": url})
    secret = client.get(url).context["form"].secret
    response = client.post(url, {"code": number_shown_by(secret)}, follow=True)
    assert response.request["PATH_INFO"] == reverse("mfa_view_recovery_codes")
    assert len(RecoveryCodes(user.authenticator_set.get(type="recovery_codes")).get_unused_codes())
    assert f'href="{USERS}"' in response.text
    assert is_open(client)
    subjects = set(Letter.objects.filter(person=user).values_list("subject", flat=True))
    assert subjects <= {"An authenticator app protects your account", "You have new recovery codes"}


def test_the_page_that_asks_for_a_factor_leads_nowhere_foreign(client):
    client.force_login(make_staff())
    client.get(reverse("second_factor_needed") + "?next=https://evil.example/")
    assert client.session[second_factor.NEXT] == ""


def test_passkeys_are_not_offered_where_the_address_is_a_number(client):
    client.force_login(make_staff(password=None))
    path = reverse("mfa_add_webauthn")
    by_number = client.get(path, headers={"Host": "127.0.0.1:8000"})
    assert "http://localhost:8000/accounts/2fa/webauthn/add/" in by_number.text
    by_name = client.get(path, headers={"Host": "localhost:8000"})
    assert "this address is a number" not in by_name.text


# --- G6 and G8 ----------------------------------------------------------------------------------


def test_the_records_of_this_session_are_read_for_its_own_person(rf, client):
    """G6: without the user the list of records is empty and everybody is locked out."""
    user = make_staff()
    secret = give_app(user)
    sign_in(client, user).post(reverse("mfa_authenticate"), {"code": number_shown_by(secret)})
    request = rf.get("/admin/")
    request.session = client.session
    request.user = user
    assert second_factor.was_given(request)
    request.user = make_staff()
    assert not second_factor.was_given(request)


def test_secrets_stand_in_the_table_only_encrypted():
    """G8: allauth keeps them in clear unless told otherwise."""
    user = make_user()
    secret = give_app(user)
    RecoveryCodes.activate(user)
    for row in Authenticator.objects.filter(user=user):
        assert secret not in str(row.data)
    kept = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert decrypt(kept) == secret


def test_secrets_can_be_read_after_the_key_was_changed_and_the_old_one_kept(settings):
    secret = give_app(user := make_user())
    row = Authenticator.objects.get(user=user)
    old = settings.SECRET_KEY
    with override_settings(SECRET_KEY="a-new-key", SECRET_KEY_FALLBACKS=[old]):
        assert decrypt(row.data["secret"]) == secret
    with override_settings(MFA_KEY="a-key-of-its-own"):
        assert decrypt(row.data["secret"]) == secret


def test_a_lost_key_is_named_and_does_not_let_anybody_in():
    give_app(user := make_user())
    row = Authenticator.objects.get(user=user)
    with (
        override_settings(SECRET_KEY="another"),
        pytest.raises(ImproperlyConfigured, match="MFA_KEY"),
    ):
        decrypt(row.data["secret"])


def test_no_secret_stands_in_the_audit_trail_or_a_letter(client):
    user = make_staff()
    secret = give_app(user)
    sign_in(client, user).post(reverse("mfa_authenticate"), {"code": number_shown_by(secret)})
    texts = [str(vars(row)) for row in (*AuditEntry.objects.all(), *Letter.objects.all())]
    assert not any(secret in text for text in texts)
