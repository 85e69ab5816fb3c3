"""The audit trail: every act leaves one row that can be read when person and thing are gone."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from interact_portal.core import audit
from interact_portal.core.models import AuditEntry
from tests.factories import make_body, make_user

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_which_thing_and_why():
    user, body = make_user(name="Ana Kos"), make_body("Land Salzburg")
    audit.record("merge", body, by=user, before={"a": 1}, after={"a": 2}, why="Twins.")
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_name, entry.act) == (user, "Ana Kos", "merge")
    assert (entry.thing_type, entry.thing_key) == ("programmes.body", str(body.pk))
    assert entry.thing_name == "Land Salzburg"
    assert (entry.before, entry.after, entry.why) == ({"a": 1}, {"a": 2}, "Twins.")
    assert str(entry) == "Ana Kos: merge Land Salzburg"


def test_what_the_portal_does_by_itself_is_signed_by_the_portal():
    assert audit.record("clear", make_body()).actor_name == audit.SYSTEM


def test_an_entry_carries_the_number_of_its_request(client):
    client.force_login(make_user(password=None))
    client.get(reverse("download_my_data"), headers={"X-Request-ID": "0123456789abcdef"})
    assert AuditEntry.objects.get().request_id == "0123456789abcdef"


def test_a_rolled_back_act_leaves_no_entry():
    def act_and_fail() -> None:
        with transaction.atomic():
            audit.record("merge", make_body())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act_and_fail()
    assert not AuditEntry.objects.exists()


def test_the_trail_of_a_thing_is_its_own_newest_first():
    body = make_body()
    for act in ("first", "second"):
        audit.record(act, body)
    audit.record("other", make_body())
    assert [entry.act for entry in audit.trail_of(body)] == ["second", "first"]


def test_an_entry_outlives_person_and_thing():
    user, body = make_user(name="Ana Kos"), make_body("Land Salzburg")
    audit.record("merge", body, by=user)
    body.delete()
    user.delete()
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_name, entry.thing_name) == (None, "Ana Kos", "Land Salzburg")


@pytest.mark.parametrize("words", ["diet", "needs", "password", "secret", "token", "code"])
def test_the_trail_refuses_needs_and_secrets(words):
    with pytest.raises(ValueError, match=words):
        audit.record("change", make_body(), after={words: "vegan"})


@pytest.mark.parametrize(
    "change",
    [
        {"act": "other"},
        {"why": "Another reason."},
        {"before": {"a": 3}},
        {"after": {"a": 3}},
        {"actor_name": "Somebody else"},
        {"thing_name": "Another body"},
        {"thing_key": "0"},
        {"at": timezone.now()},
    ],
)
def test_the_database_refuses_to_rewrite_an_entry(change):
    entry = audit.record("merge", make_body(), by=make_user(), before={"a": 1}, after={"a": 2})
    with pytest.raises(IntegrityError, match="not rewritten"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(**change)


def test_the_database_refuses_to_delete_an_entry():
    audit.record("merge", make_body())
    with pytest.raises(IntegrityError, match="not deleted"), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.count() == 1


def test_a_person_can_be_forgotten_and_her_acts_stay():
    user, body = make_user(name="Ana Kos"), make_body("Land Salzburg")
    audit.record("merge", body, by=user)
    audit.record("changed profile", user, by=user, after={"name": "Ana Kos"}, why="Ana asked")
    audit.forget_actor(user)
    audit.forget(user)
    entries = AuditEntry.objects.order_by("pk")
    assert [entry.act for entry in entries] == ["merge", "changed profile"]
    assert not any("Ana" in str(vars(entry)) for entry in entries)
    assert {entry.actor_name for entry in entries} == {audit.SOMEBODY}
