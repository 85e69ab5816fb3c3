"""Money proves itself: rates are computed, published figures are checked and never mended."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.finance import FinanceCheck, Money, check_parts, percent
from tests.factories import make_axis, make_programme

CENTS = st.integers(min_value=0, max_value=10**13).map(lambda cents: Decimal(cents).scaleb(-2))


def euro(eu=None, national=None, total=None):
    """Return amounts in euro; None is not published."""
    return Money(*(None if one is None else Decimal(one) for one in (eu, national, total)))


@pytest.mark.parametrize(
    ("money", "rate"),
    (
        (euro(32_000_000, 5_600_000, 37_600_000), "85.1"),
        (euro(2_000_000, 400_000, 2_400_000), "83.3"),
        (euro(34_000_000, 6_000_000, 40_000_000), "85.0"),
        (euro(0, 5, 5), "0.0"),
    ),
)
def test_the_rate_is_the_eu_amount_of_the_published_total(money, rate):
    assert str(money.eu_rate) == rate


@pytest.mark.parametrize("money", (euro(), euro(5), euro(None, 5, 10), euro(0, 0, 0)))
def test_there_is_no_rate_of_what_is_not_published_or_nothing(money):
    assert money.eu_rate is None


def test_the_national_amount_is_what_the_total_leaves():
    assert euro(85, None, 100).national_or_rest == 15
    assert euro(85, 14, 100).national_or_rest == 14
    assert euro(85, None, None).national_or_rest is None


def test_a_share_is_exact_to_a_tenth():
    assert percent(Decimal("37600000"), Decimal("40000000")) == Decimal("94.0")
    assert percent(Decimal("2400000"), Decimal("40000000")) == Decimal("6.0")
    assert percent(None, Decimal("5")) is None
    assert percent(Decimal("5"), None) is None
    assert percent(Decimal("5"), Decimal("0")) is None


@given(CENTS, CENTS)
def test_parts_that_make_the_total_hold_to_the_cent(eu, national):
    check = check_parts(Money(eu, national, eu + national), "")
    assert check.holds
    assert check.difference == 0


@given(CENTS, CENTS, CENTS.filter(bool))
def test_a_difference_of_any_cent_is_seen_with_its_sign(eu, national, off):
    check = check_parts(Money(eu, national, eu + national + off), "")
    assert not check.holds
    assert check.difference == -off


@pytest.mark.parametrize("money", (euro(5, 5), euro(5, None, 10), euro(None, 5, 10)))
def test_what_is_not_published_is_not_checked(money):
    assert check_parts(money, "") is None


def test_a_sum_of_nothing_is_not_checked():
    assert FinanceCheck.of_sum("", [], Decimal("5")) is None
    assert FinanceCheck.of_sum("", [Decimal("5"), None], Decimal("5")) is None


@pytest.mark.django_db
def test_a_programme_is_checked_against_itself_and_its_axes():
    programme = make_programme(eu_amount=34, national_amount=6, total_amount=40)
    make_axis(programme, "1", eu_amount=32, national_amount=5, total_amount=37)
    make_axis(programme, "2", eu_amount=2, national_amount=1, total_amount=2)
    programme.refresh_from_db()
    assert [check.difference for check in programme.finance_checks()] == [0, 0, 0, -1]


@pytest.mark.django_db
def test_axes_with_an_unknown_amount_are_not_checked_against_the_programme():
    programme = make_programme(eu_amount=34, total_amount=40)
    make_axis(programme, "1", eu_amount=32, total_amount=40)
    make_axis(programme, "2", eu_amount=None, total_amount=0)
    checks = programme.axes_checks()
    assert [check.difference for check in checks] == [0]
