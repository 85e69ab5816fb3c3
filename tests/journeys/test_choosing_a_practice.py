"""An officer of a joint secretariat needs a set-up for first level control; told in one walk."""

import csv
import re

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from selenium.webdriver import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from goodpractice import workflow
from goodpractice.filters import PracticeFilter
from goodpractice.models import IndexedPractice, Practice, Use
from interact_portal.accounts.models import User
from interact_portal.alerts.models import SavedSearch
from interact_portal.mail.models import Letter
from programmes.models import Membership
from tests.browser import PHONE, Browser
from tests.factories import make_membership

pytestmark = pytest.mark.django_db(transaction=True)

TRAINERS = "Train the trainer for management verifications"
MODELS = "Three models of first level control on one page"
LUMP_SUM = "A lump sum for the monitoring phase of projects"
CHOSEN = "strand=cross-border&theme=first-level-control&evidence=confirmed"
NOWHERE = "/practices/?q=irregularitis+recovery&strand=transnational"
# What the head of a case says, and its parts in their order.
HEAD = ["Who", "Where", "since 2018", "Cost", "Staff time", "Confirmed by an adopter",
        "3 programmes elsewhere use it", "Last verified"]  # fmt: skip
PARTS = ["The problem", "What was done", "Results", "What did not work", "What it needs"]


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


def held(query: str) -> str:
    """Return how many practices a filtered list holds, in the words of the page."""
    count = PracticeFilter(QueryDict(query), IndexedPractice.objects.all()).total
    return f"{count} practice" if count == 1 else f"{count} practices"


def arrive_at(visit: Browser, query: str) -> None:
    """Wait until address and count are those of a filtered list."""
    wanted = QueryDict(query)
    WebDriverWait(visit.driver, 10).until(
        lambda _driver: QueryDict(visit.path.partition("?")[2]) == wanted,
        f"The list never came to {query}",
    )
    visit.wait_for(held(query))


def practice(title: str) -> Practice:
    """Return the practice of the demo with this title."""
    return Practice.objects.get(title=title)


def test_from_a_misspelt_word_to_the_pack_for_the_committee(browser, demo, jts):
    _asks_the_whole_portal(browser)
    _narrows_the_list_by_mouse(browser)
    _finds_nothing_and_is_helped(browser)
    _reads_a_case(browser)
    _sees_what_fits_and_why_one_stopped(browser)
    _compares_three(browser)
    shared = _keeps_them_in_a_list(browser, jts)
    _hears_of_what_is_new(browser)
    _writes_to_the_owner(browser)
    _takes_it_up(browser, jts)
    _takes_a_pack_to_the_committee(browser, shared)
    assert browser.complaints() == []


def _asks_the_whole_portal(visit: Browser) -> None:
    visit.open("/").find("#home-search").send_keys("first level controll", Keys.ENTER)
    visit.wait_for("You wrote “first level controll”")
    assert "Results for “first level control”" in visit.text
    assert visit.find("h2").text == "Good practice"
    visit.wait_for(MODELS)


def _narrows_the_list_by_mouse(visit: Browser) -> None:
    visit.click("Good practice").wait_for(held(""))
    for box, query in (
        ("#strand-cross-border", "strand=cross-border"),
        ("#theme-first-level-control", "strand=cross-border&theme=first-level-control"),
        ("#evidence-confirmed", CHOSEN),
    ):
        visit.find(box).click()
        arrive_at(visit, query)
    assert held(CHOSEN) != "0 practices"
    assert all("( 0 )" not in each.text for each in visit.all(".facet-choice"))
    private = Client().get(visit.path).content.decode()
    assert TRAINERS in private
    assert held(CHOSEN) in private
    visit.driver.back()
    arrive_at(visit, "strand=cross-border&theme=first-level-control")


def _finds_nothing_and_is_helped(visit: Browser) -> None:
    visit.open(NOWHERE).wait_for("0 practices")
    links = {each.text: each.get_attribute("href") for each in visit.all("#results a")}
    assert "irregularities recovery" in links
    assert any("q=" not in href for text, href in links.items() if text.startswith("without "))
    assert any("theme=" in href for href in links.values())
    assert "irregularit" in links["Ask the secretariat"]


def _reads_a_case(visit: Browser) -> None:
    visit.open(f"/practices/?{CHOSEN}").click(TRAINERS).wait_for("Used by")
    text = visit.text
    assert [words for words in HEAD if words not in text] == []
    headings = [each.text for each in visit.all("h2")]
    assert [each for each in headings if each in PARTS] == PARTS
    assert "This is version 2" in text
    assert "How to cite:" in text


def _sees_what_fits_and_why_one_stopped(visit: Browser) -> None:
    visit.click("Choose your programme to see what fits it")
    Select(visit.find("#programme")).select_by_value("austria-hungary-2014-2020")
    visit.click("Remember my programme").wait_for("Fits 2 of 3; missing: A maritime")
    assert "It has no maritime border" in visit.text
    assert "traits match: cross-border" in visit.text
    assert "In use in 3 programmes, 3 countries; stopped in 1" in visit.text
    assert "with three controllers a yearly call does the same" in visit.text
    visit.click("Programmes like it").wait_for("Different there:")
    assert "Saxony–Czech Republic" in visit.text


def _compares_three(visit: Browser) -> None:
    visit.open("/practices/?theme=first-level-control").wait_for(MODELS)
    for title in (TRAINERS, MODELS, LUMP_SUM):
        visit.find(f"input[name=p][value='{practice(title).slug}']").send_keys(Keys.SPACE)
    visit.click("Compare the ticked practices").wait_for("Only differences")
    assert len(visit.all(".compare thead th")) >= 3
    visit.click("Only differences").wait_for("in which they do not differ")
    path = visit.find("a[href*='compare.csv']").get_attribute("href").removeprefix(visit.base)
    content = Client().get(path).getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    first, *rows = csv.reader(content.decode("utf-8-sig").splitlines())
    assert set(first[1:]) == {TRAINERS, MODELS, LUMP_SUM}
    assert all(len(set(row[1:])) > 1 for row in rows)


def _keeps_them_in_a_list(visit: Browser, jts: User) -> str:
    visit.open(practice(TRAINERS).get_absolute_url()).click("Save to a list")
    visit.wait_for("Sign in")
    visit.sign_in(jts).open(reverse("practice_keep", args=[practice(TRAINERS).slug]))
    visit.fill("name", "MC June").fill("note", "For item 4").click("Save it")
    visit.wait_for("It is in your list.").wait_for("1 practice")
    visit.open(reverse("practice_keep", args=[practice(MODELS).slug]))
    Select(visit.find("select[name=into]")).select_by_visible_text("MC June")
    visit.click("Save it").wait_for("2 practices")
    visit.find("button[name=up]").click()
    visit.find(f".cards > li:first-child a[href='{practice(MODELS).get_absolute_url()}']")
    visit.click("Share by link").wait_for("Everybody with this link can read the list")
    shared = visit.find("a[href*='/shared/']").get_attribute("href").removeprefix(visit.base)
    colleague = Client().get(shared).content.decode()
    assert "For item 4" in colleague
    assert 'name="note"' not in colleague
    return shared


def _hears_of_what_is_new(visit: Browser) -> None:
    visit.open("/practices/?theme=first-level-control").wait_for(MODELS)
    visit.click("Save this search and hear of what is new")
    visit.wait_for("What the last month would have brought")
    visit.click("Save the search").wait_for("is saved.")
    search = SavedSearch.objects.latest("pk")
    assert search.frequency == "weekly"
    stop = reverse("saved_search_stop", args=[search.secret])
    # As a mail program sends it (RFC 8058): no cookies, no page before.
    Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"})
    search.refresh_from_db()
    assert search.is_paused


def _writes_to_the_owner(visit: Browser) -> None:
    case = practice(TRAINERS)
    address = case.contact_email
    visit.open(case.get_absolute_url()).click("Write to the owner").wait_for("What happens next")
    assert "Nobody has written through the portal yet" in visit.text
    visit.fill("text", "How many days did the first course take you?").click("Send the letter")
    visit.wait_for("Your letter is on its way.")
    assert address not in visit.driver.page_source
    letter = Letter.objects.get(to=address)
    assert "How many days did the first course take you?" in letter.text
    done = reverse("practice_contact_answered", args=[case.contacts.get().key])
    assert done in letter.text
    Client().post(done)
    visit.click("Write to the owner").wait_for("Usually answers within 1 day.")


def _takes_it_up(visit: Browser, jts: User) -> None:
    case = practice(TRAINERS)
    body = Membership.objects.get(person=jts).body
    colleague = make_membership(body=body).person
    visit.sign_in(colleague).open(case.get_absolute_url()).click("We use this, or we tried")
    Select(visit.find("select[name=programme]")).select_by_value("interreg-europe-2021-2027")
    visit.find("input[name=stage][value=adapting]").click()
    visit.fill("changed", "One day instead of two").click("Declare it")
    visit.wait_for("Until then it does not count.")
    use = Use.objects.get(declared_by=colleague)
    assert "One day instead of two" not in Client().get(case.get_absolute_url()).content.decode()
    assert use.get_absolute_url() in Letter.objects.filter(to=jts.email).latest("pk").text
    visit.sign_in(jts).open(use.get_absolute_url()).click("Yes, that is so")
    visit.wait_for("It counts and stands on the page.")
    visit.click("Say how far you are now").wait_for("How far are you?")
    visit.find("input[name=stage][value=in-use]").click()
    visit.click("Declare it").wait_for("In use")
    visit.open(case.get_absolute_url()).wait_for("In use in 4 programmes")


def _takes_a_pack_to_the_committee(visit: Browser, shared: str) -> None:
    visit.open(reverse("my_lists")).click("MC June").click("Make a briefing pack")
    visit.wait_for("Nothing changed since.")
    pack = visit.path
    assert "Made for Austria–Hungary, 2014–2020" in visit.text
    assert re.findall(r"version \d", " ".join(e.text for e in visit.all(".section-head p"))) == [
        "version 1", "version 2",
    ]  # fmt: skip
    assert "Fits 2 of 3" in visit.text
    assert f"This document stays at {visit.base}{pack}" in visit.text
    _a_new_version_appears(practice(TRAINERS))
    assert "1 of 2 changed since." in Client().get(shared).content.decode()
    there = Client().get(pack).content.decode()
    assert "1 of 2 changed since." in there
    assert "A course of one day." not in there


def _a_new_version_appears(case: Practice) -> None:
    officer = User.objects.get(is_staff=True)
    version = workflow.begin_new_version(case, by=case.author)
    new = {"summary": "A course of one day."}
    workflow.save(version, new, edits=version.edits, by=case.author)
    workflow.submit(version, by=case.author)
    workflow.confirm_facts(version, by=officer)
    workflow.publish(workflow.claim(version, by=officer), by=officer)


def test_on_a_phone_by_keyboard_alone(browser, demo):
    visit = browser.at(PHONE).open("/")
    visit.tab_to("Search the portal").press("first level controll", Keys.ENTER)
    visit.wait_for("You wrote “first level controll”")
    visit.tab_to("Good practice").press(Keys.ENTER)
    visit.wait_for(held(""))
    visit.tab_to("Filters").press(Keys.ENTER)
    for name, box, query in (
        ("strand", "cross-border", "strand=cross-border"),
        ("evidence", "confirmed", "strand=cross-border&evidence=confirmed"),
    ):
        _to_the_box(visit, f"{name}-{box}").press(Keys.SPACE)
        arrive_at(visit, query)
    assert not visit.scrolls_sideways()
    visit.open(f"/practices/?{CHOSEN}").tab_to(TRAINERS).press(Keys.ENTER)
    visit.wait_for("Used by")
    assert [words for words in (*HEAD, *PARTS) if words not in visit.text] == []
    assert not visit.scrolls_sideways()
    visit.open(NOWHERE).wait_for("0 practices")
    visit.tab_to("irregularities recovery")


def _to_the_box(visit: Browser, wanted: str) -> Browser:
    """Press Tab until the focus is on the box with this id."""
    for _press in range(150):
        visit.press(Keys.TAB)
        if visit.driver.switch_to.active_element.get_attribute("id") == wanted:
            return visit
    raise AssertionError(f"Tab never reached {wanted}")


def test_on_a_phone_without_scripts(browser_without_scripts, demo):
    visit = browser_without_scripts.at(PHONE)
    _asks_the_whole_portal(visit)
    visit.click("Good practice").wait_for(held(""))
    visit.find(".filters > summary").click()
    for box in ("strand-cross-border", "theme-first-level-control", "evidence-confirmed"):
        visit.find(f"#{box}").click()
    visit.click("Show results").wait_for(held(CHOSEN))
    _finds_nothing_and_is_helped(visit)
    _reads_a_case(visit)
