"""People, letters, the audit trail and the jobs in the back office."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interact_portal.accounts.models import User
from interact_portal.core.audit import record
from interact_portal.core.models import AuditEntry, JobRun
from interact_portal.mail.models import Letter
from programmes.models import Membership
from tests.factories import (
    give_second_factor,
    make_body,
    make_letter,
    make_membership,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

LISTS = {
    "accounts_user": "/admin/accounts/user/",
    "auth_group": "/admin/auth/group/",
    "core_auditentry": "/admin/core/auditentry/",
    "core_jobrun": "/admin/core/jobrun/",
    "mail_letter": "/admin/mail/letter/",
}


@pytest.fixture
def officer() -> User:
    return make_staff("officer@example.eu")


@pytest.fixture
def office(officer) -> Client:
    client = Client()
    client.force_login(officer)
    give_second_factor(client, officer)
    client.get("/health/live")
    return client


def staff_with(*codenames: str) -> Client:
    user = make_staff(superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    give_second_factor(client, user)
    return client


def make_row(name: str, number: int) -> None:
    if name == "accounts_user":
        make_user(f"somebody{number}@example.eu")
    elif name == "auth_group":
        Group.objects.create(name=f"Group {number}")
    elif name == "core_auditentry":
        record("try", make_user(), by=make_user())
    elif name == "core_jobrun":
        JobRun.objects.create(name=f"job {number}", started_at=timezone.now())
    else:
        make_letter(person=make_user())


QUERIES = {
    "accounts_user": 5,
    "auth_group": 5,
    "core_auditentry": 9,
    "core_jobrun": 7,
    "mail_letter": 6,
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", list(LISTS))
def test_a_list_asks_equally_often_for_one_and_three_rows(
    office, name, rows, django_assert_num_queries
):
    for number in range(rows):
        make_row(name, number)
    with django_assert_num_queries(QUERIES[name]):
        response = office.get(LISTS[name])
    assert response.context["cl"].result_count >= rows


@pytest.mark.parametrize("name", list(LISTS))
def test_staff_without_permission_sees_no_list(name):
    assert staff_with().get(LISTS[name]).status_code == 403


@pytest.mark.parametrize("name", ["core_auditentry", "core_jobrun", "mail_letter"])
def test_the_trail_the_jobs_and_the_letters_cannot_be_written_by_hand(office, name):
    make_row(name, 1)
    model = {"core_auditentry": AuditEntry, "core_jobrun": JobRun, "mail_letter": Letter}[name]
    row = model.objects.first()
    before = model.objects.values().get(pk=row.pk)
    assert office.get(f"{LISTS[name]}add/").status_code == 403
    assert office.post(f"{LISTS[name]}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert office.post(f"{LISTS[name]}{row.pk}/change/", {"why": "x"}).status_code == 403
    assert model.objects.values().get(pk=row.pk) == before
    page = office.get(f"{LISTS[name]}{row.pk}/change/")
    assert 'name="_save"' not in page.text


def test_secrets_of_the_libraries_have_no_page(office):
    for path in ("mfa/authenticator", "socialaccount/socialapp", "account/emailaddress"):
        assert office.get(f"/admin/{path}/").status_code == 404


def test_people_are_found_by_address_and_name(office):
    make_user("ana.kos@example.eu", name="Ana Kos")
    make_user("other@example.eu", name="Somebody Else")
    for words in ("ana.kos@", "Kos"):
        response = office.get(LISTS["accounts_user"], {"q": words})
        assert [user.name for user in response.context["cl"].result_list] == ["Ana Kos"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_persons_page_shows_where_she_works_in_equally_many_questions(
    office, rows, django_assert_num_queries
):
    user = make_user()
    for number in range(rows):
        make_membership(user, make_body(f"Ministry {number}"))
    # Kinds of tables are remembered for a whole process: known before, they are not asked for.
    ContentType.objects.get_for_models(User, Membership)
    with django_assert_num_queries(6):
        page = office.get(f"/admin/accounts/user/{user.pk}/change/")
    assert [f"Ministry {number}" in page.text for number in range(rows)] == [True] * rows


def test_the_office_opens_an_account_whose_owner_can_sign_in_by_code(office, officer):
    data = {
        "email": "New.Person@Example.eu",
        "name": "New Person",
        "language": "fr",
        "time_zone": "Europe/Paris",
    }
    office.post("/admin/accounts/user/add/", data)
    user = User.objects.get(email="new.person@example.eu")
    assert EmailAddress.objects.get(user=user).verified
    assert not user.has_usable_password()
    assert AuditEntry.objects.filter(act="opened account", actor=officer).exists()
    Client().post(reverse("account_login"), {"login": user.email})
    assert Letter.objects.get().person == user
    assert "account with this address" in office.post("/admin/accounts/user/add/", data).text


def change(client: Client, user: User, **fields: str):
    data = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    data |= {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    return client.post(f"/admin/accounts/user/{user.pk}/change/", data | fields)


def test_powers_given_stand_in_the_trail(office, officer):
    user = make_user()
    change(office, user, is_staff="on")
    user.refresh_from_db()
    assert user.is_staff
    entry = AuditEntry.objects.get(act="changed account")
    assert (entry.actor, entry.before) == (officer, {"is_staff": False})
    assert entry.after == {"is_staff": True, "fields": ["is_staff"]}


def test_only_administrators_give_powers_or_touch_administrators(officer):
    client = staff_with("view_user", "change_user")
    user = make_user()
    change(client, user, is_staff="on", is_superuser="on", name="New Name")
    user.refresh_from_db()
    assert (user.name, user.is_staff, user.is_superuser) == ("New Name", False, False)
    assert change(client, officer, name="Hacked").status_code == 403
    officer.refresh_from_db()
    assert officer.name != "Hacked"


def test_the_last_administrator_keeps_her_powers(office, officer):
    response = change(office, officer, is_staff="on")
    assert "Nobody else could run the portal." in response.text
    officer.refresh_from_db()
    assert officer.is_superuser


def act(client: Client, url: str, name: str, *rows, confirmed: bool = True):
    data = {"action": name, "_selected_action": [row.pk for row in rows]}
    return client.post(url, data | ({"confirmed": "yes"} if confirmed else {}), follow=True)


def test_acts_ask_before_they_are_done(office):
    user = make_user()
    response = act(office, LISTS["accounts_user"], "close_accounts", user, confirmed=False)
    assert "Keep these people out?" in response.text
    user.refresh_from_db()
    assert user.is_active


def test_an_account_is_closed_and_opened_again(office, officer):
    user = make_user()
    own = Client()
    own.force_login(user)
    act(office, LISTS["accounts_user"], "close_accounts", user, officer)
    user.refresh_from_db()
    officer.refresh_from_db()
    assert (user.is_active, officer.is_active) == (False, True)
    assert own.get(reverse("profile")).status_code == 302
    act(office, LISTS["accounts_user"], "reopen_accounts", user)
    user.refresh_from_db()
    assert user.is_active
    acts = AuditEntry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["closed account", "reopened account"]


def test_lost_factors_are_removed_and_their_owner_is_told(office):
    user = make_user()
    TOTP.activate(user, generate_totp_secret())
    act(office, LISTS["accounts_user"], "remove_second_factors", user)
    assert not Authenticator.objects.filter(user=user).exists()
    assert Letter.objects.get().subject == "Your second factors were removed"
    assert AuditEntry.objects.get().act == "removed second factors"


def test_only_administrators_close_accounts():
    user = make_user()
    client = staff_with("view_user", "change_user")
    act(client, LISTS["accounts_user"], "close_accounts", user)
    user.refresh_from_db()
    assert user.is_active


def test_a_failed_letter_is_sent_again_and_a_waiting_one_withdrawn(office, officer):
    failed = make_letter(state="failed", attempts=9, last_error="550")
    waiting = make_letter()
    act(office, LISTS["mail_letter"], "send_again", failed, waiting)
    act(office, LISTS["mail_letter"], "withdraw", waiting)
    failed.refresh_from_db()
    waiting.refresh_from_db()
    assert (failed.state, failed.attempts, failed.last_error) == ("queued", 0, "")
    assert waiting.state == "withdrawn"
    acts = AuditEntry.objects.order_by("pk").values_list("act", "actor", "thing_key")
    assert list(acts) == [
        ("send letter again", officer.pk, str(failed.pk)),
        ("withdraw letter", officer.pk, str(waiting.pk)),
    ]


def test_letters_are_sent_again_only_by_those_who_may(office):
    failed = make_letter(state="failed")
    act(staff_with("view_letter"), LISTS["mail_letter"], "send_again", failed)
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_a_code_is_shown_in_the_demo_and_to_nobody_elsewhere(office, settings):
    letter = make_letter(
        text="Your code: QWER-TYUI", secret_until=timezone.now(), headers={"X-Secret": "s3cret"}
    )
    url = f"{LISTS['mail_letter']}{letter.pk}/change/"
    settings.DEMO = True
    assert "QWER-TYUI" in office.get(url).text
    settings.DEMO = False
    page = office.get(url).text
    assert "QWER-TYUI" not in page
    assert "This letter holds a code." in page
    assert "s3cret" not in page
