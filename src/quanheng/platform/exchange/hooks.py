"""What the exchange asks of the rooms above it, without knowing them. They register in `apps.ready`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from quanheng.platform.common.registry import Registry

closed: Registry[Callable[[Any, datetime], object]] = Registry("what follows a closed deal")
"""`(deal, now)`: called in the transaction that closes the deal (`models.Deal`)."""
