"""The read API gives the rows of the pages, exact to the cent, and says where sums differ."""

import json
from decimal import Decimal

import pytest
from django.core.management import call_command

from programmes.choices import Period, Role
from tests.factories import make_axis, make_body, make_mandate, make_programme, make_theme

pytestmark = pytest.mark.django_db
EACH_LIST = 4  # count, rows, and two relations brought along


def fetch(client, path: str) -> dict:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def make_rows(count: int) -> None:
    for number in range(count):
        programme = make_programme(f"Row {number}", countries=["AT", "IT"])
        programme.themes.add(make_theme())
        make_mandate(make_body(), programme)


def test_amounts_are_exact_and_what_is_not_published_is_null(client):
    make_programme("Cents", slug="cents", eu_amount=Decimal("34000000.10"))
    answer = fetch(client, "/api/v1/programmes/cents/")
    assert answer["eu_amount"] == "34000000.10"
    assert answer["national_amount"] is None
    assert answer["cci"] == ""
    assert answer["page"].endswith("/programmes/cents/")


def test_a_sum_that_does_not_hold_is_named_with_its_difference(client):
    programme = make_programme("Odd", slug="odd", total_amount=11998635)
    make_axis(programme, "1", eu_amount=10198838, national_amount=1799796, total_amount=11998635)
    answer = fetch(client, "/api/v1/programmes/odd/")
    assert answer["axes"][0]["check"]["difference"] == "-1.00"
    assert answer["axes"][0]["check"]["holds"] is False
    assert [check["holds"] for check in answer["checks"]] == [True]


def test_the_query_string_of_the_page_filters_the_api_in_the_same_way(client):
    make_programme("Old", period=Period.P2007, countries=["AT"])
    make_programme("New", period=Period.P2014, countries=["AT"])
    make_programme("Far", period=Period.P2014, countries=["IT"])
    answer = fetch(client, "/api/v1/programmes/?period=2014-2020&country=AT")
    assert [row["title"] for row in answer["results"]] == ["New"]
    assert answer["count"] == 1


def test_a_value_that_nobody_knows_is_refused_with_its_reason(client):
    answer = client.get("/api/v1/programmes/?period=1066-1087")
    assert answer.status_code == 400
    assert "1066-1087" in json.dumps(answer.json())


def test_a_body_comes_with_its_mandates_and_without_its_address_for_letters(client):
    body = make_body("City of Vienna", slug="vienna", email="office@vienna.example")
    make_mandate(body, make_programme("CENTRAL", slug="central"), since=2007, until=2013)
    make_mandate(make_body("Other"), role=Role.AUDIT_AUTHORITY)
    answer = client.get("/api/v1/bodies/?role=managing-authority")
    assert b"office@vienna.example" not in answer.content
    (row,) = answer.json()["results"]
    assert row["slug"] == "vienna"
    assert [(m["programme"], m["until"]) for m in row["mandates"]] == [("central", 2013)]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_database_the_same_few_times_however_long_it_is(
    client, rows, django_assert_num_queries
):
    make_rows(rows)
    with django_assert_num_queries(EACH_LIST):
        assert len(fetch(client, "/api/v1/programmes/")["results"]) == rows


@pytest.mark.parametrize(
    "path", ["/api/v1/programmes/none/", "/api/v1/none/", "/api/v1/programmes/?page=99"]
)
def test_an_address_that_leads_nowhere_is_answered_as_json(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert set(answer.json()) == {"detail"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    make_programme("Kept", slug="kept")
    assert getattr(client, method)("/api/v1/programmes/kept/").status_code == 405
    assert fetch(client, "/api/v1/programmes/")["count"] == 1


def test_the_description_is_complete_and_names_every_refusal(client, tmp_path):
    file = tmp_path / "schema.json"
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--format=openapi-json", f"--file={file}"
    )
    paths = json.loads(file.read_text())["paths"]
    operations = [operation for each in paths.values() for operation in each.values()]
    assert len(operations) == 4
    for operation in operations:
        assert {"200", "400", "404", "429"} <= set(operation["responses"])
    assert fetch(client, "/api/v1/schema/")["paths"].keys() == paths.keys()


def test_too_many_requests_are_refused_until_a_minute_has_passed(client, monkeypatch, settings):
    from rest_framework.throttling import AnonRateThrottle

    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/min"})
    statuses = [client.get("/api/v1/programmes/").status_code for _request in range(3)]
    assert statuses == [200, 200, 429]


def test_the_guide_says_in_words_how_to_ask(client):
    page = client.get("/api/").content.decode()
    assert "/api/v1/programmes/?period=2014-2020" in page
    assert "Amounts are in euro" in page
