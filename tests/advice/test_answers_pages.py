"""The pages of published answers: found, filtered, taken along, explained, said to be over."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from advice.models import Term, TermName, Vote
from advice.workflow import publishing
from advice.workflow.desk import Basis
from advice.workflow.glossary import share_names
from interact_portal.core import panels
from programmes.choices import Period
from tests.factories import make_staff, make_theme, make_user

from .test_publishing import renew
from .world import days_ago, published

pytestmark = pytest.mark.django_db

P07, P14, P21 = Period.P2007, Period.P2014, Period.P2021


def titles(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/advice/{query}").content.decode()
    return re.findall(r'card-title"><a href="[^"]+">([^<]+)<', page)


def explain(*names: tuple[str, str]) -> Term:
    term = Term.objects.create(slug="accounting", definition="Claiming money of the Commission.")
    for name, short in names:
        TermName.objects.create(term=term, name=name, short=short)
    share_names()
    return term


def test_what_holds_comes_first_and_the_newest_of_it(client):
    published(title="Old", at=days_ago(9))
    published(title="New", at=days_ago(1))
    over = published(title="Over", at=days_ago(0))
    publishing.expire(over, by=make_staff())
    assert titles(client) == ["New", "Old", "Over"]
    assert titles(client, "?sort=title") == ["New", "Old", "Over"]
    assert titles(client, "?state=expired") == ["Over"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("staff", ["Flat rate for staff"]),
        ("PERSONNEL", ["Flat rate for staff"]),
        ("eligib", ["Flat rate for staff"]),
        ("Förderfähig", ["Förderfähige Kosten"]),
        ("forderfahig", ["Förderfähige Kosten"]),
        ("n+2", ["Decommitment"]),
        ("n + 2", ["Decommitment"]),
        ("accounting function", ["Who claims?"]),
        ("CA", ["Who claims?"]),
        ("staff claims", []),
        ("1303/2013 article", ["Flat rate for staff", "Förderfähige Kosten"]),
        ("!!!", []),
        ("' & | ! :* <->", []),
    ],
)
def test_answers_are_found_by_their_words_in_any_spelling_and_by_what_they_are_also_called(
    client, words, found
):
    explain(("certifying authority", "CA"), ("accounting function", ""))
    bases = {"legal_bases": [Basis("Regulation (EU) 1303/2013", "Article 67")]}
    published(title="Flat rate for staff", question="Is personnel eligible?", **bases)
    published(title="Förderfähige Kosten", question="?", text="So.", **bases)
    published(title="Decommitment", question="What does n+2 mean?", text="Loss.")
    published(title="Who claims?", question="?", text="The certifying authority.")
    assert sorted(titles(client, f"?q={words.replace('+', '%2B').replace('&', '%26')}")) == sorted(
        found
    )


def test_facets_count_what_a_click_gives_also_where_an_answer_has_several_values(client):
    control, aid = make_theme("Control"), make_theme("State aid")
    published(title="A", periods=[P07, P14], themes=[control], roles=["joint-secretariat"])
    published(title="B", periods=[P14, P21], themes=[control, aid], authority="practice")
    published(title="C", periods=[P21], themes=[aid])
    page = client.get(f"/advice/?period={P14}").content.decode()
    counted = r'name="(?:period|theme|authority|role)" id="[^"]+" value="([^"]+)".*?</span>(\d+)<'
    counts = {value: int(number) for value, number in re.findall(counted, page)}
    assert counts == {
        P21: 2, P14: 2, P07: 1,
        "control": 2, "state-aid": 1,
        "opinion": 1, "practice": 1,
        "joint-secretariat": 1,
    }  # fmt: skip
    assert titles(client, f"?period={P14}&theme=state-aid") == ["B"]
    assert sorted(titles(client, f"?period={P07}&period={P21}")) == ["A", "B", "C"]


def test_an_empty_result_leads_to_asking_with_the_words_theme_and_period_filled_in(client):
    make_theme("State aid")
    published(title="Eligibility")
    page = client.get(f"/advice/?q=Eligibiliti&theme=state-aid&period={P14}").content.decode()
    assert f"/advice/ask/?title=Eligibiliti&amp;theme=state-aid&amp;period={P14}" in page
    assert "Did you mean" in page
    assert ">eligibility</a>" in page


def test_the_number_of_queries_does_not_grow_with_the_list(client, django_assert_num_queries):
    theme = make_theme("Control")
    published(title="One", themes=[theme])
    with django_assert_num_queries(5):
        client.get("/advice/")
    for title in ("Two", "Three"):
        published(title=title, themes=[theme])
    with django_assert_num_queries(5):
        client.get("/advice/")


def test_a_page_of_an_answer_asks_a_fixed_number_of_queries(
    client, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(panels, "_makers", {})  # rooms above prove their own price
    theme = make_theme("Control")
    version = published(title="One", themes=[theme])
    with django_assert_num_queries(6):
        client.get(version.get_absolute_url())
    for title in ("Two", "Three", "Four"):
        published(title=title, themes=[theme])
    explain(("flat rate", ""))
    with django_assert_num_queries(8):
        client.get(version.get_absolute_url())


def test_a_list_is_taken_along_as_it_is_filtered(client):
    theme = make_theme("Control")
    published(
        title="=1+1",
        periods=[P07, P14],
        themes=[theme],
        legal_bases=[Basis("Regulation (EU) 1303/2013", "Article 9", is_verified=True)],
    )
    published(title="Other", periods=[P21])
    got = b"".join(client.get(f"/advice/export.csv?period={P07}").streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(got.removeprefix("\ufeff")))
    assert row["title"] == "'=1+1"
    assert row["periods"] == "2007-2013;2014-2020"
    assert row["themes"] == "control"
    assert row["legal_basis"] == "Regulation (EU) 1303/2013, Article 9 (verified)"
    assert row["page"].endswith("/advice/1-1/")
    got = b"".join(client.get("/advice/export.json").streaming_content)
    assert {answer["slug"] for answer in json.loads(got)["answers"]} == {"1-1", "other"}


def test_the_feed_follows_the_filters_and_a_new_version_is_news(client):
    version = published(title="Flat rate", periods=[P14], at=days_ago(3))
    published(title="Other", periods=[P21], at=days_ago(1))
    atom = "{http://www.w3.org/2005/Atom}"

    def entries() -> list[tuple[str, str]]:
        feed = ElementTree.fromstring(client.get(f"/advice/feed/?period={P14}").content)  # noqa: S314
        return [
            (entry.findtext(f"{atom}title"), entry.findtext(f"{atom}id"))
            for entry in feed.iter(f"{atom}entry")
        ]

    (before,) = entries()
    assert before[0] == "Flat rate"
    renew(version, note="Clearer.")
    (after,) = entries()
    assert after[0] == "Flat rate"
    assert after[1] != before[1]


def test_an_answer_says_how_heavy_it_weighs_what_it_rests_on_and_how_to_cite_it(client):
    bases = [Basis("Regulation (EU) 1303/2013", "Article 67", "https://eur-lex.europa.eu/x")]
    version = published(title="Flat rate", legal_bases=bases, at=days_ago(0))
    page = client.get(version.get_absolute_url()).content.decode()
    assert "Opinion of INTERACT" in page
    assert "We read the rules so." in page
    assert "not verified" in page
    day = timezone.localdate()
    assert f"“Flat rate”, version 1 of {day.day} {day:%B %Y}" in page
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data)[0]["mainEntity"]["acceptedAnswer"]["text"] == version.text


def test_words_of_the_glossary_are_explained_once_below_the_answer(client):
    explain(("certifying authority", "CA"), ("accounting function", ""))
    version = published(
        title="Who?", text="The certifying authority (CA) claims. A CAT does not. <b>x</b>"
    )
    page = client.get(version.get_absolute_url()).content.decode()
    assert page.count('<a class="term" href="#term-accounting">certifying authority</a>') == 1
    assert page.count('href="#term-accounting"') == 1
    assert page.count('id="term-accounting"') == 1
    assert "Claiming money of the Commission." in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_a_superseded_answer_says_so_and_leads_on(client):
    old, new = published(title="Old rate"), published(title="New rate")
    publishing.supersede(old, new.answer, by=make_staff())
    page = client.get(old.get_absolute_url()).content.decode()
    assert "This answer was superseded" in page
    assert 'href="/advice/new-rate/">Read what holds now: “New rate”' in page
    assert "Superseded by another answer" in client.get("/advice/").content.decode()


def test_every_version_keeps_its_address_and_shows_what_changed(client):
    version = published(title="Rate", text="The rate is 15 %.")
    renew(version, text="The rate is 20 %.", note="A new rate.")
    first = client.get("/advice/rate/versions/1/").content.decode()
    assert "This version was replaced" in first
    assert "The rate is 15 %." in first
    assert "The rate is 20 %." in client.get("/advice/rate/").content.decode()
    changes = client.get("/advice/rate/versions/").content.decode()
    assert "<del>15 </del><ins>20 </ins>" in changes
    assert "A new rate." in changes
    for odd in ("?from=2&to=1", "?from=x&to=9", "?from=1&to=1"):
        assert client.get(f"/advice/rate/versions/{odd}").status_code == 200


def test_readers_say_once_in_a_visit_whether_it_was_useful_and_machines_do_not(client):
    version = published(title="Rate")
    path = f"/advice/{version.answer.slug}/useful/"
    client.post(path, {"useful": "no", "comment": "Give an example."})
    client.post(path, {"useful": "yes"})
    Client().post(path, {"useful": "yes", "subject": "buy"})
    Client().post(path, {"useful": "perhaps"})
    vote = Vote.objects.get()
    assert (vote.is_useful, vote.comment) == (False, "Give an example.")
    assert "Thank you, we have your opinion." in client.get("/advice/rate/").content.decode()


def test_a_reader_follows_an_answer_and_stops_again(client):
    person, version = make_user(), published(title="Rate")
    client.force_login(person)
    for label in ("Tell me when it changes", "Stop telling me of changes"):
        page = client.get("/advice/rate/").content.decode()
        assert label in page
        client.post("/advice/rate/follow/")
    assert not version.answer.saved_by.exists()


def test_related_answers_come_with_the_reason(client):
    theme = make_theme("Control")
    version = published(title="One", themes=[theme])
    published(title="Two", themes=[theme], periods=[P07])
    published(title="Three", themes=[make_theme("Other")])
    page = client.get(version.get_absolute_url()).content.decode()
    related = page[page.index("Related answers") : page.index("Was this useful?")]
    assert "Two" in related
    assert "same theme: Control" in related
    assert "same period" not in related
    assert "Three" not in related


def test_htmx_gets_the_list_alone(client):
    published(title="Rate")
    page = client.get("/advice/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert 'id="results"' in page


def test_the_glossary_tells_names_by_period_and_is_searched_by_all_of_them(client):
    term = Term.objects.create(slug="js", definition="The office of a programme.")
    TermName.objects.create(
        term=term, name="joint technical secretariat", short="JTS", since=P07, until=P07
    )
    TermName.objects.create(term=term, name="joint secretariat", short="JS", since=P14)
    explain(("lump sum", ""))
    assert term.name == "joint secretariat"
    page = client.get("/glossary/").content.decode()
    assert "(2007–2013)" in page
    assert "(from 2014–2020)" in page
    for words, count in (("jts", 1), ("secretariat", 1), ("office", 1), ("sum", 1), ("zzz", 0)):
        page = client.get(f"/glossary/?q={words}").content.decode()
        assert page.count("<dd>") == count, words
    assert "/advice/ask/?title=zzz" in page
