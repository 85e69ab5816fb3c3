"""The portal's own files: every programme, every axis, and what they say about themselves."""

import time

import pytest
from django.core.management import call_command
from django.db import transaction

from interact_portal.core.models import AuditEntry
from programmes.demo import import_reference_data
from programmes.importers import AxisResource, import_file
from programmes.importers.reference import DATA, FILES, load_reference_data
from programmes.models import (
    Body,
    Country,
    Mandate,
    ParticipatingCountry,
    PriorityAxis,
    Programme,
    Theme,
)

pytestmark = pytest.mark.django_db
TABLES = (Country, Theme, Programme, ParticipatingCountry, PriorityAxis, Body, Mandate)
HISTORIES = (Programme.history, PriorityAxis.history, Body.history, Mandate.history)


@pytest.fixture(scope="module")
def reports(django_db_setup, django_db_blocker):
    """The reference data, loaded once for this file and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {report.file_name: report for report in load_reference_data()}
        transaction.set_rollback(True)


def test_all_files_are_loaded_whole(reports):
    assert Programme.objects.count() == 177
    assert PriorityAxis.objects.count() == 447
    with_axes = Programme.objects.filter(axes__isnull=False).distinct()
    assert with_axes.count() == 87
    assert with_axes.filter(period="2014-2020").count() == 86
    assert {name: report.problem_count for name, report in reports.items()} == {
        name: 0 for name, _kind in FILES
    }
    assert reports["bodies.csv"].counts == {"new": Body.objects.count()}
    assert reports["mandates.csv"].counts == {"new": Mandate.objects.count()}


def test_interact_has_its_forty_million_in_two_axes(reports):
    interact = Programme.objects.get(slug="interact-2007-2013")
    amounts = (interact.eu_amount, interact.national_amount, interact.total_amount)
    assert amounts == (34_000_000, 6_000_000, 40_000_000)
    first, second = interact.axes.all()
    assert (first.eu_amount, first.national_amount, first.total_amount) == (
        *(32_000_000, 5_600_000, 37_600_000),
    )
    assert (second.eu_amount, second.national_amount, second.total_amount) == (
        *(2_000_000, 400_000, 2_400_000),
    )
    shares = [100 * axis.total_amount / interact.total_amount for axis in (first, second)]
    assert shares == [94, 6]
    rates = [str(row.money.eu_rate) for row in (first, second, interact)]
    assert rates == ["85.1", "83.3", "85.0"]
    assert all(check.holds for check in interact.finance_checks())
    assert len(interact.finance_checks()) == 4


def test_the_one_row_that_is_off_by_one_euro_is_reported_exactly_once(reports):
    said = [str(finding) for report in reports.values() for finding in report.warnings]
    assert said == [
        "line 58, column “total_amount”: EU and national amount make €\u00a011,998,634,"
        " published are €\u00a011,998,635: €\u00a01 less"
    ]
    axes = PriorityAxis.objects.select_related("programme")
    (axis,) = [axis for axis in axes if axis.sum_check and not axis.sum_check.holds]
    assert axis.programme.cci == "2014TC16M4TN003"
    assert axis.sum_check.difference == -1


def test_a_second_load_changes_nothing_and_leaves_no_trace(reports):
    before = [table.objects.count() for table in TABLES]
    before += [history.count() for history in HISTORIES] + [AuditEntry.objects.count()]
    again = load_reference_data()
    assert [report.done for report in again] == [False] * len(FILES)
    assert {kind for report in again for kind in report.counts} == {"unchanged"}
    after = [table.objects.count() for table in TABLES]
    after += [history.count() for history in HISTORIES] + [AuditEntry.objects.count()]
    assert after == before


def test_the_demo_step_says_what_stands(reports):
    assert import_reference_data() == (
        f"177 programmes with 447 rows of axes, {Body.objects.count()} bodies with"
        f" {Mandate.objects.count()} mandates"
    )


def test_every_load_has_its_row_in_the_audit_trail(reports):
    entries = AuditEntry.objects.filter(act="import").order_by("pk")
    assert [entry.after["file"] for entry in entries] == [name for name, _kind in FILES]
    assert {entry.actor_name for entry in entries} == {"The portal"}


def test_an_export_imported_again_changes_nothing(reports, tmp_path):
    for name, kind in FILES:
        dataset = kind().export(kind._meta.model.objects.all())
        path = tmp_path / name
        path.write_bytes(dataset.export("csv").encode())
        with path.open("rb") as stream:
            report = import_file(kind, stream, file_name=name, dry_run=True)
        assert report.problems == []
        assert set(report.counts) == {"unchanged"}, name


def test_an_export_to_excel_imported_again_changes_nothing(reports, tmp_path):
    for name, kind in FILES:
        dataset = kind().export(kind._meta.model.objects.all(), force_native_type=True)
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(dataset.export("xlsx"))
        with path.open("rb") as stream:
            report = import_file(kind, stream, file_name=name, dry_run=True)
        assert report.problems == []
        assert set(report.counts) == {"unchanged"}, name


def test_the_off_by_one_row_is_still_reported_when_nothing_changes(reports, capsys):
    call_command("import_axes", str(DATA / "priority_axes.csv"))
    out, err = capsys.readouterr()
    assert out == "priority_axes.csv is imported: 0 new, 0 changed, 447 unchanged.\n"
    assert err.count("Look at") == 1
    assert "€\u00a01 less" in err


def test_447_axes_are_compared_within_two_seconds(reports):
    started = time.perf_counter()
    with (DATA / "priority_axes.csv").open("rb") as stream:
        import_file(AxisResource, stream, file_name="priority_axes.csv", dry_run=True)
    assert time.perf_counter() - started < 2
