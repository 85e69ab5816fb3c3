"""Who was reached on what, and letters to those who never were."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from interact_portal.accounts.personal_data import collect_all, erase_all
from interact_portal.backoffice.coverage import programmes_by_theme, roles_by_country
from interact_portal.backoffice.mailing import CountChangedError, Group, send, stop_address
from interact_portal.backoffice.models import NoGroupLetters
from interact_portal.core.models import AuditEntry
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter
from seminars.models import Attendance
from tests.advice.world import ask
from tests.backoffice.world import signed_in
from tests.factories import (
    make_body,
    make_country,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_theme,
)
from tests.goodpractice.making import make_practice
from tests.seminars.making import make_registration, make_seminar

pytestmark = pytest.mark.django_db
PERIOD = "2021-2027"
WRITE = "/admin/letters/"


@pytest.fixture
def office() -> Client:
    return signed_in(make_staff("officer@example.eu"))


@pytest.fixture
def aid():
    return make_theme("State aid")


def programme_with_people(title: str, people: int, **body):
    programme = make_programme(title, period=PERIOD)
    where = make_body(f"Authority of {title}", country=make_country("AT"), **body)
    make_mandate(where, programme)
    return programme, [make_membership(body=where).person for _n in range(people)]


def attend(person, programme, theme) -> None:
    seminar = make_seminar()
    seminar.themes.add(theme)
    registration = make_registration(seminar, person=person, programme=programme)
    Attendance.objects.create(
        registration=registration, state="attended", arrived_at=timezone.now()
    )


def marks(matrix) -> dict[str, list[str]]:
    return {line.label: [square.marks for square in line.squares] for line in matrix.lines}


def test_a_programme_is_reached_by_seminar_practice_and_advice(aid):
    part = make_theme("De minimis", parent=aid)
    make_theme("Audit")
    alpine, (anna,) = programme_with_people("Alpine", 1)
    danube, _people = programme_with_people("Danube", 1)
    attend(anna, alpine, part)
    ask(programme=alpine, theme=aid)
    make_practice(programmes=[danube.slug], themes=[aid.slug])
    matrix, period = programmes_by_theme()
    assert period == PERIOD
    assert [(column["label"], column["never"]) for column in matrix.columns] == [
        ("Audit", 2),
        ("State aid", 0),
    ]
    assert marks(matrix) == {"Alpine": ["", "S A"], "Danube": ["", "P"]}


def test_a_role_in_a_country_is_reached(aid):
    alpine, (anna,) = programme_with_people("Alpine", 1)
    attend(anna, alpine, aid)
    make_body("Italian body", country=make_country("IT"))
    matrix = roles_by_country()
    registration = Attendance.objects.get().registration
    assert {label: "S" in row for label, row in marks(matrix).items()} == {
        "Austria": registration.country_id == "AT",
        "Italy": False,
    }


def test_an_empty_square_begins_a_letter_to_exactly_those_never_reached(office, aid):
    alpine, (anna,) = programme_with_people("Alpine", 1)
    programme_with_people("Danube", 2)
    programme_with_people("Baltic", 3)
    attend(anna, alpine, aid)
    page = office.get("/admin/coverage/")
    (column,) = page.context["matrices"][0].columns
    assert column["never"] == 2
    draft = office.get(column["url"])
    assert draft.context["counted"] == "5 people at 2 bodies"
    assert "can we help?" in draft.context["form"]["subject"].value()


def test_letters_to_a_group_wait_and_can_be_taken_back_whole(office, aid):
    programme_with_people("Danube", 2)
    words = {"period": PERIOD, "subject": "State aid", "text": "Good day"}
    looked = office.post(WRITE, words | {"preview": "1"})
    assert looked.context["counted"] == "2 people at 1 body"
    assert not Letter.objects.exists()
    office.post(WRITE, words | {"send": "1", "expected": "2"})
    letters = Letter.objects.all()
    assert [letter.state for letter in letters] == ["queued", "queued"]
    assert not outbox.letters_due().exists()
    assert all("No more letters to groups" in letter.text for letter in letters)
    (mailing,) = office.get(WRITE).context["mailings"]
    assert mailing.waiting == 2
    assert office.get(mailing.letters_url).context["cl"].result_count == 2
    office.post(f"/admin/letters/{mailing.entry.pk}/take-back/")
    assert {letter.state for letter in Letter.objects.all()} == {"withdrawn"}
    acts = AuditEntry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["mailing.queued", "mailing.taken back"]


def test_nothing_is_sent_when_the_group_has_changed_since_it_was_counted(office):
    programme_with_people("Danube", 2)
    with pytest.raises(CountChangedError):
        send(Group(period=PERIOD), subject="A", text="B", expected=1, by=make_staff())
    data = {"period": PERIOD, "subject": "A", "text": "B", "send": "1", "expected": "1"}
    assert "has changed since" in office.post(WRITE, data).content.decode()
    assert not Letter.objects.exists()


def test_who_wants_no_letters_to_groups_is_left_out_and_needs_no_password(client):
    _programme, (anna, berta) = programme_with_people("Danube", 2)
    client.get(stop_address(anna))
    assert Group(period=PERIOD).count() == (2, 1)
    client.post(stop_address(anna))
    client.post(stop_address(anna))
    assert list(Group(period=PERIOD).people()) == [berta]
    assert "not complete" in client.post("/letters/stop/1:forged/").content.decode()
    assert NoGroupLetters.objects.count() == 1
    assert collect_all(anna)["no letters to groups"]
    erase_all(anna)
    assert not NoGroupLetters.objects.exists()


def test_every_filter_narrows_the_group(aid):
    alpine, people = programme_with_people("Alpine", 2)
    programme_with_people("Danube", 3)
    attend(people[0], alpine, aid)
    make_membership(until=timezone.localdate() - datetime.timedelta(days=1))
    counts = {
        Group(): 5,
        Group(programme=alpine.slug): 2,
        Group(role="managing-authority"): 5,
        Group(role="audit-authority"): 0,
        Group(country="AT"): 5,
        Group(country="IT"): 0,
        Group(never=aid.slug): 3,
        Group(never=aid.slug, programme=alpine.slug): 0,
    }
    assert {group: group.count()[0] for group in counts} == counts


def test_the_matrices_take_the_same_queries_however_many_rows(
    office, aid, django_assert_num_queries
):
    programme_with_people("Alpine", 1)
    office.get("/admin/coverage/")
    for _n in range(2):
        with django_assert_num_queries(12):
            office.get("/admin/coverage/")
        for number in range(3):
            programme_with_people(f"Programme {number} {_n}", 1)
