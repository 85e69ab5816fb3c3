"""The demo: filled in steps, once for each version, and never over a real portal's data."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from interact_portal.accounts.demo_accounts import CERTIFYING_AUTHORITY, DEMO_ACCOUNTS, SECRETARIAT
from interact_portal.accounts.models import User
from interact_portal.core import demo as steps
from interact_portal.core.models import DemoStep
from programmes.models import Membership, Programme

pytestmark = pytest.mark.django_db


def fill() -> list[str]:
    """Fill the demo; return the lines it said."""
    said = io.StringIO()
    call_command("demo", stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture
def one_step(monkeypatch) -> list[str]:
    """Leave one step only, which notes when it is taken."""
    taken = []

    def take() -> str:
        taken.append("taken")
        return "one step"

    monkeypatch.setattr(steps, "_steps", {})
    monkeypatch.setattr(steps, "autodiscover_modules", lambda name: None)
    steps.demo_step(1)(take)
    return taken


def test_the_demo_fills_once_and_has_nothing_left_to_do_the_second_time(demo):
    before = (Programme.objects.count(), User.objects.count(), Membership.objects.count())
    assert before[0] == 177
    assert before[2] == len(DEMO_ACCOUNTS)
    people = set(User.objects.values_list("email", flat=True))
    assert {account.email for account in DEMO_ACCOUNTS} <= people
    assert fill() == []
    assert before == (Programme.objects.count(), len(people), Membership.objects.count())


def test_a_step_is_taken_again_when_what_it_was_made_from_has_changed(one_step):
    assert fill() == ["one step"]
    assert fill() == []
    DemoStep.objects.update(stamp="of a former version")
    assert fill() == ["one step"]
    assert one_step == ["taken", "taken"]


def test_a_step_that_fails_leaves_nothing_and_is_due_again(one_step):
    def break_off() -> str:
        User.objects.create_user("half@portal.example")
        raise ValueError("half done")

    steps.demo_step(2)(break_off)
    with pytest.raises(ValueError, match="half done"):
        fill()
    assert not User.objects.filter(email="half@portal.example").exists()
    assert DemoStep.objects.count() == 1


def test_each_person_of_the_demo_signs_in_with_the_printed_password_and_has_a_post(demo, client):
    for account in DEMO_ACCOUNTS:
        answer = client.post(
            "/accounts/login/", {"login": account.email, "password": account.password}, follow=True
        )
        assert answer.context["user"].email == account.email
        assert EmailAddress.objects.get(email=account.email).verified
        client.logout()
    assert [user.email for user in User.objects.filter(is_staff=True)] == [SECRETARIAT.email]
    membership = Membership.objects.confirmed().get(person__email=CERTIFYING_AUTHORITY.email)
    assert membership.body.mandates.filter(role="certifying-authority").exists()


def test_the_demo_stays_away_from_a_real_portal(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="never in a real portal"):
        fill()


@pytest.mark.parametrize("words", [(), ("--reset",)])
def test_the_demo_stays_away_from_a_database_that_holds_real_people(words):
    User.objects.create_user("anna@programme.example")
    with pytest.raises(CommandError, match="holds people's accounts"):
        call_command("demo", *words)
    assert User.objects.count() == 1
