"""A person's own pages: what she told us, what we hold, and how she leaves."""

import datetime
import json
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interact_portal.accounts import personal_data, workflow
from interact_portal.accounts.jobs import forget_old_goodbyes, forget_unfinished
from interact_portal.accounts.models import User
from interact_portal.core import audit
from interact_portal.core.models import AuditEntry
from interact_portal.mail.models import Letter
from programmes.models import Membership
from tests.factories import (
    PASSWORD,
    give_second_factor,
    make_body,
    make_letter,
    make_membership,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

OWN_PAGES = ["profile", "profile_change", "download_my_data", "delete_account"]
OWN_PAGES += ["account_email", "mfa_index", "usersessions_list", "socialaccount_connections"]
OWN_PAGES += ["account_change_password", "second_factor_needed", "account_logout"]


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def ana() -> User:
    return make_user("ana.kos@example.eu", name="Ana Kos", phone="+43 1 234")


@pytest.fixture
def signed_in(client, ana) -> Client:
    client.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})
    return client


def prove(client: Client, path: str) -> None:
    """Give the password once more, as pages about the account ask for."""
    client.post(f"{reverse('account_reauthenticate')}?next={path}", {"password": PASSWORD})


# --- profile ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in OWN_PAGES if name != "account_logout"])
def test_a_stranger_is_asked_to_sign_in(client, name):
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))


def test_the_profile_shows_what_the_account_knows(signed_in, ana):
    make_membership(ana, make_body("Land Salzburg"), post="Controller")
    text = signed_in.get(reverse("profile")).text
    for words in ("Ana Kos", "+43 1 234", "Europe/Vienna", ana.email, "Land Salzburg, Controller"):
        assert words in text
    assert 'name="robots" content="noindex"' in text


def test_she_changes_her_data_and_the_trail_names_the_fields_only(signed_in, ana):
    data = {"name": " Ana  Novak ", "phone": "", "language": "de", "time_zone": "Europe/Athens"}
    signed_in.post(reverse("profile_change"), data)
    ana.refresh_from_db()
    changed = (ana.name, ana.phone, ana.language, ana.time_zone)
    assert changed == ("Ana Novak", "", "de", "Europe/Athens")
    entry = AuditEntry.objects.get(act="changed profile")
    assert entry.after == {"fields": ["language", "name", "phone", "time_zone"]}
    assert "Novak" not in json.dumps([entry.before, entry.after])


def test_a_profile_that_is_not_changed_leaves_no_trace(signed_in, ana):
    data = {"name": ana.name, "phone": ana.phone, "language": "en-gb"}
    signed_in.post(reverse("profile_change"), data | {"time_zone": "Europe/Vienna"})
    assert not AuditEntry.objects.filter(act="changed profile").exists()


def test_a_wrong_time_zone_is_refused(signed_in, ana):
    data = {"name": "Ana", "language": "de", "time_zone": "Europe/Atlantis"}
    response = signed_in.post(reverse("profile_change"), data)
    assert response.context["form"].errors.keys() == {"time_zone"}
    ana.refresh_from_db()
    assert ana.time_zone == "Europe/Vienna"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_profile_asks_equally_often_for_one_and_three_rows(
    signed_in, ana, rows, django_assert_num_queries
):
    for number in range(rows):
        make_membership(ana)
        EmailAddress.objects.create(user=ana, email=f"ana{number}@example.eu")
    signed_in.get(reverse("profile"))
    with django_assert_num_queries(5):
        response = signed_in.get(reverse("profile"))
    assert len(response.context["memberships"]) == rows


def test_times_are_shown_in_her_zone_and_the_next_visitor_has_the_portals(signed_in, ana):
    User.objects.update(time_zone="Pacific/Auckland")
    assert "NZDT" in signed_in.get(reverse("usersessions_list")).text
    assert timezone.get_current_timezone_name() == "Europe/Vienna"


def test_a_zone_this_machine_does_not_know_is_no_reason_to_fail(signed_in, ana):
    User.objects.update(time_zone="Europe/Atlantis")
    assert "CET" in signed_in.get(reverse("usersessions_list")).text


# --- addresses, password, sessions --------------------------------------------------------------


def test_she_adds_an_address_with_a_code_and_makes_it_the_main_one(signed_in, ana):
    url = reverse("account_email")
    prove(signed_in, url)
    response = signed_in.post(url, {"action_add": "", "email": "ana@new.example"}, follow=True)
    code = Letter.objects.get(to="ana@new.example").text.split("    ")[1].split()[0]
    signed_in.post(response.request["PATH_INFO"], {"code": code})
    assert EmailAddress.objects.get(email="ana@new.example").verified
    signed_in.post(url, {"action_primary": "", "email": "ana@new.example"})
    ana.refresh_from_db()
    assert ana.email == "ana@new.example"
    told = Letter.objects.order_by("-pk").first()
    assert (told.to, told.subject) == ("ana.kos@example.eu", "Your main e-mail address was changed")
    assert AuditEntry.objects.filter(act="email changed", actor=ana).exists()


def test_changing_addresses_needs_the_password_once_more(signed_in):
    response = signed_in.post(
        reverse("account_email"), {"action_add": "", "email": "thief@evil.example"}
    )
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert not Letter.objects.exists()


def test_somebody_without_a_password_may_choose_one(client):
    user = make_user("code@example.eu", password=None)
    client.force_login(user)
    new = {"password1": "another-long-word-43", "password2": "another-long-word-43"}
    client.post(reverse("account_set_password"), new)
    user.refresh_from_db()
    assert user.check_password(new["password1"])
    assert Letter.objects.get().subject == "Your account has a password now"


def test_she_sees_her_sessions_and_ends_the_others(signed_in, ana):
    other = Client(headers={"User-Agent": "Another browser"})
    other.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})
    page = signed_in.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2
    assert "Another browser" in page.text
    signed_in.post(reverse("usersessions_list"))
    assert UserSession.objects.filter(user=ana).count() == 1
    assert other.get(reverse("profile")).status_code == 302
    assert signed_in.get(reverse("profile")).status_code == 200


def test_the_last_visit_is_noted_every_ten_minutes_and_not_at_every_request(signed_in, ana):
    signed_in.get(reverse("profile"))
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    UserSession.objects.update(last_seen_at=long_ago)
    signed_in.get(reverse("profile"))
    assert UserSession.objects.get().last_seen_at == long_ago
    session = signed_in.session
    session["seen_at"] = int(time.time()) - 601
    session.save()
    signed_in.get(reverse("profile"))
    assert UserSession.objects.get().last_seen_at > long_ago


# --- my data ------------------------------------------------------------------------------------


def test_she_downloads_everything_the_portal_holds_about_her(signed_in, ana):
    make_membership(ana, make_body("Land Salzburg"))
    make_letter(person=ana, to=ana.email, subject="Your seat")
    make_letter(subject="Somebody else's")
    TOTP.activate(ana, secret := generate_totp_secret())
    audit.record("tried", ana, by=ana)
    url = reverse("download_my_data")
    assert signed_in.get(url).url.startswith(reverse("account_reauthenticate"))
    prove(signed_in, url)
    response = signed_in.get(url)
    held = json.loads(response.content)
    assert held["account"]["name"] == "Ana Kos"
    assert held["account"]["e-mail addresses"][0]["address"] == ana.email
    assert held["account"]["second factors"][0]["kind"] == "totp"
    assert held["memberships"][0]["body"] == "Land Salzburg"
    assert [letter["subject"] for letter in held["letters"]] == ["Your seat"]
    assert [session["IP address"] for session in held["sessions"]] == ["127.0.0.1"]
    assert held["acts"][0]["act"] == "tried"
    assert secret not in response.text
    assert ana.password not in response.text
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in response.headers["Cache-Control"]
    assert AuditEntry.objects.filter(act="downloaded own data", actor=ana).exists()


def test_every_table_that_points_to_people_is_answered_for():
    """A new table with a person in it must be collected and erased, or be named here with why."""
    answered = {
        "account.EmailAddress": "account",
        "accounts.User_groups": "account",
        "accounts.User_user_permissions": "powers, deleted with the account",
        "admin.LogEntry": "deleted with the account",
        "core.AuditEntry": "acts",
        "mail.Letter": "letters",
        "mfa.Authenticator": "account",
        "programmes.Membership": "memberships",
        "socialaccount.SocialAccount": "account",
        "usersessions.UserSession": "sessions",
    }
    pointing = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model is User
        and not model._meta.label.split(".")[1].startswith("Historical")
    }
    own = {label for label in pointing if label.split(".")[0] in OWN_APPS}
    assert own == set(answered)


OWN_APPS = {
    *("account", "accounts", "admin", "core", "mail", "mfa", "programmes", "socialaccount"),
    "usersessions",
}


# --- leaving ------------------------------------------------------------------------------------


def delete(client: Client, **data: str):
    url = reverse("delete_account")
    prove(client, url)
    return client.post(url, data or {"sure": "on"}, follow=True)


def test_deleting_needs_the_password_once_more_and_a_tick(signed_in, ana):
    response = signed_in.get(reverse("delete_account"))
    assert response.url.startswith(reverse("account_reauthenticate"))
    response = delete(signed_in, sure="")
    assert "Tick the box if you want to delete your account." in response.text
    assert User.objects.filter(pk=ana.pk).exists()


def test_the_page_says_what_stays_and_why(signed_in):
    prove(signed_in, reverse("delete_account"))
    text = signed_in.get(reverse("delete_account")).text
    assert "What stays, without your name" in text
    assert "Regulation (EU) 2018/1725" in text


def test_somebody_without_password_and_factor_signs_in_again_before_deleting(client):
    user = make_user("code@example.eu", password=None)
    client.force_login(user)
    response = client.post(reverse("delete_account"), {"sure": "on"})
    assert response.url == f"{reverse('account_login')}?next={reverse('delete_account')}"
    assert User.objects.filter(pk=user.pk).exists()
    response = client.post(reverse("account_login"), {"login": user.email})
    code = Letter.objects.get().text.split("    ")[1].split()[0]
    client.post(response.url, {"code": code})
    client.post(reverse("delete_account"), {"sure": "on"})
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_deleted_account_leaves_no_trace_of_the_person(signed_in, ana):
    make_membership(ana, make_body("Land Salzburg"), post="Controller Kos")
    membership = make_membership(make_user(name="Ivo"), decided_by=ana)
    audit.record("confirm", membership, by=ana)
    audit.record("ask", Membership.objects.get(person=ana), by=ana, after={"who": "Ana Kos"})
    make_letter(person=ana, to=ana.email, text="Dear Ana Kos", subject="Ana Kos, your seat")
    make_letter(to=ana.email, subject="To her address", text="Kos")
    other = Client()
    other.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})
    response = delete(signed_in)
    assert "Your account is deleted." in response.text
    assert "_auth_user_id" not in signed_in.session
    assert other.get(reverse("profile")).status_code == 302
    goodbye = Letter.objects.get(key__startswith="account:deleted:")
    assert goodbye.to == "ana.kos@example.eu"
    Letter.objects.update(written_at=timezone.now() - datetime.timedelta(days=2))
    assert forget_old_goodbyes() == "1 letters forgotten"
    assert forget_old_goodbyes() == "0 letters forgotten"
    assert places_that_say("Kos") == []
    assert places_that_say("ana.kos@example.eu") == []
    membership.refresh_from_db()
    assert membership.decided_by is None
    assert AuditEntry.objects.filter(act="deleted account").count() == 1


def places_that_say(words: str) -> list[str]:
    """Return every text column of every table of ours that holds `words`."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema ="
            " 'public' AND data_type IN ('text', 'character varying', 'jsonb', 'ARRAY')"
        )
        for table, column in cursor.fetchall():
            query = f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s'  # noqa: S608
            cursor.execute(query, [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


def test_the_last_administrator_cannot_leave(client):
    officer = make_staff("officer@example.eu")
    client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    response = delete(client)
    assert "You are the last administrator" in response.text
    with pytest.raises(workflow.LastAdministratorError):
        workflow.delete_account(officer, by=officer)
    make_staff("second@example.eu")
    workflow.delete_account(officer, by=officer)
    assert not User.objects.filter(pk=officer.pk).exists()


def test_an_administrator_whose_account_is_closed_does_not_count_as_another_one():
    officer = make_staff("officer@example.eu")
    make_staff("closed@example.eu", is_active=False)
    assert workflow.is_last_administrator(officer)


def test_what_a_room_cannot_erase_keeps_the_account(ana, monkeypatch):
    def fail(user: User) -> None:
        raise RuntimeError

    broken = personal_data.Holding("broken", lambda user: None, fail)
    monkeypatch.setitem(personal_data._holdings, "zz", broken)
    with pytest.raises(RuntimeError):
        workflow.delete_account(ana, by=ana)
    ana.refresh_from_db()
    assert ana.name == "Ana Kos"
    assert not Letter.objects.exists()


def test_sign_ups_that_were_never_finished_are_forgotten_after_a_week():
    week_ago = timezone.now() - datetime.timedelta(days=8)
    make_user("unfinished@example.eu", verified=False, date_joined=week_ago)
    kept = [
        make_user("young@example.eu", verified=False),
        make_user("finished@example.eu", date_joined=week_ago),
        make_user("seen@example.eu", verified=False, date_joined=week_ago, last_login=week_ago),
    ]
    assert forget_unfinished() == "1 unfinished sign-ups forgotten"
    assert forget_unfinished() == "0 unfinished sign-ups forgotten"
    assert list(User.objects.order_by("pk")) == kept


def test_staff_may_use_their_own_pages_with_the_factor_given(client):
    officer = make_staff()
    client.force_login(officer)
    give_second_factor(client, officer)
    assert "Back office" in client.get(reverse("profile")).text
