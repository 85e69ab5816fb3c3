"""The report of a span of days: every figure says how it is counted and leads to its rows."""

import datetime
import io
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from interact_portal.backoffice.reports import Span, figures_of
from seminars.models import Attendance, Promise, SurveyAnswer
from tests.backoffice.world import signed_in
from tests.factories import make_programme, make_staff, make_theme, make_user
from tests.goodpractice.making import make_practice
from tests.seminars.making import make_registration, make_seminar

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    return signed_in(make_staff("officer@example.eu"))


def span() -> Span:
    today = timezone.localdate()
    return Span(today - datetime.timedelta(days=30), today)


def attended(person, days_ago: int, programme=None):
    seminar = make_seminar()
    registration = make_registration(seminar, person=person, programme=programme)
    Attendance.objects.create(
        registration=registration, state="attended", arrived_at=timezone.now()
    )
    ended = timezone.now() - datetime.timedelta(days=days_ago)
    type(seminar).objects.filter(pk=seminar.pk).update(
        starts_at=ended - datetime.timedelta(hours=2), ends_at=ended
    )
    return registration


@pytest.fixture
def a_month() -> None:
    """Two who came in the month, one of them again; opinions, a promise and a practice."""
    alpine = make_programme("Alpine Space")
    anna, berta = make_user(), make_user()
    attended(anna, 200)
    first, second = attended(anna, 5, alpine), attended(berta, 6)
    for grade in (4, 4, 5):
        SurveyAnswer.objects.create(
            seminar=first.seminar, overall=grade, useful=grade, organised=grade
        )
    Promise.objects.create(registration=second, text="Sample fewer invoices.")
    make_practice(themes=[make_theme("Control").slug])


def rows(figures: list) -> dict:
    return {figure.key: dict(figure.rows) for figure in figures}


def test_the_report_counts_what_happened_in_its_days(a_month):
    found = rows(figures_of(span()))
    assert found["participants-role"] == {"Certifying authority / accounting function": 2}
    assert found["participants-programme"] == {"Alpine Space": 1, "not stated": 1}
    assert found["first-timers"] == {"for the first time": 1, "again": 1}
    assert found["satisfaction"]["the seminar as a whole"] == Decimal("4.33")
    assert found["practices-theme"] == {"Control": 1}
    assert found["practices-evidence"] == {"Described by its owner": 1}
    assert found["changes"] == {"Named": 1}
    long_ago = Span(datetime.date(2001, 1, 1), datetime.date(2001, 12, 31))
    assert not any(sum(numbers.values()) for numbers in rows(figures_of(long_ago)).values())


def test_every_figure_leads_to_the_rows_it_counts_and_says_how(office, a_month):
    wanted = {
        "participants-role": 2, "participants-country": 2, "participants-programme": 2,
        "first-timers": 2, "satisfaction": 3, "practices-theme": 1, "practices-evidence": 1,
        "uses": 0, "changes": 1,
    }  # fmt: skip
    listed = {
        figure.key: office.get(figure.url).context["cl"].result_count
        for figure in figures_of(span())
    }
    assert listed == wanted
    assert all(figure.how for figure in figures_of(span()))


def test_page_pdf_and_workbook_agree(office, a_month):
    query = f"first={span().first}&last={span().last}"
    page = office.get(f"/admin/reports/?{query}").content.decode()
    assert "Sample fewer invoices" not in page
    assert "Alpine Space" in page
    pdf = office.get(f"/admin/reports/pdf/?{query}")
    assert pdf.content.startswith(b"%PDF-")
    file = office.get(f"/admin/reports/xlsx/?{query}")
    book = load_workbook(io.BytesIO(b"".join(file.streaming_content)))
    sheet = book["participants-programme"]
    assert list(sheet.values) == [
        ("Programme", "Number"), ("Alpine Space", 1), ("not stated", 1)
    ]  # fmt: skip
    assert len(book.sheetnames) == 10


def test_a_span_that_ends_before_it_begins_is_refused_in_words(office):
    page = office.get("/admin/reports/?first=2026-02-01&last=2026-01-01").content.decode()
    assert "The last day is before the first." in page
    assert office.get("/admin/reports/pdf/?first=x&last=y").status_code == 404


def test_the_report_takes_the_same_queries_for_any_number_of_rows(
    a_month, django_assert_num_queries
):
    for _n in range(2):
        with django_assert_num_queries(10):
            figures_of(span())
        attended(make_user(), 3, make_programme())
