"""Two people at once: looking and writing are a pause apart, and still only one comes first."""

import threading
import time

import pytest
from django.db import connection

from advice.choices import State, VersionState
from advice.models import Message, PublishedVersion, Question
from advice.workflow import asking, desk, moves, publishing
from interact_portal.core.moves import IllegalMoveError
from tests.factories import make_staff

from .world import REPLY, ask, draft, question_in

pytestmark = pytest.mark.django_db(transaction=True)
PAUSE = 0.3


def at_once(*acts) -> list:
    """Do the acts in threads of their own; return what each returned, or the refusal."""
    results: list = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(number: int, act) -> None:
        try:
            ready.wait()
            results[number] = act()
        except IllegalMoveError as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def refusals(results: list) -> int:
    return sum(isinstance(result, IllegalMoveError) for result in results)


@pytest.fixture
def slow(monkeypatch):
    """Pause after each look at a state and before the step, so that the other can come between."""
    step_from = moves.Move.step_from

    def slowly(self, status):
        target = step_from(self, status)
        time.sleep(PAUSE)
        return target

    monkeypatch.setattr(moves.Move, "step_from", slowly)


def test_two_officers_take_a_question_at_once_and_one_has_it(slow):
    question, officers = ask(), [make_staff(), make_staff()]
    results = at_once(*(lambda by=by: desk.take(question, by=by) for by in officers))
    assert refusals(results) == 1
    taken = next(result for result in results if isinstance(result, Question))
    assert Question.objects.get().officer == taken.officer


def test_two_answers_at_once_are_one_answer(slow):
    officer = make_staff()
    question = question_in(State.ASSIGNED, officer=officer)
    results = at_once(*[lambda: desk.answer(question, REPLY, by=officer)] * 2)
    assert refusals(results) == 1
    assert Message.objects.filter(kind="answer").count() == 1


def test_a_withdrawal_and_an_answer_at_once_leave_one_of_them(slow):
    officer = make_staff()
    question = question_in(State.ASSIGNED, officer=officer)
    results = at_once(
        lambda: desk.answer(question, REPLY, by=officer),
        lambda: asking.withdraw(question, by=question.asker),
    )
    assert refusals(results) == 1
    state = Question.objects.get().state
    assert state == (State.CLOSED if isinstance(results[0], IllegalMoveError) else State.ANSWERED)


def test_two_questions_joined_with_each_other_at_once_do_not_make_a_circle(slow):
    first, second, officer = ask(), ask(), make_staff()
    results = at_once(
        lambda: desk.join(first, second, by=officer), lambda: desk.join(second, first, by=officer)
    )
    assert refusals(results) == 1
    assert sorted(Question.objects.values_list("state", flat=True)) == [State.MERGED, State.NEW]


def test_two_approvals_at_once_publish_once(slow):
    version = publishing.submit(draft(), by=make_staff())
    people = [make_staff(), make_staff()]
    results = at_once(*(lambda by=by: publishing.publish(version, by=by) for by in people))
    assert refusals(results) == 1
    assert PublishedVersion.objects.get().state == VersionState.PUBLISHED


def test_two_new_versions_begun_at_once_are_one(slow):
    version = publishing.submit(draft(), by=make_staff())
    answer = publishing.publish(version, by=make_staff()).answer
    by = make_staff()
    results = at_once(*[lambda: publishing.begin_new_version(answer, by=by)] * 2)
    assert refusals(results) == 1
    assert PublishedVersion.objects.filter(state=VersionState.DRAFT).count() == 1
