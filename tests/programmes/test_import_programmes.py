"""How a programme is recognised in a file, what its sums say, and what happens meanwhile."""

from decimal import Decimal

import pytest
from django.db import connection, transaction

from programmes.importers import (
    AxisResource,
    ProgrammeResource,
    StaleImportError,
)
from programmes.models import PriorityAxis, Programme
from tests.factories import (
    make_country,
    make_programme,
    make_theme,
)

from .importing import bring, changes, problems

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "row",
    (
        "2007 CB 163 PO 029,other,Other title,2007-2013",
        ",atlantic,Other title,2007-2013",
        ",,ATLANTIC AREA,2007-2013",
        "2007cb163po029,atlantic,Atlantic Area,2007-2013",
    ),
    ids=["by CCI in any spelling", "by address", "by title and period", "by all"],
)
def test_a_programme_is_recognised(row):
    programme = make_programme("Atlantic Area", slug="atlantic", cci="2007CB163PO029")
    report = bring(ProgrammeResource, f"cci,slug,title,period\n{row}\n")
    assert report.problems == []
    if row.startswith(","):
        assert Programme.objects.get().cci == ""  # an empty cell says: not published
    assert Programme.objects.get().pk == programme.pk


def test_the_address_of_a_programme_stays_whatever_a_file_says():
    make_programme("A", slug="a", cci="2007CB163PO029")
    report = bring(ProgrammeResource, "cci,slug,title,period\n2007CB163PO029,b,A,2007-2013\n")
    assert report.counts == {"unchanged": 1}
    assert Programme.objects.get().slug == "a"


@pytest.mark.parametrize(
    ("row", "reason"),
    (
        ("2007CB163PO030,a,New,2007-2013", "column “cci”: “A” has another CCI, 2007CB163PO029"),
        ("2007CB163PO029,b,A,2007-2013", "column “slug”: “b” already belongs to “B”"),
        ("2007CB163PO029,a,b,2007-2013", "column “title”: “b” already belongs to “B”"),
    ),
)
def test_a_row_that_speaks_of_two_programmes_is_refused(row, reason):
    make_programme("A", slug="a", cci="2007CB163PO029")
    make_programme("B", slug="b")
    assert problems(ProgrammeResource, f"cci,slug,title,period\n{row}\n") == [f"line 2, {reason}"]


@pytest.mark.parametrize(
    "second",
    ("2007 CB163PO 029,x,X,2007-2013", ",a,X,2007-2013", ",x,a,2007-2013"),
    ids=["same CCI", "same address", "same title and period"],
)
@pytest.mark.parametrize("is_known", (True, False), ids=["in the table", "new"])
def test_the_same_programme_twice_in_a_file_is_refused_with_both_lines(second, is_known):
    if is_known:
        make_programme("A", slug="a", cci="2007CB163PO029")
    text = f"cci,slug,title,period\n2007CB163PO029,a,A,2007-2013\n{second}\n"
    assert problems(ProgrammeResource, text) == ["line 3: the same stands already in line 2"]


def test_two_new_programmes_of_like_names_get_addresses_of_their_own():
    bring(ProgrammeResource, "title,short_name,period\nA one,A,2007-2013\nA two,A,2007-2013\n")
    slugs = set(Programme.objects.values_list("slug", flat=True))
    assert slugs == {"a-2007-2013", "a-2007-2013-2"}


def test_a_predecessor_may_stand_further_down_in_the_file():
    report = bring(
        ProgrammeResource,
        "slug,title,period,predecessors\na2,A2,2014-2020,a1;a0\na1,A1,2007-2013,a0\n"
        "a0,A0,2000-2006,\n",
    )
    assert report.problems == []
    new = Programme.objects.get(slug="a2")
    assert {programme.slug for programme in new.predecessors.all()} == {"a1", "a0"}
    assert changes(report)[-1][1:] == ("period", "", "2000–2006")


def test_countries_are_known_by_iso_code_eu_code_and_name():
    for code in ("GR", "GB", "AT"):
        make_country(code)
    bring(
        ProgrammeResource,
        'title,period,countries\nA,2007-2013,"EL:member-state;uk:partner;Austria:member-state"\n',
    )
    countries = Programme.objects.get().countries.values_list("code", flat=True)
    assert set(countries) == {"GR", "GB", "AT"}


def test_amounts_that_do_not_add_up_are_kept_and_named_with_the_difference():
    programme = make_programme("Balkan-Mediterranean", slug="bm")
    report = bring(
        AxisResource,
        "programme,code,fund,eu_amount,national_amount,total_amount\n"
        "bm,1,ERDF,10198838,1799796,11998635\nbm,2,ERDF,50,50,100\n",
    )
    assert [str(finding) for finding in report.warnings] == [
        "line 2, column “total_amount”: EU and national amount make €\u00a011,998,634,"
        " published are €\u00a011,998,635: €\u00a01 less"
    ]
    assert programme.axes.get(code="1").total_amount == 11998635


def test_axes_that_do_not_make_the_programme_are_named_with_the_difference():
    make_programme("A", slug="a", total_amount=Decimal("100"), eu_amount=Decimal("80"))
    report = bring(
        AxisResource,
        "programme,code,fund,eu_amount,total_amount\na,1,ERDF,50,60\na,2,ERDF,30,39\n",
    )
    assert [str(finding) for finding in report.warnings] == [
        "A: Axes together = total. The axes make €\u00a099, published are €\u00a0100: €\u00a01 less"
    ]


def test_an_import_that_would_do_something_else_than_its_preview_is_stopped():
    programme = make_programme("A", slug="a", aim="Old")
    text = "title,period,aim\nA,2007-2013,New\n"
    preview = bring(ProgrammeResource, text, dry_run=True)
    Programme.objects.update(aim="Somebody else's")
    with pytest.raises(StaleImportError) as stopped:
        bring(ProgrammeResource, text, expected=preview.fingerprint)
    assert changes(stopped.value.report) == [(2, "aim", "Somebody else's", "New")]
    programme.refresh_from_db()
    assert programme.aim == "Somebody else's"
    report = bring(ProgrammeResource, text, expected=stopped.value.report.fingerprint)
    assert report.done


def test_nobody_writes_the_table_while_it_is_compared(django_assert_num_queries):
    make_programme("A", slug="a")
    with transaction.atomic():
        bring(ProgrammeResource, "title,period\nA,2007-2013\n")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT mode FROM pg_locks WHERE relation = 'programmes_programme'::regclass"
                " AND pid = pg_backend_pid()"
            )
            assert ("ShareRowExclusiveLock",) in cursor.fetchall()


@pytest.mark.parametrize("rows", (1, 30))
def test_the_number_of_queries_does_not_grow_with_the_rows(rows, django_assert_num_queries):
    make_country("AT")
    make_theme("State aid")
    make_programme("P", slug="p")
    lines = "".join(f"T{n},2007-2013,AT:partner,state-aid,p\n" for n in range(rows))
    with django_assert_num_queries(28):
        report = bring(ProgrammeResource, f"title,period,countries,themes,predecessors\n{lines}")
    assert report.counts == {"new": rows}


@pytest.mark.parametrize("rows", (1, 600))
def test_a_long_file_tells_its_progress_batch_by_batch(rows):
    make_programme("A", slug="a")
    heard = []
    lines = "".join(f"a,{n},ERDF\n" for n in range(rows))
    bring(
        AxisResource,
        f"programme,code,fund\n{lines}",
        progress=lambda line, length: heard.append((line, length)),
    )
    assert heard == {1: [(2, 2)], 600: [(501, 601), (601, 601)]}[rows]
    assert PriorityAxis.history.count() == rows
