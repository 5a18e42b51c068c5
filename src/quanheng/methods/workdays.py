"""Working days (工作日): Monday to Friday, but for the holidays and make-up days of a table.

The table is data with a last known day; a date past it is not guessed (domain.md 16).
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from quanheng.methods.errors import CalendarUnknown, MethodError, shown

_DAY = timedelta(days=1)
_SATURDAY = 5


class WorkCalendar:
    """Which days are worked on: `holidays` are days off, `workdays` are weekend days made up for."""

    def __init__(self, holidays: Collection[date], workdays: Collection[date], known_until: date) -> None:
        self.holidays = _days("holidays", holidays)
        self.workdays = _days("workdays", workdays)
        self.known_until = _day("known_until", known_until)
        for day in sorted(self.holidays & self.workdays):
            raise MethodError("workdays: got %(day)s, which is a holiday too, takes each day once", day=day)

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked on. Raises `CalendarUnknown` after the last known day."""
        self._require_known("day", day)
        return day in self.workdays or (day.weekday() < _SATURDAY and day not in self.holidays)

    def add_workdays(self, start: date, days: int) -> date:
        """Return the `days`-th working day after `start`; the start day does not count, and 0 days is the start itself."""
        self._require_known("start", start)
        if not isinstance(days, int) or isinstance(days, bool) or days < 0:
            raise MethodError("days: got %(days)s, takes a whole number from 0", days=shown(days))
        day = start
        while days:
            day = self._next(day)
            days -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start`, up to and including `end`, which is not earlier."""
        self._require_known("start", start)
        self._require_known("end", end)
        if end < start:
            raise MethodError("end: got %(end)s, takes a day not before %(start)s", end=end, start=start)
        count, day = 0, start
        while day < end:
            day = self._next(day)
            count += self.is_workday(day)
        return count

    def _next(self, day: date) -> date:
        if day >= self.known_until:
            raise CalendarUnknown(
                "date: got a day after %(known)s, the last day of the holiday table", known=self.known_until
            )
        return day + _DAY

    def _require_known(self, argument: str, day: date) -> None:
        if _day(argument, day) > self.known_until:
            raise CalendarUnknown(
                "%(argument)s: got %(day)s, takes a day up to %(known)s, the last day of the holiday table",
                argument=argument,
                day=day,
                known=self.known_until,
            )


def _day(argument: str, value: object) -> date:
    """Return a plain date; a datetime is refused, because its day depends on the time zone."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise MethodError(
            "%(argument)s: got %(type)s, takes a date", argument=argument, type=type(value).__name__
        )
    return value


def _days(argument: str, values: object) -> frozenset[date]:
    if not isinstance(values, Collection) or isinstance(values, str | bytes):
        raise MethodError(
            "%(argument)s: got %(type)s, takes dates", argument=argument, type=type(values).__name__
        )
    return frozenset(_day(argument, value) for value in values)
