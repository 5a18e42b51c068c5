"""Measured indicators: from a quantity to points, along anchors that a document states (H-14.4).

The function is absolute: it never looks at the other achievements of a campaign.
"""

from itertools import pairwise
from math import isfinite

import numpy as np

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import FloatArray, number, sequence, shown

Anchors = tuple[tuple[float, float], ...]


def quantity_score(value: float, anchors: object) -> float:
    """Return the points of `value`: linear between anchors (value, points), clamped outside them.

    Anchor values are strictly ordered either way, their points monotone. The unit of `value` is the
    anchors' unit; a log or target form is a matter of anchors on the transformed quantity.
    """
    ordered = read_anchors("anchors", anchors)
    return float(interpolate(np.array([number("value", value)]), ordered)[0])


def interpolate(values: FloatArray, anchors: Anchors) -> FloatArray:
    """Return the points of each value; `anchors` as `read_anchors` returns them."""
    xs, ys = np.array(anchors).T
    inside = np.clip(values, xs[0], xs[-1])
    start = np.clip(np.searchsorted(xs, inside, side="right") - 1, 0, len(xs) - 2)
    way = (inside - xs[start]) / (xs[start + 1] - xs[start])
    points: FloatArray = np.where(way == 1, ys[start + 1], ys[start] + way * (ys[start + 1] - ys[start]))
    return points


def read_anchors(argument: str, anchors: object) -> Anchors:
    """Return checked anchors with rising values."""
    pairs = tuple(_pair(argument, item) for item in sequence(argument, anchors))
    if len(pairs) < 2:
        raise MethodError(
            "%(argument)s: got %(count)s anchors, takes at least two", argument=argument, count=len(pairs)
        )
    if pairs[0][0] > pairs[-1][0]:
        pairs = pairs[::-1]
    if any(low[0] >= high[0] for low, high in pairwise(pairs)):
        raise MethodError("%(argument)s: takes anchor values in strict order", argument=argument)
    steps = [high[1] - low[1] for low, high in pairwise(pairs)]
    if min(steps) < 0 < max(steps):
        raise MethodError("%(argument)s: takes points that only rise or only fall", argument=argument)
    if not all(isfinite(last - first) for first, last in zip(pairs[0], pairs[-1], strict=True)):
        raise MethodError("%(argument)s: takes anchors whose range is a finite number", argument=argument)
    return pairs


def _pair(argument: str, item: object) -> tuple[float, float]:
    pair = sequence(argument, item)
    if len(pair) != 2:
        raise MethodError(
            "%(argument)s: got %(got)s, takes pairs of value and points", argument=argument, got=shown(item)
        )
    return number(argument, pair[0]), number(argument, pair[1])
