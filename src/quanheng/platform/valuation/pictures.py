"""Opinions as dots with intervals on a logarithmic axis: drawn by the server, so that it prints and needs no script."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from quanheng.methods.valuation.pooling import PooledValue
from quanheng.platform.common.ui import formats
from quanheng.platform.valuation.models import ExpertOpinion

LEFT, RIGHT, ROW, TOP = 90.0, 710.0, 30.0, 24.0
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Interval:
    """One line of the picture: from, middle, to, in places of the drawing."""

    label: str
    y: float
    low: float
    middle: float
    high: float
    kind: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    lines: tuple[Interval, ...]
    ticks: tuple[Tick, ...]
    height: float
    foot: float

    width = 760


def intervals(
    opinions: Sequence[ExpertOpinion],
    pool: PooledValue | None,
    *,
    pooled_label: str,
    excluded: frozenset[str],
) -> Picture | None:
    """Return the picture of opened opinions, the pooled interval last; None when there is nothing to draw."""
    rows = [
        (row.code, row.p10, row.p50, row.p90, "out" if row.code in excluded else "one") for row in opinions
    ]
    if pool is not None:
        rows.append((pooled_label, pool.low, pool.p50, pool.high, "all"))
    amounts = [float(amount) for _, *triple, _kind in rows for amount in triple if amount is not None]
    if not amounts:
        return None
    low, high = math.log10(min(amounts) * 0.9), math.log10(max(amounts) * 1.1)

    def place(amount: Decimal | None) -> float:
        return round(LEFT + (math.log10(float(amount or 1)) - low) / (high - low) * (RIGHT - LEFT), 1)

    lines = tuple(
        Interval(label, TOP + n * ROW, place(p10), place(p50), place(p90), kind)
        for n, (label, p10, p50, p90, kind) in enumerate(rows)
    )
    foot = TOP + (len(rows) - 0.5) * ROW
    ticks = tuple(Tick(place(amount), formats.number(amount)) for amount in marks(low, high))
    return Picture(lines, ticks, foot + 24, foot)


def marks(low: float, high: float) -> list[Decimal]:
    """Return round amounts within the axis, at most five."""
    found = [
        Decimal(step).scaleb(power)
        for power in range(math.floor(low), math.ceil(high) + 1)
        for step in STEPS
        if low <= math.log10(step) + power <= high
    ]
    every = -(-len(found) // 5) if found else 1
    return found[::every]
