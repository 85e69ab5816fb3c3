"""The desk: the queue, a question with what can be done, answers made fit for everybody."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from advice.anonymity import find_traces
from advice.choices import State, VersionState
from advice.models import CannedPassage, Invitation, Message, PublishedVersion, Question
from advice.workflow import publishing
from programmes.choices import Period
from tests.factories import (
    give_second_factor,
    make_body,
    make_programme,
    make_staff,
    make_theme,
    make_user,
)

from .world import CONTENT, ask, draft, published, question_in

pytestmark = pytest.mark.django_db
QUEUE = "/admin/advice/question/"


@pytest.fixture
def officer(client: Client):
    person = make_staff("officer@example.eu", name="Olga Officer")
    client.force_login(person)
    give_second_factor(client, person)
    return person


def do(client: Client, question: Question, act: str, data: dict | None = None, **more):
    return client.post(f"{QUEUE}{question.pk}/{act}/", data or {}, **more)


def references(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{QUEUE}{query}").content.decode()
    return re.findall(r">(Q-\d+):", page)


def test_the_queue_goes_by_the_day_it_is_due_what_is_overdue_on_top(client, officer):
    today = timezone.localdate()
    due = {"late": -3, "soon": 1, "later": 9}
    rows = {}
    for name, days in due.items():
        rows[name] = ask(title=name)
        day = today + datetime.timedelta(days=days)
        Question.objects.filter(pk=rows[name].pk).update(due_on=day)
    rows["waiting"] = question_in(State.WAITING)
    question_in(State.CLOSED)
    wanted = [rows[name].reference for name in ("late", "soon", "later", "waiting")]
    assert references(client) == wanted
    assert references(client, "?queue=overdue") == wanted[:1]
    page = client.get(QUEUE).content.decode()
    assert page.count("Overdue</span>") == 1


def test_the_queue_is_narrowed_by_theme_officer_and_what_is_mine(client, officer):
    theme = make_theme("Control")
    first = ask(theme=theme)
    mine = question_in(State.ASSIGNED, officer=officer)
    assert references(client, "?theme=control") == [first.reference]
    assert references(client, f"?officer={officer.pk}") == [mine.reference]
    assert references(client, "?queue=mine") == [mine.reference]
    assert len(references(client, "?queue=nonsense&officer=x")) == 2


def test_the_number_of_queries_does_not_grow_with_the_queue(
    client, officer, django_assert_num_queries
):
    question_in(State.ASSIGNED, officer=officer)
    client.get(QUEUE)  # the first page of a visit notes the visit
    with django_assert_num_queries(14):
        client.get(QUEUE)
    for _number in range(3):
        question_in(State.ASSIGNED, officer=officer)
    with django_assert_num_queries(14):
        client.get(QUEUE)


def test_a_question_is_taken_answered_and_closed_at_the_desk(client, officer):
    question = ask()
    do(client, question, "take")
    do(client, question, "ask-back", {"text": "Which period?"})
    question.refresh_from_db()
    assert question.state == State.WAITING
    answer = {
        "text": "Yes.",
        "authority": "commission",
        "periods": [Period.P2014],
        "bases-TOTAL_FORMS": "2",
        "bases-INITIAL_FORMS": "0",
        "bases-0-act": "Regulation (EU) 1303/2013",
        "bases-0-article": "Article 67",
    }
    do(client, question, "answer", answer)
    do(client, question, "close", {"why": "All said."})
    question.refresh_from_db()
    assert question.state == State.CLOSED
    given = Message.objects.get(kind="answer").answer
    assert given.authority == "commission"
    assert [str(basis) for basis in given.legal_bases.all()] == [
        "Regulation (EU) 1303/2013, Article 67"
    ]


def test_a_form_with_faults_comes_back_with_what_was_written(client, officer):
    question = question_in(State.ASSIGNED, officer=officer)
    answer = {
        "text": "Half an answer",
        "authority": "opinion",
        "valid_from": "2021-01-01",
        "valid_until": "2020-01-01",
        "bases-TOTAL_FORMS": "1",
        "bases-INITIAL_FORMS": "0",
        "bases-0-article": "Article 67",
    }
    response = do(client, question, "answer", answer)
    page = response.content.decode()
    assert response.status_code == 422
    assert "It ends before it begins." in page
    assert "Half an answer" in page
    assert do(client, question, "due", {"day": "2020-01-01"}).status_code == 422
    assert do(client, question, "invite", {"email": "x"}).status_code == 422
    assert do(client, question, "close", {}).status_code == 422
    assert not Message.objects.exists()


def test_a_ready_passage_is_put_into_the_text_without_sending_it(client, officer):
    question = question_in(State.ASSIGNED, officer=officer)
    passage = CannedPassage.objects.create(title="Thanks", text="Thank you for asking.")
    data = {"text": "Good day.", "passage": passage.pk, "insert": ""}
    for act in ("note", "answer"):
        page = do(client, question, act, data).content.decode()
        assert "Good day.\n\nThank you for asking.</textarea>" in page
    assert not Message.objects.exists()


def test_a_question_is_given_put_back_taken_over_and_joined(client, officer):
    question, other = ask(), ask()
    colleague = make_staff("colleague@example.eu")
    do(client, question, "assign", {"officer": colleague.pk})
    do(client, question, "take-over")
    question.refresh_from_db()
    assert question.officer == officer
    do(client, question, "put-back")
    do(client, question, "due", {"day": timezone.localdate().isoformat()})
    do(client, question, "join", {"other": other.pk})
    question.refresh_from_db()
    assert question.merged_into == other
    response = do(client, question, "take", follow=True)
    assert "There is no way from" in response.content.decode()
    assert do(client, question, "nonsense").status_code == 302


def test_only_who_may_answer_is_offered_as_officer(client, officer):
    question = ask()
    plain = make_staff("plain@example.eu", superuser=False)
    page = client.get(f"{QUEUE}{question.pk}/change/").content.decode()
    assert "Olga Officer" in page
    assert do(client, question, "assign", {"officer": plain.pk}).status_code == 422


def test_three_programmes_are_asked_reminded_and_let_off(client, officer):
    question = question_in(State.ASSIGNED, officer=officer)
    programme = make_programme("Baltic")
    sent = {"email": "p@example.eu", "programme": programme.pk, "text": "How?"}
    do(client, question, "invite", sent)
    invitation = Invitation.objects.get()
    page = client.get(f"{QUEUE}{question.pk}/change/").content.decode()
    assert "Baltic" in page
    for act, state in (("remind", "sent"), ("end", "ended"), ("nonsense", "ended")):
        client.post(f"{QUEUE}{question.pk}/invitations/{invitation.pk}/{act}/")
        invitation.refresh_from_db()
        assert invitation.state == state


@pytest.mark.parametrize("state", State.values)
def test_a_question_in_every_state_shows_only_what_is_possible(client, officer, state):
    question = question_in(state, officer=officer)
    page = client.get(f"{QUEUE}{question.pk}/change/").content.decode()
    offers = {
        act: f"/{question.pk}/{act}/" in page
        for act in ("take", "put-back", "assign", "ask-back", "answer", "close", "join", "publish")
    }
    possible = {
        State.NEW: {"take", "assign", "join"},
        State.ASSIGNED: {"put-back", "assign", "ask-back", "answer", "join"},
        State.WAITING: {"assign", "answer", "close", "join"},
        State.ANSWERED: {"close", "publish"},
        State.CLOSED: {"publish"},
        State.MERGED: set(),
    }
    assert {act for act, offered in offers.items() if offered} == possible[State(state)]


def test_the_desk_in_figures_counts_by_theme_and_officer(client, officer):
    theme = make_theme("Control")
    for _number in range(3):
        question = question_in(State.ANSWERED, officer=officer)
        Question.objects.filter(pk=question.pk).update(theme=theme)
    question_in(State.ASSIGNED, officer=officer)
    page = client.get(f"{QUEUE}figures/").content.decode()
    cells = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Control 3 0 1 1 1" in cells
    assert "Olga Officer 1 0 0" in cells
    assert "Usually answered in 1 working day" in cells


# --- Without names ------------------------------------------------------------------------------


def test_people_bodies_programmes_addresses_and_amounts_are_found():
    make_body("Region of Upper Valley", short_name="RUV")
    make_programme("Two Rivers Programme", short_name="Two Rivers", cci="2014TC16RFCB099")
    asker = make_user("jo@example.eu", name="Johanna Maier")
    make_user("other@example.eu", name="Peter Paul Other")
    text = (
        "Ms Maier of the region of upper valley (RUV) asks for Two Rivers, 2014TC16RFCB099. "
        "Write to jo.maier@valley.example or +43 1 4000 12345, Hauptstraße 12. Peter Paul Other "
        "got € 12,500.50, then 30 000 euro and 1.5 million EUR. See https://valley.example/x. "
        "Article 67 of 2014 and 15 % of staff costs say nothing. Johanna agrees."
    )
    found = [(trace.kind, trace.text) for trace in find_traces(text, [ask(asker)])]
    assert found == [
        ("person", "Ms Maier"),
        ("body", "region of upper valley"),
        ("body", "RUV"),
        ("programme", "Two Rivers"),
        ("programme", "2014TC16RFCB099"),
        ("address", "jo.maier@valley.example"),
        ("address", "+43 1 4000 12345"),
        ("address", "Hauptstraße 12"),
        ("person", "Peter Paul Other"),
        ("amount", "€ 12,500.50"),
        ("amount", "30 000 euro"),
        ("amount", "1.5 million EUR"),
        ("address", "https://valley.example/x"),
        ("person", "Johanna"),
    ]


def test_a_draft_begins_with_question_and_answer_and_marks_what_may_tell_who_asked(client, officer):
    asker = make_user("jo@example.eu", name="Johanna Maier")
    question = question_in(State.ANSWERED, asker=asker, officer=officer)
    Question.objects.filter(pk=question.pk).update(text="Johanna Maier wants € 500.")
    twin = question_in(State.ANSWERED)
    response = do(client, question, "publish", {"questions": [twin.pk]})
    version = PublishedVersion.objects.get()
    assert set(version.answer.questions.all()) == {question, twin}
    assert version.text == "Yes, the flat rate covers it."
    assert version.periods == [Period.P2014]
    page = client.get(response["Location"]).content.decode()
    assert '<mark>Johanna Maier<span class="trace"> [person]</span></mark>' in page
    assert '<mark>€ 500<span class="trace"> [amount]</span></mark>' in page


def test_a_private_question_is_not_offered_for_everybody(client, officer):
    question = question_in(State.ANSWERED, officer=officer)
    Question.objects.filter(pk=question.pk).update(use="private")
    page = client.get(f"{QUEUE}{question.pk}/change/").content.decode()
    assert f"/{question.pk}/publish/" not in page
    do(client, question, "publish")
    assert not PublishedVersion.objects.exists()


def written(version: PublishedVersion, **changes) -> dict:
    """Return the form of a draft, filled in."""
    data = CONTENT | {
        "edits": version.edits,
        "bases-TOTAL_FORMS": "1",
        "bases-INITIAL_FORMS": "0",
        "bases-0-act": "Regulation (EU) 1303/2013",
        "bases-0-is_verified": "on",
    }
    return data | changes


def test_a_draft_is_written_approved_by_a_second_person_and_followed_by_a_version(client, officer):
    version = draft(by=officer)
    page = f"/admin/advice/publishedversion/{version.pk}/change/"
    client.post(page, written(version, title="Better title", submit=""))
    version.refresh_from_db()
    assert (version.title, version.state) == ("Better title", VersionState.APPROVAL)
    assert version.legal_bases.get().is_verified
    assert client.post(page.replace("change", "publish")).status_code == 403
    approver = make_staff("approver@example.eu")
    other = Client()
    other.force_login(approver)
    give_second_factor(other, approver)
    other.post(page.replace("change", "send-back"), {"why": "Name the act."})
    assert "Name the act." in client.get(page).content.decode()
    version.refresh_from_db()
    client.post(page, written(version, submit=""))
    other.post(page.replace("change", "publish"))
    version.refresh_from_db()
    assert (version.state, version.approved_by) == (VersionState.PUBLISHED, approver)
    client.post(page.replace("change", "new-version"))
    assert version.answer.versions.get(number=2).is_draft


def test_a_draft_that_says_too_little_is_saved_and_says_what_is_missing(client, officer):
    version = draft(by=officer)
    page = f"/admin/advice/publishedversion/{version.pk}/change/"
    response = client.post(page, written(version, text="", submit=""), follow=True)
    assert "Write the answer." in response.content.decode()
    version.refresh_from_db()
    assert (version.state, version.edits) == (VersionState.DRAFT, 1)


def test_two_writers_are_told_of_each_other_and_lose_nothing(client, officer):
    version = draft(by=officer)
    publishing.save(version, {"text": "Hers."}, edits=0, by=make_staff())
    page = f"/admin/advice/publishedversion/{version.pk}/change/"
    response = client.post(page, written(version, text="Mine."))
    assert response.status_code == 409
    assert "Mine.</textarea>" in response.content.decode()
    assert "Hers." in response.content.decode()
    version.refresh_from_db()
    assert version.text == "Hers."


def test_an_answer_is_superseded_ended_and_dropped_at_the_desk(client, officer):
    old, new, over = published(title="Old"), published(title="New"), published(title="Over")
    base = "/admin/advice/publishedversion/"
    page = client.get(f"{base}{old.pk}/change/").content.decode()
    assert re.findall(r'<option value="\d+">([^<]+)', page) == ["New", "Over"]
    client.post(f"{base}{old.pk}/supersede/", {"successor": new.answer.pk})
    client.post(f"{base}{over.pk}/expire/", {"why": "Its rule is gone."})
    response = client.post(f"{base}{new.pk}/expire/", {}, follow=True)
    assert "Fill in the form of this act." in response.content.decode()
    thrown = draft()
    client.post(f"{base}{thrown.pk}/drop/")
    client.post(f"{base}{thrown.pk}/nonsense/")
    states = {
        version.title: version.state for version in PublishedVersion.objects.exclude(pk=thrown.pk)
    }
    assert states == {"Old": "superseded", "New": "published", "Over": "expired"}
    thrown.refresh_from_db()
    assert thrown.state == VersionState.DROPPED


@pytest.mark.parametrize("path", ["question/999/change/", "publishedversion/999/change/"])
def test_what_does_not_exist_is_not_found_at_the_desk(client, officer, path):
    assert client.get(f"/admin/advice/{path}").status_code == 404


def test_nothing_is_added_or_deleted_by_hand(client, officer):
    question, version = ask(), draft()
    for path in (
        "question/add/",
        f"question/{question.pk}/delete/",
        "publishedversion/add/",
        f"publishedversion/{version.pk}/delete/",
    ):
        assert client.get(f"/admin/advice/{path}").status_code == 403
