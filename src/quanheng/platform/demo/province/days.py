"""The time of the story: counted in working days before (and after) the present of the demonstration."""

from datetime import date, datetime, time, timedelta

from quanheng.methods.errors import CalendarUnknown
from quanheng.platform.common.calendar import SHANGHAI, work_calendar
from quanheng.platform.demo.province.sources import source

OPENING = time(10, 0)
"""The hour at which the story ends and the visitor's time begins."""
ONE = timedelta(days=1)


class Days:
    """Working days around the present, which is ten in the morning of a working day."""

    def __init__(self, today: date) -> None:
        self._calendar = work_calendar()
        self.today = today
        while not self._is_workday(self.today):
            self.today += ONE
        self.present = datetime.combine(self.today, OPENING, SHANGHAI)
        self._found: dict[int, date] = {0: self.today}

    def day(self, before: int) -> date:
        """Return the working day that lies so many working days before the present; negative: after it."""
        if before not in self._found:
            step = ONE if before < 0 else -ONE
            day = self.day(before + 1 if before < 0 else before - 1) + step
            while not self._is_workday(day):
                day += step
            self._found[before] = day
        return self._found[before]

    def at(self, before: int, clock: str = "10:00") -> datetime:
        """Return an hour (Shanghai) of that working day."""
        hours, minutes = (int(part) for part in clock.split(":"))
        return datetime.combine(self.day(before), time(hours, minutes), SHANGHAI)

    def _is_workday(self, day: date) -> bool:
        try:
            return self._calendar.is_workday(day) if self._calendar else day.weekday() < 5
        except CalendarUnknown:
            return day.weekday() < 5


def first_day(now: datetime) -> date:
    """Return the day on which a demonstration loaded `now` begins: its ten o'clock is still to come."""
    local = now.astimezone(SHANGHAI)
    return local.date() if local.time() < OPENING else local.date() + ONE


def holidays() -> dict[date, tuple[bool, str]]:
    """Return the days that differ from Monday to Friday: whether they are worked on, and why they differ."""
    found: dict[date, tuple[bool, str]] = {}
    for year in source("calendar")["year"]:
        for row in year["holidays"]:
            length = (row["last"] - row["first"]).days + 1
            found |= {row["first"] + n * ONE: (False, row["name"]) for n in range(length)}
        found |= {row["day"]: (True, row["name"]) for row in year["workdays"]}
    return found
