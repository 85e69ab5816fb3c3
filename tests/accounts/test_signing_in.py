"""Signing up and in: by code or password, without telling strangers who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client, override_settings
from django.urls import reverse

from interact_portal.accounts.models import User
from interact_portal.accounts.workflow import confirm_main_address
from interact_portal.core.models import AuditEntry
from interact_portal.mail.models import Letter
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


def code_in_the_latest_letter() -> str:
    letter = Letter.objects.order_by("-pk").first()
    return re.search(r"^ {4}(\S+)$", letter.text, re.MULTILINE)[1]


def sign_up(client: Client, **data: str):
    form = {"name": "Ana Kos", "email": "ana.kos@example.eu"} | data
    return client.post(reverse("account_signup"), form, follow=True)


def test_a_newcomer_signs_up_without_a_password_and_is_in_after_the_code(client):
    response = sign_up(client)
    assert "We sent a code" in response.text
    assert "_auth_user_id" not in client.session
    letter = Letter.objects.get()
    assert letter.to == "ana.kos@example.eu"
    assert letter.secret_until is not None
    assert letter.subject == "Your code to confirm your address"

    url = reverse("account_email_verification_sent")
    response = client.post(url, {"code": code_in_the_latest_letter()}, follow=True)
    user = User.objects.get(email="ana.kos@example.eu")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.name == "Ana Kos"
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    acts = AuditEntry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["signed up", "confirmed an address"]


def test_a_newcomer_may_choose_a_password(client):
    sign_up(client, password1=PASSWORD)
    assert User.objects.get(email="ana.kos@example.eu").check_password(PASSWORD)


def test_a_weak_password_is_refused_with_the_reason(client):
    response = sign_up(client, password1="1234567890")
    assert "entirely numeric" in response.text
    assert not User.objects.exists()


def test_a_newcomer_reads_her_letter_in_the_language_of_the_page(client):
    client.cookies["django_language"] = "fr"
    sign_up(client)
    assert User.objects.get().language == "fr"


def test_a_wrong_code_does_not_confirm(client):
    sign_up(client)
    url = reverse("account_email_verification_sent")
    response = client.post(url, {"code": "WRONG-CODE"})
    assert "This is not the code we sent" in response.text
    assert not EmailAddress.objects.get().verified


def test_signing_up_again_looks_the_same_and_tells_only_the_owner(client):
    make_user("ana.kos@example.eu")
    response = sign_up(client)
    assert "We sent a code" in response.text
    assert User.objects.count() == 1
    letter = Letter.objects.get()
    assert letter.subject == "You already have an account"
    assert letter.person == User.objects.get()


def test_she_signs_in_with_her_password(client):
    user = make_user("ana.kos@example.eu")
    client.post(reverse("account_login"), {"login": "Ana.Kos@example.eu", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_she_signs_in_by_code_when_she_leaves_the_password_empty(client):
    user = make_user("ana.kos@example.eu", password=None)
    response = client.post(
        reverse("account_login") + "?next=/programmes/",
        {"login": "ana.kos@example.eu", "password": "", "next": "/programmes/"},
    )
    assert response.url.startswith(reverse("account_confirm_login_code"))
    letter = Letter.objects.get()
    assert letter.subject == "Your code for signing in"
    response = client.post(response.url, {"code": code_in_the_latest_letter()})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert response.url == "/programmes/"


def test_a_used_code_is_struck_out_of_its_letter(client):
    make_user("ana.kos@example.eu")
    response = client.post(reverse("account_login"), {"login": "ana.kos@example.eu"})
    code = code_in_the_latest_letter()
    Letter.objects.update(state="sent", sent_at="2026-11-22T12:00Z")
    client.post(response.url, {"code": code})
    letter = Letter.objects.get()
    assert (letter.text, letter.secret_until) == ("", None)


def test_no_code_stands_in_the_audit_trail(client):
    sign_up(client)
    code = code_in_the_latest_letter()
    for entry in AuditEntry.objects.all():
        assert code not in str(vars(entry))


def test_asking_a_code_for_an_unknown_address_looks_the_same(client):
    make_user("ana.kos@example.eu")
    known = client.post(reverse("account_login"), {"login": "ana.kos@example.eu"}, follow=True)
    unknown = Client().post(reverse("account_login"), {"login": "nobody.k@example.eu"}, follow=True)
    assert [known.status_code, unknown.status_code] == [200, 200]
    assert known.redirect_chain == unknown.redirect_chain
    subjects = Letter.objects.order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["Your code for signing in", "There is no account with this address"]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    make_user("ana.kos@example.eu")
    answers = []
    for address in ("ana.kos@example.eu", "nobody@example.eu"):
        data = {"login": address, "password": "not-her-password"}
        answers.append(client.post(reverse("account_login"), data).context["form"].errors)
    assert answers[0] == answers[1]
    assert "do not belong together" in str(answers[0])


def test_the_sixth_wrong_password_in_a_row_has_to_wait(client):
    make_user("ana.kos@example.eu")
    for _attempt in range(5):
        data = {"login": "ana.kos@example.eu", "password": "not-her-password"}
        client.post(reverse("account_login"), data)
    data = {"login": "ana.kos@example.eu", "password": PASSWORD}
    response = client.post(reverse("account_login"), data)
    assert "Too many attempts" in response.text
    assert "_auth_user_id" not in client.session


def test_the_limit_is_counted_for_all_web_processes_together(client, settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_asking_for_codes_without_end_is_answered_with_a_page_of_ours(client):
    make_user("ana.kos@example.eu")
    for _attempt in range(31):
        response = client.post(reverse("account_login"), {"login": "x@example.eu"})
    assert response.status_code == 429
    assert "Too many requests" in response.text
    assert Letter.objects.count() < 10


def test_a_password_is_set_anew_by_code(client):
    user = make_user("ana.kos@example.eu")
    response = client.post(reverse("account_reset_password"), {"email": user.email})
    response = client.post(response.url, {"code": code_in_the_latest_letter()})
    new = "another-long-word-43"
    client.post(response.url, {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert AuditEntry.objects.filter(act="password reset", actor=user).exists()
    assert Letter.objects.order_by("-pk").first().subject == "Your password was set anew"


def test_a_letter_is_not_written_when_signing_up_fails(client, monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr("allauth.account.forms.setup_user_email", fail)
    with pytest.raises(IntegrityError):
        sign_up(client)
    assert not User.objects.exists()
    assert not AuditEntry.objects.exists()


def test_the_first_administrator_can_sign_in_by_code(client):
    """G7: an account from a command has no address row, and its owner would stay outside."""
    user = User.objects.create_superuser("admin@example.eu")
    response = client.post(reverse("account_login"), {"login": "admin@example.eu"})
    client.post(response.url, {"code": code_in_the_latest_letter()})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_confirming_the_main_address_again_changes_nothing():
    user = make_user("ana.kos@example.eu")
    confirm_main_address(user)
    confirm_main_address(user)
    assert EmailAddress.objects.filter(user=user, primary=True, verified=True).count() == 1


def test_two_accounts_cannot_share_an_address_however_it_is_written():
    make_user("ana.kos@example.eu")
    with pytest.raises(IntegrityError):
        User.objects.create(email="Ana.Kos@Example.EU")


def test_an_inactive_person_stays_outside(client):
    make_user("ana.kos@example.eu", is_active=False)
    data = {"login": "ana.kos@example.eu", "password": PASSWORD}
    client.post(reverse("account_login"), data)
    assert "_auth_user_id" not in client.session


@override_settings(TIME_ZONE="Europe/Vienna")
def test_pages_come_in_the_language_of_the_signed_in_person(client):
    client.force_login(make_user(language="de", time_zone="Europe/Athens"))
    response = client.get(reverse("profile"))
    assert response.headers["Content-Language"] == "de"
    assert '<html lang="de"' in response.text


def test_a_visitor_gets_the_language_of_her_browser_or_her_choice(client):
    response = client.get(reverse("account_login"), headers={"Accept-Language": "fr"})
    assert response.headers["Content-Language"] == "fr"
    client.post(reverse("set_language"), {"language": "de", "next": "/"})
    response = client.get(reverse("account_login"), headers={"Accept-Language": "fr"})
    assert response.headers["Content-Language"] == "de"
