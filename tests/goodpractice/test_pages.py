"""The pages of a practice: what stands there, who may see it, fit, compare, versions, PDF."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodpractice import workflow
from goodpractice.choices import Change
from goodpractice.fit import Profile, fit_of, likeness
from interact_portal.core import panels
from tests.factories import (
    make_axis,
    make_body,
    make_country,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_theme,
    make_user,
)
from tests.goodpractice.making import make_draft, make_practice, make_version_in

pytestmark = pytest.mark.django_db


def new_version(practice, note="Figures added.", **parts):
    """Publish a further version of a practice."""
    staff = make_staff()
    copy = workflow.begin_new_version(practice, by=practice.author)
    copy = workflow.save(copy, parts, edits=copy.edits, by=practice.author)
    workflow.submit(copy, by=practice.author)
    workflow.confirm_facts(copy, by=staff)
    workflow.claim(copy, by=staff)
    workflow.publish(copy, by=staff, change=Change.MAJOR, note=note)
    practice.refresh_from_db()
    return practice.current


def page(client, practice) -> str:
    """Return the page of a practice."""
    answer = client.get(practice.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_the_facts_and_says_what_is_not_known(client):
    make_country("AT")
    body = make_body("City of Vienna")
    practice = make_practice(
        countries=["AT"],
        owner=body.slug,
        since=2019,
        cost="12630429.00",
        how_measured="Counted.",
    )
    text = page(client, practice).replace("\u00a0", " ")
    wanted = ["City of Vienna", "Austria", "since 2019", "€ 12.6 million", "Measured", "Counted."]
    for words in [*wanted, "The owner has not said what did not work.", "How to cite"]:
        assert words in text, words
    assert text.count("not known") == 1


def test_no_page_file_or_feed_gives_away_the_contacts_address(client):
    practice = make_practice()
    url = practice.get_absolute_url()
    new_version(practice, contact_email="other@example.eu")
    for path in (url, f"{url}v1/", f"{url}v2/", f"/practices/compare/?p={practice.slug}",
                 "/practices/", "/practices/feed/"):  # fmt: skip
        text = client.get(path).content.decode()
        assert "finance@example.eu" not in text, path
        assert "other@example.eu" not in text, path


@pytest.mark.parametrize(
    "status",
    ["draft", "submitted", "in-review", "changes-requested", "declined", "withdrawn"],
)
def test_what_is_not_public_answers_404_to_everybody_but_author_and_staff(client, status):
    version = make_version_in(status)
    for path in (f"/practices/mine/{version.pk}/", f"/practices/mine/{version.pk}/facts/"):
        client.force_login(make_user())
        assert client.get(path).status_code == 404
    client.force_login(version.author)
    assert version.title in client.get(f"/practices/mine/{version.pk}/").content.decode()
    client.logout()
    answer = client.get(f"/practices/mine/{version.pk}/")
    assert "/accounts/login/" in answer["Location"]
    assert version.practice.slug is None


def test_an_address_a_practice_had_leads_to_the_present_one(client):
    practice = make_practice("Old name")
    workflow.move_address(practice, "newer-name", by=make_staff())
    answer = client.get("/practices/old-name/")
    assert (answer.status_code, answer["Location"]) == (301, "/practices/newer-name/")
    assert client.get("/practices/never-was/").status_code == 404


def test_an_archived_practice_stays_readable_with_its_reason(client):
    practice = make_practice()
    workflow.archive(practice.current, by=make_staff(), reason="The points are closed.")
    text = page(client, practice)
    assert "This practice is archived" in text
    assert "The points are closed." in text


def test_an_earlier_version_reads_as_it_stood_with_what_changed_word_by_word(client):
    theme = make_theme("Control", slug="control")
    practice = make_practice(themes=["control"], results="<p>12 programmes answer alike.</p>")
    theme.name = "Renamed"
    theme.save()
    new_version(practice, results="<p>15 programmes answer alike.</p>")
    url = practice.get_absolute_url()
    newer, older = (client.get(f"{url}v{n}/").content.decode() for n in (2, 1))
    assert "<del>12</del><ins>15</ins> programmes answer alike." in newer
    assert "A newer version is shown" in older
    assert "Control" in older
    assert client.get(f"{url}v3/").status_code == 404
    assert "Figures added." in page(client, practice)


def test_linked_data_states_what_is_known_and_cannot_end_its_element(client):
    practice = make_practice("Ends </script> here", summary="x </script><b>")
    text = page(client, practice)
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    data = json.loads(block[1])
    assert data[0]["headline"] == "Ends </script> here"
    assert data[0]["version"] == 1


def test_hostile_html_in_a_practice_is_harmless_on_its_page_whoever_wrote_it(client):
    practice = make_practice()
    type(practice).objects.filter(pk=practice.pk).update(
        done='<p>ok</p><script>alert(1)</script><img src=x onerror="alert(2)">'
    )
    text = page(client, practice)
    assert "alert(" not in text
    assert "onerror" not in text


CONDITIONS = [
    {"text": "Cross-border", "kind": "strand", "value": "cross-border"},
    {"text": "At most three countries", "kind": "countries-at-most", "value": "3"},
    {"text": "At least two countries", "kind": "countries-at-least", "value": "2"},
    {"text": "External border", "kind": "external-border", "value": "yes"},
    {"text": "Land border", "kind": "maritime", "value": "no"},
    {"text": "Centralised control", "kind": "control-system", "value": "centralised"},
    {"text": "Small budget", "kind": "budget-at-most", "value": "50"},
    {"text": "Large budget", "kind": "budget-at-least", "value": "100"},
    {"text": "ERDF", "kind": "fund", "value": "ERDF"},
    {"text": "2014 or later", "kind": "period-from", "value": "2014"},
    {"text": "French", "kind": "language", "value": "fr"},
    {"text": "Will to try", "kind": "other", "value": ""},
]


def test_a_programmes_profile_answers_every_kind_of_condition():
    practice = make_practice(conditions=CONDITIONS)
    programme = make_programme(
        countries=["AT", "IT"], external_border=True, maritime=False, languages=["en"],
        control_system="decentralised", total_amount=40_000_000, period="2014-2020",
    )  # fmt: skip
    make_axis(programme)
    fit = fit_of(practice.conditions.all(), Profile(programme))
    assert {answer.condition: answer.state for answer in fit.answers} == {
        "Cross-border": "met", "At most three countries": "met", "At least two countries": "met",
        "External border": "met", "Land border": "met", "Centralised control": "unmet",
        "Small budget": "met", "Large budget": "unmet", "ERDF": "met", "2014 or later": "met",
        "French": "unmet", "Will to try": "unknown",
    }  # fmt: skip
    assert fit.in_words == "Fits 8 of 11; missing: Centralised control, Large budget, French"


def test_what_the_portal_does_not_know_of_a_programme_is_not_guessed():
    practice = make_practice(conditions=CONDITIONS)
    fit = fit_of(practice.conditions.all(), Profile(make_programme(strand="")))
    assert {answer.condition for answer in fit.answers if answer.state != "unknown"} == {
        "2014 or later"
    }


def test_programmes_are_alike_with_the_reason_said():
    mine = make_programme("Mine", countries=["AT", "IT"], maritime=True, total_amount=30_000_000)
    other = make_programme("Other", countries=["FR", "ES"], maritime=True, total_amount=45_000_000)
    alike = likeness(Profile(mine), Profile(other))
    assert alike.in_words == (
        "4 of 4 traits match: cross-border, 2 countries, a maritime border, "
        "a budget of the same size"
    )


def test_a_reader_chooses_her_programme_once_and_sees_what_fits(client):
    programme = make_programme("Alpine Space", strand="transnational")
    practice = make_practice(conditions=CONDITIONS[:1])
    answer = client.post(
        "/practices/my-programme/",
        {"programme": programme.slug, "back": practice.get_absolute_url()},
    )
    assert answer["Location"] == practice.get_absolute_url()
    assert "Fits 0 of 1; missing: Cross-border" in page(client, practice)
    assert "Fits 0 of 1" in client.get("/practices/").content.decode()
    client.post("/practices/my-programme/", {"programme": "", "back": "//evil.example/"})
    assert "Fits" not in page(client, practice)


def test_choosing_a_programme_never_leads_off_the_portal(client):
    for back in ("https://evil.example/", "//evil.example", "javascript:alert(1)", ""):
        answer = client.post("/practices/my-programme/", {"programme": "x", "back": back})
        assert answer["Location"] == "/practices/"


def test_comparing_shows_all_rows_or_only_the_differences(client):
    first = make_practice("First", since=2019)
    second = make_practice("Second", since=2020)
    url = f"/practices/compare/?p={first.slug}&p={second.slug}&p=nowhere"
    everything = client.get(url).content.decode()
    only = client.get(f"{url}&only=differences").content.decode()
    assert "since 2019" in only
    assert "since 2020" in only
    assert "The same cost was cut" in everything
    assert "The same cost was cut" not in only
    assert "There is no practice at “nowhere”" in only
    csv = b"".join(client.get(url.replace("compare/", "compare.csv")).streaming_content).decode()
    assert csv.startswith("\ufeffFact,First,Second")


def test_more_than_four_are_cut_to_four_and_said(client):
    query = "&".join(f"p={make_practice(f'Practice {n}').slug}" for n in range(5))
    assert "here are the first four" in client.get(f"/practices/compare/?{query}").content.decode()


def test_the_fact_sheet_is_a_tagged_pdf_whatever_the_texts_hold(client):
    practice = make_practice(
        'Signs #let $ \\ "quotes" *stars* _lines_ @x <y>',
        done="<h3>#h</h3><p>$x$ <strong>#strong</strong></p><ul><li>*one*</li><li>[two]</li></ul>",
        conditions=CONDITIONS,
    )
    answer = client.get(f"{practice.get_absolute_url()}fact-sheet.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"/MarkInfo" in answer.content
    assert b"pdfuaid" in answer.content


def test_the_practices_of_a_programme_and_a_body_stand_on_their_pages(client):
    programme, body = make_programme("Border"), make_body("City of Vienna")
    make_practice("Shown there", programmes=[programme.slug], owner=body.slug)
    make_draft("Not shown", programmes=[programme.slug])
    for path in (programme.get_absolute_url(), body.get_absolute_url()):
        text = client.get(path).content.decode()
        assert "Shown there" in text
        assert "Not shown" not in text


def test_related_practices_come_with_the_reason(client):
    make_theme("Audit", slug="audit")
    make_country("AT")
    practice = make_practice("This", themes=["audit"], countries=["AT"])
    make_practice("That", themes=["audit"], countries=["AT"])
    make_practice("Unrelated")
    text = page(client, practice)
    assert "Same theme: Audit; also in Austria" in text
    assert "Unrelated" not in text


def test_the_page_takes_as_many_queries_for_one_row_of_each_as_for_three(client, monkeypatch):
    monkeypatch.setattr(panels, "_makers", {})  # rooms above prove their own price
    make_theme("Audit", slug="audit")
    counts = []
    for rows in (1, 3):
        practice = make_practice(
            f"Rows {rows}",
            themes=["audit"],
            conditions=CONDITIONS[:rows],
            building_blocks=[{"title": f"Block {n}"} for n in range(rows)],
        )
        for _each in range(rows):
            make_practice(f"Beside {rows}", themes=["audit"])
        client.get(practice.get_absolute_url())
        # A page without query string is kept for strangers.
        with CaptureQueriesContext(connection) as taken:
            client.get(practice.get_absolute_url(), {"drawn": "anew"})
        counts.append(len(taken))
    assert counts == [14, 14]


def test_the_programme_confirms_the_facts_from_its_own_page(client):
    programme, body = make_programme(), make_body()
    make_mandate(body, programme)
    person = make_membership(body=body).person
    version = make_version_in("submitted", programmes=[programme.slug])
    client.force_login(person)
    path = f"/practices/mine/{version.pk}/facts/"
    assert "The facts are right" in client.get(path).content.decode()
    client.post(path)
    version.refresh_from_db()
    assert version.facts_confirmed_by == person


@pytest.mark.parametrize(
    ("status", "words"),
    [("draft", "Only you can see the text"), ("submitted", "takes it on"),
     ("in-review", "is reading it"), ("changes-requested", "Changes are wanted: Add a figure."),
     ("published", "published as version 1"), ("archived", "has left the catalogue"),
     ("replaced", "was replaced"), ("declined", "Not about programmes."),
     ("withdrawn", "You have taken it back")],
)  # fmt: skip
def test_my_practices_say_of_every_status_what_happened_and_what_comes_next(client, status, words):
    version = make_version_in(status)
    client.force_login(version.author)
    for path in ("/practices/mine/", f"/practices/mine/{version.pk}/"):
        text = client.get(path).content.decode()
        assert words in text
        assert "What comes next" in text
