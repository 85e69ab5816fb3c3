"""A newcomer finds programmes, narrows them down, compares two and takes the list along."""

from selenium.webdriver import Keys

from tests.browser import PHONE

TRANSNATIONAL_OF_2014 = "/programmes/?period=2014-2020&strand=transnational"


def test_a_newcomer_gets_from_the_front_door_to_the_figures_by_keyboard_alone(demo, browser):
    browser.at(PHONE).open("/")
    browser.tab_to("Programmes").press(Keys.ENTER).wait_for("177 programmes")
    browser.open("/programmes/?q=interact&period=2007-2013")
    browser.tab_to("INTERACT").press(Keys.ENTER).wait_for("Operational Programme 'INTERACT'")
    for words in ("€ 34.0 million", "€ 6.0 million", "€ 40.0 million", "not published"):
        assert words in browser.text


def test_choosing_a_filter_updates_the_list_in_place_and_back_undoes_it(demo, browser):
    browser.open("/programmes/").wait_for("177 programmes")
    browser.find("input[name=period][value='2007-2013']").click()
    browser.wait_for("59 programmes")
    assert browser.path == "/programmes/?period=2007-2013"
    browser.driver.back()
    browser.wait_for("177 programmes")
    assert "period" not in browser.path


def test_filters_and_comparison_work_without_scripts(demo, browser_without_scripts):
    visit = browser_without_scripts.at(PHONE).open("/programmes/")
    visit.find("details.filters summary").click()
    visit.find("input[name=period][value='2014-2020']").click()
    visit.find("input[name=strand][value='transnational']").click()
    visit.click("Show results").wait_for("15 programmes")
    assert "period=2014-2020" in visit.path
    assert "strand=transnational" in visit.path
    for box in visit.all("input[name=p]")[:2]:
        box.send_keys(Keys.SPACE)
    visit.click("Compare the ticked programmes").wait_for("Only differences")
    assert visit.path.startswith("/programmes/compare/")
    assert len(visit.all(".compare thead th")) == 2


def test_the_row_that_is_off_by_one_euro_says_so_on_its_page(demo, browser):
    browser.open("/programmes/balkan-mediterranean-2014-2020/")
    assert "€ 1" in browser.text
    assert "differ" in browser.text.casefold()
