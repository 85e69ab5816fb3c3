"""The names of the glossary in the searches of the whole portal."""

import pytest

from advice.models import Term, TermName
from advice.workflow.glossary import share_names
from interact_portal.words.asking import understand
from interact_portal.words.lending import lend
from interact_portal.words.models import Synonyms
from programmes.choices import Period
from tests.factories import give_second_factor, make_staff
from tests.goodpractice.making import make_practice

pytestmark = pytest.mark.django_db


def also(words: str) -> list[str]:
    """Return what `words` are taken for beside themselves."""
    return [other for _typed, others in understand(words).also for other in others]


def test_a_practice_is_found_by_what_the_glossary_called_things_in_another_period(client):
    term = Term.objects.create(slug="hub", definition="The office of a programme.")
    TermName.objects.create(term=term, name="harbour office", short="HO", until=Period.P2007)
    TermName.objects.create(term=term, name="harbour hub", since=Period.P2014)
    make_practice("One calendar for the harbour hub")
    for words in ("harbour office", "HO", "harbour hub"):
        page = client.get("/practices/", {"q": words, "exactly": 1}).content.decode()
        assert ("One calendar for the" in page) is (words == "harbour hub"), words
    assert share_names() == 1
    for words in ("harbour office", "HO", "harbour hub"):
        page = client.get("/practices/", {"q": words, "exactly": 1}).content.decode()
        assert "One calendar for the" in page, words


def test_the_searches_follow_the_glossary_when_the_secretariat_changes_it(client):
    person = make_staff()
    client.force_login(person)
    give_second_factor(client, person)
    form = {
        "slug": "fund-share", "definition": "The share of the Union.", "source": "",
        "names-TOTAL_FORMS": "2", "names-INITIAL_FORMS": "0",
        "names-0-name": "fund share", "names-0-short": "FSH", "names-0-until": Period.P2007,
        "names-1-name": "co-financing rate", "names-1-since": Period.P2014,
    }  # fmt: skip
    assert client.post("/admin/advice/term/add/", form).status_code == 302
    assert also("fund share") == ["FSH", "co-financing rate"]
    term = Term.objects.get(slug="fund-share")
    client.post(f"/admin/advice/term/{term.pk}/delete/", {"post": "yes"})
    assert also("fund share") == []


def test_a_list_replaces_what_it_lent_and_leaves_what_the_secretariat_wrote():
    Synonyms.objects.create(terms=["quay", "jetty"])
    assert lend("harbours", [["quay", "wharf"], ["alone"], ["pier", "pier"], ["x" * 99, "y"]]) == 1
    assert also("quay") == ["jetty", "wharf"]
    lend("harbours", [["mole", "breakwater"]])
    assert also("quay") == ["jetty"]
    assert also("mole") == ["breakwater"]
