"""The audit trail in the back office: filtered, with before and after, and taken away."""

import csv
import io

import pytest
from django.test import Client
from django.utils import timezone

from interact_portal.core.audit import record
from interact_portal.core.models import AuditEntry
from tests.backoffice.world import signed_in
from tests.factories import make_body, make_letter, make_staff

pytestmark = pytest.mark.django_db
LIST = "/admin/core/auditentry/"


@pytest.fixture
def officer():
    return make_staff("olga@example.eu", name="Olga Officer")


@pytest.fixture
def office(officer) -> Client:
    return signed_in(officer)


def acts(client: Client, query: str) -> list[str]:
    return [entry.act for entry in client.get(f"{LIST}?{query}").context["cl"].result_list]


def test_the_trail_is_filtered_by_person_kind_act_and_day(office, officer):
    other = make_staff(name="Otto Other")
    record("merge", make_body("Land Salzburg"), by=officer)
    record("change", make_body("City of Graz"), by=other)
    record("withdraw", make_letter())
    assert acts(office, "who=me") == ["merge"]
    assert acts(office, f"who={other.pk}") == ["change"]
    assert acts(office, "who=portal") == ["withdraw"]
    assert acts(office, "thing_type__exact=mail.letter") == ["withdraw"]
    assert acts(office, "act__exact=change") == ["change"]
    assert acts(office, "q=Graz") == ["change"]
    today = timezone.localtime(AuditEntry.objects.first().at)
    day = f"at__year={today.year}&at__month={today.month}&at__day={today.day}"
    assert len(acts(office, day)) == 3
    assert acts(office, "at__year=1999") == []


def test_an_entry_shows_before_and_after_and_leads_to_its_thing(office, officer):
    body = make_body("Land Salzburg")
    entry = record("change", body, by=officer, before={"city": ""}, after={"city": "Salzburg"})
    page = office.get(f"{LIST}{entry.pk}/change/").content.decode()
    assert '<th scope="row">city</th><td>–</td><td>Salzburg</td>' in page
    assert f'<a href="/admin/programmes/body/{body.pk}/change/">Land Salzburg</a>' in page


def test_what_the_filters_show_is_exported_and_the_export_noted(office, officer):
    record("merge", make_body("Land Salzburg"), by=officer, why="=1+1")
    record("change", make_body("Łódź"))
    sent = office.get(f"{LIST}export/?act__exact=merge")
    text = b"".join(sent.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert head[:3] == ["when", "who", "act"]
    assert [(row[1], row[2], row[5], row[8]) for row in rows] == [
        ("Olga Officer", "merge", "Land Salzburg", "'=1+1")
    ]
    noted = AuditEntry.objects.get(act="export")
    assert noted.after == {"filters": "act__exact=merge", "entries": 1}


def test_the_trail_takes_the_same_queries_with_one_entry_and_with_many(
    office, django_assert_num_queries
):
    record("merge", make_body())
    office.get(LIST)
    for _n in range(2):
        with django_assert_num_queries(9):
            office.get(LIST)
        for _m in range(5):
            record("merge", make_body())
