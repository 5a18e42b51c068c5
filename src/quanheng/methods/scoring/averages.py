"""From the marks of one leaf and one side to one value: every average written as kept weights.

Whatever the rule, the value is Σ kᵢ·xᵢ with kᵢ ≥ 0 and Σ kᵢ = 1 over the marks that count; the kept
weights are what the explanation shows per expert, and a weight of 0 is a dropped mark. The arrays run
over achievements, experts of one side and leaves: [A, n, L].
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


def kept_weights(points: FloatArray, counted: BoolArray, weights: FloatArray, rules: Rules) -> FloatArray:
    """Return k[A, n, L]; it sums to 1 over experts where anything counts and is 0 elsewhere.

    `counted` marks the scores that count, `weights` [n] are the experts' reliabilities. Among equal
    marks the lighter expert, then the one standing first, is dropped first.
    """
    order = np.argsort(weights, kind="stable")
    back = np.argsort(order)
    points, counted, weights = points[:, order], counted[:, order], weights[order]
    match rules.aggregation:
        case "median":
            shares = _middle(points, counted)
        case "huber":
            shares = _huber(points, counted, weights)
        case "trimmed":
            shares = _without_extremes(points, counted, rules) * weights[:, None]
        case _:
            shares = counted * weights[:, None]
    return _normalised(shares)[:, back]


def add_up(kept: FloatArray, points: FloatArray) -> FloatArray:
    """Return Σ kᵢ·xᵢ [A, L], expert after expert."""
    total = np.zeros((kept.shape[0], kept.shape[2]))
    for expert in range(kept.shape[1]):
        total += kept[:, expert] * points[:, expert]
    return total


def _normalised(shares: FloatArray) -> FloatArray:
    total = np.zeros((shares.shape[0], shares.shape[2]))
    for expert in range(shares.shape[1]):
        total += shares[:, expert]
    return shares / np.where(total > 0, total, 1.0)[:, None]


def _without_extremes(points: FloatArray, counted: BoolArray, rules: Rules) -> BoolArray:
    """Drop the extremes where a leaf has enough scores; `counted` elsewhere."""
    if rules.drop == 0 or points.shape[1] < rules.trim_from:
        return counted
    kept = counted.copy()
    enough = (counted.sum(axis=1) >= rules.trim_from)[:, None]
    for far, extreme in ((np.inf, np.argmin), (-np.inf, np.argmax)):
        for _ in range(rules.drop):
            at = extreme(np.where(kept, points, far), axis=1)[:, None]
            np.put_along_axis(kept, at, values=np.take_along_axis(kept, at, axis=1) & ~enough, axis=1)
    return kept


def _middle(points: FloatArray, counted: BoolArray) -> FloatArray:
    """Weigh the middle score, or the two in the middle, whatever the experts' reliabilities."""
    ranks = np.argsort(np.argsort(np.where(counted, points, np.inf), axis=1, kind="stable"), axis=1)
    count: IntArray = counted.sum(axis=1)[:, None]
    shares: FloatArray = ((ranks == (count - 1) // 2).astype(float) + (ranks == count // 2)) * counted
    return shares


def _huber(points: FloatArray, counted: BoolArray, weights: FloatArray) -> FloatArray:
    """Weigh by Huber's function around the final location, cut at 1.345 of the scale MAD / .6745.

    Where most marks agree the scale is 0 and only the marks at the median keep a weight.
    """
    middle = add_up(_normalised(_middle(points, counted)), points)
    away = np.abs(points - middle[:, None])
    scale = add_up(_normalised(_middle(away, counted)), away) / CONSISTENT_MAD
    limit = HUBER_CUT * scale[:, None]
    base = counted * weights[:, None]
    shares = base
    for _ in range(HUBER_STEPS):
        away = np.abs(points - middle[:, None])
        far = away > limit + ROUNDING_NOISE
        shares = base * np.where(far, limit / np.where(far, away, 1.0), 1.0)
        middle = add_up(_normalised(shares), points)
    return shares
