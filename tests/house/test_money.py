"""Amounts as people write them are read exactly, or refused with a reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interact_portal.core.money import NotAnAmountError, parse_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    (
        ("0", "0"),
        ("32000000", "32000000"),
        ("32 000 000", "32000000"),
        ("32\u00a0000\u202f000", "32000000"),
        ("32,000,000", "32000000"),
        ("32.000.000", "32000000"),
        ("32'000'000", "32000000"),
        ("32’000’000.50", "32000000.50"),
        ("246.581.112,00 €", "246581112"),
        ("€ 246,581,112.05", "246581112.05"),
        ("246 581 112,5", "246581112.5"),
        ("€84.3 million", "84300000"),
        ("84,3 Mio. EUR", "84300000"),
        ("84.3 M€", "84300000"),
        ("84.3 MEUR", "84300000"),
        ("1.2 bn", "1200000000"),
        ("1,2 Mrd. €", "1200000000"),
        ("12 thousand euro", "12000"),
        ("1.234,5 million", "1234500000"),
        ("0.500 million", "500000"),
        ("0,05", "0.05"),
        ("1.234", "1234"),
        ("32.000", "32000"),
        ("1,500", "1500"),
        ("1,234", "1234"),
        ("1234,5", "1234.5"),
        ("1.500,-", "1500"),
        ("1500,--", "1500"),
        ("EUR1500", "1500"),
        ("+5", "5"),
        ("-5", "-5"),
        ("−5 €", "-5"),
        ("-€5", "-5"),
        ("  7 ", "7"),
    ),
)
def test_an_amount_is_read_as_it_was_meant(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "reason"),
    (
        ("", "is not an amount"),
        ("n/a", "is not an amount"),
        ("about 5", "is not an amount"),
        ("five million", "is not an amount"),
        ("5 apples", "is not an amount"),
        ("£5", "is not an amount"),
        ("5 USD", "is not an amount"),
        ("€5 €", "is not an amount"),
        ("--5", "is not an amount"),
        ("(5)", "is not an amount"),
        ("5.", "is not an amount"),
        (".5", "is not an amount"),
        ("5%", "is not an amount"),
        ("NaN", "is not an amount"),
        ("Infinity", "is not an amount"),
        ("٣٢", "is not an amount"),
        ("3 2000", "has its thousands in the wrong place"),
        ("12,34,567", "has its thousands in the wrong place"),
        ("1,234 567", "has its thousands in the wrong place"),
        ("1.234.56", "has its thousands in the wrong place"),
        ("0.123", "has parts of a cent"),
        ("1234.567", "has parts of a cent"),
        ("1 234.567", "has parts of a cent"),
        ("0.500", "has parts of a cent"),
        ("1,234.567", "has parts of a cent"),
        ("0.0000001 thousand", "has parts of a cent"),
        ("1.23E+08", "was shortened by a spreadsheet: write all the digits"),
        (
            "1.234 million",
            "can be read as 1,234,000 or as 1,234,000,000 euro: write all the digits",
        ),
        ("84,300 k", "can be read as 84,300 or as 84,300,000 euro: write all the digits"),
    ),
)
def test_what_is_no_clear_amount_is_refused_with_its_reason(text, reason):
    with pytest.raises(NotAnAmountError) as refused:
        parse_amount(text)
    assert str(refused.value) == f"“{text}” {reason}"


CENTS = st.integers(min_value=0, max_value=10**15)


@given(CENTS)
def test_every_amount_survives_the_ways_it_is_written_in_europe(cents):
    amount = Decimal(cents).scaleb(-2)
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    french = english.replace(",", "\u202f").replace(".", ",")
    for written in (english, german, french, f"€{english}", f"{german} €", f"{amount:.2f}"):
        assert parse_amount(written) == amount


def read_or_refuse(text):
    try:
        return parse_amount(text)
    except NotAnAmountError as refused:
        return str(refused)


@given(st.text(alphabet="0123456789., '€-+mkE", max_size=14))
def test_any_text_is_read_to_the_cent_or_refused_by_name(text):
    answer = read_or_refuse(text)
    if isinstance(answer, Decimal):
        assert answer == answer.quantize(Decimal("0.01"))
    else:
        assert answer.startswith(f"“{text}” ")
