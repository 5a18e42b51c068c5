"""How dates stand in documents: 2026年9月21日, always in China time."""

from datetime import date, datetime, timedelta, timezone

CHINA_TIME = timezone(timedelta(hours=8))
"""Documents carry one fixed offset; China has kept no summer time since 1991."""


def day(value: date) -> str:
    """Return `value` as 2026年9月21日; a datetime (aware) is first taken to China time."""
    if isinstance(value, datetime):
        value = value.astimezone(CHINA_TIME)
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """Return an aware datetime as 2026年9月21日 10:21."""
    return f"{day(value)} {value.astimezone(CHINA_TIME):%H:%M}"
