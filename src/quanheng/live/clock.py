"""The one clock of an engine: only the server's time counts."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

Clock = Callable[[], datetime]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SystemClock:
    """The machine's time in UTC, to the microsecond; when the machine is set back, it waits instead of going back."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self._last = max(self._last, time.time_ns() // 1000)
            return _EPOCH + timedelta(microseconds=self._last)


class SteadyClock:
    """A clock that never goes back, over one that might: the platform's own, which a demonstration moves."""

    def __init__(self, source: Clock) -> None:
        self._source = source
        self._last = _EPOCH
        self._lock = Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self._last = max(self._last, self._source())
            return self._last


class SetClock:
    """A clock that shows what it was last set to: for demonstrations and tests that tell a story."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now
