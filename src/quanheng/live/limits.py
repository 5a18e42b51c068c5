"""Who sends too fast is told to wait; nobody else notices."""

import time
from collections.abc import Callable
from math import ceil


class Allowance:
    """So many acts per second for each name, as many at once; `wait` says how long somebody must wait."""

    def __init__(self, per_second: float, timer: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_second
        self._timer = timer
        self._left: dict[object, tuple[float, float]] = {}

    def wait(self, name: object) -> int:
        """Use up one act and return 0, or return the whole seconds after which there is one again."""
        now = self._timer()
        left, since = self._left.get(name, (self._rate, now))
        left = min(self._rate, left + (now - since) * self._rate)
        if left < 1:
            self._left[name] = (left, now)
            return ceil((1 - left) / self._rate)
        self._left[name] = (left - 1, now)
        return 0
