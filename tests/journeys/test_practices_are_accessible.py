"""axe finds nothing against WCAG 2.2 A and AA on the pages of good practice, in each state."""

import pytest
from django.urls import reverse

from goodpractice import workflow
from goodpractice.choices import Status
from goodpractice.models import BriefingPack, Practice, PracticeVersion, ReadingList
from interact_portal.accounts.models import User
from tests.browser import NARROW, Browser, faults_of

pytestmark = pytest.mark.django_db(transaction=True)

TRAINERS = "train-the-trainer-for-management-verifications"
MODELS = "three-models-of-first-level-control-on-one-page"
MINE = {"name": "my-programme", "value": "austria-hungary-2014-2020", "path": "/"}


def faults_now(browser: Browser) -> list[str]:
    """Return the faults of the page as it stands."""
    return browser.axe() + browser.complaints()


def test_public_pages_of_good_practice_at_both_widths(demo, browser):
    archived = Practice.objects.public().exclude(pk__in=Practice.objects.published()).get()
    wide = [
        "/practices/?theme=first-level-control",
        "/practices/?q=nothing-like-this&strand=transnational",
        f"/practices/{TRAINERS}/",
        f"/practices/{TRAINERS}/v2/",
        f"/practices/compare/?p={TRAINERS}&p={MODELS}&only=differences",
        archived.get_absolute_url(),
    ]
    assert faults_of(browser, wide) == []
    browser.driver.add_cookie(MINE)
    assert faults_of(browser, [f"/practices/{TRAINERS}/"]) == []


def test_other_public_pages_of_good_practice_on_a_phone(demo, jts, browser):
    reading_list, pack = ReadingList.objects.get(), BriefingPack.objects.get()
    practice = Practice.objects.get(slug=TRAINERS)
    contact = workflow.write_to_owner(practice, "How many days did it take?", by=jts)
    in_review = PracticeVersion.objects.get(status=Status.IN_REVIEW)
    _review, secret = workflow.ask_outside(
        in_review, name="Eva", email="eva@example.eu", days=5, by=User.objects.get(is_staff=True)
    )
    paths = [
        "/practices/compare/",
        "/practices/how-we-accept/",
        "/practices/my-programme/",
        f"/practices/{TRAINERS}/correct/",
        reverse("practice_shared_list", args=[reading_list.key]),
        pack.get_absolute_url(),
        reverse("practice_contact_answered", args=[contact.key]),
        reverse("practice_outside", args=[secret]),
        reverse("practice_outside", args=["long-over"]),
    ]
    assert faults_of(browser, paths, (NARROW,)) == []
    browser.open(f"/practices/{TRAINERS}/correct/").click("Send the correction")
    browser.find(".error-summary")
    assert faults_now(browser) == []
    browser.driver.add_cookie(MINE)
    assert faults_of(browser, ["/practices/programmes-like-mine/"], (NARROW,)) == []


def test_a_persons_own_pages_of_good_practice_on_a_phone(demo, jts, browser):
    states = (Status.CHANGES_REQUESTED, Status.IN_REVIEW, Status.DECLINED)
    versions = [PracticeVersion.objects.filter(status=state).first() for state in states]
    paths = [
        reverse("my_practices"),
        reverse("practice_new"),
        reverse("practice_edit", args=[versions[0].pk]),
        *(reverse("practice_submission", args=[version.pk]) for version in versions),
        reverse("my_lists"),
        ReadingList.objects.get().get_absolute_url(),
        reverse("practice_keep", args=[TRAINERS]),
        reverse("practice_contact", args=[TRAINERS]),
        reverse("practice_declare_use", args=[TRAINERS]),
    ]
    browser.sign_in(jts)
    assert faults_of(browser, paths, (NARROW,)) == []
    browser.open(reverse("practice_new")).click("Save and look at it")
    browser.find(".error-summary")
    assert faults_now(browser) == []
