"""Euro amounts as people write them, read exactly and written well. Never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .text import squeeze

SCALES = {
    "k": 3, "thousand": 3, "m": 6, "mio": 6, "mln": 6, "million": 6, "millions": 6,
    "bn": 9, "billion": 9, "billions": 9,
}  # fmt: skip
SIGNS = re.compile(r"€|\bEUR\b|\beuros?\b", re.IGNORECASE)
SCALED = re.compile(r"(?P<number>[-+−]?[\d.,\s'’]+)(?P<scale>[a-z]+\.?)?", re.IGNORECASE)


class NotAnAmountError(ValueError):
    """The text is not an amount of money, or can be read as two different ones."""


def parse_amount(text: str) -> Decimal:
    """Return the euro amount that `text` says, exact to the cent.

    Reads `32000000`, `32 000 000`, `32,000,000`, `246.581.112,00 €`, `€84.3 million`. A single
    separator before exactly three digits parts thousands (`1.234` is 1234), since nobody writes
    tenths of a cent; with a scale it is a decimal mark (`1.234 million`). Raises NotAnAmountError
    on words, parts of a cent and thousands in the wrong place.
    """
    bare = squeeze(SIGNS.sub(" ", text))
    match = SCALED.fullmatch(bare)
    if not match:
        raise NotAnAmountError(f"“{text}” is not an amount")
    scale = (match["scale"] or "").lower().rstrip(".")
    if scale and scale not in SCALES:
        raise NotAnAmountError(f"“{text}” is not an amount")
    digits = re.sub(r"[\s'’]", "", match["number"]).replace("−", "-")
    number = _decimal(digits, text, scaled=bool(scale)) * 10 ** SCALES.get(scale, 0)
    if number != number.quantize(Decimal("0.01")):
        raise NotAnAmountError(f"“{text}” has parts of a cent")
    return number.quantize(Decimal("0.01"))


def _decimal(digits: str, text: str, *, scaled: bool) -> Decimal:
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0:
        mark = digits[last]
        other = "," if mark == "." else "."
        tail = digits[last + 1 :]
        is_decimal_mark = digits.count(mark) == 1 and (other in digits or len(tail) != 3 or scaled)
        groups = re.split(r"[.,]", digits[:last] if is_decimal_mark else digits)
        if any(len(group) != 3 for group in groups[1:]):
            raise NotAnAmountError(f"“{text}” has its thousands in the wrong place")
        digits = "".join(groups) + (f".{tail}" if is_decimal_mark else "")
    try:
        return Decimal(digits)
    except InvalidOperation as error:
        raise NotAnAmountError(f"“{text}” is not an amount") from error


def short_amount(amount: Decimal | int) -> str:
    """Return the amount to a tenth of a million: `€ 32.0 million`; below a million, whole euro."""
    number = Decimal(amount)
    for scale, words in (
        (Decimal(10) ** 9, _("€\u00a0%s\u00a0billion")),
        (Decimal(10) ** 6, _("€\u00a0%s\u00a0million")),
    ):
        # 999 960 000 is 1.0 billion, not 1000.0 million.
        if abs(number) >= scale - scale / 20000:
            rounded = (number / scale).quantize(Decimal("0.1"), ROUND_HALF_UP)
            return words % number_format(rounded, 1)
    return f"€\u00a0{number_format(number.quantize(Decimal(1), ROUND_HALF_UP), 0)}"


def exact_amount(amount: Decimal | int) -> str:
    """Return the amount to the cent, without cents where there are none: `€ 32,000,000`."""
    number = Decimal(amount)
    places = 0 if number == number.to_integral_value() else 2
    return f"€\u00a0{number_format(number, places, force_grouping=True)}"
