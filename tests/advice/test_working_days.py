"""Working days: what counts, across weekends, holidays and years."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.working_days import add_working_days, is_working_day, working_days_between

DAY = datetime.date
EASTER_MONDAY, GOOD_FRIDAY = DAY(2026, 4, 6), DAY(2026, 4, 3)
CHRISTMAS = {DAY(2026, 12, 24), DAY(2026, 12, 25), DAY(2027, 1, 1)}
DAYS = st.dates(DAY(2024, 1, 1), DAY(2028, 12, 31))
HOLIDAYS = st.sets(DAYS, max_size=40)


@pytest.mark.parametrize(
    ("day", "number", "holidays", "due"),
    [
        (DAY(2026, 4, 1), 0, (), DAY(2026, 4, 1)),
        (DAY(2026, 4, 4), 0, (), DAY(2026, 4, 6)),
        (DAY(2026, 4, 1), 1, (), DAY(2026, 4, 2)),
        (DAY(2026, 4, 1), 3, (), DAY(2026, 4, 6)),
        (DAY(2026, 4, 2), 1, (GOOD_FRIDAY, EASTER_MONDAY), DAY(2026, 4, 7)),
        (DAY(2026, 4, 3), 10, (), DAY(2026, 4, 17)),
        (DAY(2026, 4, 4), 1, (), DAY(2026, 4, 6)),
        (DAY(2026, 12, 23), 3, CHRISTMAS, DAY(2026, 12, 30)),
        (DAY(2026, 12, 30), 2, CHRISTMAS, DAY(2027, 1, 4)),
    ],
)
def test_an_answer_is_due_after_so_many_days_of_work(day, number, holidays, due):
    assert add_working_days(day, number, holidays) == due


@pytest.mark.parametrize(
    ("start", "end", "holidays", "number"),
    [
        (DAY(2026, 4, 1), DAY(2026, 4, 1), (), 0),
        (DAY(2026, 4, 3), DAY(2026, 4, 5), (), 0),
        (DAY(2026, 4, 3), DAY(2026, 4, 6), (), 1),
        (DAY(2026, 4, 2), DAY(2026, 4, 7), (GOOD_FRIDAY, EASTER_MONDAY), 1),
        (DAY(2026, 1, 1), DAY(2026, 12, 31), (), 260),
        (DAY(2026, 4, 6), DAY(2026, 4, 3), (), -1),
    ],
)
def test_weekends_and_holidays_between_two_days_do_not_count(start, end, holidays, number):
    assert working_days_between(start, end, holidays) == number


@given(DAYS, st.integers(1, 300), HOLIDAYS)
def test_the_day_an_answer_is_due_lies_as_many_working_days_ahead(day, number, holidays):
    due = add_working_days(day, number, holidays)
    assert is_working_day(due, holidays)
    assert working_days_between(day, due, holidays) == number


@given(DAYS, DAYS, HOLIDAYS)
def test_working_days_are_those_one_can_count_on_the_calendar(start, end, holidays):
    if end < start:
        start, end = end, start
    days = (start + datetime.timedelta(days=n) for n in range(1, (end - start).days + 1))
    counted = sum(is_working_day(day, holidays) for day in days)
    assert working_days_between(start, end, holidays) == counted
