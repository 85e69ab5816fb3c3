"""A question from an empty search to an answer for everybody, and what becomes of that answer."""

from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet

from advice.choices import PUBLIC, State
from advice.models import PublishedVersion, Question
from advice.workflow import inviting, publishing
from interact_portal.accounts.models import User
from interact_portal.mail.models import Letter
from programmes.choices import Period, Role
from tests.advice.world import PDF, published
from tests.browser import DESKTOP, NARROW, Browser, faults_of
from tests.factories import (
    make_body,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_theme,
    make_user,
)
from tests.goodpractice.making import make_practice

pytestmark = pytest.mark.django_db(transaction=True)

SEARCH = "volunteers as co-financing"
ASKED = "The Harbour Office counts 4 000 EUR of unpaid work. May a flat rate cover volunteers?"
REPLY = "Yes. Unpaid work counts where time sheets prove it."


@pytest.fixture
def asker() -> User:
    """An officer of a joint secretariat, at her post."""
    person = make_user("anna@jts.example", name="Anna Asker")
    office = make_body("Harbour Office")
    programme = make_programme("Two Shores", period=Period.P2014)
    make_mandate(office, programme, role=Role.JOINT_SECRETARIAT)
    make_membership(person, office)
    return person


def faults(browser: Browser) -> list[str]:
    """Return what axe and the console say of the page as it stands, wide and narrow."""
    found = []
    for width in (NARROW, DESKTOP):
        browser.at(width)
        found += browser.axe() + browser.complaints()
        found += ["scrolls sideways"] if browser.scrolls_sideways() else []
    return found


def choose(browser: Browser, name: str, value: object) -> None:
    browser.find(f"[name='{name}'] option[value='{value}']").click()


def ask(browser: Browser, tmp_path: Path) -> None:
    """Ask from an empty search; see what exists before it is sent."""
    browser.open(f"/advice/?q={SEARCH.replace(' ', '+')}").wait_for("0 answers")
    browser.click("Ask this question")
    assert browser.find("#id_title").get_attribute("value") == SEARCH
    browser.fill("text", ASKED).wait_for("Flat rate for staff costs")
    choose(browser, "body", "harbour-office")
    choose(browser, "period", Period.P2014)
    choose(browser, "theme", "flat-rates")
    browser.click("Go on").wait_for("Is it answered here?")
    assert "same theme: Flat rates" in browser.text
    assert "One price list for flat rates" in browser.text
    assert faults(browser) == []
    proof = tmp_path / "sheet.pdf"
    proof.write_bytes(PDF)
    browser.find("[name='files']").send_keys(str(proof))
    browser.click("Send my question").wait_for("Your question is with the secretariat.")
    assert "sheet.pdf" in browser.text


def ask_back_and_reply(
    browser: Browser, question: Question, officer: User, url: str, asker: User
) -> None:
    """Let the secretariat take the question and ask back, and the asker reply."""
    browser.sign_in(officer, second_factor=True).open("/admin/advice/question/")
    browser.click(f"{question.reference}: {SEARCH}").click("Take it").wait_for("is yours")
    browser.find("#message-text").send_keys("Do they keep time sheets?")
    browser.click("Ask the asker").wait_for("The asker gets your question.")
    browser.sign_in(asker).open(question.get_absolute_url())
    browser.wait_for("Waiting for you").wait_for("Do they keep time sheets?")
    assert officer.email not in browser.text
    browser.fill("text", "They do.").click("Send the message").wait_for("is on your question")
    browser.sign_in(officer, second_factor=True).open(url).wait_for("They do.")


def answer_and_publish(browser: Browser, url: str, officer: User) -> PublishedVersion:
    """Answer, take the names out, and have it approved by a second person."""
    browser.find("#id_text").send_keys(REPLY)
    browser.find("#id_bases-0-act").send_keys("Regulation (EU) 1303/2013")
    browser.click("Send the answer").wait_for("The answer is on its way.")
    browser.click("Begin an answer for everybody").wait_for("Now take the names out.")
    assert "Harbour Office [body]" in browser.text
    assert "4 000 EUR [amount]" in browser.text
    browser.fill("title", "Unpaid work as co-financing")
    browser.fill("question", "May unpaid work be co-financing?")
    browser.click("Save and ask for approval").wait_for("A second person approves it")
    draft = browser.path
    browser.sign_in(make_staff(name="Second Person"), second_factor=True).open(draft)
    browser.click("Approve and publish").wait_for("The answer is published.")
    browser.sign_in(officer, second_factor=True).open(draft)
    return PublishedVersion.objects.get(title="Unpaid work as co-financing")


def test_from_an_empty_search_to_an_answer_that_another_one_takes_the_place_of(
    browser, asker, tmp_path
):
    theme, officer = make_theme("Flat rates"), make_staff("olga@desk.example", name="Olga Officer")
    make_practice("One price list for flat rates", themes=[theme.slug])
    later = published(title="Flat rate for staff costs", text="No. Never.", themes=[theme])

    browser.sign_in(asker)
    ask(browser, tmp_path)
    question = Question.objects.get()
    assert (question.body.name, question.period) == ("Harbour Office", Period.P2014)

    url = f"/admin/advice/question/{question.pk}/change/"
    ask_back_and_reply(browser, question, officer, url, asker)
    version = answer_and_publish(browser, url, officer)
    assert faults(browser) == []

    browser.click("Another answer takes its place")
    choose(browser, "successor", later.answer_id)
    browser.click("Supersede").wait_for("The answer is superseded. Its readers are told.")

    letter = Letter.objects.get(to=asker.email, subject__startswith="Superseded")
    assert "[gone: Yes. Unpaid work counts" in letter.text
    assert "[new: No. Never.]" in letter.text
    assert officer.email not in letter.text
    browser.sign_in(asker).open(question.get_absolute_url())
    browser.click("Read the published answer").wait_for("This answer was superseded")
    assert browser.path == version.answer.get_absolute_url()
    assert "Harbour Office" not in browser.text
    assert faults(browser) == []
    browser.click("Read what holds now: “Flat rate for staff costs”").wait_for("No. Never.")
    assert browser.path == later.answer.get_absolute_url()


def one_of_each_state(rows: QuerySet) -> list[Any]:
    """Return the first row in each state."""
    return [
        rows.filter(state=state).first()
        for state in sorted(set(rows.values_list("state", flat=True)))
    ]


def test_every_page_of_the_room_is_accessible_and_fits(demo, browser, jts, officer):
    versions = PublishedVersion.objects.once_public().order_by("pk")
    standing = versions.filter(state__in=PUBLIC)
    second = versions.filter(number=2).first().answer.get_absolute_url()
    taken = Question.objects.filter(state=State.ASSIGNED, officer=officer).first()
    _invited, secret = inviting.invite(taken, "far@away.example", by=officer, text="How?")
    public = ["/advice/", "/advice/?q=xyzzy", "/glossary/", "/glossary/?q=xyzzy"]
    public += [each.answer.get_absolute_url() for each in one_of_each_state(standing)]
    public += [f"{second}versions/", f"{second}versions/1/", f"/advice/invited/{secret}/"]
    assert faults_of(browser, public) == []

    browser.sign_in(jts)
    asked = one_of_each_state(Question.objects.asked_by(jts).order_by("pk"))
    assert {question.state for question in asked} >= {*State} - {State.MERGED}
    own = ["/advice/ask/?title=flat+rate", "/advice/questions/"]
    assert faults_of(browser, own) == []
    states = [question.get_absolute_url() for question in asked]
    assert faults_of(browser, states, widths=(NARROW,)) == []

    browser.sign_in(officer, second_factor=True)
    drafts = [publishing.begin_new_version(version.answer, by=officer) for version in standing[:2]]
    publishing.save(drafts[1], {"note": "Clearer."}, edits=0, by=make_staff())
    publishing.submit(drafts[1], by=officer)
    desk = [f"/admin/advice/question/{page}" for page in ("", "figures/", f"{taken.pk}/change/")]
    desk += [f"/admin/advice/publishedversion/{each.pk}/change/" for each in (*drafts, standing[0])]
    assert faults_of(browser, desk, widths=(DESKTOP, 390)) == []
