"""Two bodies that are one become one: everything follows, and old addresses lead on."""

import datetime
import threading

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from interact_portal.core.models import AuditEntry
from programmes.choices import MembershipRole, MembershipState, Role
from programmes.models import Body, FormerAddress, Mandate, Membership
from programmes.workflow import bodies as workflow
from programmes.workflow.bodies import MergeError, merge_bodies, preview_merge
from tests.factories import (
    make_body,
    make_country,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return make_body("City of Vienna", slug="vienna", former_names=["Wien"])


@pytest.fixture
def gone():
    return make_body("Stadt Wien", slug="wien", city="Vienna", former_names=["Magistrat Wien"])


def test_every_mandate_and_post_follows_the_kept_body(kept, gone):
    mandates = {make_mandate(gone), make_mandate(gone, role=Role.AUDIT_AUTHORITY)}
    own = make_mandate(kept)
    posts = {make_membership(body=gone), make_membership(body=gone, state=MembershipState.ASKED)}
    merge_bodies(kept, gone, by=make_staff())
    assert set(kept.mandates.all()) == mandates | {own}
    assert set(kept.memberships.all()) == posts
    assert list(Body.objects.all()) == [kept]


def test_the_old_name_and_what_only_the_gone_body_said_are_kept(kept, gone):
    gone.country, gone.website = make_country("AT"), "https://wien.example/"
    gone.save()
    merge_bodies(kept, gone, by=None)
    kept.refresh_from_db()
    assert kept.name == "City of Vienna"
    assert kept.former_names == ["Wien", "Stadt Wien", "Magistrat Wien"]
    assert (kept.country_id, kept.city, kept.website) == ("AT", "Vienna", "https://wien.example/")


def test_a_fact_of_the_kept_body_is_not_overwritten(kept, gone):
    kept.city = "Wien"
    kept.save()
    merge_bodies(kept, gone, by=None)
    kept.refresh_from_db()
    assert kept.city == "Wien"


def test_every_old_address_leads_to_the_body_kept_last(kept, gone):
    merge_bodies(kept, gone, by=None)
    last = make_body("Vienna", slug="last")
    merge_bodies(last, kept, by=None)
    assert set(FormerAddress.objects.values_list("slug", "body__slug")) == {
        ("wien", "last"),
        ("vienna", "last"),
    }


def test_the_address_of_the_kept_body_is_never_a_former_one(kept, gone):
    FormerAddress.objects.create(slug="vienna", body=gone)
    merge_bodies(kept, gone, by=None)
    assert list(FormerAddress.objects.values_list("slug", "body__slug")) == [("wien", "vienna")]


def test_a_mandate_stated_for_both_bodies_stands_once_and_says_what_either_said(kept, gone):
    programme = make_programme()
    own = make_mandate(kept, programme, since=2007, source="Programme document")
    make_mandate(gone, programme, since=2007, until=2013, source="Annual report")
    merge = merge_bodies(kept, gone, by=None)
    assert list(Mandate.objects.all()) == [own]
    own.refresh_from_db()
    assert (own.until, own.source) == (2013, "Programme document")
    assert merge.dropped == {"mandates": [f"Stadt Wien: Managing authority ({programme})"]}


def test_a_person_at_both_bodies_keeps_one_post_the_confirmed_one(kept, gone):
    anna, today = make_user(), timezone.localdate()
    asked = make_membership(anna, kept, state=MembershipState.ASKED, post="")
    make_membership(
        anna,
        gone,
        role=MembershipRole.DESIGNATED,
        post="Head of unit",
        since=today - datetime.timedelta(days=90),
    )
    merge_bodies(kept, gone, by=None)
    assert list(Membership.objects.all()) == [asked]
    asked.refresh_from_db()
    assert asked.state == MembershipState.CONFIRMED
    assert asked.role == MembershipRole.DESIGNATED
    assert asked.post == "Head of unit"
    assert asked.since == today - datetime.timedelta(days=90)
    assert asked.decided_at is not None


def test_asking_at_the_gone_body_takes_no_confirmed_post_away(kept, gone):
    anna = make_user()
    own = make_membership(anna, kept)
    make_membership(anna, gone, state=MembershipState.ASKED, role=MembershipRole.DESIGNATED)
    merge_bodies(kept, gone, by=None)
    own.refresh_from_db()
    assert (own.state, own.role) == (MembershipState.CONFIRMED, MembershipRole.MEMBER)


def test_the_trail_and_the_versions_say_who_merged_what(kept, gone):
    officer = make_staff("officer@example.eu")
    make_mandate(gone)
    key = gone.pk
    merge_bodies(kept, gone, by=officer)
    entry = AuditEntry.objects.get(act="merge")
    assert (entry.actor, entry.thing_name) == (officer, "City of Vienna")
    assert entry.before["gone"]["slug"] == "wien"
    assert list(entry.after["moved"]) == ["mandates"]
    assert entry.why == "“Stadt Wien” was merged into “City of Vienna”"
    last = Body.history.filter(id=key).latest()
    assert (last.history_type, last.history_user) == ("-", officer)
    assert kept.history.latest().history_user == officer
    assert kept.mandates.get().history.latest().history_user == officer


def test_a_preview_names_what_moves_and_changes_nothing(kept, gone):
    mandate = make_mandate(gone)
    before = (Body.history.count(), AuditEntry.objects.count())
    merge = preview_merge(kept, gone)
    assert merge.moved == {"mandates": [str(mandate)]}
    assert merge.filled == {"city": "Vienna"}
    assert set(Body.objects.all()) == {kept, gone}
    assert mandate.body_id == Mandate.objects.get().body_id == gone.pk
    assert (Body.history.count(), AuditEntry.objects.count()) == before
    assert not FormerAddress.objects.exists()


def test_a_body_is_not_merged_with_itself(kept):
    with pytest.raises(MergeError, match="with itself"):
        merge_bodies(kept, Body.objects.get(), by=None)
    assert Body.objects.count() == 1


def test_merging_what_is_merged_already_says_so_and_into_what(kept, gone):
    stale = Body.objects.get(pk=gone.pk)
    merge_bodies(kept, gone, by=None)
    with pytest.raises(MergeError, match="already merged “Stadt Wien” into “City of Vienna”"):
        merge_bodies(kept, stale, by=None)
    with pytest.raises(MergeError, match="already merged “Stadt Wien”"):
        merge_bodies(stale, kept, by=None)


def test_every_table_that_points_to_a_body_is_asked(kept, gone):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND confrelid = 'programmes_body'::regclass"
        )
        pointing = {table for (table,) in cursor.fetchall()}
    asked = {
        relation.related_model._meta.db_table
        for relation in Body._meta.get_fields(include_hidden=True)
        if relation.auto_created and (relation.one_to_many or relation.one_to_one)
    }
    assert pointing <= asked
    assert {"programmes_mandate", "programmes_membership"} <= pointing


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_people_who_merge_at_once_is_told(monkeypatch, kept, gone):
    mandate = make_mandate(gone)
    first_has_looked, go_on = threading.Event(), threading.Event()
    answers = []
    move = workflow._move

    def slow_move(*args):
        first_has_looked.set()
        assert go_on.wait(10)
        move(*args)

    def merge(into, other):
        try:
            merge_bodies(into, other, by=None)
            answers.append("merged")
        except MergeError as error:
            answers.append(str(error))
        finally:
            connections.close_all()

    monkeypatch.setattr(workflow, "_move", slow_move)
    first = threading.Thread(target=merge, args=(kept, gone))
    second = threading.Thread(target=merge, args=(gone, kept))
    first.start()
    assert first_has_looked.wait(10)
    second.start()
    second.join(0.5)
    assert second.is_alive()  # it waits for the first, it does not look past it
    go_on.set()
    first.join(10)
    second.join(10)
    assert answers == ["merged", "Somebody has already merged “Stadt Wien” into “City of Vienna”."]
    mandate.refresh_from_db()
    assert list(Body.objects.all()) == [mandate.body] == [kept]


@pytest.mark.django_db(transaction=True)
def test_a_mandate_given_while_bodies_are_merged_is_not_lost_in_silence(monkeypatch, kept, gone):
    make_mandate(gone)
    programme = make_programme()
    outcome = []

    def give_mandate():
        try:
            with transaction.atomic():
                make_mandate(gone, programme)
            outcome.append("given")
        except Exception as error:
            outcome.append(type(error).__name__)
        finally:
            connections.close_all()

    thread = threading.Thread(target=give_mandate)
    keep = workflow._keep_addresses

    def keep_late(merge):
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()  # the row of the gone body is locked
        keep(merge)

    monkeypatch.setattr(workflow, "_keep_addresses", keep_late)
    merge_bodies(kept, gone, by=None)
    thread.join(10)
    assert outcome == ["IntegrityError"]
    assert kept.mandates.count() == 1


def test_versions_of_a_moved_mandate_tell_both_bodies(kept, gone):
    mandate = make_mandate(gone)
    merge_bodies(kept, gone, by=None)
    versions = mandate.history.order_by("history_id")
    assert [version.body_id for version in versions] == [gone.pk, kept.pk]
