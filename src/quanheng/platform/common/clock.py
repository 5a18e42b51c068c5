"""The one place that reads the clock: at the edge, in UTC. Everything below takes `now`.

The demonstration and test profiles may run ahead of the real time, so that a visitor need not wait for
working days to pass; the shift is kept beside the data and never read in production.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from quanheng.platform.common.errors import Refused

MAY_SHIFT = frozenset({"demo", "test"})


def now() -> datetime:
    return datetime.now(UTC) + shift()


def shift() -> timedelta:
    """Return how far the demonstration runs ahead of the real time."""
    if settings.PROFILE not in MAY_SHIFT:
        return timedelta(0)
    try:
        return timedelta(seconds=int(_file().read_text("ascii")))
    except FileNotFoundError:
        return timedelta(0)


def run_ahead(by: timedelta) -> timedelta:
    """Move the demonstration's clock forward; it never goes back."""
    if settings.PROFILE not in MAY_SHIFT:
        raise Refused("Only the demonstration has a clock that can be moved")
    if by < timedelta(0):
        raise Refused("The clock only moves forward")
    ahead = shift() + by
    _file().write_text(str(int(ahead.total_seconds())), "ascii")
    return ahead


def _file() -> Path:
    return Path(settings.DATA_DIR) / "clock-shift"
