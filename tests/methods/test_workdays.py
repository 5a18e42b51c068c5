"""Working days follow the holiday table, and nothing is guessed beyond it (domain.md 16)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.methods.errors import CalendarUnknown, MethodError
from quanheng.methods.workdays import WorkCalendar

KNOWN_UNTIL = date(2026, 12, 31)
HOLIDAYS = [date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))]
MADE_UP = [date(2026, 9, 20), date(2026, 10, 10)]
CALENDAR = WorkCalendar(HOLIDAYS, MADE_UP, KNOWN_UNTIL)
START = date(2026, 9, 21)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 1))


def test_twenty_working_days_over_the_national_day():
    assert CALENDAR.add_workdays(START, 20) == date(2026, 10, 26)


def test_monday_to_friday_alone_would_be_a_week_early():
    assert WorkCalendar([], [], KNOWN_UNTIL).add_workdays(START, 20) == date(2026, 10, 19)


def test_the_start_day_does_not_count_and_the_last_one_does():
    assert CALENDAR.workdays_between(START, date(2026, 10, 26)) == 20


def test_a_made_up_weekend_day_is_worked_on():
    days = [date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 11), date(2026, 10, 1)]
    assert [CALENDAR.is_workday(day) for day in days] == [True, True, False, False]


def test_no_days_later_is_the_start_itself():
    assert CALENDAR.add_workdays(date(2026, 10, 1), 0) == date(2026, 10, 1)


@given(DAYS, st.integers(1, 15))
def test_adding_and_counting_agree(start, days):
    end = CALENDAR.add_workdays(start, days)
    assert (CALENDAR.workdays_between(start, end), CALENDAR.is_workday(end)) == (days, True)


@given(DAYS, st.integers(0, 30))
def test_counting_agrees_with_a_plain_walk(start, span):
    days = [start + timedelta(n) for n in range(1, span + 1)]
    worked = [d for d in days if d in MADE_UP or (d.isoweekday() < 6 and d not in HOLIDAYS)]
    assert CALENDAR.workdays_between(start, start + timedelta(span)) == len(worked)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.is_workday(date(2027, 1, 1)),
        lambda: CALENDAR.add_workdays(date(2027, 1, 4), 0),
        lambda: CALENDAR.add_workdays(date(2026, 12, 31), 1),
        lambda: CALENDAR.add_workdays(START, 10**9),
        lambda: CALENDAR.workdays_between(START, date(2027, 1, 1)),
        lambda: WorkCalendar([], [], date.max).add_workdays(date.max, 1),
    ],
)
def test_a_day_beyond_the_table_is_not_guessed(ask):
    with pytest.raises(CalendarUnknown, match="the last day of the holiday table"):
        ask()


@pytest.mark.parametrize("days", [-1, 1.0, True, None, "3"])
def test_a_number_of_days_is_whole_and_not_negative(days):
    with pytest.raises(MethodError, match="days: got"):
        CALENDAR.add_workdays(START, days)


def test_an_end_before_the_start_is_refused():
    with pytest.raises(MethodError, match="end: got 2026-09-20, takes a day not before 2026-09-21"):
        CALENDAR.workdays_between(START, date(2026, 9, 20))


@pytest.mark.parametrize("start", [datetime(2026, 9, 21, tzinfo=UTC), "2026-09-21", None, 5])
def test_only_a_date_is_a_day(start):
    with pytest.raises(MethodError, match=r"start: got .*takes a date"):
        CALENDAR.add_workdays(start, 1)


def test_a_day_cannot_be_both_off_and_made_up():
    with pytest.raises(MethodError, match="2026-09-20, which is a holiday too"):
        WorkCalendar(MADE_UP, MADE_UP, KNOWN_UNTIL)


@pytest.mark.parametrize("holidays", [None, "2026-10-01", ["2026-10-01"], 7])
def test_a_table_holds_dates(holidays):
    with pytest.raises(MethodError, match=r"holidays: got .*takes"):
        WorkCalendar(holidays, [], KNOWN_UNTIL)
