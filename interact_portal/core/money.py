"""Euro amounts as people write them, read exactly and written well. Never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .text import squeeze

CENT = Decimal("0.01")
SCALES = {
    "k": 3, "keur": 3, "thousand": 3, "thousands": 3,
    "m": 6, "meur": 6, "mio": 6, "mln": 6, "mill": 6, "million": 6, "millions": 6,
    "bn": 9, "mrd": 9, "billion": 9, "billions": 9,
}  # fmt: skip
CURRENCY = re.compile(r"€|(?<![a-z])eur(?:os?)?(?![a-z])", re.IGNORECASE)
# A sign, a number with its separators, “,-” for no cents, and a scale.
AMOUNT = re.compile(
    r"(?P<sign>[-+−]?) ?(?P<number>[0-9](?:[0-9 .,'’]*[0-9])?)(?:[.,](?:--?|–))?"
    r"(?: ?(?P<scale>[a-z]+)\.?)?",
    re.IGNORECASE,
)
SHORTENED = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?E[-+]?[0-9]+", re.IGNORECASE)
# The two ways to write the number itself: in one run, or in groups of three; then the cents.
IN_ONE_RUN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<rest>[0-9]+))?")
IN_GROUPS = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<gap>[ .,'’])[0-9]{3}(?:(?P=gap)[0-9]{3})*)"
    r"(?:(?!(?P=gap))[.,](?P<rest>[0-9]+))?"
)


class NotAnAmountError(ValueError):
    """The text is not an amount of money, or can be read as two different ones."""


def parse_amount(text: str) -> Decimal:
    """Return the euro amount that `text` says, exact to the cent; it may be negative.

    Reads `32000000`, `32 000 000`, `32,000,000`, `246.581.112,00 €`, `€84.3 million`, `1.500,-`.
    Both ways to read the text are tried, and one that writes parts of a cent is dropped: so
    `1.234` and `1.500` are 1234 and 1500, since nobody writes tenths of a cent. Raises
    NotAnAmountError, saying why, on words, parts of a cent, thousands in the wrong place, figures a
    spreadsheet has shortened, and on what can be read in two ways (`1.234 million`).
    """
    bare = squeeze(text)
    if SHORTENED.fullmatch(bare):
        raise NotAnAmountError(
            _("“%(text)s” was shortened by a spreadsheet: write all the digits") % {"text": text}
        )
    without_currency, signs = CURRENCY.subn(" ", bare)
    match = AMOUNT.fullmatch(squeeze(without_currency))
    scale = (match["scale"] or "").lower() if match else ""
    if match is None or signs > 1 or (scale and scale not in SCALES):
        raise NotAnAmountError(_("“%(text)s” is not an amount") % {"text": text})
    amount = _only_reading(match["number"], SCALES.get(scale, 0), text)
    return -amount if match["sign"] in ("-", "−") else amount


def _only_reading(number: str, zeros: int, text: str) -> Decimal:
    readings = [found for way in (IN_ONE_RUN, IN_GROUPS) if (found := way.fullmatch(number))]
    if not readings:
        raise NotAnAmountError(
            _("“%(text)s” has its thousands in the wrong place") % {"text": text}
        )
    exact = sorted(
        Decimal(f"{re.sub('[^0-9]', '', found['whole'])}.{found['rest'] or 0}").scaleb(zeros)
        for found in readings
        if len(found["rest"] or "") <= zeros + 2
    )
    if not exact:
        raise NotAnAmountError(_("“%(text)s” has parts of a cent") % {"text": text})
    if exact[0] != exact[-1]:
        raise NotAnAmountError(
            _("“%(text)s” can be read as %(less)s or as %(more)s euro: write all the digits")
            % {"text": text, "less": f"{exact[0]:,.0f}", "more": f"{exact[-1]:,.0f}"}
        )
    return exact[0].quantize(CENT)


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
    return _signed(number.quantize(Decimal(1), ROUND_HALF_UP), 0)


def exact_amount(amount: Decimal | int) -> str:
    """Return the amount to the cent, without cents where there are none: `€ 32,000,000`."""
    number = Decimal(amount)
    places = 0 if number == number.to_integral_value() else 2
    return _signed(number, places)


def _signed(number: Decimal, places: int) -> str:
    minus = "−" if number < 0 else ""
    return f"{minus}€\u00a0{number_format(abs(number), places, force_grouping=True)}"
