"""Every act on a question, from every state: what it leads to, who is told, what is refused."""

import datetime

import pytest
from django.utils import timezone

from advice.choices import MessageKind, State
from advice.figures import usual_working_days
from advice.models import Answer, Holiday, Message, Question
from advice.workflow import asking, desk
from advice.workflow.desk import Basis, Reply
from advice.workflow.moves import NotYoursError, TakenError
from advice.workflow.standing import standing_of
from advice.working_days import add_working_days
from interact_portal.core.audit import trail_of
from interact_portal.core.moves import IllegalMoveError
from interact_portal.mail.models import Letter
from tests.factories import make_staff, make_theme, make_user

from .world import REPLY, ask, question_in, vienna

pytestmark = pytest.mark.django_db

# What each act leads to from each state; where nothing stands, it is refused.
LEADS_TO = {
    "take": {State.NEW: State.ASSIGNED},
    "assign": {
        State.NEW: State.ASSIGNED,
        State.ASSIGNED: State.ASSIGNED,
        State.WAITING: State.WAITING,
    },
    "put back": {State.ASSIGNED: State.NEW},
    "ask back": {State.ASSIGNED: State.WAITING},
    "answer": {State.ASSIGNED: State.ANSWERED, State.WAITING: State.ANSWERED},
    "close": {State.ANSWERED: State.CLOSED, State.WAITING: State.CLOSED},
    "join": {
        State.NEW: State.MERGED,
        State.ASSIGNED: State.MERGED,
        State.WAITING: State.MERGED,
    },
    "write": {
        State.NEW: State.NEW,
        State.ASSIGNED: State.ASSIGNED,
        State.WAITING: State.ASSIGNED,
        State.ANSWERED: State.ASSIGNED,
        State.CLOSED: State.ASSIGNED,
    },
    "reopen": {State.ANSWERED: State.ASSIGNED, State.CLOSED: State.ASSIGNED},
    "accept": {State.ANSWERED: State.CLOSED},
    "withdraw": {
        State.NEW: State.CLOSED,
        State.ASSIGNED: State.CLOSED,
        State.WAITING: State.CLOSED,
    },
}
OFFICERS_ACTS = {
    "take": lambda question, by: desk.take(question, by=by),
    "assign": lambda question, by: desk.assign(question, make_staff(), by=by),
    "put back": lambda question, by: desk.put_back(question, by=by),
    "ask back": lambda question, by: desk.ask_back(question, "Which period?", by=by),
    "answer": lambda question, by: desk.answer(question, REPLY, by=by),
    "close": lambda question, by: desk.close(question, by=by, why="No news."),
    "join": lambda question, by: desk.join(question, ask(), by=by),
}
ASKERS_ACTS = {
    "write": lambda question, by: asking.write(question, "One thing more.", by=by),
    "reopen": lambda question, by: asking.reopen(question, by=by),
    "accept": lambda question, by: asking.accept(question, by=by),
    "withdraw": lambda question, by: asking.withdraw(question, by=by),
}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("act", LEADS_TO)
def test_every_act_leads_where_the_table_says_or_is_refused(act, state):
    officer = make_staff()
    question = question_in(state, officer=officer)
    by = officer if act in OFFICERS_ACTS else question.asker
    do = (OFFICERS_ACTS | ASKERS_ACTS)[act]
    told = Letter.objects.count()
    if state not in LEADS_TO[act]:
        with pytest.raises(IllegalMoveError):
            do(question, by)
        question.refresh_from_db()
        assert question.state == state
        assert Letter.objects.count() - told == (2 if act == "join" else 0)  # the twin asked
        return
    do(question, by)
    question.refresh_from_db()
    assert question.state == LEADS_TO[act][state]
    entry = trail_of(question).first()
    assert entry.actor == by


def letters_to(person, since: int = 0) -> list[str]:
    return list(
        Letter.objects.filter(to=person.email, pk__gt=since)
        .order_by("pk")
        .values_list("subject", flat=True)
    )


def test_the_asker_is_told_of_each_step_and_her_letters_lead_back_into_the_conversation():
    asker, officer = make_user(), make_staff()
    question = ask(asker, title="Flat rate?")
    desk.take(question, by=officer)
    desk.ask_back(question, "Which period?", by=officer)
    asking.write(question, "2014-2020.", by=asker)
    desk.answer(question, REPLY, by=officer)
    desk.close(question, by=officer, why="All said.")
    reference = question.reference
    assert letters_to(asker) == [
        f"{reference}: we have your question “Flat rate?”",
        f"{reference}: we need something from you",
        f"{reference}: the answer to “Flat rate?”",
        f"{reference}: your question is closed",
    ]
    assert letters_to(officer) == [f"{reference}: the asker has written"]
    replies = set(Letter.objects.filter(to=asker.email).values_list("reply_to", flat=True))
    assert replies == {f"interact+{question.reply_token}@example.eu"}
    texts = "\n".join(Letter.objects.filter(to=asker.email).values_list("text", flat=True))
    assert officer.email not in texts
    assert "Regulation (EU) 1303/2013, Article 67 (not verified)" in texts


def test_nobody_reads_the_address_of_the_other():
    asker, officer = make_user("hidden.asker@example.eu"), make_staff("hidden.officer@example.eu")
    question = ask(asker)
    desk.take(question, by=officer)
    asking.write(question, "More.", by=asker)
    desk.answer(question, REPLY, by=officer)
    for letter in Letter.objects.all():
        said = f"{letter.subject} {letter.text} {letter.reply_to} {letter.headers}"
        assert "hidden.asker" not in said
        assert "hidden.officer" not in said


def test_two_officers_cannot_take_the_same_question():
    question, first, second = ask(), make_staff(), make_staff()
    desk.take(question, by=first)
    with pytest.raises(TakenError) as refused:
        desk.take(question, by=second)
    assert refused.value.officer == first


def test_only_the_officer_who_is_on_it_answers_and_asks_back():
    question = question_in(State.ASSIGNED)
    for act in (
        lambda: desk.answer(question, REPLY, by=make_staff()),
        lambda: desk.ask_back(question, "?", by=make_staff()),
    ):
        with pytest.raises(NotYoursError):
            act()
    assert question.messages.count() == 0


def test_an_officer_who_is_given_a_question_is_told_and_one_who_takes_it_is_not():
    question, given = ask(), make_staff()
    since = Letter.objects.order_by("-pk").first().pk
    desk.assign(question, given, by=make_staff())
    assert letters_to(given) == [f"{question.reference} is yours: “{question.title}”"]
    other = make_staff()
    desk.assign(question, other, by=other)
    assert letters_to(other, since) == []


def test_an_answer_is_due_after_working_days_by_urgency_without_holidays():
    monday = vienna(2026, 3, 30, 15)
    Holiday.objects.create(day=datetime.date(2026, 4, 6), name="Easter Monday")
    due = {urgency: ask(urgency=urgency, at=monday).due_on for urgency in ("high", "normal", "low")}
    assert due == {
        "high": datetime.date(2026, 4, 2),
        "normal": datetime.date(2026, 4, 14),
        "low": datetime.date(2026, 4, 28),
    }


def test_while_it_waits_for_the_asker_the_clock_stands_and_her_reply_leaves_us_three_days():
    question = question_in(State.WAITING)
    Question.objects.filter(pk=question.pk).update(due_on=timezone.localdate())
    assert not Question.objects.overdue().exists()
    asking.write(question, "Here it is.", by=question.asker)
    question.refresh_from_db()
    assert question.due_on > timezone.localdate() + datetime.timedelta(days=2)


def test_an_answer_keeps_its_weight_its_validity_and_its_basis():
    officer = make_staff()
    question = question_in(State.ASSIGNED, officer=officer)
    reply = Reply(
        text="Yes.",
        authority="commission",
        periods=["2007-2013"],
        valid_until=datetime.date(2015, 12, 31),
        legal_bases=[Basis("Regulation (EC) 1083/2006", "Article 93", is_verified=True)],
    )
    desk.answer(question, reply, by=officer)
    answer = Answer.objects.get()
    assert (answer.authority, answer.period_labels) == ("commission", ["2007–2013"])
    assert answer.valid_until == datetime.date(2015, 12, 31)
    assert [str(basis) for basis in answer.legal_bases.all()] == [
        "Regulation (EC) 1083/2006, Article 93"
    ]


def test_the_time_of_the_first_answer_stays_when_a_second_one_follows():
    officer = make_staff()
    question = question_in(State.ANSWERED, officer=officer)
    first = question.first_answered_at
    asking.reopen(question, by=question.asker)
    desk.answer(question, REPLY, by=officer)
    question.refresh_from_db()
    assert question.first_answered_at == first
    assert question.answered_at > first


def test_joined_questions_are_answered_together_and_their_askers_do_not_meet():
    officer = make_staff()
    main, twin = ask(make_user("one@example.eu")), ask(make_user("two@example.eu"))
    third = ask(make_user("three@example.eu"))
    desk.take(main, by=officer)
    desk.join(third, twin, by=officer)
    desk.join(twin, main, by=officer)
    third.refresh_from_db()
    assert third.merged_into == main
    desk.answer(main, REPLY, by=officer)
    for question in (main, twin, third):
        assert question.messages.filter(kind=MessageKind.ANSWER).count() == 1
        answered = Letter.objects.get(to=question.asker.email, subject__contains="the answer to")
        assert REPLY.text in answered.text
    texts = "\n".join(Letter.objects.filter(to="two@example.eu").values_list("text", flat=True))
    assert "one@example.eu" not in texts


def test_a_question_is_not_joined_with_itself_nor_with_one_that_is_done():
    officer, question = make_staff(), ask()
    for other in (question, question_in(State.ANSWERED), question_in(State.MERGED)):
        with pytest.raises(IllegalMoveError):
            desk.join(question, other, by=officer)


def test_a_question_whose_officer_has_left_comes_back_to_the_desk_when_it_is_opened_again():
    question = question_in(State.ANSWERED)
    question.officer.is_active = False
    question.officer.save()
    asking.reopen(question, by=question.asker)
    question.refresh_from_db()
    assert (question.state, question.officer) == (State.NEW, None)


def test_notes_tell_nobody_and_are_not_for_the_asker():
    question = question_in(State.ASSIGNED)
    told = Letter.objects.count()
    desk.note(question, "Ask the Commission first.", by=question.officer)
    assert Letter.objects.count() == told
    assert not question.messages.for_the_asker().exists()
    assert Message.objects.get().is_note


@pytest.mark.parametrize("state", State.values)
def test_every_state_says_what_happened_what_comes_next_by_when_and_whom_to_ask(state):
    question = question_in(state)
    standing = standing_of(question)
    assert standing.happened
    assert standing.next
    assert standing.by is not None
    assert standing.ask_name == "INTERACT Programme Secretariat"
    assert standing.ask_url == f"mailto:interact@example.eu?subject={question.reference}"
    assert [step.state for step in standing.steps].count("current") == (state != State.CLOSED)


def test_the_promise_is_measured_by_theme_where_enough_were_answered():
    officer, theme, other = make_staff(), make_theme("Control"), make_theme("State aid")
    assert usual_working_days() is None
    monday = vienna(2026, 3, 2, 9)
    weeks_since = (timezone.now() - monday).days // 7 - 8
    shift = datetime.timedelta(weeks=weeks_since)
    for days, its in [(1, theme), (2, theme), (8, theme), (20, other)]:
        question = ask(theme=its)
        desk.take(question, by=officer)
        desk.answer(question, REPLY, by=officer)
        answered = monday + (add_working_days(monday.date(), days) - monday.date())
        Question.objects.filter(pk=question.pk).update(
            asked_at=monday + shift, first_answered_at=answered + shift
        )
    assert usual_working_days(theme.pk) == 2
    assert usual_working_days(other.pk) == 5
    assert usual_working_days() == 5


def test_who_waits_longer_than_promised_is_told_that_we_are_late():
    question = ask()
    question.due_on = timezone.localdate() - datetime.timedelta(days=1)
    assert "We are late" in standing_of(question, 3).next
    question.due_on = timezone.localdate()
    assert "Usually answered in 3 working days." in standing_of(question, 3).next
