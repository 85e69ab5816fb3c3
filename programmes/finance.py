"""Money that proves itself: rates, shares, and the checks of parts against published totals.

Published figures are never mended: a difference is computed and shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise


@dataclass(frozen=True)
class Money:
    """EU amount, national amount and total in euro, each None where not published."""

    eu: Decimal | None
    national: Decimal | None
    total: Decimal | None

    @property
    def national_or_rest(self) -> Decimal | None:
        """The national amount, or what the published total leaves beside the EU amount."""
        if self.national is None and self.total is not None and self.eu is not None:
            return self.total - self.eu
        return self.national

    @property
    def eu_rate(self) -> Decimal | None:
        """The EU amount in percent of the published total, to a tenth."""
        return percent(self.eu, self.total)


@dataclass(frozen=True)
class FinanceCheck:
    """One sum that ought to hold: what the parts give, what is published, and the difference."""

    label: str | Promise
    computed: Decimal
    published: Decimal

    @property
    def difference(self) -> Decimal:
        """Parts less published total, in euro: 0 when the figures add up."""
        return self.computed - self.published

    @property
    def holds(self) -> bool:
        """Whether the figures add up to the cent."""
        return self.difference == 0

    @classmethod
    def of_sum(
        cls, label: str | Promise, parts: Iterable[Decimal | None], published: Decimal | None
    ) -> "FinanceCheck | None":
        """Check `parts` against `published`; None when there are no parts or one is unknown."""
        known = list(parts)
        if not known or published is None or any(part is None for part in known):
            return None
        return cls(label, sum(known, Decimal(0)), published)


def check_parts(money: Money, label: str | Promise) -> FinanceCheck | None:
    """Check EU and national amount against the published total; None when one is unknown."""
    return FinanceCheck.of_sum(label, (money.eu, money.national), money.total)


def percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return `part` in percent of `whole`, to a tenth; None when unknown or of nothing."""
    if part is None or not whole:
        return None
    return (100 * part / whole).quantize(Decimal("0.1"))
