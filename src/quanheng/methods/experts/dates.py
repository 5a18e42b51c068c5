"""Days and whole years, as the Civil Code counts them."""

from datetime import date, datetime

from quanheng.methods.errors import MethodError


def add_years(day: date, years: int) -> date:
    """Return the corresponding day `years` later, else the last day of that month (29 to 28 February).

    A day beyond the calendar's end is its last day.
    """
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def check_day(field: str, value: object) -> None:
    """Refuse what is not a plain date; a datetime is none."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise MethodError("%(field)s: got %(got)r, takes a date", field=field, got=value)


def check_interval(field: str, since: object, until: object) -> None:
    """Refuse an interval that ends before it begins; either end may be unknown."""
    if since is not None:
        check_day(f"{field}.since", since)
    if until is not None:
        check_day(f"{field}.until", until)
    if isinstance(since, date) and isinstance(until, date) and until < since:
        raise MethodError(
            "%(field)s: got an end %(until)s before the start %(since)s",
            field=field,
            until=until,
            since=since,
        )
