"""The first page of the back office: each number opens exactly the rows it counts."""

import datetime
from unittest import mock

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from interact_portal.core.audit import record
from interact_portal.core.duties import all_duties
from interact_portal.core.models import JobRun
from interact_portal.mail.models import Letter
from interact_portal.words.models import Miss
from programmes.choices import MembershipState
from seminars.models import Registration
from tests.advice.world import ask
from tests.factories import (
    give_second_factor,
    make_axis,
    make_body,
    make_letter,
    make_membership,
    make_programme,
    make_staff,
    make_user,
)
from tests.goodpractice.making import make_practice, make_submitted
from tests.seminars.making import make_registration, make_seminar

pytestmark = pytest.mark.django_db
NOW = timezone.now


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    give_second_factor(client, user)
    client.get("/health/live")
    return client


@pytest.fixture
def office() -> Client:
    return signed_in(make_staff("officer@example.eu"))


def staff_with(*codenames: str) -> Client:
    user = make_staff(superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return signed_in(user)


def lines(client: Client) -> dict:
    parts = client.get("/admin/").context["parts"]
    return {line.name: line for part in parts for line in part.lines}


def rows_of(client: Client, url: str) -> int:
    context = client.get(url).context
    return context["cl"].result_count if "cl" in context else context["page"].paginator.count


def in_state(registration: Registration, **fields) -> None:
    """Put a registration where an organiser may find it."""
    Registration.objects.filter(pk=registration.pk).update(**fields)


@pytest.fixture
def busy_day() -> None:
    """A row for nearly every line, and one beside it that does not belong there."""
    body = make_body("Left alone")
    make_membership(make_user(), body, state=MembershipState.ASKED)
    make_membership()
    wrong = make_programme("Wrong sum", eu_amount=70, national_amount=20, total_amount=100)
    make_axis(wrong, eu_amount=70)
    make_programme("Right sum", eu_amount=80, national_amount=20, total_amount=100)
    axes = make_programme("Wrong axes", eu_amount=100)
    make_axis(axes, "1", eu_amount=60)
    make_axis(axes, "2", eu_amount=30)
    half = make_programme("One axis unknown", eu_amount=100)
    make_axis(half, "1", eu_amount=60)
    make_axis(half, "2")
    make_letter(state=Letter.State.FAILED)
    late = make_letter()
    Letter.objects.filter(pk=late.pk).update(written_at=NOW() - datetime.timedelta(hours=1))
    make_letter()
    today = timezone.localdate()
    Miss.objects.create(day=today, room="search", text="simplified cost", times=3)
    Miss.objects.create(day=today - datetime.timedelta(days=9), room="search", text="old")
    JobRun.objects.create(name="sweep", started_at=NOW(), failed=True)
    make_submitted()
    make_practice()
    ask()


def test_each_number_is_the_number_of_rows_of_the_list_it_opens(office, busy_day):
    soon = make_seminar(
        starts_at=NOW() + datetime.timedelta(days=5),
        ends_at=NOW() + datetime.timedelta(days=6),
        room_seats=10,
        phase_one_ends_at=NOW() + datetime.timedelta(days=2),
    )
    waiting, queueing, offered, proposing = [make_registration(soon) for _n in range(4)]
    in_state(waiting, status="pending", decided_at=None)
    in_state(queueing, status="reserve")
    in_state(offered, status="offered", offer_until=NOW() + datetime.timedelta(hours=3))
    in_state(proposing, body=None, proposed_body="Regional office")
    found = lines(office)
    assert {name: line.number for name, line in found.items() if line.number} == {
        "memberships": 1,
        "sums": 2,
        "no-mandate": found["no-mandate"].number,
        "bounced": 1,
        "stuck": 1,
        "misses": 1,
        "failed-jobs": 1,
        "to-review": 1,
        "new-questions": 1,
        "pending": 1,
        "offers": 1,
        "proposed-bodies": 1,
        "phases": 1,
        "over-asked": 1,
        "under-asked": 1,
    }
    for line in found.values():
        assert rows_of(office, line.url) == line.number, line.name


def test_an_empty_day_says_that_there_is_nothing_to_do(office):
    page = office.get("/admin/").content.decode()
    assert "Nothing to do: every list is empty." in page
    assert page.count("Nothing to do.") == 4


def test_a_number_no_list_knows_shows_no_rows(office, busy_day):
    assert rows_of(office, "/admin/mail/letter/?today=nobody-knows") == 0


def test_an_officer_sees_only_numbers_whose_lists_she_may_open(busy_day):
    assert set(lines(staff_with("view_letter"))) == {"bounced", "stuck"}
    page = staff_with().get("/admin/").content.decode()
    assert "No list of this page is yours to open." in page
    assert "Since yesterday" not in page


def test_what_happened_since_yesterday_leads_to_its_entries_of_the_trail(office):
    body = make_body()
    for _n in range(2):
        record("merge", body)
    with mock.patch("django.utils.timezone.now", return_value=NOW() - datetime.timedelta(days=3)):
        record("merge", body)
    happened = office.get("/admin/").context["happened"]
    (act,) = happened["acts"]
    assert (act["label"], act["number"], happened["number"]) == ("Body: merge", 2, 2)
    assert rows_of(office, act["url"]) == 2
    assert rows_of(office, happened["url"]) == 2


def test_the_first_page_asks_a_query_for_each_line_however_many_rows(
    office, busy_day, django_assert_num_queries
):
    office.get("/admin/")
    duties = len(all_duties())
    details = 1
    session_and_person = 2
    trail = 1
    with django_assert_num_queries(session_and_person + duties + details + trail):
        office.get("/admin/")
    for _n in range(3):
        make_submitted()
        make_letter(state=Letter.State.FAILED)
    with django_assert_num_queries(session_and_person + duties + details + trail):
        office.get("/admin/")
