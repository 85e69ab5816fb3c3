"""Working days: Monday to Friday without the operator's holidays. Pure arithmetic on days."""

import datetime
from collections.abc import Collection

ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5
NONE: frozenset[datetime.date] = frozenset()


def is_working_day(day: datetime.date, holidays: Collection[datetime.date] = NONE) -> bool:
    """Say whether the secretariat works on `day`."""
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(
    day: datetime.date, number: int, holidays: Collection[datetime.date] = NONE
) -> datetime.date:
    """Return the `number`-th working day after `day`; `day` itself does not count.

    With 0 it is `day`, or the next working day where `day` is none.
    """
    while number > 0:
        day += ONE_DAY
        number -= is_working_day(day, holidays)
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def working_days_between(
    start: datetime.date, end: datetime.date, holidays: Collection[datetime.date] = NONE
) -> int:
    """Return how many working days after `start` have begun by `end`; 0 on the same day.

    So that `add_working_days(start, n)` lies n working days after `start`. Negative where `end`
    comes first.
    """
    if end < start:
        return -working_days_between(end, start, holidays)
    weeks, rest = divmod((end - start).days, 7)
    last = start + datetime.timedelta(days=weeks * 7)
    number = weeks * SATURDAY
    number += sum(is_working_day(last + ONE_DAY * n) for n in range(1, rest + 1))
    return number - sum(start < day <= end and is_working_day(day) for day in set(holidays))
