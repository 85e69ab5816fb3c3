"""Which published amounts may be added, and what they add up to. Unlike figures are never mixed.

Amounts are alike when they come from the same funds, are all exact or all rounded, and are said by
their source to be the same thing (`Programme.amounts_basis`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .choices import Fund
from .finance import Money
from .models import PriorityAxis, Programme


@dataclass(frozen=True)
class Basis:
    """What kind of figure an amount is. Two amounts are added only when these are equal."""

    funds: tuple[str, ...]
    rounded: bool
    words: str

    def __str__(self) -> str:
        fund = " + ".join(self.funds) or _("fund not stated")
        exactness = _("rounded in the source") if self.rounded else _("exact")
        return ", ".join(part for part in (fund, exactness) if part)


@dataclass(frozen=True)
class Sum:
    """The sum of one kind of figure: how many programmes have it, and what they add up to.

    `eu_count` and `total_count` say how many of the programmes have that amount; an amount that
    none of them has is None.
    """

    basis: Basis
    count: int
    eu: Decimal | None
    eu_count: int
    total: Decimal | None
    total_count: int


@dataclass(frozen=True)
class Sums:
    """The figures of a list of programmes: how many have any, and a sum for each basis."""

    count: int
    with_figures: int
    by_basis: list[Sum]

    @property
    def largest(self) -> Sum | None:
        """The sum that most programmes are in."""
        return self.by_basis[0] if self.by_basis else None

    @property
    def left_out(self) -> list[str]:
        """What the largest sum leaves out, in words."""
        return [
            ngettext("%(n)s programme: %(basis)s", "%(n)s programmes: %(basis)s", other.count)
            % {"n": other.count, "basis": other.basis}
            for other in self.by_basis[1:]
        ]


def funds_in(words: str) -> tuple[str, ...]:
    """Return the funds that the words of a source name: “ERDF and national” gives ERDF.

    “Not stated whether ERDF or total” names none.
    """
    if "not stated" in words:
        return ()
    return tuple(fund for fund in Fund.values if fund != Fund.OTHER and fund in words)


def basis_of(programme: Programme) -> Basis:
    """Return the basis of a programme's own amounts; reads `axes`, which lists prefetch."""
    funds = tuple(sorted({axis.fund for axis in programme.axes.all()}))
    words = programme.amounts_basis
    return Basis(funds or funds_in(words), programme.amounts_rounded, words)


def add_up(programmes: Sequence[Programme]) -> Sums:
    """Return the sums of the programmes' own amounts, one for each basis, the most common first.

    Programmes come with their `axes`.
    """
    groups: dict[Basis, list[Money]] = defaultdict(list)
    with_figures = 0
    for programme in programmes:
        money = programme.money
        has_own = money.eu is not None or money.total is not None
        with_figures += has_own or bool(programme.axes.all())
        if has_own:
            groups[basis_of(programme)].append(money)
    sums = [_sum_of(basis, moneys) for basis, moneys in groups.items()]
    sums.sort(key=lambda each: (-each.count, each.basis.funds, each.basis.rounded))
    return Sums(len(programmes), with_figures, sums)


def _sum_of(basis: Basis, moneys: list[Money]) -> Sum:
    eu = [money.eu for money in moneys if money.eu is not None]
    total = [money.total for money in moneys if money.total is not None]
    return Sum(
        basis,
        len(moneys),
        sum(eu) if eu else None,
        len(eu),
        sum(total) if total else None,
        len(total),
    )


@dataclass(frozen=True)
class AxisSum:
    """One axis of a programme in one fund: its published rows and what they add up to."""

    code: str
    title: str
    rows: list[PriorityAxis]
    money: Money


@dataclass(frozen=True)
class FundSum:
    """All axes of a programme that spend one fund, and what they add up to."""

    fund: Fund
    axes: list[AxisSum]
    money: Money

    @property
    def rows(self) -> list[PriorityAxis]:
        """Every published row."""
        return [row for axis in self.axes for row in axis.rows]


def axes_by_fund(programme: Programme) -> list[FundSum]:
    """Return the programme's axes, grouped by fund; rows of one code are one axis."""
    funds: dict[str, dict[str, list[PriorityAxis]]] = defaultdict(lambda: defaultdict(list))
    for row in programme.axes.all():
        funds[row.fund][row.code].append(row)
    return [
        FundSum(
            Fund(fund),
            [AxisSum(code, _title_of(rows), rows, money_of(rows)) for code, rows in axes.items()],
            money_of([row for rows in axes.values() for row in rows]),
        )
        for fund, axes in funds.items()
    ]


def money_of(rows: Iterable[PriorityAxis]) -> Money:
    """Return the sum of the rows; an amount that one row lacks is unknown in the sum."""
    moneys = [row.money for row in rows]
    return Money(
        *(
            None if any(amount is None for amount in amounts) else sum(amounts, Decimal(0))
            for amounts in zip(*((m.eu, m.national, m.total) for m in moneys), strict=True)
        )
    )


def _title_of(rows: list[PriorityAxis]) -> str:
    """Return the axis's own title, or the objectives that its rows serve."""
    titles = [row.title or row.get_thematic_objective_display() for row in rows]
    return ", ".join(dict.fromkeys(title for title in titles if title))


def why_not_added(programmes: Sequence[Programme]) -> str:
    """Return the sentence that says why the amounts of `programmes` are not added, or "".

    Amounts that nobody published are no reason: they are not there to be added.
    """
    published = [p for p in programmes if p.eu_amount is not None or p.total_amount is not None]
    bases = {basis_of(programme) for programme in published}
    if len({basis.funds for basis in bases}) > 1:
        funds = " / ".join(sorted({" + ".join(b.funds) or _("not stated") for b in bases}))
        return _("They come from different funds (%(funds)s).") % {"funds": funds}
    if len({basis.rounded for basis in bases}) > 1:
        return _("Some are rounded in their source, others are exact.")
    if len({basis.words for basis in bases}) > 1:
        return _("Their sources count different things: %(words)s.") % {
            "words": "; ".join(sorted(b.words or _("basis not stated") for b in bases))
        }
    kinds = {(p.eu_amount is not None, p.total_amount is not None) for p in published}
    if len(kinds) > 1:
        return _("Some sources give the EU amount only, others the total only.")
    return ""
