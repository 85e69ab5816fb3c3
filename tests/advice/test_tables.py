"""What the tables of the room never hold, whoever writes to them."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from advice.choices import State, VersionState
from advice.models import (
    Holiday,
    Invitation,
    LegalBasis,
    Message,
    PublishedAnswer,
    PublishedVersion,
    Question,
    SavedAnswer,
    Term,
    TermName,
)
from tests.factories import make_staff, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()


def question(**fields) -> Question:
    defaults = {"title": "How?", "text": "Like this?", "due_on": TODAY}
    if "asker" not in fields:
        defaults["asker"] = make_user()
    return Question.objects.create(**(defaults | fields))


def version(**fields) -> PublishedVersion:
    answer = fields.pop("answer", None) or PublishedAnswer.objects.create(
        slug=f"answer-{PublishedAnswer.objects.count()}"
    )
    defaults = {"number": 1, "title": "So", "authority": "opinion", "periods": ["2014-2020"]}
    return PublishedVersion.objects.create(answer=answer, **(defaults | fields))


def invitation(on: Question, email: str = "a@example.eu", **fields) -> Invitation:
    digest = f"{Invitation.objects.count():064}"
    return Invitation.objects.create(
        question=on, email=email, text="?", answer_by=TODAY, secret_digest=digest, **fields
    )


def refused(name: str):
    """Expect that the constraint of this name refuses what follows."""

    class Refused:
        def __enter__(self):
            self.raises = pytest.raises(IntegrityError, match=name)
            self.raises.__enter__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        def __exit__(self, *error):
            self.atomic.__exit__(*error)
            return self.raises.__exit__(*error)

    return Refused()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("question_under_way_has_an_officer", {"state": State.ASSIGNED}),
        ("question_under_way_has_an_officer", {"state": State.WAITING}),
        ("answered_question_is_dated", {"state": State.ANSWERED}),
        ("question_is_dated_exactly_when_closed", {"state": State.CLOSED}),
        ("question_is_dated_exactly_when_closed", {"closed_at": NOW}),
        ("question_names_its_twin_exactly_when_joined", {"state": State.MERGED}),
        ("open_question_has_a_day_it_is_due", {"due_on": None}),
        ("question_has_an_asker_until_it_is_forgotten", {"asker": None}),
        ("forgotten_question_has_no_words_and_no_asker", {"forgotten_at": NOW}),
        (
            "question_is_answered_after_it_is_asked",
            {"first_answered_at": NOW - datetime.timedelta(days=9), "asked_at": NOW},
        ),
    ],
)
def test_a_question_cannot_contradict_its_state(name, fields):
    with refused(name):
        question(**fields)


def test_a_new_question_has_no_officer_and_none_is_joined_with_itself():
    with refused("new_question_has_no_officer"):
        question(officer=make_staff())
    one = question()
    with refused("question_names_its_twin|question_is_not_joined_with_itself"):
        Question.objects.filter(pk=one.pk).update(merged_into=one.pk)
    with refused("question_is_not_joined_with_itself"):
        Question.objects.filter(pk=one.pk).update(merged_into=one.pk, state=State.MERGED)


def test_what_is_brought_to_a_place_is_one_question():
    question(origin_kind="seminar", origin_key="7")
    with refused("one_question_for_each_thing_brought"):
        question(origin_kind="seminar", origin_key="7")
    question(origin_kind="seminar", origin_key="8")
    assert Question.objects.filter(origin_kind="").count() == 0


def test_only_what_comes_from_outside_names_an_invitation_and_a_letter_comes_once():
    one = question()
    with refused("message_from_outside_names_its_invitation"):
        Message.objects.create(question=one, kind="from-invited", text="We do it so.")
    with refused("message_from_outside_names_its_invitation"):
        Message.objects.create(question=one, kind="note", text="!", invitation=invitation(one))
    Message.objects.create(question=one, kind="note", text="1", letter_id="<a@b>")
    with refused("letter_is_taken_in_once"):
        Message.objects.create(question=one, kind="note", text="2", letter_id="<a@b>")
    Message.objects.create(question=one, kind="note", text="without a letter")
    Message.objects.create(question=one, kind="note", text="without a letter")


def test_nobody_is_asked_twice_about_a_question_while_the_first_asking_counts():
    one = question()
    first = invitation(one)
    with refused("nobody_is_asked_twice_about_a_question"):
        invitation(one)
    invitation(question())
    with refused("invitation_is_dated_exactly_when_decided"):
        Invitation.objects.filter(pk=first.pk).update(state="ended")
    Invitation.objects.filter(pk=first.pk).update(state="ended", decided_at=NOW)
    invitation(one)


def test_an_answer_has_one_public_and_one_working_version():
    answer = version(state=VersionState.PUBLISHED, published_at=NOW).answer
    for state in (VersionState.EXPIRED, VersionState.SUPERSEDED):
        with refused("one_public_version_of_an_answer"):
            version(answer=answer, number=2, state=state, published_at=NOW, ended_at=NOW)
    version(answer=answer, number=2)
    with refused("one_working_version_of_an_answer"):
        version(answer=answer, number=3, state=VersionState.APPROVAL)
    with refused("versions_of_an_answer_are_numbered_once"):
        version(answer=answer, number=1, state=VersionState.DROPPED)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("version_is_dated_exactly_when_once_public", {"state": "published"}),
        ("version_is_dated_exactly_when_once_public", {"state": "approval", "published_at": NOW}),
        (
            "version_in_force_has_not_ended",
            {"state": "published", "published_at": NOW, "ended_at": NOW},
        ),
        ("ended_version_says_since_when", {"state": "expired", "published_at": NOW}),
        ("ended_version_says_since_when", {"state": "replaced", "published_at": NOW}),
        ("published_answer_names_its_periods", {"state": "approval", "periods": []}),
        (
            "published_answer_ends_after_it_starts",
            {"valid_from": TODAY, "valid_until": TODAY - datetime.timedelta(days=1)},
        ),
    ],
)
def test_a_version_cannot_contradict_its_state(name, fields):
    with refused(name):
        version(**fields)


def test_nobody_approves_her_own_answer():
    officer = make_staff()
    with refused("nobody_approves_her_own_answer"):
        version(written_by=officer, approved_by=officer)
    version(written_by=officer, approved_by=make_staff())


def test_a_published_answer_neither_supersedes_itself_nor_hides_another_page():
    answer = version().answer
    with refused("answer_does_not_supersede_itself"):
        PublishedAnswer.objects.filter(pk=answer.pk).update(superseded_by=answer.pk)
    with refused("address_of_an_answer_is_no_other_page"):
        PublishedAnswer.objects.create(slug="ask")


def test_a_legal_basis_belongs_to_one_answer():
    with refused("legal_basis_belongs_to_one_answer"):
        LegalBasis.objects.create(act="Regulation (EU) 1303/2013")
    LegalBasis.objects.create(act="Regulation (EU) 1303/2013", version=version())


def test_lists_of_the_desk_and_the_glossary_say_everything_once():
    Holiday.objects.create(day=TODAY, name="A feast")
    with refused("holiday_day_key|unique"):
        Holiday.objects.create(day=TODAY, name="Another feast")
    term = Term.objects.create(slug="js", definition="The office of a programme.")
    TermName.objects.create(term=term, name="joint secretariat", since="2014-2020")
    with refused("name_of_a_term_is_stated_once"):
        TermName.objects.create(term=term, name="joint secretariat", since="2014-2020")
    with refused("name_of_a_term_ends_after_it_starts"):
        TermName.objects.create(term=term, name="office", since="2014-2020", until="2007-2013")
    answer, person = version().answer, make_user()
    SavedAnswer.objects.create(person=person, answer=answer)
    with refused("an_answer_is_followed_once_by_a_person"):
        SavedAnswer.objects.create(person=person, answer=answer)
