"""Two people at once: looking and writing are a pause apart, and still only one comes first."""

import threading
import time

import pytest
from django.db import connection

from goodpractice import workflow
from goodpractice.models import ListEntry, Practice, Voice
from goodpractice.workflow import writing
from interact_portal.core.moves import IllegalMoveError, Move
from interact_portal.mail.models import Letter
from tests.factories import make_body, make_designated, make_staff, make_user
from tests.goodpractice.making import make_draft, make_in_review, make_practice, make_submitted
from tests.goodpractice.test_use import make_use

pytestmark = pytest.mark.django_db(transaction=True)
PAUSE = 0.3
REFUSALS = (IllegalMoveError, workflow.EditedMeanwhileError)


def at_once(*acts) -> list:
    """Do the acts in threads of their own; return what each returned, or the refusal."""
    results: list = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(number: int, act) -> None:
        try:
            ready.wait()
            results[number] = act()
        except REFUSALS as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def refusals(results: list) -> list:
    """Return the refusals among the results."""
    return [result for result in results if isinstance(result, REFUSALS)]


@pytest.fixture
def slow(monkeypatch):
    """Pause after each look at a status and before the step, so that the other can come between."""
    step_from, completed = Move.step_from, writing.completed

    def slowly(self, status):
        target = step_from(self, status)
        time.sleep(PAUSE)
        return target

    def completed_slowly(content):
        time.sleep(PAUSE)
        return completed(content)

    monkeypatch.setattr(Move, "step_from", slowly)
    monkeypatch.setattr(writing, "completed", completed_slowly)


def test_two_reviewers_claim_at_once_and_the_second_is_told_who_is_on_it(slow):
    version = make_submitted()
    first, second = make_staff(), make_staff()
    results = at_once(
        lambda: workflow.claim(version, by=first), lambda: workflow.claim(version, by=second)
    )
    (refused,) = refusals(results)
    version.refresh_from_db()
    assert isinstance(refused, workflow.TakenError)
    assert refused.reviewer == version.reviewer
    assert version.reviewer in (first, second)


def test_two_editors_save_at_once_and_the_second_is_shown_what_the_first_wrote(slow):
    version = make_draft()
    by = version.author
    results = at_once(
        lambda: workflow.save(version, {"summary": "Mine."}, edits=0, by=by),
        lambda: workflow.save(version, {"summary": "Yours."}, edits=0, by=by),
    )
    (refused,) = refusals(results)
    version.refresh_from_db()
    assert isinstance(refused, workflow.EditedMeanwhileError)
    assert version.edits == 1
    assert refused.version.content["summary"] == version.content["summary"]


def test_published_twice_at_once_it_gets_one_number_and_one_letter(slow):
    version = make_in_review()
    by = version.reviewer
    act = lambda: workflow.publish(version, by=by)  # noqa: E731
    assert len(refusals(at_once(act, act))) == 1
    version.refresh_from_db()
    assert version.number == 1
    assert Letter.objects.filter(key__startswith=f"practice:{version.pk}:published:").count() == 1


def test_a_use_confirmed_and_declined_at_once_is_one_of_both(slow):
    use = make_use(make_practice(), body=make_body(), confirmed=False)
    person = make_designated(use.body)
    results = at_once(
        lambda: workflow.confirm_use(use, by=person),
        lambda: workflow.decline_use(use, by=person, reason="Not ours."),
    )
    assert len(refusals(results)) == 1
    use.refresh_from_db()
    practice = Practice.objects.get(pk=use.practice_id)
    assert practice.users_count == (1 if use.state == "confirmed" else 0)


def test_a_working_copy_begun_twice_at_once_is_one(slow):
    practice = make_practice()
    act = lambda: workflow.begin_new_version(practice, by=practice.author)  # noqa: E731
    first, second = at_once(act, act)
    assert first == second
    assert practice.versions.count() == 2


def test_what_is_kept_or_said_twice_at_once_is_there_once(slow):
    practice, owner = make_practice(), make_user()
    reading_list = workflow.make_list("June", by=owner)
    keep = lambda: workflow.keep(reading_list, practice)  # noqa: E731
    say = lambda: workflow.give_voice(practice, "one reader", is_useful=True)  # noqa: E731
    at_once(keep, keep, say, say)
    assert ListEntry.objects.get().reading_list == reading_list
    assert Voice.objects.get().is_useful
