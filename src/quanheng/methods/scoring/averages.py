"""From the marks of one leaf and one side to one value: every average written as kept weights.

Whatever the rule, the value is Σ kᵢ·xᵢ with kᵢ ≥ 0 and Σ kᵢ = 1 over the marks that count; the kept
weights are what the explanation shows per expert, and a weight of 0 is a dropped mark. The arrays run
over experts of one side, leaves and achievements: [n, L, A].
"""

from fractions import Fraction

import numpy as np

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import BoolArray, FloatArray, IntArray, numbers, whole
from quanheng.methods.scoring.panel import Rules

HUBER_CUT = 1.345
CONSISTENT_MAD = 0.6745
HUBER_STEPS = 50
ROUNDING_NOISE = 1e-9


def trimmed_mean(scores: object, *, drop: int = 1) -> float:
    """Return the mean without the `drop` highest and the `drop` lowest scores; of tied extremes one each."""
    ordered = sorted(numbers("scores", scores))
    cut = whole("drop", drop, least=0)
    if len(ordered) < 2 * cut + 1:
        raise MethodError(
            "scores: got %(count)s, takes at least %(least)s when %(drop)s are dropped at each end",
            count=len(ordered),
            least=2 * cut + 1,
            drop=cut,
        )
    kept = ordered[cut : len(ordered) - cut]
    return float(sum(map(Fraction, kept)) / len(kept))


def side_values(
    points: FloatArray, counted: BoolArray, weights: FloatArray, rules: Rules
) -> tuple[FloatArray, IntArray]:
    """Return the value Σ kᵢ·xᵢ of one side and how many marks count, [L, A] each.

    `counted` marks the scores that count, `points` are 0 elsewhere. The median, and where all
    experts weigh the same mean and trimmed mean, are found without weights for each mark.
    """
    count = count_up(counted)
    if rules.aggregation == "median":
        return median(points, counted), count
    if rules.aggregation == "huber" or np.ptp(weights) > 0:
        return add_up(kept_weights(points, counted, weights, rules), points), count
    total, left = _total(points), count
    if _may_trim(points, rules):
        enough = count >= rules.trim_from
        total -= np.where(enough, _extremes(points, counted, rules.drop), 0.0)
        left = count - 2 * rules.drop * enough
    return total / np.maximum(left, 1), count


def count_up(counted: BoolArray) -> IntArray:
    """Return how many of the first axis count; bytes are enough for a panel of any likely size."""
    narrow = np.uint8 if len(counted) <= np.iinfo(np.uint8).max else np.int64
    total: IntArray = np.add.reduce(counted.view(np.uint8), axis=0, dtype=narrow).astype(np.int64)
    return total


def kept_weights(points: FloatArray, counted: BoolArray, weights: FloatArray, rules: Rules) -> FloatArray:
    """Return k[n, L, A]; it sums to 1 over experts where anything counts and is 0 elsewhere.

    `weights` [n] are the experts' reliabilities. Among equal marks the lighter expert, then the one
    standing first, is dropped first.
    """
    order = np.argsort(weights, kind="stable")
    back = np.argsort(order)
    points, counted, weights = points[order], counted[order], weights[order][:, None, None]
    match rules.aggregation:
        case "median":
            shares = _middle(points, counted)
        case "huber":
            shares = huber_shares(points, counted, weights)
        case "trimmed":
            shares = _without_extremes(points, counted, rules) * weights
        case _:
            shares = counted * weights
    return normalised(shares)[back]


def median(points: FloatArray, counted: BoolArray) -> FloatArray:
    """Return the median over the first axis, 0 where nothing counts."""
    ordered = np.sort(np.where(counted, points, np.inf), axis=0)
    count = count_up(counted)[None]
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=0)[0]
    high = np.take_along_axis(ordered, np.minimum(count // 2, len(points) - 1), axis=0)[0]
    middle: FloatArray = np.where(count[0] > 0, low * 0.5 + high * 0.5, 0.0)
    return middle


def add_up(kept: FloatArray, points: FloatArray) -> FloatArray:
    """Return Σ kᵢ·xᵢ [L, A], expert after expert."""
    return _total(kept * points)


def _total(values: FloatArray) -> FloatArray:
    """Return the sum over the first axis, one after another whatever the other axes are."""
    total: FloatArray = values[0].copy()
    for row in values[1:]:
        total += row
    return total


def normalised(shares: FloatArray) -> FloatArray:
    """Return shares that sum to 1 over the first axis, 0 where there are none."""
    total = _total(shares)
    return shares / np.where(total > 0, total, 1.0)


def _may_trim(points: FloatArray, rules: Rules) -> bool:
    return rules.aggregation == "trimmed" and rules.drop > 0 and len(points) >= rules.trim_from


def _extremes(points: FloatArray, counted: BoolArray, drop: int) -> FloatArray:
    """Return the sum of the `drop` lowest and the `drop` highest scores where there are as many."""
    low, high = np.where(counted, points, np.inf), points
    if drop == 1:
        ends: FloatArray = np.minimum.reduce(low, axis=0) + np.maximum.reduce(high, axis=0)
        return ends
    return _total(np.sort(low, axis=0)[:drop]) + _total(np.sort(high, axis=0)[-drop:])


def _without_extremes(points: FloatArray, counted: BoolArray, rules: Rules) -> BoolArray:
    """Drop the extremes where a leaf has enough scores; `counted` elsewhere."""
    if not _may_trim(points, rules):
        return counted
    kept = counted.copy()
    enough = (count_up(counted) >= rules.trim_from)[None]
    for far, extreme in ((np.inf, np.argmin), (-np.inf, np.argmax)):
        for _ in range(rules.drop):
            at = extreme(np.where(kept, points, far), axis=0)[None]
            np.put_along_axis(kept, at, values=np.take_along_axis(kept, at, axis=0) & ~enough, axis=0)
    return kept


def _middle(points: FloatArray, counted: BoolArray) -> FloatArray:
    """Weigh the middle score, or the two in the middle, whatever the experts' reliabilities."""
    ranks = np.argsort(np.argsort(np.where(counted, points, np.inf), axis=0, kind="stable"), axis=0)
    count = count_up(counted)
    shares: FloatArray = ((ranks == (count - 1) // 2).astype(float) + (ranks == count // 2)) * counted
    return shares


def huber_shares(points: FloatArray, counted: BoolArray, weights: FloatArray) -> FloatArray:
    """Weigh by Huber's function around the final location, cut at 1.345 of the scale MAD / .6745.

    `weights` fit the other arrays. Where most marks agree the scale is 0 and only the marks at the median keep a weight.
    """
    middle = median(points, counted)
    away = np.abs(points - middle)
    scale = median(away, counted) / CONSISTENT_MAD
    limit = HUBER_CUT * scale
    base = counted * weights
    shares = base
    for _ in range(HUBER_STEPS):
        away = np.abs(points - middle)
        far = away > limit + ROUNDING_NOISE
        shares = base * np.where(far, limit / np.where(far, away, 1.0), 1.0)
        middle = add_up(normalised(shares), points)
    return shares
