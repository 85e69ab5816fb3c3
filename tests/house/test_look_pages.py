"""The style guide and the error pages in a browser: light, dark, narrow, on paper, by keyboard."""

import pytest
from selenium.webdriver.common.by import By

from tests.browser import DESKTOP, NARROW, PHONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.house.look_urls")]
PAGES = ("/styleguide/", "/no/such/page/")


def _wish(browser, media: str = "", **features: str) -> None:
    wishes = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
    browser.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"media": media, "features": wishes}
    )


@pytest.fixture
def reader(browser):
    """A browser without wishes, before and after."""
    _wish(browser)
    yield browser
    _wish(browser)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE, NARROW])
def test_pages_are_accessible_and_obey_the_policy(reader, scheme, width):
    _wish(reader, prefers_color_scheme=scheme)
    reader.at(width)
    faults = []
    for path in PAGES:
        reader.open(path)
        faults += [f"{path} {line}" for line in reader.axe() + reader.complaints()]
        if reader.scrolls_sideways():
            faults.append(f"{path} scrolls sideways")
    assert faults == []


def test_dark_ground_comes_with_the_readers_wish(reader):
    ground = "return getComputedStyle(document.body).backgroundColor"
    _wish(reader, prefers_color_scheme="light")
    assert reader.open("/styleguide/").driver.execute_script(ground) == "rgb(255, 255, 255)"
    _wish(reader, prefers_color_scheme="dark")
    assert reader.driver.execute_script(ground) == "rgb(16, 22, 31)"


def test_nothing_moves_for_a_reader_who_asks_for_none(reader):
    _wish(reader, prefers_reduced_motion="reduce")
    reader.open("/styleguide/")
    moving = reader.driver.execute_script(
        "return [...document.querySelectorAll('*')].filter(e =>"
        " parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    )
    assert moving == 0


def test_letters_come_from_the_portal_and_only_scripts_on_the_page(reader):
    reader.open("/styleguide/")
    reader.driver.execute_async_script("document.fonts.ready.then(arguments[0])")
    addresses = reader.driver.execute_script(
        "return performance.getEntriesByType('resource').map(entry => entry.name)"
    )
    assert all(address.startswith(reader.base) for address in addresses)
    scripts = {a.rpartition("sofia-sans-")[2].split("-wght")[0] for a in addresses if "woff2" in a}
    assert scripts == {"latin", "latin-ext", "greek", "cyrillic"}


def test_filters_stand_beside_the_list_and_fold_on_a_phone(reader):
    choice = ".filters input[value=control]"
    reader.at(DESKTOP).open("/styleguide/")
    assert reader.find(choice).is_displayed()
    assert not reader.find(".filters > summary").is_displayed()
    reader.at(PHONE).open("/styleguide/")
    assert not reader.find(choice).is_displayed()
    assert "2 on" in reader.find(".filters > summary").text
    reader.find(".filters > summary").click()
    assert reader.find(choice).is_displayed()


def test_filters_work_without_scripts(browser_without_scripts):
    reader = browser_without_scripts
    reader.at(PHONE).open("/styleguide/")
    reader.find(".filters > summary").click()
    assert reader.find(".filters input[value=control]").is_displayed()
    assert reader.find(".filters-apply button").is_displayed()
    # Selenium takes what lies in a closed fold for hidden; the browser knows better.
    reader.at(DESKTOP).open("/styleguide/")
    seen = "return document.querySelector('.filters input').checkVisibility()"
    assert reader.driver.execute_script(seen)


def test_a_form_with_faults_puts_the_focus_on_its_summary(reader):
    reader.open("/styleguide/")
    focused = reader.driver.switch_to.active_element
    assert "error-summary" in focused.get_attribute("class")
    assert "E-mail address – Enter a valid email address." in focused.text


def test_help_and_error_are_tied_to_their_answer(reader):
    reader.open("/styleguide/")
    answer = reader.find("#wrong_email")
    assert answer.get_attribute("aria-invalid") == "true"
    for id_ in answer.get_attribute("aria-describedby").split():
        assert reader.driver.find_element(By.ID, id_).text
    link = reader.find(".error-summary a")
    assert link.get_attribute("href").endswith("#wrong_email")


def test_the_first_tab_skips_to_the_content(reader):
    reader.open("/no/such/page/")
    reader.tab_to("Skip to the content", limit=1)
    assert reader.find(".skip-link").is_displayed()
    reader.press("\ue007")
    assert reader.driver.switch_to.active_element.get_attribute("id") == "main"


def test_the_compared_table_is_reached_by_keyboard(reader):
    reader.at(NARROW).open("/styleguide/")
    frame = reader.find(".compare-frame")
    assert frame.get_attribute("tabindex") == "0"
    assert reader.driver.execute_script(
        "return arguments[0].scrollWidth > arguments[0].clientWidth", frame
    )


def test_targets_are_large_enough_for_a_finger(reader):
    reader.at(NARROW).open("/styleguide/")
    small = reader.driver.execute_script(
        "return [...document.querySelectorAll('button, summary, input, select, nav a')]"
        ".filter(e => e.getClientRects().length && !e.closest('label')"
        " && e.type !== 'hidden' && Math.min(e.offsetHeight, e.offsetWidth) < 22)"
        ".map(e => e.outerHTML.slice(0, 120))"
    )
    assert small == []


def test_paper_shows_the_page_without_its_furniture(reader):
    _wish(reader, media="print", prefers_color_scheme="dark")
    reader.open("/styleguide/")
    for furniture in (".site-nav", ".breadcrumb", ".list-filters", ".pagination", ".buttons"):
        assert not reader.find(furniture).is_displayed()
    assert reader.find("h1").is_displayed()
    black = "return getComputedStyle(document.querySelector('h1')).color"
    assert reader.driver.execute_script(black) == "rgb(0, 0, 0)"
