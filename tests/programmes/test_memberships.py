"""Memberships: asked for, answered by colleagues, passed on to the secretariat, ended."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interact_portal.accounts.models import User
from interact_portal.core.models import AuditEntry
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail.models import Letter
from programmes import permissions
from programmes.choices import MembershipRole, MembershipState
from programmes.jobs import pass_on_memberships
from programmes.models import Membership
from programmes.workflow import memberships as workflow
from tests.factories import (
    give_second_factor,
    make_body,
    make_designated,
    make_membership,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

STATES = list(MembershipState)
ASKED, CONFIRMED, DECLINED, ENDED = STATES[0], STATES[1], STATES[2], STATES[3]
OPEN_FROM = {
    "confirm": {ASKED},
    "decline": {ASKED},
    "leave": {ASKED, CONFIRMED},
    "end": {CONFIRMED},
}
LEADS_TO = {"confirm": CONFIRMED, "decline": DECLINED, "leave": ENDED, "end": ENDED}


def secretariat() -> User:
    user = make_staff(superuser=False)
    user.user_permissions.add(Permission.objects.get(codename="change_membership"))
    return User.objects.get(pk=user.pk)


def do(act: str, membership: Membership, by: User) -> Membership:
    given = {"reason": "We do not know you."} if act in {"decline", "end"} else {}
    return getattr(workflow, act)(membership, by=by, **given)


def signed_in(user: User, *, second_factor: bool = False) -> Client:
    client = Client()
    client.force_login(user)
    if second_factor:
        give_second_factor(client, user)
    return client


def wait_for_days(membership: Membership, days: int) -> None:
    past = timezone.now() - datetime.timedelta(days=days)
    Membership.objects.filter(pk=membership.pk).update(asked_at=past)


# --- verbs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", list(OPEN_FROM))
@pytest.mark.parametrize("state", STATES)
def test_each_act_is_possible_from_its_own_states_only(act, state):
    membership = make_membership(state=state)
    by = make_user()
    if state in OPEN_FROM[act]:
        assert do(act, membership, by).state == LEADS_TO[act]
        entry = AuditEntry.objects.get()
        assert (entry.act, entry.actor) == (act, by)
        assert entry.before == {"state": state}
        assert entry.after == {"state": LEADS_TO[act]}
    else:
        with pytest.raises(IllegalMoveError):
            do(act, membership, by)
        membership.refresh_from_db()
        assert membership.state == state
        assert not AuditEntry.objects.exists()
        assert not Letter.objects.exists()


@pytest.mark.parametrize("role", list(MembershipRole))
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ["appoint", "relieve"])
def test_only_a_confirmed_member_gets_another_role(act, state, role):
    membership = make_membership(state=state, role=role)
    target = "designated" if act == "appoint" else "member"
    if state == CONFIRMED and role != target:
        assert getattr(workflow, act)(membership, by=make_staff()).role == target
        assert Letter.objects.get().to == membership.person.email
    else:
        with pytest.raises(IllegalMoveError):
            getattr(workflow, act)(membership, by=make_staff())


def test_asking_tells_every_designated_person_and_not_us():
    body = make_body("Land Salzburg")
    first, second = make_designated(body), make_designated(body)
    make_designated(make_body())
    make_membership(body=body, role=MembershipRole.DESIGNATED, state=ENDED)
    asker = make_user(name="Ana Kos")
    membership = workflow.ask(asker, body, post="Controller")
    assert membership.state == ASKED
    assert set(Letter.objects.values_list("to", flat=True)) == {first.email, second.email}
    letter = Letter.objects.first()
    assert letter.subject == "Ana Kos asks to belong to Land Salzburg"
    assert "Post: Controller" in letter.text
    assert f"/memberships/{membership.pk}/" in letter.text


def test_asking_at_a_body_without_a_designated_person_tells_us(settings):
    membership = workflow.ask(make_user(), make_body())
    letter = Letter.objects.get()
    assert letter.to == settings.CONTACT_EMAIL
    assert letter.key == f"membership:{membership.pk}:asked:secretariat"


@pytest.mark.parametrize("state", STATES)
def test_asking_again_is_possible_only_after_a_no_or_an_end(state):
    membership = make_membership(state=state)
    if state in {ASKED, CONFIRMED}:
        with pytest.raises(IllegalMoveError):
            workflow.ask(membership.person, membership.body)
    else:
        assert workflow.ask(membership.person, membership.body).state == ASKED


def test_the_table_itself_refuses_a_second_open_membership():
    membership = make_membership()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(membership.person, membership.body, state=ASKED)


def test_the_person_is_told_of_every_decision_and_the_reason():
    body = make_body("Land Salzburg")
    by = make_designated(body)
    membership = make_membership(body=body, state=ASKED)
    workflow.confirm(membership, by=by)
    workflow.end(membership, by=by, reason="You moved to another ministry.")
    subjects = Letter.objects.order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == [
        "You belong to Land Salzburg",
        "You no longer belong to Land Salzburg",
    ]
    assert "You moved to another ministry." in Letter.objects.order_by("-pk").first().text
    membership.refresh_from_db()
    assert membership.decided_by == by
    assert membership.since == membership.until == timezone.localdate()


def test_a_confirmed_member_can_be_entered_by_the_secretariat_at_once():
    by, person, body = make_staff(), make_user(), make_body()
    membership = workflow.enter(person, body, by=by, role=MembershipRole.DESIGNATED)
    assert permissions.is_designated_for(person, body)
    assert membership.decided_by == by
    with pytest.raises(IllegalMoveError):
        workflow.enter(person, body, by=by)


def test_a_letter_is_not_written_when_the_act_is_rolled_back():
    def ask_and_fail() -> None:
        with transaction.atomic():
            workflow.ask(make_user(), make_body())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_and_fail()
    assert not Letter.objects.exists()
    assert not AuditEntry.objects.exists()


# --- who may ------------------------------------------------------------------------------------


def test_a_designated_person_answers_only_for_her_own_body_and_not_for_herself():
    body = make_body()
    designated = make_designated(body)
    colleague = make_membership(body=body, state=ASKED)
    assert permissions.may_answer(designated, colleague)
    assert not permissions.may_answer(make_designated(make_body()), colleague)
    assert not permissions.may_answer(colleague.person, colleague)
    assert not permissions.may_answer(make_membership(body=body).person, colleague)
    assert not permissions.may_answer(make_user(), colleague)


@pytest.mark.parametrize("state", [ASKED, DECLINED, ENDED])
def test_only_a_confirmed_designated_person_answers(state):
    body = make_body()
    person = make_designated(body, state=state)
    assert not permissions.may_answer(person, make_membership(body=body, state=ASKED))


def test_a_designated_person_whose_time_is_over_does_not_answer():
    body = make_body()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    person = make_designated(body, until=yesterday)
    assert not permissions.may_answer(person, make_membership(body=body, state=ASKED))


def test_the_secretariat_answers_where_no_colleague_can_or_none_did_in_time():
    body = make_body()
    officer = secretariat()
    membership = make_membership(body=body, state=ASKED)
    assert permissions.may_answer(officer, membership)
    make_designated(body)
    assert not permissions.may_answer(officer, membership)
    wait_for_days(membership, 15)
    assert permissions.may_answer(officer, membership)


def test_staff_without_the_permission_is_nobody_special():
    membership = make_membership(state=ASKED)
    staff = make_staff(superuser=False)
    assert not permissions.may_answer(staff, membership)
    assert not permissions.may_see(staff, membership)


def test_who_asks_as_the_only_designated_person_is_answered_by_the_secretariat():
    body = make_body()
    membership = make_membership(body=body, state=ASKED, role=MembershipRole.DESIGNATED)
    assert permissions.may_answer(secretariat(), membership)


def test_unanswered_questions_are_passed_on_once():
    body = make_body()
    make_designated(body)
    membership = make_membership(body=body, state=ASKED)
    assert pass_on_memberships() == "0 memberships passed on"
    wait_for_days(membership, 15)
    assert pass_on_memberships() == "1 memberships passed on"
    assert pass_on_memberships() == "0 memberships passed on"
    assert Letter.objects.get().key == f"membership:{membership.pk}:overdue:secretariat"


# --- pages --------------------------------------------------------------------------------------

ACTS = ["confirm", "decline", "leave", "end", "appoint", "relieve"]


def act_url(act: str, membership: Membership) -> str:
    return reverse(f"membership_{act}", args=[membership.pk])


def test_every_page_asks_a_stranger_to_sign_in():
    membership = make_membership()
    paths = [
        reverse("membership_list"),
        reverse("membership_ask"),
        reverse("body_join", args=[membership.body.slug]),
        membership.get_absolute_url(),
    ]
    for path in paths:
        assert Client().get(path).url == f"{reverse('account_login')}?next={path}"
    for act in ACTS:
        response = Client().post(act_url(act, membership))
        assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("act", ACTS)
def test_other_peoples_memberships_do_not_exist_for_me(act):
    membership = make_membership(state=ASKED)
    client = signed_in(make_membership(body=membership.body).person)
    assert client.get(membership.get_absolute_url()).status_code == 404
    assert client.post(act_url(act, membership), {"reason": "no"}).status_code == 404
    membership.refresh_from_db()
    assert membership.state == ASKED


@pytest.mark.parametrize("act", ["confirm", "decline", "appoint", "relieve"])
def test_nobody_decides_about_herself(act):
    membership = make_membership(state=ASKED)
    client = signed_in(membership.person)
    assert client.post(act_url(act, membership), {"reason": "no"}).status_code == 403
    membership.refresh_from_db()
    assert membership.state == ASKED


@pytest.mark.parametrize("act", ["leave", "appoint", "relieve"])
def test_a_designated_person_neither_leaves_for_others_nor_gives_roles(act):
    membership = make_membership()
    client = signed_in(make_designated(membership.body))
    assert client.post(act_url(act, membership)).status_code == 403


def test_acts_are_not_done_by_following_a_link():
    membership = make_membership(state=ASKED)
    client = signed_in(membership.person)
    assert client.get(act_url("leave", membership)).status_code == 405


def test_she_finds_her_body_asks_and_sees_where_it_stands():
    body = make_body("Generalitat de Catalunya")
    client = signed_in(make_user())
    response = client.get(reverse("membership_ask"), {"q": "catalunya"})
    url = reverse("body_join", args=[body.slug])
    assert f'href="{url}"' in response.text
    response = client.post(url, {"post": "Head of unit"}, follow=True)
    membership = Membership.objects.get()
    assert membership.post == "Head of unit"
    assert "Your question is on its way." in response.text
    assert "You asked to belong to Generalitat de Catalunya." in response.text
    assert "nobody at Generalitat de Catalunya does yet" in response.text
    response = client.post(url, {"post": ""}, follow=True)
    assert "You have asked already" in response.text
    assert Membership.objects.count() == 1


def test_a_designated_person_confirms_a_colleague():
    body = make_body()
    membership = make_membership(make_user(name="Ana Kos"), body, state=ASKED)
    client = signed_in(make_designated(body))
    assert "Ana Kos" in client.get(reverse("membership_list")).text
    assert "Confirm Ana Kos" in client.get(membership.get_absolute_url()).text
    client.post(act_url("confirm", membership))
    membership.refresh_from_db()
    assert membership.state == CONFIRMED


def test_declining_needs_a_reason():
    body = make_body()
    membership = make_membership(body=body, state=ASKED)
    client = signed_in(make_designated(body))
    response = client.post(act_url("decline", membership), {"reason": " "})
    assert response.status_code == 422
    assert "Give a reason: the person reads it." in response.text
    client.post(act_url("decline", membership), {"reason": "We do not know you."})
    membership.refresh_from_db()
    assert (membership.state, membership.reason) == (DECLINED, "We do not know you.")


def test_she_leaves_a_body():
    membership = make_membership()
    signed_in(membership.person).post(act_url("leave", membership))
    membership.refresh_from_db()
    assert membership.state == ENDED


def test_an_answer_that_comes_too_late_is_refused_kindly():
    body = make_body()
    membership = make_membership(body=body, state=ASKED)
    client = signed_in(make_designated(body))
    workflow.leave(membership, by=membership.person)
    response = client.post(act_url("confirm", membership), follow=True)
    assert "There is no way from" in response.text
    membership.refresh_from_db()
    assert membership.state == ENDED


def test_the_secretariat_gives_its_second_factor_before_it_decides():
    membership = make_membership(state=ASKED)
    officer = secretariat()
    for send in (
        lambda client: client.get(membership.get_absolute_url()),
        lambda client: client.post(act_url("confirm", membership)),
    ):
        response = send(signed_in(officer))
        assert response.url.startswith(reverse("second_factor_needed"))
    client = signed_in(officer, second_factor=True)
    client.post(act_url("confirm", membership))
    client.post(act_url("appoint", membership))
    membership.refresh_from_db()
    assert (membership.state, membership.role) == (CONFIRMED, MembershipRole.DESIGNATED)


def test_the_secretariat_sees_what_is_left_to_it():
    body = make_body()
    make_designated(body)
    make_membership(make_user(name="Not For Us"), body, state=ASKED)
    make_membership(make_user(name="Left To Us"), state=ASKED)
    text = signed_in(secretariat()).get(reverse("membership_list")).text
    assert "Left To Us" in text
    assert "Not For Us" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_equally_often_for_one_and_three_rows(
    rows, django_assert_num_queries
):
    body = make_body()
    designated = make_designated(body)
    for _row in range(rows):
        make_membership(body=body, state=ASKED)
        make_membership(body=body)
        make_membership(designated, state=ASKED)
    client = signed_in(designated)
    client.get("/health/live")
    with django_assert_num_queries(5):
        response = client.get(reverse("membership_list"))
    assert response.text.count("asked on") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_search_for_a_body_asks_equally_often_for_one_and_three_rows(
    rows, django_assert_num_queries
):
    for row in range(rows):
        make_body(f"Ministry {row}")
    client = signed_in(make_user())
    client.get("/health/live")
    with django_assert_num_queries(5):
        response = client.get(reverse("membership_ask"), {"q": "ministry"})
    assert response.text.count("/join/") == rows
