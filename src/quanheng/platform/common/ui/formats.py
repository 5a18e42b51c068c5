"""How amounts, days and moments are written, in the reader's language and in China's time."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

NOTHING = "—"
CENT = Decimal("0.01")


def money(value: Decimal | int | str | None) -> str:
    """Return yuan with two decimals: `1,234,567.00 元`, `CNY 1,234,567.00`."""
    if value in (None, ""):
        return NOTHING
    return gettext("CNY %(amount)s") % {"amount": _figures(Decimal(value), CENT)}


def wan(value: Decimal | int | str | None) -> str:
    """Return yuan in ten-thousands (万元, two decimals); in English in millions (four decimals)."""
    if value in (None, ""):
        return NOTHING
    if _is_chinese():
        return gettext("%(amount)s ten thousand yuan") % {"amount": _figures(Decimal(value).scaleb(-4), CENT)}
    return f"CNY {_figures(Decimal(value).scaleb(-6), Decimal('0.0001'))} million"


def day(value: date | datetime | None) -> str:
    """Return 2026年9月21日 or 21 Sep 2026; a moment is first brought to China's time."""
    if value is None:
        return NOTHING
    local = _local(value)
    return _written(local.date() if isinstance(local, datetime) else local, chinese=_is_chinese())


@lru_cache(maxsize=4096)
def _written(day: date, *, chinese: bool) -> str:
    return date_format(day, "DATE_FORMAT" if chinese else "j M Y")


def moment(value: datetime | None) -> str:
    """Return 2026年9月21日 17:00 or 21 Sep 2026 17:00, in China's time."""
    if value is None:
        return NOTHING
    return f"{day(value)} {clock(value)}"


def clock(value: datetime) -> str:
    """Return 17:00, in China's time."""
    return _local(value).strftime("%H:%M")


def number(value: object) -> str:
    """Return a computed value as people read it: thousands apart, at most four decimals, lists by commas."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list | tuple):
        return ", ".join(number(item) for item in value)
    if isinstance(value, int | float | Decimal):
        return _trimmed(f"{value:,.4f}") if isfinite(value) else NOTHING
    return NOTHING if value is None else str(value)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _figures(value: Decimal, places: Decimal) -> str:
    return f"{value.quantize(places, ROUND_HALF_UP):,}"


def _local(value: date) -> date:
    return (
        timezone.localtime(value, timezone.get_default_timezone()) if isinstance(value, datetime) else value
    )


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")
