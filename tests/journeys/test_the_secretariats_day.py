"""An officer's day in the back office: what waits, decisions, a letter to a group, the trail."""

import pytest

from goodpractice import workflow
from goodpractice.choices import Status
from goodpractice.models import PracticeVersion
from interact_portal.mail.models import Letter
from programmes.models import Body
from seminars.choices import Access
from seminars.models import Registration
from tests.browser import Browser
from tests.factories import (
    make_body,
    make_country,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_theme,
)
from tests.goodpractice.making import make_submitted
from tests.seminars.making import make_registration, make_seminar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(browser) -> Browser:
    """The officer's browser, signed in with a second factor."""
    return browser.sign_in(make_staff("olga@example.eu", name="Olga Officer"), second_factor=True)


def press(browser: Browser, selector: str) -> Browser:
    browser.find(selector).click()
    return browser


def take(browser: Browser, act: str, **fields: str) -> Browser:
    """Open the form of an act of the review, fill it in and send it."""
    form = f"form[action$='/act/{act}/']"
    if fields:
        press(browser, f"details:has({form}) summary")
        for name, value in fields.items():
            browser.fill(f"{act}-{name}", value)
    return press(browser, f"{form} [type=submit]")


def test_an_officer_does_what_waits_and_finds_it_in_the_trail(officer):
    version = make_submitted("Lump sums for small projects")
    seminar = make_seminar("Recoveries", access=Access.APPROVAL)
    for _n in range(2):
        make_registration(seminar)
    make_theme("State aid")
    authority = make_body("Land Salzburg", country=make_country("AT"))
    make_body("Land  Salzburg", slug="twin", country=make_country("AT"))
    make_mandate(authority, make_programme("Alpine Space", period="2021-2027"))
    make_membership(body=authority)

    review(officer, version)
    decide(officer, seminar)
    write_to_who_was_never_reached(officer)
    merge_the_twins(officer)

    officer.open("/admin/core/auditentry/?who=me").wait_for("Land Salzburg")
    for act in ("claim", "publish", "mailing.queued", "mailing.taken back"):
        assert act in officer.text
    assert officer.complaints() == []


def review(browser: Browser, version: PracticeVersion) -> None:
    browser.open("/admin/").wait_for("Each number opens exactly the rows it counts.")
    press(browser, "a[href*='today=to-review']").wait_for("Lump sums for small projects")
    press(browser, "#result_list tbody a")
    take(browser.wait_for("Nobody is on it."), "claim").wait_for("You are on it now.")
    take(browser, "remark", text="Say since when.").wait_for("The author is told of your remark.")
    take(browser, "request-changes", reason="One figure is missing.")
    browser.wait_for("back with its author")
    version.refresh_from_db()
    workflow.submit(version, by=version.author)
    browser.open(f"/admin/goodpractice/practiceversion/{version.pk}/change/")
    take(browser.wait_for("Nobody is on it."), "claim").wait_for("You are on it now.")
    take(browser, "confirm-facts").wait_for("Done.")
    take(browser, "publish", note="First published.").wait_for("Done.")
    version.refresh_from_db()
    assert version.status == Status.PUBLISHED


def decide(browser: Browser, seminar) -> None:
    browser.open("/admin/")
    line = browser.find("a[href*='today=pending']")
    assert line.text.startswith("2")
    browser.open(f"/admin/seminars/seminar/{seminar.pk}/participants/").wait_for("Recoveries")
    for box in browser.all("input[name=rows]"):
        box.click()
    press(browser, "button[name=act][value=approve]")
    assert not Registration.objects.filter(status="confirmed").exists()
    press(browser, "#content form .submit-row [type=submit]")
    browser.wait_for("Done for 2 people.")
    assert Registration.objects.filter(status="confirmed").count() == 2


def write_to_who_was_never_reached(browser: Browser) -> None:
    browser.open("/admin/coverage/?period=2021-2027").wait_for("Alpine Space")
    press(browser, ".office-never a").wait_for("1 person at 1 body")
    press(browser, "[name=preview]").wait_for("So it will read")
    press(browser, "[name=send]").wait_for("The letters wait 10 minutes.")
    assert Letter.objects.filter(key__startswith="mailing:", state="queued").count() == 1
    press(browser, ".office-mailings [type=submit]").wait_for("1 letter is taken back.")
    assert Letter.objects.filter(key__startswith="mailing:", state="withdrawn").count() == 1


def merge_the_twins(browser: Browser) -> None:
    browser.open("/admin/quality/").wait_for("names are alike")
    press(browser, ".office-twins a[href*='merge']").wait_for("Merge")
    press(browser, "#content form [type=submit]").wait_for("is now part of")
    assert Body.objects.filter(name__startswith="Land").count() == 1
