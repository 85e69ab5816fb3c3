"""The page of a practice is drawn once for all strangers, and never shows them what is over."""

import re

import pytest
from django.test import Client

from goodpractice import workflow
from interact_portal.core import kept_pages
from tests.factories import make_programme, make_staff, make_user
from tests.goodpractice.making import make_practice

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def practice():
    return make_practice("One list of costs")


def page(client: Client, practice, **more: str) -> str:
    """Return the page of a practice as this reader gets it."""
    return client.get(practice.get_absolute_url(), **more).content.decode()


def test_the_second_stranger_gets_the_same_page_for_one_query(practice, django_assert_num_queries):
    first = page(Client(), practice)
    with django_assert_num_queries(1):
        second = page(Client(), practice)
    assert TOKEN.sub("", first) == TOKEN.sub("", second)
    assert "One list of costs" in second


def test_each_stranger_has_a_token_of_her_own_that_her_form_is_taken_with(practice):
    page(Client(), practice)
    reader = Client(enforce_csrf_checks=True)
    token = TOKEN.search(page(reader, practice))[1]
    address = f"{practice.get_absolute_url()}useful/"
    form = {"useful": "yes", "csrfmiddlewaretoken": token}
    assert reader.post(address, form).status_code == 302
    assert Client(enforce_csrf_checks=True).post(address, form).status_code == 403


def test_a_new_version_and_the_archive_are_seen_at_once(practice):
    stranger = Client()
    page(stranger, practice)
    reviewer = make_staff()
    newer = workflow.begin_new_version(practice, by=practice.current.author)
    newer = workflow.save(newer, {"summary": "It costs half."}, edits=0, by=newer.author)
    newer = workflow.submit(newer, by=newer.author)
    workflow.confirm_facts(newer, by=reviewer)
    newer = workflow.publish(workflow.claim(newer, by=reviewer), by=reviewer)
    assert "It costs half." in page(stranger, practice)
    workflow.archive(newer, by=reviewer, reason="No longer done.")
    assert "This practice is archived" in page(stranger, practice)


def test_whoever_is_known_gets_a_page_of_her_own(practice):
    page(Client(), practice)
    programme = make_programme("Alps")
    mine = Client()
    mine.cookies["my-programme"] = programme.slug
    page(mine, practice)
    signed_in = Client()
    signed_in.force_login(make_user("ana@example.eu", name="Ana Kos"))
    assert "Ana Kos" in page(signed_in, practice)
    assert "Ana Kos" not in page(Client(), practice)
    assert len(kept_pages._pages) == 1


def test_each_language_has_a_page_of_its_own(practice):
    assert '<html lang="en-gb">' in page(Client(), practice)
    assert '<html lang="fr">' in page(Client(), practice, HTTP_ACCEPT_LANGUAGE="fr")
    assert '<html lang="en-gb">' in page(Client(), practice)


def test_after_a_minute_the_page_is_drawn_anew(practice, monkeypatch, django_assert_num_queries):
    page(Client(), practice)
    now = kept_pages.time.monotonic()
    monkeypatch.setattr(kept_pages.time, "monotonic", lambda: now + 61)
    with django_assert_num_queries(15):
        page(Client(), practice)


def test_no_more_than_so_many_pages_are_kept(practice, monkeypatch):
    monkeypatch.setattr(kept_pages, "MOST_PAGES", 1)
    page(Client(), practice)
    page(Client(), make_practice("Another"))
    assert len(kept_pages._pages) == 1
