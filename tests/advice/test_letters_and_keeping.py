"""Letters that come back, reminders, retention, and what the room knows about a person."""

import datetime
import io
from email.message import EmailMessage

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from advice.choices import InvitationState, MessageKind, State
from advice.incoming import read_letter
from advice.models import Attachment, Invitation, Message, Question, SavedAnswer
from advice.workflow import asking, desk, inviting, keeping, reading
from advice.workflow.letters import UnknownConversationError, take_in
from interact_portal.accounts import personal_data
from interact_portal.core.audit import trail_of
from interact_portal.core.files import look_at
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail.models import Letter
from tests.factories import make_programme, make_staff, make_user

from .world import PDF, REPLY, ask, days_ago, published, question_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def letter(token: str, sender: str, text: str = "My reply.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = sender, f"interact+{token}@example.eu"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def taken_in(message: EmailMessage) -> Message | None:
    return take_in(read_letter(message.as_bytes()))


def test_a_reply_by_letter_goes_on_with_the_conversation():
    question = question_in(State.WAITING)
    sent = letter(question.reply_token, question.asker.email, Message_ID="<1@example.eu>")
    sent.add_attachment(PDF, maintype="application", subtype="pdf", filename="call.pdf")
    message = taken_in(sent)
    question.refresh_from_db()
    assert question.state == State.ASSIGNED
    assert (message.kind, message.text) == (MessageKind.FROM_ASKER, "My reply.")
    assert message.came_by_letter
    assert [file.name for file in message.attachments.all()] == ["call.pdf"]
    assert Letter.objects.filter(to=question.officer.email, subject__contains="has written")


def test_the_same_letter_twice_is_one_message():
    question = question_in(State.WAITING)
    sent = letter(question.reply_token, question.asker.email, Message_ID="<1@example.eu>")
    assert taken_in(sent) is not None
    assert taken_in(sent) is None
    assert question.messages.filter(kind=MessageKind.FROM_ASKER).count() == 1


def test_a_letter_from_another_address_becomes_a_note_and_moves_nothing():
    question = question_in(State.WAITING)
    message = taken_in(letter(question.reply_token, "stranger@example.org", "I am she."))
    question.refresh_from_db()
    assert question.state == State.WAITING
    assert message.is_note
    assert "stranger@example.org" in message.text
    assert not question.messages.for_the_asker().filter(text__contains="I am she").exists()


def test_every_confirmed_address_of_the_asker_is_hers():
    question = question_in(State.WAITING)
    question.asker.emailaddress_set.create(email="private@example.eu", verified=True)
    question.asker.emailaddress_set.create(email="claimed@example.eu", verified=False)
    hers = taken_in(letter(question.reply_token, "Private@Example.eu"))
    claimed = taken_in(letter(question.reply_token, "claimed@example.eu"))
    assert (hers.kind, claimed.kind) == (MessageKind.FROM_ASKER, MessageKind.NOTE)


def test_notes_of_absence_and_empty_letters_are_left_out():
    question = question_in(State.WAITING)
    away = letter(question.reply_token, question.asker.email, Auto_Submitted="auto-replied")
    empty = letter(question.reply_token, question.asker.email, "> only quoted\n")
    assert taken_in(away) is None
    assert taken_in(empty) is None
    question.refresh_from_db()
    assert question.state == State.WAITING


def test_an_invited_programme_may_answer_by_letter():
    question = question_in(State.ASSIGNED)
    invitation, _secret = inviting.invite(
        question, "Invited@Example.eu", by=question.officer, text="How?"
    )
    message = taken_in(letter(invitation.reply_token, "invited@example.eu", "So."))
    invitation.refresh_from_db()
    assert (message.kind, invitation.state) == (
        MessageKind.FROM_INVITED,
        InvitationState.ANSWERED,
    )
    stranger = taken_in(letter(invitation.reply_token, "other@example.eu", "Or so."))
    assert stranger.is_note


def test_a_letter_to_no_conversation_is_refused():
    with pytest.raises(UnknownConversationError):
        taken_in(letter("a" * 24, "anna@example.eu"))


def receive(raw: bytes, monkeypatch) -> int:
    """Return the exit code of the command, fed with `raw`."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    try:
        call_command("receive_letter", stdout=io.StringIO(), stderr=io.StringIO())
    except SystemExit as ended:
        return int(ended.code)
    return 0


def test_the_command_tells_the_mail_server_whether_somebody_lives_here(monkeypatch):
    question = question_in(State.WAITING)
    sent = letter(question.reply_token, question.asker.email)
    assert receive(sent.as_bytes(), monkeypatch) == 0
    assert receive(letter("a" * 24, "anna@example.eu").as_bytes(), monkeypatch) == 67
    assert receive(b"not a letter", monkeypatch) == 65
    assert question.messages.filter(kind=MessageKind.FROM_ASKER).count() == 1


# --- Asking three programmes --------------------------------------------------------------------


def test_at_most_three_programmes_are_asked_each_once_and_only_about_an_open_question():
    question = question_in(State.ASSIGNED)
    by = question.officer
    for number in range(3):
        email = f"p{number}@example.eu"
        inviting.invite(question, email, by=by, text="How?", programme=make_programme())
    with pytest.raises(IllegalMoveError, match="Three"):
        inviting.invite(question, "p4@example.eu", by=by, text="How?")
    inviting.end_invitation(Invitation.objects.first(), by=by)
    with pytest.raises(IllegalMoveError, match="asked already"):
        inviting.invite(question, "P1@example.eu", by=by, text="How?")
    inviting.invite(question, "p4@example.eu", by=by, text="How?")
    with pytest.raises(IllegalMoveError):
        inviting.invite(question_in(State.ANSWERED), "p@example.eu", by=by, text="How?")


def test_the_secret_stands_in_the_letter_alone_and_a_reminder_brings_a_new_one():
    question = question_in(State.ASSIGNED)
    invitation, secret = inviting.invite(question, "p@example.eu", by=question.officer, text="How?")
    assert secret not in str(Invitation.objects.values().get())
    assert secret in Letter.objects.get(to="p@example.eu").text
    assert inviting.invitation_for(secret) == invitation
    Invitation.objects.update(answer_by=timezone.localdate() - datetime.timedelta(days=1))
    assert keeping.remind_invited() == 1
    assert keeping.remind_invited() == 0
    assert inviting.invitation_for(secret) is None
    again = Letter.objects.filter(to="p@example.eu").order_by("-pk").first()
    assert again.subject.startswith("A reminder")


@pytest.mark.parametrize("state", InvitationState.values)
def test_every_act_on_an_invitation_is_possible_where_the_table_says(state):
    def fresh() -> Invitation:
        question = question_in(State.ASSIGNED)
        made, _secret = inviting.invite(question, "p@example.eu", by=question.officer, text="How?")
        if state == InvitationState.ANSWERED:
            inviting.answer_invitation(made, "So.")
        if state == InvitationState.DECLINED:
            inviting.decline_invitation(made)
        if state == InvitationState.ENDED:
            inviting.end_invitation(made, by=question.officer)
        return made

    acts = {
        "answer": lambda each: inviting.answer_invitation(each, "And so."),
        "decline": inviting.decline_invitation,
        "end": lambda each: inviting.end_invitation(each, by=None),
        "remind": lambda each: inviting.remind(each, by=None),
    }
    possible = {
        InvitationState.SENT: {"answer", "decline", "end", "remind"},
        InvitationState.ANSWERED: {"answer"},
    }.get(state, set())
    for name, act in acts.items():
        if name in possible:
            act(fresh())
        else:
            with pytest.raises(IllegalMoveError):
                act(fresh())


# --- The worker ---------------------------------------------------------------------------------


def test_the_officer_is_reminded_once_for_each_day_it_was_due():
    question = question_in(State.ASSIGNED)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Question.objects.filter(pk=question.pk).update(due_on=yesterday)
    Question.objects.filter(pk=ask().pk).update(due_on=yesterday)
    assert keeping.remind_of_overdue() == 2
    assert keeping.remind_of_overdue() == 0
    assert (
        Letter.objects.filter(to=question.officer.email, subject__contains="overdue").count() == 1
    )
    assert Letter.objects.filter(to="interact@example.eu", subject__contains="overdue").count() == 1


def test_what_has_gone_quiet_is_closed_and_the_asker_told_why():
    states = (State.ANSWERED, State.WAITING, State.ASSIGNED, State.NEW)
    questions = {state: question_in(state) for state in states}
    assert keeping.close_quiet() == 0
    Question.objects.update(changed_at=days_ago(31))
    assert keeping.close_quiet() == 1
    Question.objects.update(changed_at=days_ago(61))
    assert keeping.close_quiet() == 1
    now = {state: Question.objects.get(pk=each.pk).state for state, each in questions.items()}
    assert now == {
        State.ANSWERED: State.CLOSED,
        State.WAITING: State.CLOSED,
        State.ASSIGNED: State.ASSIGNED,
        State.NEW: State.NEW,
    }
    closed = Letter.objects.filter(subject__contains="is closed")
    assert {each.to for each in closed} == {
        questions[State.ANSWERED].asker.email,
        questions[State.WAITING].asker.email,
    }


def closed_question_full_of_words() -> Question:
    """Return a closed question with a twin, files, notes and an invitation."""
    question = question_in(State.ASSIGNED, asker=make_user("her.own@example.eu"))
    officer = question.officer
    asking.attach(question, None, [look_at("secret plan.pdf", PDF)])
    desk.note(question, "She is new there.", by=officer)
    inviting.invite(question, "asked@example.eu", by=officer, text="How?", name="Ivo Invited")
    twin = ask(make_user("twin@example.eu"))
    desk.join(twin, question, by=officer)
    desk.answer(question, REPLY, by=officer)
    asking.accept(question, by=question.asker)
    question.refresh_from_db()
    return question


def test_two_years_after_it_is_closed_a_question_is_forgotten_with_everything_written(
    django_capture_on_commit_callbacks,
):
    question = closed_question_full_of_words()
    twin = question.merged_questions.get()
    assert question.forget_on == timezone.localdate() + asking.KEPT_FOR
    assert twin.forget_on == question.forget_on
    assert keeping.forget_past_their_time() == 0
    stored = Attachment.objects.get().file.name
    Question.objects.update(forget_on=timezone.localdate())
    with django_capture_on_commit_callbacks(execute=True):
        assert keeping.forget_past_their_time() == 2
    assert not default_storage.exists(stored)
    question.refresh_from_db()
    assert (question.title, question.text, question.asker, question.is_forgotten) == (
        "", "", None, True,
    )  # fmt: skip
    assert question.first_answered_at is not None
    assert Message.objects.count() + Attachment.objects.count() + Invitation.objects.count() == 0
    kept = [str(row) for table in (Question, Letter) for row in table.objects.values()]
    kept += [str(vars(entry)) for entry in trail_of(question)]
    for gone in ("her.own@", "twin@", "asked@", "Ivo", "She is new", "time sheets", "secret plan"):
        assert gone not in "\n".join(kept)
    assert keeping.forget_past_their_time() == 0


def test_an_open_question_is_not_forgotten_and_opening_again_stops_the_clock():
    question = question_in(State.CLOSED)
    assert question.forget_on is not None
    asking.reopen(question, by=question.asker)
    question.refresh_from_db()
    assert question.forget_on is None


# --- A person's own data ------------------------------------------------------------------------


def test_a_person_takes_along_what_she_asked_and_was_told_and_no_notes():
    question = question_in(State.ANSWERED)
    desk.note(question, "Not for her.", by=question.officer)
    reading.follow(published().answer, by=question.asker)
    data = personal_data.collect_all(question.asker)
    (held,) = data["questions"]
    assert held["question"] == question.title
    assert [said["text"] for said in held["conversation"]] == [REPLY.text]
    assert "Not for her." not in str(data)
    assert [row["answer"] for row in data["followed answers"]] == ["flat-rate-for-staff-costs"]


def test_when_a_person_leaves_her_questions_lose_their_words_and_stay_counted():
    asker = make_user("leaver@example.eu")
    for state in State.values:
        question_in(state, asker=asker)
    reading.follow(published().answer, by=asker)
    count = Question.objects.count()
    personal_data.erase_all(asker)
    asker.delete()
    assert Question.objects.count() == count
    assert Question.objects.filter(forgotten_at__isnull=False).count() == len(State.values)
    assert not SavedAnswer.objects.exists()
    assert "leaver@example.eu" not in str(list(Letter.objects.values()))


def test_when_an_officer_leaves_her_open_questions_come_back_to_the_desk():
    officer = make_staff("gone@example.eu")
    states = {state: question_in(state, officer=officer) for state in State.values}
    personal_data.erase_all(officer)
    officer.delete()
    now = {state: Question.objects.get(pk=each.pk).state for state, each in states.items()}
    assert now == {
        State.NEW: State.NEW,
        State.ASSIGNED: State.NEW,
        State.WAITING: State.NEW,
        State.ANSWERED: State.ANSWERED,
        State.CLOSED: State.CLOSED,
        State.MERGED: State.MERGED,
    }
