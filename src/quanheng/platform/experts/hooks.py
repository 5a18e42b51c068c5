"""What the expert room tells the rooms above it, without knowing them. They register in `apps.ready`."""

from collections.abc import Callable
from typing import Any

from quanheng.platform.common.registry import Registry

seated: Registry[Callable[[Any, Any], None]] = Registry("a panel is complete")
"""By case kind: `(request, now)`, in the transaction in which the last expert took the seat."""

voided: Registry[Callable[[Any, Any], None]] = Registry("a taken seat was voided")
"""By case kind: `(seat, now)`, in the same transaction: what the seat did so far no longer counts."""
