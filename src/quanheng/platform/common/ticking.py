"""What falls due by itself: each room leaves a function that does what is due `now`, and may run beside itself."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections

from quanheng.platform.common.registry import Registry

due: Registry[Callable[[datetime], object]] = Registry("what falls due")

log = logging.getLogger(__name__)


def tick(now: datetime) -> list[str]:
    """Run every registered function once; one that fails is logged and does not stop the others."""
    failed = []
    for key in due.keys():  # noqa: SIM118  # a registry is no mapping
        function = due.get(key)
        try:
            if function:
                function(now)
        except Exception:
            log.exception("tick: %s failed; it is tried again at the next tick", key)
            failed.append(key)
    close_old_connections()
    return failed
