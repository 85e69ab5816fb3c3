"""What joins advice with the other rooms: what fits a question, and questions brought elsewhere."""

import re

import pytest

from advice.choices import Use
from advice.models import Question, Term, TermName
from advice.workflow import asking
from interact_portal.core.jobs import run_due_jobs
from interact_portal.home.brought import take_over
from interact_portal.mail.models import Letter
from programmes.choices import Period
from seminars import registration as verbs
from seminars.choices import SeminarState
from tests.advice.world import days_ago, published
from tests.factories import make_theme, make_user
from tests.goodpractice.making import make_practice
from tests.seminars.making import make_notice, make_registration, make_seminar, make_wish

pytestmark = pytest.mark.django_db

ASKED = {
    "title": "How do we check lump sums at first level?",
    "text": "Our controllers want invoices for every lump sum.",
    "theme": "",
    "period": "",
    "urgency": "normal",
    "use": "publishable",
}


@pytest.fixture
def asker(client):
    person = make_user("asker@example.eu", name="Anna Asker")
    client.force_login(person)
    return person


def links(page: str) -> list[str]:
    """Return the addresses that a page offers as answers beside the published ones."""
    return re.findall(r'name="page" value="([^"]+)"', page)


def test_practices_and_seminars_that_fit_are_shown_before_a_question_is_sent(client, asker):
    practice = make_practice("Lump sums without invoices")
    make_practice("A calendar for meetings", summary="Everybody sees it.")
    seminar = make_seminar("Checking lump sums", summary="What controllers look at.")
    make_seminar("Communication days", summary="Posters.")
    make_seminar(
        "Lump sums and controllers", state=SeminarState.CANCELLED, cancelled_at=days_ago(1)
    )
    page = client.post("/advice/ask/", ASKED).content.decode()
    assert links(page) == [practice.get_absolute_url(), seminar.get_absolute_url()]
    assert "also about: lump, sums, controllers, invoices" in page
    assert not Question.objects.exists()


def test_what_shares_the_theme_fits_too_and_says_so(client, asker):
    theme = make_theme("Lump sums and rates")
    practice = make_practice("One price list", themes=[theme.slug])
    seminar = make_seminar("Autumn school", summary="Three days.")
    seminar.themes.add(theme)
    page = client.post("/advice/ask/", ASKED | {"theme": theme.slug}).content.decode()
    assert links(page) == [practice.get_absolute_url(), seminar.get_absolute_url()]
    assert page.count("same theme: Lump sums and rates") == 2


def test_one_click_says_that_a_practice_answers_it_and_sends_nothing(client, asker):
    practice = make_practice("Lump sums without invoices")
    client.post("/advice/ask/", ASKED)
    answer = client.post("/advice/ask/solved/", {"page": practice.get_absolute_url()}, follow=True)
    assert answer.redirect_chain[-1][0] == practice.get_absolute_url()
    assert "Nothing was sent." in answer.content.decode()
    assert not Question.objects.exists()


def test_a_practice_shows_the_seminars_of_its_themes_with_the_reason(client, asker):
    theme = make_theme("Lump sums and rates")
    practice = make_practice("One price list", themes=[theme.slug])
    page = client.get(practice.get_absolute_url()).content.decode()
    assert "Related seminars" not in page
    seminar = make_seminar("Autumn school", summary="Three days.")
    seminar.themes.add(theme)
    make_seminar("One price list", summary="Another theme.")
    page = client.get(practice.get_absolute_url()).content.decode()
    related = page[page.index("Related seminars") :]
    assert related.count(seminar.get_absolute_url()) == 1
    assert "same theme: Lump sums and rates" in related
    assert "Another theme" not in related


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "/no-page/"])
def test_the_click_leads_to_pages_of_the_portal_only(client, asker, url):
    assert client.post("/advice/ask/solved/", {"page": url}).status_code == 404


def test_an_answer_leads_to_practices_and_seminars_with_the_reason(
    client, django_assert_num_queries
):
    theme = make_theme("Control")
    version = published(title="Lump sums at first level", themes=[theme])
    bare = len(client.get(version.get_absolute_url()).content)
    make_practice("A list for controllers", themes=[theme.slug])
    seminar = make_seminar("Control of lump sums")
    seminar.themes.add(theme)
    with django_assert_num_queries(13):
        page = client.get(version.get_absolute_url()).content.decode()
    assert len(page) > bare
    assert "Related practices" in page
    assert "Related seminars" in page
    assert page.count("same theme: Control") == 2
    for number in range(3):
        make_practice(f"Another list {number}", themes=[theme.slug])
        make_seminar(f"Control, part {number}").themes.add(theme)
    with django_assert_num_queries(13):
        client.get(version.get_absolute_url())


def test_a_practice_and_a_seminar_lead_to_the_answers_about_the_same(client):
    theme, other = make_theme("Control"), make_theme("Closure")
    published(title="Lump sums at first level", themes=[theme])
    published(title="When a programme closes", themes=[other])
    seminar = make_seminar("Control days")
    seminar.themes.add(theme)
    for thing in (make_practice("A list for controllers", themes=[theme.slug]), seminar):
        page = client.get(thing.get_absolute_url()).content.decode()
        assert "Answered by the secretariat" in page
        assert "Lump sums at first level" in page
        assert "same theme: Control" in page
        assert "When a programme closes" not in page


def test_a_practice_explains_its_words_with_what_they_were_called_when(client, asker):
    term = Term.objects.create(slug="controller", definition="Checks what partners claim.")
    TermName.objects.create(term=term, name="controller", short="FLC", until=Period.P2014)
    page = client.get(make_practice("One list").get_absolute_url()).content.decode()
    assert "Checks what partners claim." in page
    assert "(until 2014–2020)" in page
    TermName.objects.update(name="auditor", short="")
    assert "Words used here" not in client.get("/practices/one-list/").content.decode()


def brought(text: str, **fields):
    """Register somebody who brings a question."""
    part = verbs.Part(notice=make_notice(), brings_question=text)
    return make_registration(part=part, **fields)


def test_a_question_brought_to_a_seminar_arrives_at_the_desk_once_and_keeps_its_seminar(client):
    seminar = make_seminar("Closure days")
    seminar.themes.add(make_theme("Closure"))
    registration = brought("When do we close?\nAnd who signs?", seminar=seminar)
    assert take_over() == 1
    assert take_over() == 0
    question = Question.objects.get()
    assert question.asker == registration.person
    assert question.title == "When do we close? And who signs?"
    assert question.theme.name == "Closure"
    assert question.use == Use.PRIVATE
    assert Letter.objects.filter(key=f"question:{question.pk}:received").exists()
    client.force_login(registration.person)
    page = client.get(question.get_absolute_url()).content.decode()
    assert f'{seminar.get_absolute_url()}">Closure days</a>' in page


def test_the_worker_brings_it_and_has_nothing_to_do_otherwise():
    brought("Who signs?")
    name = "take over questions brought to seminars"
    said = {run.name: run.said for run in run_due_jobs()}
    assert said[name] == "1 questions brought to seminars are on the desk"
    assert name not in {run.name for run in run_due_jobs()}


def test_what_nobody_could_be_answered_stays_with_the_seminar():
    brought("")
    gone = brought("I shall not come.", email="gone@example.eu")
    verbs.withdraw(gone)
    over = brought("Too late?", email="late@example.eu")
    type(over.seminar).objects.filter(pk=over.seminar_id).update(
        starts_at=days_ago(3), ends_at=days_ago(2)
    )
    wish = make_wish(part=verbs.Part(notice=make_notice(), brings_question="No account?"))
    wish.person, wish.email = None, "nobody@example.eu"
    verbs.register(make_seminar(), wish)
    assert take_over() == 0


def test_a_question_taken_back_does_not_come_again():
    registration = brought("Who signs?")
    take_over()
    asking.withdraw(Question.objects.get(), by=registration.person)
    assert take_over() == 0
