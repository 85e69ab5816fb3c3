"""What people want beside what there is, and what is missing or doubtful in the data."""

import pytest
from django.test import Client
from django.utils import timezone

from interact_portal.backoffice.demand import demand_board
from interact_portal.backoffice.quality import findings, suspected_twins
from interact_portal.words.models import Miss
from seminars.models import Registration
from tests.advice.world import ask
from tests.backoffice.world import signed_in
from tests.factories import (
    make_axis,
    make_body,
    make_country,
    make_mandate,
    make_programme,
    make_staff,
    make_theme,
)
from tests.goodpractice.making import make_practice
from tests.seminars.making import make_registration, make_seminar

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    return signed_in(make_staff("officer@example.eu"))


def rows_of(client: Client, url: str) -> int:
    context = client.get(url).context
    return context["cl"].result_count if "cl" in context else context["page"].paginator.count


def miss(text: str, times: int = 1) -> Miss:
    return Miss.objects.create(day=timezone.localdate(), room="search", text=text, times=times)


def test_a_wish_is_counted_in_programmes_and_each_number_opens_its_rows(office):
    aid = make_theme("State aid", synonyms=["de minimis"])
    make_theme("Audit")
    alpine, danube = make_programme("Alpine"), make_programme("Danube")
    for programme in (alpine, alpine, danube, None):
        ask(theme=aid, programme=programme)
    seminar = make_seminar()
    seminar.themes.add(aid)
    waiting = make_registration(seminar, programme=danube)
    make_registration(seminar)
    Registration.objects.filter(pk=waiting.pk).update(status="reserve")
    miss("de minimis register", 3)
    miss("something else", 2)
    make_practice(themes=[aid.slug])
    board = demand_board()
    (wish,) = board.wishes
    assert len(wish.programmes) == 2
    assert (wish.questions, wish.queueing, wish.misses) == (4, 1, 3)
    assert (wish.practices, wish.seminars, wish.answers) == (1, 1, 0)
    assert rows_of(office, wish.links["questions"]) == 4
    assert rows_of(office, wish.links["queueing"]) == 1
    assert rows_of(office, wish.links["misses"]) == 1
    assert [(text, n) for text, n, _url in board.other_words] == [("something else", 2)]
    page = office.get("/admin/demand/").content.decode()
    assert "start a practice" in page
    assert f"/admin/seminars/seminar/add/?themes={aid.pk}" in page
    begun = office.get(wish.links["start_seminar"]).context["adminform"].form
    assert str(aid.pk) in [str(key) for key in begun.initial["themes"]]


def test_the_theme_that_most_programmes_want_comes_first():
    popular, loud = make_theme("Popular"), make_theme("Loud")
    for _n in range(2):
        ask(theme=popular, programme=make_programme())
    for _n in range(3):
        ask(theme=loud)
    assert [wish.theme for wish in demand_board().wishes] == [popular, loud]


def test_the_board_takes_the_same_queries_however_much_is_wanted(django_assert_num_queries):
    for _n in range(2):
        for _m in range(3):
            ask(theme=make_theme(), programme=make_programme())
            miss(f"words {_n} {_m}")
        with django_assert_num_queries(7):
            demand_board()


def test_bodies_with_like_names_or_one_website_are_shown_with_the_way_to_merge(office):
    austria, italy = make_country("AT"), make_country("IT")
    make_body("Land Salzburg, Abteilung 1", country=austria)
    make_body("Land Salzburg – Abteilung 1", slug="twin", country=austria)
    make_body("Land Salzburg, Abteilung 1 (IT)", country=italy, website="https://one.example")
    make_body("City of Trento", country=italy, website="https://ONE.example/")
    make_body("Ministry of Finance", country=austria)
    twins = suspected_twins()
    assert [(pair.one.name[:13], pair.other.name[:13], pair.why) for pair in twins] == [
        ("Land Salzburg", "Land Salzburg", "names are alike"),
        ("Land Salzburg", "City of Trent", "same website"),
    ]
    assert office.get(twins[0].url).context["merge"]
    assert "Look at a merge" in office.get("/admin/quality/").content.decode()


def test_each_finding_counts_the_rows_of_the_list_it_opens(office):
    whole = make_programme("Whole", eu_amount=80, national_amount=20, total_amount=100)
    make_axis(whole, eu_amount=80)
    make_mandate(make_body("At work"), whole)
    wrong = make_programme("Wrong", eu_amount=80, national_amount=10, total_amount=100)
    make_mandate(make_body("Doubtful"), wrong, doubt="Since when?")
    make_programme("Bare")
    make_body("Idle")
    found = {finding.title: finding for finding in findings()}
    assert {title: finding.number for title, finding in found.items()} == {
        "Programmes without any body": 1,
        "Programmes without finance data": 1,
        "Programmes whose figures do not add up": 1,
        "Bodies without any mandate": 1,
        "Mandates marked as doubtful": 1,
    }
    for finding in found.values():
        assert rows_of(office, finding.url) == finding.number, finding.title
