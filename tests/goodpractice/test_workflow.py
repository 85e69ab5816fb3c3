"""The acts on versions: every verb from every status, and what each leaves behind."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goodpractice import workflow
from goodpractice.choices import ISSUED, OPEN, Change, Status
from goodpractice.models import FormerPracticeAddress, IndexedPractice, Practice, PracticeVersion
from goodpractice.workflow import MOVES
from interact_portal.core.audit import trail_of
from interact_portal.core.models import AuditEntry
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail.models import Letter
from tests.factories import (
    make_body,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_user,
)
from tests.goodpractice.making import (
    content_of,
    make_draft,
    make_in_review,
    make_practice,
    make_submitted,
    make_version_in,
)

pytestmark = pytest.mark.django_db

VERBS = {
    "submit": lambda v, by: workflow.submit(v, by=by),
    "claim": lambda v, by: workflow.claim(v, by=by),
    "release": lambda v, by: workflow.release(v, by=by),
    "request changes": lambda v, by: workflow.request_changes(v, by=by, note="More figures."),
    "publish": lambda v, by: workflow.publish(v, by=by),
    "decline": lambda v, by: workflow.decline(v, by=by, reason="Not about programmes."),
    "withdraw": lambda v, by: workflow.withdraw(v, by=by),
    "archive": lambda v, by: workflow.archive(v, by=by, reason="No longer done."),
    "restore": lambda v, by: workflow.restore(v, by=by),
}


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("act", sorted(VERBS))
def test_each_act_leads_from_the_statuses_of_the_table_and_from_no_other(act, status):
    version = make_version_in(status)
    acts_before = AuditEntry.objects.filter(act=act).count()
    if status in MOVES[act].sources:
        VERBS[act](version, make_staff())
        version.refresh_from_db()
        assert version.status == MOVES[act].target
        entry = trail_of(version).filter(act=act).first()
        assert (entry.before["status"], entry.after["status"]) == (status, version.status)
    else:
        with pytest.raises(IllegalMoveError):
            VERBS[act](version, make_staff())
        version.refresh_from_db()
        assert version.status == status
        assert AuditEntry.objects.filter(act=act).count() == acts_before


def test_every_move_of_the_table_has_its_verb():
    assert set(MOVES) == set(VERBS) | {"replace"}


@pytest.mark.parametrize("status", Status.values)
def test_only_drafts_and_returned_versions_are_written_in(status):
    version = make_version_in(status)
    if status in (Status.DRAFT, Status.CHANGES_REQUESTED):
        saved = workflow.save(version, {"summary": "New."}, edits=version.edits, by=version.author)
        assert saved.content["summary"] == "New."
    else:
        with pytest.raises(IllegalMoveError):
            workflow.save(version, {"summary": "New."}, edits=version.edits, by=version.author)


def test_who_saves_second_is_told_and_overwrites_nothing():
    version = make_draft()
    workflow.save(version, {"summary": "First."}, edits=0, by=version.author)
    with pytest.raises(workflow.EditedMeanwhileError) as refused:
        workflow.save(version, {"summary": "Second."}, edits=0, by=make_staff())
    assert refused.value.version.content["summary"] == "First."
    version.refresh_from_db()
    assert version.content["summary"] == "First."


def test_who_claims_second_is_told_who_was_first():
    first, second = make_staff(), make_staff()
    version = make_submitted()
    workflow.claim(version, by=first)
    with pytest.raises(workflow.TakenError) as refused:
        workflow.claim(version, by=second)
    assert refused.value.reviewer == first
    assert workflow.claim(version, by=first).reviewer == first


def test_a_draft_with_an_error_is_not_handed_in():
    version = workflow.begin({"title": "Only a title"}, by=make_user())
    with pytest.raises(workflow.NotReadyError) as refused:
        workflow.submit(version, by=version.author)
    assert {finding.part for finding in refused.value.findings} == {
        "problem", "done", "contact_name",
    }  # fmt: skip


def test_a_practice_of_a_programme_waits_for_the_programme_to_confirm_its_facts():
    programme = make_programme("Alpine Space")
    reviewer = make_staff()
    version = make_submitted(programmes=[programme.slug])
    version = workflow.claim(version, by=reviewer)
    with pytest.raises(workflow.FactsNotConfirmedError):
        workflow.publish(version, by=reviewer)
    workflow.confirm_facts(version, by=make_user())
    assert workflow.publish(version, by=reviewer).status == Status.PUBLISHED


def test_the_people_of_the_programme_are_asked_to_confirm_the_facts_and_nobody_else():
    programme, body = make_programme(), make_body()
    make_mandate(body, programme)
    asked = make_membership(body=body).person
    author = make_membership(body=body).person
    make_membership()
    make_submitted(by=author, programmes=[programme.slug])
    letters = Letter.objects.filter(key__contains="confirm_facts")
    assert [letter.to for letter in letters] == [asked.email]


def test_publishing_numbers_dates_and_freezes_and_shows_it_in_the_catalogue():
    practice = make_practice("Lump sums for all")
    version = practice.current
    assert (version.number, version.status) == (1, Status.PUBLISHED)
    assert practice.slug == "lump-sums-for-all"
    assert practice.summary == version.content["summary"]
    assert IndexedPractice.objects.filter(practice=practice).exists()


def test_a_new_version_leaves_the_public_page_as_it_is_until_it_is_published():
    practice = make_practice()
    copy = workflow.begin_new_version(practice, by=practice.author)
    assert workflow.begin_new_version(practice, by=practice.author) == copy
    workflow.save(copy, {"summary": "A better sentence."}, edits=0, by=practice.author)
    practice.refresh_from_db()
    assert practice.summary == content_of()["summary"]
    reviewer = make_staff()
    workflow.submit(copy, by=practice.author)
    workflow.claim(copy, by=reviewer)
    workflow.publish(copy, by=reviewer, change=Change.MINOR, note="Wording.")
    practice.refresh_from_db()
    assert practice.summary == "A better sentence."
    numbers = practice.versions.issued().values_list("number", "status", "change_note")
    assert list(numbers) == [(2, "published", "Wording."), (1, "replaced", "")]


def test_an_archived_practice_leaves_the_catalogue_and_comes_back_when_restored():
    practice = make_practice()
    staff = make_staff()
    workflow.archive(practice.current, by=staff, reason="No longer done.")
    assert not IndexedPractice.objects.filter(practice=practice).exists()
    assert practice in Practice.objects.public()
    assert practice not in Practice.objects.published()
    workflow.restore(practice.current, by=staff)
    assert IndexedPractice.objects.filter(practice=practice).exists()


def test_a_practice_that_moves_leaves_its_old_address_behind_and_never_gives_it_away():
    practice = make_practice("Old name")
    workflow.move_address(practice, "new-name", by=make_staff())
    assert FormerPracticeAddress.objects.get().slug == "old-name"
    assert make_practice("Old name").slug == "old-name-2"
    with pytest.raises(IllegalMoveError):
        workflow.move_address(make_practice("Other"), "new-name", by=make_staff())


def test_what_is_scheduled_is_due_on_its_day_and_can_be_taken_back():
    version = make_in_review()
    now = timezone.now()
    workflow.schedule(version, by=version.reviewer, appears_at=now, change=Change.MAJOR)
    due = PracticeVersion.objects.due_to_appear(now)
    assert list(due) == [version]
    workflow.cancel_schedule(version, by=version.reviewer)
    assert not PracticeVersion.objects.due_to_appear(now).exists()


@pytest.mark.parametrize(
    ("act", "letters"),
    [
        ("submit", {"submitted", "waiting"}),
        ("claim", {"claimed"}),
        ("request changes", {"changes_requested"}),
        ("decline", {"declined"}),
        ("publish", {"published"}),
        ("archive", {"archived"}),
        ("withdraw", {"withdrawn"}),
    ],
)
def test_each_act_tells_those_it_concerns(act, letters):
    source = {"submit": "draft", "claim": "submitted", "archive": "published"}
    version = make_version_in(source.get(act, "in-review"))
    Letter.objects.all().delete()
    VERBS[act](version, make_staff())
    told = Letter.objects.filter(key__startswith="practice:").values_list("key", flat=True)
    assert {key.split(":")[2] for key in told} == letters


def test_a_letter_carries_quotes_and_signs_as_they_were_written():
    version = make_draft("Ask “who pays” & why")
    workflow.submit(version, by=version.author)
    letter = Letter.objects.get(key__contains=":submitted:", person=version.author)
    assert "“Ask “who pays” & why”" in letter.subject
    assert "&amp;" not in letter.text


def test_a_practice_has_one_working_copy_and_one_public_version():
    practice = make_practice()
    workflow.begin_new_version(practice, by=practice.author)
    for status, more in ((OPEN[0], {}), (ISSUED[0], {"number": 9, "published_at": timezone.now()})):
        with pytest.raises(IntegrityError), transaction.atomic():
            PracticeVersion.objects.create(practice=practice, status=status, **more)


@pytest.mark.parametrize(
    "row",
    [
        {"status": "published"},
        {"status": "draft", "number": 3},
        {"status": "declined"},
        {"status": "draft", "claimed_at": timezone.now()},
    ],
)
def test_the_table_refuses_versions_that_contradict_themselves(row):
    practice = Practice.objects.create(author=make_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeVersion.objects.create(practice=practice, **row)
