"""What a cell may say: each kind of column reads it, writes it for an export and shows it.

`clean()` takes the text of a CSV cell or the number, date or truth of a sheet's, and raises
BadCellError with the reason. None is an empty cell: “not published”.
"""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from interact_portal.core.money import NotAnAmountError, exact_amount, parse_amount
from interact_portal.core.text import fold, squeeze
from programmes.models.programmes import normalise_cci

from .findings import BadCellError

YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
DATE_FORMS = ("%d.%m.%Y", "%d %B %Y", "%d %b %Y")


def text_of(value: Any) -> str:
    """Return a cell as text; a whole number of a sheet without a decimal point."""
    if isinstance(value, (datetime.date, datetime.time)):
        raise BadCellError(_("the spreadsheet made a date of this; format the cell as text"))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(value, ".15g")
    return str(value)


class Cell(Widget):
    """A cell of one line of text."""

    empty: Any = ""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return what the cell says, `empty` for None; raise BadCellError."""
        return self.empty if value is None else self.read(value, **kwargs)

    def read(self, value: Any, **kwargs: Any) -> Any:
        """Return what the filled cell says; raise BadCellError."""
        return squeeze(text_of(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the value as the same column would be read again."""
        return "" if value is None else str(value)

    def show(self, value: Any) -> str:
        """Return the value as people read it."""
        if value is None or value == "" or value == []:
            return _("not published")
        return self.words(value)

    def words(self, value: Any) -> str:
        """Return a value that is there as people read it."""
        return self.render(value)


class LongText(Cell):
    """A cell of several lines."""

    def read(self, value: Any, **kwargs: Any) -> str:
        """Return the text with its line breaks."""
        return text_of(value)


class Slug(Cell):
    """An address: small letters, digits and hyphens."""

    def read(self, value: Any, **kwargs: Any) -> str:
        """Return the address."""
        slug = text_of(value).lower()
        if slug != slugify(slug):
            raise BadCellError(
                _("“%(slug)s” is not an address: use letters a to z, digits and hyphens")
                % {"slug": slug}
            )
        return slug


class Cci(Cell):
    """A CCI number in any of the ways it is printed."""

    def read(self, value: Any, **kwargs: Any) -> str:
        """Return the CCI without spaces and brackets, in capitals."""
        text = text_of(value)
        cci = normalise_cci(text)
        if not any(form.fullmatch(cci) for form in CCI_FORMS):
            raise BadCellError(
                _("“%(text)s” is not a CCI number; examples: %(examples)s")
                % {"text": text, "examples": "2007CB163PO029, 2014TC16RFCB001, 2021TC16RFTN001"}
            )
        return cci


# The fund letters and digits differ within a period, the frame around them does not.
CCI_FORMS = tuple(
    re.compile(form)
    for form in (
        r"200[0-6](CB|RG|TC)16[0-9A-Z]{1,2}(PC|PO|DO|TO)[0-9]{3}",
        r"20(0[7-9]|1[0-3])CB16[0-9A-Z]PO[0-9]{3}",
        r"20(1[4-9]|20)TC16[A-Z][A-Z0-9](CB|TN|IR|PC)[0-9]{3}",
        r"202[1-7]TC16[A-Z]{2}(CB|TN|IR|OR)[0-9]{3}",
    )
)


class Amount(Cell):
    """An amount in euro, exact to the cent."""

    empty = None

    def read(self, value: Any, **kwargs: Any) -> Decimal:
        """Return the amount, which is not negative."""
        try:
            amount = parse_amount(text_of(value))
        except NotAnAmountError as error:
            raise BadCellError(str(error)) from error
        if amount < 0:
            raise BadCellError(_("“%(text)s”: an amount cannot be negative") % {"text": value})
        return amount

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the plain number, without cents where there are none."""
        if value is None:
            return ""
        if value == value.to_integral_value():
            value = value.quantize(Decimal(1))
        return value if kwargs.get("force_native_type") else f"{value:f}"

    def words(self, value: Decimal) -> str:
        """Return the amount with its sign and separators."""
        return exact_amount(value)


class Percentage(Cell):
    """A rate from 1 to 100 percent, to a hundredth."""

    empty = None

    def read(self, value: Any, **kwargs: Any) -> Decimal:
        """Return the rate in percent."""
        text = squeeze(text_of(value).replace("%", " "))
        if not re.fullmatch(r"[0-9]{1,3}([.,][0-9]{1,2})?", text):
            raise BadCellError(_("“%(text)s” is not a rate in percent") % {"text": value})
        rate = Decimal(text.replace(",", "."))
        if not 1 <= rate <= 100:
            raise BadCellError(
                _("“%(text)s” is not a rate from 1 to 100 percent") % {"text": value}
            )
        return rate.quantize(Decimal("0.01"))

    def words(self, value: Decimal) -> str:
        """Return the rate with its sign."""
        return f"{value} %"


class WholeNumber(Cell):
    """A whole number within bounds, or a year."""

    empty = None

    def __init__(self, least: int = 1, most: int = 9999):
        super().__init__()
        self.least, self.most = least, most

    def read(self, value: Any, **kwargs: Any) -> int:
        """Return the number."""
        text = text_of(value)
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            raise BadCellError(
                _("“%(text)s” is not a whole number from %(least)s to %(most)s")
                % {"text": text, "least": self.least, "most": self.most}
            )
        return int(text)


def year() -> WholeNumber:
    """Return a cell for a year."""
    return WholeNumber(1950, 2100)


class Day(Cell):
    """A date: `2014-12-02`, `02.12.2014` or `2 December 2014`."""

    empty = None

    def read(self, value: Any, **kwargs: Any) -> datetime.date:
        """Return the date."""
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        text = re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", text_of(value))
        forms = (*DATE_FORMS, "%Y-%m-%d") if re.match(r"[0-9]{1,4}[-. ]", text) else ()
        for form in forms:
            try:
                return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007
            except ValueError:
                continue
        raise BadCellError(
            _("“%(text)s” is not a date; write it as 2014-12-02 or 2 December 2014")
            % {"text": text}
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the date in ISO form."""
        if value is None:
            return ""
        return value if kwargs.get("force_native_type") else value.isoformat()

    def words(self, value: datetime.date) -> str:
        """Return the date as `2 December 2014`."""
        return date_format(value)


class YesNo(Cell):
    """Yes or no; an empty cell is `empty`."""

    def __init__(self, empty: bool | None = None):
        super().__init__()
        self.empty = empty

    def read(self, value: Any, **kwargs: Any) -> bool:
        """Return whether the cell says yes."""
        text = text_of(value).lower()
        if text in YES | NO:
            return text in YES
        raise BadCellError(_("“%(text)s” is neither yes nor no") % {"text": value})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return yes or no."""
        return "" if value is None else ("yes" if value else "no")

    def words(self, value: bool) -> str:
        """Return yes or no in the reader's language."""
        return _("yes") if value else _("no")


class OneOf(Cell):
    """A value of a closed list, by its code or its name; `also` names other ways to write one."""

    def __init__(self, choices: type[TextChoices], also: dict[str, str] | None = None):
        super().__init__()
        self.choices = choices
        self.also = also or {}

    def read(self, value: Any, **kwargs: Any) -> str:
        """Return the code."""
        text = text_of(value)
        if text in self.choices.values:
            return text
        ways = {_key(code): code for code in self.choices.values}
        ways |= {_key(str(label)): code for code, label in self.choices.choices}
        ways |= {_key(way): code for way, code in self.also.items()}
        if _key(text) in ways:
            return ways[_key(text)]
        raise BadCellError(
            _("“%(text)s” is none of: %(choices)s")
            % {"text": text, "choices": ", ".join(self.choices.values)}
        )

    def words(self, value: str) -> str:
        """Return the name in the reader's language."""
        return str(self.choices(value).label)


def _key(text: str) -> str:
    return re.sub(r"\s*[-–—]\s*|\s+", "-", fold(text)).strip("-")


class Several(Cell):
    """A list of texts, parted by semicolons."""

    def __init__(self, longest: int):
        super().__init__()
        self.longest = longest

    @property
    def empty(self) -> list[str]:
        """No text at all."""
        return []

    def read(self, value: Any, **kwargs: Any) -> list[str]:
        """Return the texts, each once."""
        texts = parts_of(value)
        if long := next((text for text in texts if len(text) > self.longest), None):
            raise BadCellError(
                _("“%(text)s” is longer than %(longest)s characters")
                % {"text": long, "longest": self.longest}
            )
        return texts

    def render(self, value: Iterable[str] | None, obj: Any = None, **kwargs: Any) -> str:
        """Return the texts with semicolons between them."""
        return ";".join(value or ())

    def words(self, value: list[str]) -> str:
        """Return the texts as an enumeration."""
        return ", ".join(value)


def parts_of(value: Any) -> list[str]:
    """Return the parts of a cell between semicolons, each once, in order."""
    parts = (squeeze(part) for part in text_of(value).split(";"))
    return list(dict.fromkeys(part for part in parts if part))
