"""An officer of a joint secretariat looks for programmes: by mouse, by keys, without scripts."""

import pytest
from selenium.webdriver import Keys

from programmes.choices import Period, Strand
from tests.browser import PHONE
from tests.factories import NAMES, make_programme

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programmes():
    """Three programmes of all countries, and eight of Austria and one other."""
    for period in (Period.P2007, Period.P2014, Period.P2021):
        make_programme(
            "INTERACT",
            period=period,
            strand=Strand.INTERREGIONAL,
            countries=NAMES,
            eu_amount=34000000,
            amounts_basis="ERDF",
        )
    for number, code in enumerate(sorted(NAMES)[2:10]):
        make_programme(
            f"Border {number}",
            period=Period.P2014 if number % 2 else Period.P2007,
            countries=["AT", code],
        )


def chosen(browser) -> list[str]:
    return [box.get_attribute("value") for box in browser.all("#facets input:checked")]


def test_choosing_a_filter_updates_list_counts_and_address_and_keeps_the_focus(browser, programmes):
    browser.open("/programmes/").click("7 more : Country")
    browser.find("#country-SI").click()
    browser.wait_for("3 programmes")
    assert browser.path == "/programmes/?country=SI"
    assert browser.driver.switch_to.active_element.get_attribute("id") == "country-SI"
    assert browser.find("#list-said").get_attribute("textContent") == "3 programmes"
    browser.find("#period-2014-2020").click()
    browser.wait_for("Period: 2014–2020").wait_for("1 programme")
    assert chosen(browser) == ["2014-2020", "SI"]
    assert len(browser.all(".card")) == 1
    browser.driver.back()
    browser.wait_for("3 programmes")
    assert chosen(browser) == ["SI"]
    browser.driver.refresh()
    browser.wait_for("3 programmes")
    assert browser.complaints() == []


def test_words_are_searched_while_they_are_typed(browser, programmes):
    browser.open("/programmes/")
    browser.find("#list-search").send_keys("border 3")
    browser.wait_for("Search: border 3").wait_for("1 programme")
    assert browser.path == "/programmes/?q=border+3"
    assert browser.driver.switch_to.active_element.get_attribute("id") == "list-search"
    browser.click("Take off: Search: border 3")
    browser.wait_for("11 programmes")


def test_two_ticked_programmes_are_compared(browser, programmes):
    browser.open("/programmes/?q=interact&sort=name")
    for box in browser.all(".compare-tick input")[:2]:
        box.click()
    browser.click("Compare the ticked programmes").wait_for("Together: € 68.0 million EU funds.")
    assert len(browser.all(".compare thead th")) == 2
    browser.click("Only differences").wait_for("rows in which they do not differ are left out")


def test_everything_works_by_keyboard(browser, programmes):
    browser.open("/programmes/").press(Keys.TAB)
    assert browser.driver.switch_to.active_element.text == "Skip to the content"
    browser.press(Keys.ENTER)
    browser.tab_to("Interregional ( 3 )").press(Keys.SPACE)
    browser.wait_for("3 programmes")
    browser.tab_to("Map").press(Keys.ENTER)
    browser.wait_for("Where the programmes are")
    browser.tab_to("Austria, 3 programmes").press(Keys.ENTER)
    browser.wait_for("Country: Austria")


def test_without_scripts_one_button_does_what_the_scripts_do(browser_without_scripts, programmes):
    visit = browser_without_scripts.at(PHONE).open("/programmes/")
    visit.find(".filters > summary").click()
    visit.find("#strand-interregional").click()
    visit.find("#period-2014-2020").click()
    visit.click("Show results").wait_for("1 programme")
    assert "strand=interregional" in visit.path
    visit.click("INTERACT").wait_for("€ 34.0 million")
    visit.click("Compare with other programmes").wait_for("Add a programme")
    visit.click("Add it").wait_for("Only differences")
    assert len(visit.all(".compare thead th")) == 2


def test_on_a_phone_the_filters_open_in_place_and_say_how_many_are_on(browser, programmes):
    browser.at(PHONE).open("/programmes/?strand=interregional")
    assert not browser.find("#strand-interregional").is_displayed()
    browser.find(".filters > summary").click()
    assert browser.find("#filters-on").text == "Filters: 1 on"
    browser.find("#period-2014-2020").click()
    browser.wait_for("Filters: 2 on")
    assert browser.find("#period-2014-2020").is_displayed()
