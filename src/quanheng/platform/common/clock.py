"""The one place that reads the clock: at the edge, in UTC. Everything below takes `now`."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
