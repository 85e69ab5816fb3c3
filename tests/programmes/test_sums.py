"""What may be added and what may not."""

from decimal import Decimal

import pytest

from programmes.choices import Fund, ThematicObjective
from programmes.models import Programme
from programmes.sums import add_up, axes_by_fund, basis_of, why_not_added
from tests.factories import make_axis, make_programme

pytestmark = pytest.mark.django_db
ERDF = "planned, ERDF and national co-financing"
IPA = "planned, IPA and national co-financing"


def make_amounts(title: str, eu: int | None, total: int | None = None, **fields) -> Programme:
    fields.setdefault("amounts_basis", ERDF)
    return make_programme(title, eu_amount=eu, total_amount=total, **fields)


def test_only_amounts_of_one_kind_are_added_and_the_rest_is_named():
    rows = [
        make_amounts("Exact 1", 10, 12),
        make_amounts("Exact 2", 20, 25),
        make_amounts("Rounded", 1000, 2000, amounts_rounded=True),
        make_amounts("IPA", 500, 600, amounts_basis=IPA),
        make_amounts("Unclear", None, 70, amounts_basis="not stated whether ERDF or total"),
        make_amounts("Unknown", None, None),
    ]
    sums = add_up(rows)
    assert (sums.count, sums.with_figures) == (6, 5)
    assert (sums.largest.eu, sums.largest.total, sums.largest.count) == (30, 37, 2)
    assert str(sums.largest.basis) == "ERDF, exact"
    assert sorted(sums.left_out) == [
        "1 programme: ERDF, rounded in the source",
        "1 programme: IPA, exact",
        "1 programme: fund not stated, exact",
    ]
    assert sum(each.eu or 0 for each in sums.by_basis) == 1530  # each once, none lost


def test_an_amount_that_some_lack_says_how_many_have_it():
    sums = add_up([make_amounts("A", 10, None), make_amounts("B", 20, 30)])
    assert (sums.largest.eu, sums.largest.eu_count) == (30, 2)
    assert (sums.largest.total, sums.largest.total_count) == (30, 1)


def test_the_funds_of_the_axes_count_more_than_words():
    programme = make_amounts("A", 10, amounts_basis="")
    make_axis(programme, "1", fund=Fund.IPA)
    assert basis_of(programme).funds == ("IPA",)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"amounts_basis": IPA}, "different funds (ERDF / IPA)"),
        ({"amounts_rounded": True}, "Some are rounded"),
        ({"amounts_basis": "spent, ERDF"}, "count different things"),
        ({"total_amount": None}, "the EU amount only"),
        ({}, ""),
    ],
)
def test_a_sum_of_unlike_amounts_is_refused_with_its_reason(other, reason):
    first = make_amounts("First", 10, 20)
    second = make_programme(
        "Second", **({"eu_amount": 1, "total_amount": 2, "amounts_basis": ERDF} | other)
    )
    said = why_not_added([first, second])
    assert (reason in said) if reason else said == ""


def test_rows_of_one_axis_are_added_and_funds_stand_apart():
    programme = make_programme("Two funds")
    research, sme = ThematicObjective.RESEARCH, ThematicObjective.SME
    for objective, eu in ((research, 10), (sme, 5)):
        make_axis(
            programme,
            "1",
            thematic_objective=objective,
            eu_amount=eu,
            national_amount=1,
            total_amount=eu + 1,
        )
    make_axis(programme, "1", fund=Fund.IPA, eu_amount=100)
    erdf, ipa = axes_by_fund(programme)
    assert [(axis.code, axis.money.eu, axis.money.total) for axis in erdf.axes] == [("1", 15, 17)]
    assert "Research and innovation, Competitiveness" in erdf.axes[0].title
    assert erdf.money.eu == Decimal(15)
    assert (ipa.money.eu, ipa.money.national, ipa.money.total) == (100, None, None)
