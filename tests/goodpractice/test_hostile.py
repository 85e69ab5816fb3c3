"""Hostile HTML, written into every part of a practice, is harmless wherever it shows."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from goodpractice import workflow
from goodpractice.content import BY_KEY, RICH
from goodpractice.models import PracticeVersion
from tests.factories import give_second_factor, make_staff, make_user
from tests.goodpractice.making import content_of, make_practice
from tests.words.test_words import HOSTILE

pytestmark = pytest.mark.django_db

# What no part of a practice brings into a page; the frame of the page has its own scripts.
NEVER = {"iframe", "object", "embed", "base", "math", "video", "template", "style"}
EVERYTHING = "".join(HOSTILE)
PLAIN = "<img src=x onerror=alert(1)>"


class Reader(HTMLParser):
    """Reads a page and keeps what could run or lead astray."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        """Keep forbidden elements, handlers, addresses that are scripts, and foreign forms."""
        if tag in NEVER:
            self.found.append(tag)
        for name, value in attrs:
            text = "".join((value or "").split()).lower()
            if name.startswith("on") or text.startswith(("javascript:", "vbscript:", "data:text")):
                self.found.append(f"{tag} {name}={value}")
            if "//evil" in text and name in ("action", "href", "src", "ping"):
                self.found.append(f"{tag} {name}={value}")


def hostile_in(page: str) -> list[str]:
    """Return what of the corpus survived in a page."""
    reader = Reader()
    reader.feed(page)
    return reader.found


def hostile_at(client, path: str) -> list[str]:
    """Return what survived in the page at an address, which must be there."""
    answer = client.get(path)
    assert answer.status_code == 200
    return [f"{path}: {each}" for each in hostile_in(answer.content.decode())]


def hostile_content() -> dict:
    """Return a practice with the corpus in every formatted part and an attack in every other."""
    rich = {key: "<p>12 kept</p>" + EVERYTHING for key, part in BY_KEY.items() if part.kind == RICH}
    plain = dict.fromkeys(("title", "summary", "cost_note", "owner_name", "how_measured",
                           "source", "contact_name", "contact_post"), PLAIN)  # fmt: skip
    rows = {
        "conditions": [{"text": PLAIN, "kind": "other", "value": ""}],
        "building_blocks": [{"title": PLAIN, "text": EVERYTHING}],
    }
    return content_of(**rich, **plain, **rows)


@pytest.fixture
def practice():
    """A hostile practice, published in two versions."""
    practice = make_practice(**hostile_content())
    officer = make_staff()
    version = workflow.begin_new_version(practice, by=practice.author)
    new = {"done": "<p>15 kept</p>" + EVERYTHING}
    workflow.save(version, new, edits=version.edits, by=practice.author)
    workflow.submit(version, by=practice.author)
    workflow.publish(workflow.claim(version, by=officer), by=officer, note=PLAIN)
    practice.refresh_from_db()
    return practice


def test_the_reader_of_these_tests_sees_what_could_run():
    assert len(hostile_in(EVERYTHING)) > 10


def test_no_public_page_of_a_hostile_practice_can_run_anything(client, practice):
    owner = make_user()
    reading_list = workflow.make_list(PLAIN, by=owner)
    workflow.keep(reading_list, practice, note=PLAIN)
    shared = workflow.share(reading_list)
    pack = workflow.make_pack(reading_list, by=owner)
    pages = [
        practice.get_absolute_url(),
        reverse("practice_version", args=[practice.slug, 2]),
        reverse("practice_list"),
        reverse("practice_list") + "?q=kept",
        f"{reverse('practice_compare')}?p={practice.slug}",
        reverse("practice_shared_list", args=[shared.key]),
        pack.get_absolute_url(),
        reverse("practice_correct", args=[practice.slug]),
    ]
    assert [each for path in pages for each in hostile_at(client, path)] == []
    assert "15 kept" in client.get(pages[0]).content.decode()


def test_no_page_of_a_hostile_draft_can_run_anything_at_its_author_or_reviewer(client):
    author, officer = make_user(), make_staff()
    version = workflow.begin(hostile_content(), by=author)
    workflow.submit(version, by=author)
    workflow.remark_on(workflow.claim(version, by=officer), part="title", text=PLAIN, by=officer)
    client.force_login(author)
    pages = [reverse("my_practices"), reverse("practice_submission", args=[version.pk])]
    found = [each for path in pages for each in hostile_at(client, path)]
    client.force_login(officer)
    give_second_factor(client, officer)
    review = reverse("admin:goodpractice_practiceversion_change", args=[version.pk])
    assert found + hostile_at(client, review) == []
    assert "12 kept" in client.get(review).content.decode()
    assert PracticeVersion.objects.get(pk=version.pk).content["title"] == PLAIN
