"""Answers for everybody: a second person approves, versions follow, readers are told."""

import datetime

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from advice.choices import Authority, Change, State, VersionState
from advice.models import PublishedAnswer, PublishedVersion, SavedAnswer
from advice.workflow import keeping, publishing, reading
from advice.workflow.moves import EditedMeanwhileError, NotReadyError
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail.models import Letter
from programmes.choices import Period
from tests.factories import make_staff, make_user

from .world import CONTENT, ask, draft, published, question_in

pytestmark = pytest.mark.django_db

LEADS_TO = {
    "submit": {VersionState.DRAFT: VersionState.APPROVAL},
    "send back": {VersionState.APPROVAL: VersionState.DRAFT},
    "publish": {VersionState.APPROVAL: VersionState.PUBLISHED},
    "drop": {
        VersionState.DRAFT: VersionState.DROPPED,
        VersionState.APPROVAL: VersionState.DROPPED,
    },
    "expire": {VersionState.PUBLISHED: VersionState.EXPIRED},
    "supersede": {
        VersionState.PUBLISHED: VersionState.SUPERSEDED,
        VersionState.EXPIRED: VersionState.SUPERSEDED,
    },
}
ACTS = {
    "submit": lambda version, by: publishing.submit(version, by=by),
    "send back": lambda version, by: publishing.send_back(version, by=by, why="Name the act."),
    "publish": lambda version, by: publishing.publish(version, by=by),
    "drop": lambda version, by: publishing.drop(version, by=by),
    "expire": lambda version, by: publishing.expire(version, by=by),
    "supersede": lambda version, by: publishing.supersede(
        version, published(title="What holds now").answer, by=by
    ),
}


def version_in(state: str) -> PublishedVersion:
    """Return a version that came to `state` the way versions do."""
    if state == VersionState.DRAFT:
        return draft()
    if state == VersionState.DROPPED:
        return publishing.drop(draft(), by=make_staff())
    if state == VersionState.APPROVAL:
        return publishing.submit(draft(), by=make_staff())
    version = published()
    if state == VersionState.EXPIRED:
        return publishing.expire(version, by=make_staff())
    if state == VersionState.SUPERSEDED:
        return publishing.supersede(version, published(title="New").answer, by=make_staff())
    if state == VersionState.REPLACED:
        renew(version)
    version.refresh_from_db()
    return version


def renew(version: PublishedVersion, **content) -> PublishedVersion:
    """Return the next version, published."""
    new = publishing.begin_new_version(version.answer, by=make_staff())
    content = {"note": "Clearer.", "change": Change.MAJOR} | content
    new = publishing.save(new, content, edits=new.edits, by=new.written_by)
    new = publishing.submit(new, by=new.written_by)
    return publishing.publish(new, by=make_staff())


@pytest.mark.parametrize("state", VersionState.values)
@pytest.mark.parametrize("act", LEADS_TO)
def test_every_act_on_a_version_leads_where_the_table_says_or_is_refused(act, state):
    version = version_in(state)
    if state in LEADS_TO[act]:
        ACTS[act](version, make_staff())
    else:
        with pytest.raises(IllegalMoveError):
            ACTS[act](version, make_staff())
    version.refresh_from_db()
    assert version.state == LEADS_TO[act].get(state, state)


def test_nobody_publishes_what_she_wrote_herself():
    writer = make_staff()
    version = publishing.submit(draft(by=writer), by=writer)
    with pytest.raises(IllegalMoveError, match="second person"):
        publishing.publish(version, by=writer)
    assert publishing.publish(version, by=make_staff()).is_in_force


def test_whoever_changed_the_draft_last_counts_as_its_writer():
    first, second = make_staff(), make_staff()
    version = draft(by=first)
    version = publishing.save(version, {"text": "Otherwise."}, edits=0, by=second)
    version = publishing.submit(version, by=first)
    with pytest.raises(IllegalMoveError):
        publishing.publish(version, by=second)
    assert publishing.publish(version, by=first).is_in_force


def test_a_private_question_is_never_published():
    private, free = ask(use="private"), ask()
    with pytest.raises(IllegalMoveError, match=private.reference):
        draft(free, private)
    assert not PublishedAnswer.objects.exists()


def test_a_question_made_private_meanwhile_stops_the_publication():
    question = ask()
    version = publishing.submit(draft(question), by=make_staff())
    question.use = "private"
    question.save()
    with pytest.raises(IllegalMoveError):
        publishing.publish(version, by=make_staff())


@pytest.mark.parametrize("name", ["title", "question", "text", "periods"])
def test_a_draft_that_says_too_little_is_not_sent_for_approval(name):
    version = draft(**{name: [] if name == "periods" else ""})
    with pytest.raises(NotReadyError) as refused:
        publishing.submit(version, by=version.written_by)
    assert len(refused.value.missing) == 1


def test_two_writers_do_not_overwrite_each_other():
    version = draft()
    publishing.save(version, {"text": "First."}, edits=0, by=make_staff())
    with pytest.raises(EditedMeanwhileError) as refused:
        publishing.save(version, {"text": "Second."}, edits=0, by=make_staff())
    assert refused.value.version.text == "First."


def test_the_address_is_made_of_the_title_and_stays_when_the_title_changes():
    version = published(title="Förderfähige Personalkosten?")
    assert version.answer.slug == "forderfahige-personalkosten"
    renewed = renew(version, title="Staff costs")
    assert renewed.answer.slug == "forderfahige-personalkosten"
    assert published(title="Ask").answer.slug == "ask-2"
    assert published(title="Förderfähige Personalkosten").answer.slug.endswith("kosten-2")
    assert published(title="Какво?").answer.slug == "answer"


def test_one_or_several_questions_become_one_answer_and_their_askers_are_told():
    first, second = question_in(State.ANSWERED), question_in(State.CLOSED)
    version = published(first, second, title="For everybody")
    told = Letter.objects.filter(subject="Now for everybody: “For everybody”")
    assert set(told.values_list("to", flat=True)) == {first.asker.email, second.asker.email}
    assert set(version.answer.questions.all()) == {first, second}


def test_readers_hear_of_a_major_change_word_by_word_and_of_a_minor_one_nothing():
    asker, follower = make_user(), make_user()
    version = published(ask(asker), text="The rate is 15 % of staff costs.")
    reading.follow(version.answer, by=follower)
    reading.follow(version.answer, by=asker)
    version = renew(version, change=Change.MINOR, text="The rate is 15 % of all staff costs.")
    assert not Letter.objects.filter(subject__startswith="Changed").exists()
    renew(version, text="The rate is 20 % of all staff costs.", note="A new rate.")
    letters = Letter.objects.filter(subject__startswith="Changed").order_by("pk")
    assert [letter.to for letter in letters] == [asker.email, follower.email]
    assert "The rate is [gone: 15] [new: 20] % of all staff costs." in letters[0].text
    assert "What is new: A new rate." in letters[0].text
    assert "Authority:" not in letters[0].text


def test_readers_hear_when_an_answer_weighs_less_or_holds_for_another_time():
    asker, today = make_user(), timezone.localdate()
    version = published(ask(asker), authority=Authority.OPINION, periods=[Period.P2014])
    renew(version, authority=Authority.PRACTICE, periods=[Period.P2021], valid_until=today)
    text = Letter.objects.get(subject__startswith="Changed").text
    assert "Authority: [gone: Opinion of INTERACT] [new: Practice of programmes]" in text
    assert "Holds for: [gone: 2014–2020] [new: 2021–2027]" in text
    assert f"Valid until: [gone: no end] [new: {date_format(today)}]" in text


def test_who_keeps_an_answer_elsewhere_is_told_too(monkeypatch):
    from advice import notifications

    packer = make_user()
    monkeypatch.setattr(notifications, "_more_readers", [lambda answer: [packer]])
    publishing.expire(published(), by=make_staff())
    assert Letter.objects.filter(to=packer.email).count() == 2  # published, expired


def test_a_superseded_answer_names_its_successor_to_everybody_who_asked():
    question = ask()
    old = published(question, text="The rate is 15 %.", title="Old")
    new = published(text="The rate is 20 %.", title="New")
    publishing.supersede(old, new.answer, by=make_staff())
    letter = Letter.objects.get(to=question.asker.email, subject__startswith="Superseded")
    assert "[gone: 15] [new: 20] %." in letter.text
    assert f"/advice/{new.answer.slug}/" in letter.text
    old.answer.refresh_from_db()
    assert old.answer.superseded_by == new.answer


def test_answers_do_not_supersede_each_other_in_a_circle():
    first, second = published(title="First"), published(title="Second")
    publishing.supersede(first, second.answer, by=make_staff())
    with pytest.raises(IllegalMoveError):
        publishing.supersede(second, first.answer, by=make_staff())
    with pytest.raises(IllegalMoveError):
        publishing.supersede(second, second.answer, by=make_staff())


def test_a_new_version_brings_a_superseded_answer_back():
    old = published(title="Old")
    publishing.supersede(old, published(title="New").answer, by=make_staff())
    renewed = renew(old)
    assert renewed.is_in_force
    assert PublishedAnswer.objects.get(pk=old.answer_id).superseded_by is None


def test_a_new_version_starts_with_what_stands_and_only_one_is_written_at_a_time():
    version = published(authority=Authority.COMMISSION)
    new = publishing.begin_new_version(version.answer, by=make_staff())
    assert (new.number, new.text, new.authority) == (2, version.text, Authority.COMMISSION)
    assert new.note == ""
    with pytest.raises(IllegalMoveError, match="already"):
        publishing.begin_new_version(version.answer, by=make_staff())
    with pytest.raises(NotReadyError, match="what is new"):
        publishing.submit(new, by=new.written_by)
    with pytest.raises(IllegalMoveError, match="never published"):
        publishing.begin_new_version(version_in(VersionState.DROPPED).answer, by=make_staff())


def test_an_answer_expires_after_its_last_day_and_the_desk_is_told():
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    runs_out = published(ask(), title="Over", valid_until=yesterday)
    stays = published(title="Stays", valid_until=today)
    assert keeping.expire_run_out() == 1
    assert keeping.expire_run_out() == 0
    for version in (runs_out, stays):
        version.refresh_from_db()
    assert (runs_out.state, stays.state) == (VersionState.EXPIRED, VersionState.PUBLISHED)
    subjects = set(Letter.objects.values_list("subject", flat=True))
    assert "No longer in force: the answer “Over”" in subjects
    assert "Ran out: the answer “Over”" in subjects


def test_following_twice_is_following_once():
    person, answer = make_user(), published().answer
    reading.follow(answer, by=person)
    reading.follow(answer, by=person)
    assert SavedAnswer.objects.count() == 1
    reading.unfollow(answer, by=person)
    reading.unfollow(answer, by=person)
    assert SavedAnswer.objects.count() == 0


def test_the_words_of_a_version_are_kept_for_good_once_it_was_public():
    version = published()
    with pytest.raises(IllegalMoveError):
        publishing.save(version, CONTENT | {"text": "Never."}, edits=0, by=make_staff())
