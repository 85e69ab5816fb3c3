"""Asking, from an empty search to the answer: what is filled in, what is shown, what is kept."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from advice.choices import State
from advice.models import Attachment, Question, Vote
from advice.workflow import desk
from programmes.choices import Period
from tests.factories import (
    make_body,
    make_mandate,
    make_membership,
    make_programme,
    make_theme,
    make_user,
)

from .world import PDF, REPLY, ask, published, question_in

pytestmark = pytest.mark.django_db

ASKED = {
    "title": "May staff costs be claimed as a flat rate?",
    "text": "Our partner has no time sheets.",
    "urgency": "normal",
    "use": "publishable",
}


@pytest.fixture
def asker(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = make_user("asker@example.eu")
    client.force_login(person)
    return person


def test_a_link_fills_in_words_theme_and_period(client, asker):
    make_theme("State aid")
    page = client.get(f"/advice/ask/?title=Is+it+aid%3F&theme=state-aid&period={Period.P2021}")
    page = page.content.decode()
    assert 'value="Is it aid?"' in page
    assert '<option value="state-aid" selected>' in page
    assert f'<option value="{Period.P2021}" selected>' in page
    assert 'value="Is it aid?"' in client.get("/advice/ask/?q=Is+it+aid%3F").content.decode()


def test_who_is_not_signed_in_comes_back_with_her_words(client):
    response = client.get("/advice/ask/?title=Is+it+aid%3F")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/advice/ask/%3Ftitle%3DIs%2Bit%2Baid%253F"


def test_programme_and_body_are_those_of_her_confirmed_posts(client, asker):
    own, other = make_body("Own body"), make_body("Other body")
    make_membership(asker, own)
    make_membership(asker, other, state="asked")
    make_mandate(own, make_programme("Alpine"))
    make_mandate(other, make_programme("Baltic"))
    page = client.get("/advice/ask/").content.decode()
    assert {"Alpine", "Own body"} <= set(re.findall(r" selected>([^<]+)<", page))
    assert "Other body" not in page
    assert "Baltic" not in page
    refused = client.post("/advice/ask/send/", ASKED | {"body": other.slug})
    assert refused.status_code == 422
    client.post("/advice/ask/send/", ASKED | {"body": own.slug})
    assert Question.objects.get().body == own


def test_without_a_post_nobody_is_asked_for_programme_and_body(client, asker):
    page = client.get("/advice/ask/").content.decode()
    assert 'name="body"' not in page
    assert 'name="programme"' not in page


def test_before_it_is_sent_what_fits_is_shown_with_the_reason_and_nothing_is_kept(client, asker):
    published(title="Flat rate for staff costs")
    published(title="Boats", question="Who buys them?", text="The navy.")
    page = client.post("/advice/ask/", ASKED).content.decode()
    assert "Before you send it" in page
    assert "Flat rate for staff costs" in page
    assert "also about: staff, costs, claimed, flat, rate" in page
    assert "Boats" not in page
    assert Question.objects.count() == 0


def test_the_same_is_shown_while_she_writes(client, asker):
    published(title="Flat rate for staff costs")
    page = client.get("/advice/ask/fitting/?title=staff+costs&text=").content.decode()
    assert "Flat rate for staff costs" in page
    assert "<html" not in page
    assert client.get("/advice/ask/fitting/").content.strip() == b""


def test_this_answers_it_sends_nothing_and_counts_as_useful(client, asker):
    version = published(title="Flat rate for staff costs")
    response = client.post("/advice/ask/solved/", {"answer": version.answer.slug})
    assert response["Location"] == version.answer.get_absolute_url()
    assert Question.objects.count() == 0
    vote = Vote.objects.get()
    assert (vote.is_useful, vote.instead_of_asking) == (True, True)


def test_the_question_is_kept_with_its_files_when_it_is_sent(client, asker):
    theme = make_theme("Eligibility")
    files = [
        SimpleUploadedFile("contract.pdf", PDF),
        SimpleUploadedFile("notes.txt", b"Twelve hours."),
    ]
    sent = ASKED | {"theme": theme.slug, "period": Period.P2014, "urgency": "high", "files": files}
    response = client.post("/advice/ask/send/", sent)
    question = Question.objects.get()
    assert response["Location"] == question.get_absolute_url()
    assert (question.asker, question.theme, question.urgency) == (asker, theme, "high")
    assert set(Attachment.objects.values_list("name", "kind")) == {
        ("contract.pdf", "application/pdf"),
        ("notes.txt", "text/plain"),
    }
    page = client.get(response["Location"]).content.decode()
    assert "contract.pdf" in page
    assert f"Its number is {question.reference}." in page


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ([SimpleUploadedFile("run.pdf", b"MZ\x90\x00")], "“run.pdf” is larger than 10 MB or of"),
        ([SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(6)], "Send at most 5 files at once."),
    ],
)
def test_files_we_do_not_take_are_named_and_the_words_stay(client, asker, files, fault):
    response = client.post("/advice/ask/send/", ASKED | {"files": files})
    assert response.status_code == 422
    page = response.content.decode()
    assert fault in page
    assert 'value="May staff costs be claimed as a flat rate?"' in page
    assert Question.objects.count() == 0


def test_faults_say_how_to_mend_them_and_keep_what_was_written(client, asker):
    response = client.post("/advice/ask/", {"title": "", "text": "Only this."})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Write your question in one line." in page
    assert "Only this." in page


def test_change_it_leads_back_to_the_form_with_everything_in_it(client, asker):
    page = client.post("/advice/ask/", ASKED | {"change": ""}).content.decode()
    assert "Go on" in page
    assert 'value="May staff costs be claimed as a flat rate?"' in page


def test_the_promise_is_said_only_when_it_was_measured(client, asker):
    assert "Usually answered" not in client.get("/advice/ask/").content.decode()
    for _number in range(3):
        question_in(State.ANSWERED)
    assert "Usually answered in 1 working day." in client.get("/advice/ask/").content.decode()


def test_her_questions_stand_together_each_with_where_it_stands(client, asker):
    for state in State.values:
        question_in(state, asker=asker)
    ask(title="Somebody else asks")
    page = client.get("/advice/questions/").content.decode()
    assert page.count('<article class="card">') == len(State.values)
    assert "Somebody else asks" not in page
    labels = {state: State(state).label for state in State.values}
    labels[State.WAITING] = "Waiting for you"
    places = {state: page.index(f"{label}</span>") for state, label in labels.items()}
    hers, ours, done = (
        [places[state] for state in states]
        for states in (
            (State.WAITING, State.ANSWERED),
            (State.NEW, State.ASSIGNED),
            (State.CLOSED, State.MERGED),
        )
    )
    assert max(hers) < min(ours) <= max(ours) < min(done)


def test_the_number_of_queries_does_not_grow_with_her_questions(
    client, asker, django_assert_num_queries
):
    ask(asker)
    client.get("/advice/questions/")  # the first page of a visit notes the visit
    with django_assert_num_queries(4):
        client.get("/advice/questions/")
    for state in (State.WAITING, State.ANSWERED):
        question_in(state, asker=asker)
    with django_assert_num_queries(4):
        client.get("/advice/questions/")


def test_a_conversation_asks_a_fixed_number_of_queries(client, asker, django_assert_num_queries):
    question = question_in(State.WAITING, asker=asker)
    client.get(question.get_absolute_url())  # the first page of a visit notes the visit
    with django_assert_num_queries(8):
        client.get(question.get_absolute_url())
    for number in range(3):
        client.post(question.get_absolute_url(), {"text": f"Message {number}"})
    client.get(question.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(question.get_absolute_url())


def test_she_writes_on_with_files_and_notes_stay_hidden(client, asker):
    question = question_in(State.WAITING, asker=asker)
    desk.note(question, "Internal remark.", by=question.officer)
    file = SimpleUploadedFile("call.pdf", PDF)
    client.post(question.get_absolute_url(), {"text": "In the call of May.", "files": [file]})
    question.refresh_from_db()
    assert question.state == State.ASSIGNED
    page = client.get(question.get_absolute_url()).content.decode()
    assert "In the call of May." in page
    assert "call.pdf" in page
    assert "Internal remark." not in page
    assert question.officer.email not in page
    assert client.post(question.get_absolute_url(), {"text": ""}).status_code == 422


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (State.NEW, {"Take my question back", "Send the message"}),
        (State.ASSIGNED, {"Take my question back", "Send the message"}),
        (State.WAITING, {"Take my question back", "Send the message"}),
        (State.ANSWERED, {"This answers it", "It is not enough", "Send the message"}),
        (State.CLOSED, {"Open it again", "Send the message"}),
        (State.MERGED, set()),
    ],
)
def test_only_what_is_possible_is_offered(client, asker, state, buttons):
    question = question_in(state, asker=asker)
    page = client.get(question.get_absolute_url()).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert set(re.findall(r"<button[^>]*>([^<]+)</button>", main)) == buttons


def test_she_closes_opens_and_takes_back_by_one_button_and_is_told_when_it_is_too_late(
    client, asker
):
    question = question_in(State.ANSWERED, asker=asker)
    path = question.get_absolute_url()
    for act, state in (("accept", State.CLOSED), ("reopen", State.ASSIGNED)):
        client.post(f"{path}{act}/")
        question.refresh_from_db()
        assert question.state == state
    response = client.post(f"{path}accept/", follow=True)
    assert "There is no way from" in response.content.decode()
    client.post(f"{path}withdraw/")
    question.refresh_from_db()
    assert question.state == State.CLOSED


def test_her_page_leads_to_the_answer_for_everybody(client, asker):
    question = question_in(State.ANSWERED, asker=asker)
    version = published(question, title="Flat rate")
    page = client.get(question.get_absolute_url()).content.decode()
    assert f'href="{version.answer.get_absolute_url()}"' in page


def test_what_people_write_is_text_and_nothing_else(client, asker):
    evil = "<script>alert(1)</script> http://example.eu/x"
    question = question_in(State.ASSIGNED, asker=asker)
    desk.answer(question, REPLY.__class__(text=evil), by=question.officer)
    page = client.get(question.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert 'href="http://example.eu/x" rel="nofollow"' in page
