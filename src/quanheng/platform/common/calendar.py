"""Deadlines in working days, from an editable table of holidays and make-up days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models

from quanheng.methods.errors import CalendarUnknown
from quanheng.methods.workdays import WorkCalendar
from quanheng.platform.common.schemes import stack_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOSE_OF_DAY = time(17, 0)
"""A deadline ends with the office day."""


class CalendarDay(models.Model):
    """A day that differs from Monday–Friday: a holiday (休) or a make-up working day (班)."""

    day = models.DateField(primary_key=True)
    workday = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        app_label = "common"
        ordering = ["day"]


class CalendarYear(models.Model):
    """A year whose table is complete; beyond the last one deadlines are provisional."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=120)

    class Meta:
        app_label = "common"


def work_calendar() -> WorkCalendar | None:
    """Return the calendar of the table, `None` while no year is complete."""
    years = list(CalendarYear.objects.values_list("year", flat=True))
    if not years:
        return None
    rows = list(CalendarDay.objects.values_list("day", "workday"))
    return WorkCalendar(
        holidays=[d for d, work in rows if not work],
        workdays=[d for d, work in rows if work],
        known_until=date(max(years), 12, 31),
    )


def add_workdays(start: date, days: int) -> tuple[date, bool]:
    """Return the day and whether it is provisional (the table does not reach it: Monday–Friday counted)."""
    try:
        if calendar := work_calendar():
            return calendar.add_workdays(start, days), False
    except CalendarUnknown:
        pass
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day, True


def due_at(key: str, *, start: datetime, scheme: str = "") -> tuple[datetime, bool]:
    """Return when the deadline `key` of the case's scheme ends, and whether that is provisional."""
    deadline = stack_of(scheme).deadline(key)
    first = start.astimezone(SHANGHAI).date()
    if deadline.kind == "workday":
        day, provisional = add_workdays(first, deadline.days)
    else:
        day, provisional = first + timedelta(days=deadline.days), False
    return datetime.combine(day, CLOSE_OF_DAY, SHANGHAI), provisional


def workdays_left(due: datetime, now: datetime) -> int:
    """Return the working days from today to the due day; negative when it has passed."""
    today, last = now.astimezone(SHANGHAI).date(), due.astimezone(SHANGHAI).date()
    calendar = work_calendar()
    try:
        if calendar and last >= today:
            return calendar.workdays_between(today, last)
    except CalendarUnknown:
        pass
    return (last - today).days
