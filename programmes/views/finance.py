"""The money of one programme as its page shows it: charts, tables, and what adds up."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interact_portal.core.charts import Chart, Row, stacked_bars
from interact_portal.core.money import exact_amount, short_amount
from programmes.finance import FinanceCheck, Money, check_parts, percent
from programmes.models import PriorityAxis, Programme
from programmes.sums import AxisSum, FundSum, axes_by_fund


def finance_of(programme: Programme) -> dict:
    """Return the finance section of a programme that came with its axes."""
    return {
        "money": programme.money,
        "checks": checks_of(programme),
        "funds": [_fund(programme, fund) for fund in axes_by_fund(programme)],
        "figures": [
            {"label": label, "value": short_amount(amount)}
            for label, amount in (
                (_("EU amount"), programme.eu_amount),
                (_("National amount"), programme.national_amount),
                (_("Total"), programme.total_amount),
            )
            if amount is not None
        ],
        "is_known": programme.money != Money(None, None, None) or bool(programme.axes.all()),
    }


def checks_of(programme: Programme) -> list[FinanceCheck]:
    """Return every check of the programme: its own sums, and each axis that does not add up.

    Axes that do add up make one line together, so that a difference is not lost among them.
    """
    funds = axes_by_fund(programme)
    wrong = [
        check_parts(row.money, _("Axis %(axis)s: EU + national = total") % {"axis": row.code})
        for fund in funds
        for row in fund.rows
        if row.sum_check is not None and not row.sum_check.holds
    ]
    together = [_together(fund, f"{fund.fund.value}: " if len(funds) > 1 else "") for fund in funds]
    return [*programme.finance_checks(), *(each for each in together if each), *wrong]


def _together(fund: FundSum, prefix: str) -> FinanceCheck | None:
    right = [row.total_amount for row in fund.rows if row.sum_check and row.sum_check.holds]
    if not right:
        return None
    label = ngettext(
        "EU + national = total in %(n)s row of the axes",
        "EU + national = total in %(n)s rows of the axes",
        len(right),
    ) % {"n": len(right)}
    return FinanceCheck(prefix + label, sum(right, Decimal(0)), sum(right, Decimal(0)))


def _fund(programme: Programme, fund: FundSum) -> dict:
    first = fund.rows[0]
    return {
        "name": fund.fund.label,
        "short_name": fund.fund.value,
        "chart": _bars(programme, fund),
        "shares": _shares(fund),
        "columns": [
            {"label": _("Axis")},
            *(
                {"label": label, "amount": True}
                for label in (fund.fund.value, _("National"), _("Total"), _("Share"), _("EU rate"))
            ),
        ],
        "rows": [_cells(_row_name(row), row.money, fund.money.total) for row in fund.rows],
        "foot": _cells(_("All axes"), fund.money, fund.money.total),
        "caption": _("%(fund)s by axis") % {"fund": fund.fund.value},
        "note": _("In euro, as published; share and EU rate are computed."),
        "source": first.source,
        "as_of": first.as_of,
    }


def axis_name(axis: AxisSum) -> str:
    """Return the axis's code with its title, as people say it."""
    code = axis.code if axis.code[:1].isalpha() else _("Axis %(code)s") % {"code": axis.code}
    return f"{code}: {axis.title}" if axis.title else code


def _row_name(row: PriorityAxis) -> str:
    objective = row.get_thematic_objective_display() if row.thematic_objective else ""
    titles = dict.fromkeys(part for part in (row.title, objective) if part)
    return " · ".join([row.code, *titles])


def _cells(name: str, money: Money, whole: Decimal | None) -> list[str]:
    return [
        name,
        *(
            "" if each is None else exact_amount(each)
            for each in (money.eu, money.national, money.total)
        ),
        percent_text(percent(money.total, whole)),
        percent_text(money.eu_rate),
    ]


def percent_text(value: Decimal | None) -> str:
    """Return a percentage as people read it, or "" where it is not known."""
    return "" if value is None else _("%(n)s\u00a0%%") % {"n": number_format(value, 1)}


def _bars(programme: Programme, fund: FundSum) -> Chart:
    return stacked_bars(
        [Row(axis_name(axis), (axis.money.eu, axis.money.national)) for axis in fund.axes],
        title=_("Money by axis"),
        sentence=_sentence(fund),
        row_heading=_("Axis"),
        series=[fund.fund.value, _("National")],
    )


def _sentence(fund: FundSum) -> str:
    known = [axis for axis in fund.axes if axis.money.total is not None]
    if not known or fund.money.total is None:
        return _("The totals of the axes are not all published.")
    largest = max(known, key=lambda axis: axis.money.total)
    return _("Of %(total)s, %(amount)s (%(share)s) goes to axis %(axis)s.") % {
        "total": short_amount(fund.money.total),
        "amount": short_amount(largest.money.total),
        "share": percent_text(percent(largest.money.total, fund.money.total)),
        "axis": f"{largest.code}, {largest.title}" if largest.title else largest.code,
    }


def _shares(fund: FundSum) -> Chart | None:
    if not fund.money.total:
        return None
    shares = [percent(axis.money.total, fund.money.total) for axis in fund.axes]
    return stacked_bars(
        [Row(axis_name(axis), (share,)) for axis, share in zip(fund.axes, shares, strict=True)],
        title=_("Share of each axis"),
        sentence=_("In percent of all axes together, EU and national money."),
        row_heading=_("Axis"),
        series=[_("Share")],
        short=percent_text,
        exact=percent_text,
    )
