"""One side of a panel drawn again and again: what an average keeps follows from cumulative counts.

Marks are sorted once per leaf. With c the cumulative counts of a draw in that order and n their total, a
trimmed mean keeps clip(cᵢ, d, n − d) − clip(cᵢ₋₁, d, n − d) of mark i, the median what lies in the
middle. Arrays run over experts, leaves and draws: [n, L, S]; the only loop is over experts.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray, IntArray
from quanheng.methods.scoring.averages import add_up, huber_shares, normalised
from quanheng.methods.scoring.outcome import Inputs
from quanheng.methods.scoring.panel import Rules


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The marks of one side by expert; points are 0 where nothing is scored."""

    points: FloatArray
    scored: BoolArray
    weights: FloatArray
    rules: Rules
    upwards: IntArray
    """[n, L]: experts by rising points, unscored last; of equal points the lighter expert first."""

    @classmethod
    def of(cls, inputs: Inputs, experts: IntArray, rules: Rules) -> Self:
        points, scored = inputs.points[experts, :, 0], inputs.scored[experts, :, 0]
        weights = inputs.weights[experts]
        upwards = _order(np.where(scored, points, np.inf), weights)
        return cls(points=points, scored=scored, weights=weights, rules=rules, upwards=upwards)

    def values(self, counts: FloatArray) -> tuple[FloatArray, BoolArray]:
        """Return the value in each draw and whether there is one, [L, S]; `counts` [n, S] is how often
        each expert stands in each draw.
        """
        size = (self.points.shape[1], counts.shape[1])
        if not len(self.points):
            return np.zeros(size), np.zeros(size, bool)
        total = self.scored.T.astype(float) @ counts
        if self.rules.aggregation == "huber":
            values = self._huber(counts)
        elif self.rules.aggregation == "median" or not np.ptp(self.weights):
            values = self._between(counts, *self._limits(total))
        else:
            values = self._weighed(counts, self._limits(total)[0])
        return values, total > 0

    def _limits(self, total: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return between which cumulative counts a mark is kept."""
        if self.rules.aggregation == "median":
            return np.maximum((total - 1) // 2, 0), np.where(total > 0, total // 2 + 1, 0)
        drop = self.rules.drop if self.rules.aggregation == "trimmed" else 0
        dropped: FloatArray = np.where(total >= self.rules.trim_from, float(drop), 0.0)
        return dropped, total - dropped

    def _between(self, counts: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
        """Return Σ kept·x / Σ kept, where kept are the counts between `low` and `high` in rising order."""
        columns = np.arange(self.points.shape[1])
        reached, before, value = np.zeros_like(low), low.copy(), np.zeros_like(low)
        for row in self.upwards:
            reached += counts[row] * self.scored[row, columns, None]
            now = np.minimum(np.maximum(reached, low), high)
            before -= now
            before *= self.points[row, columns, None]
            value -= before
            before = now
        kept = high - low
        kept[kept == 0] = 1.0
        value /= kept
        return value

    def _weighed(self, counts: FloatArray, dropped: FloatArray) -> FloatArray:
        """Return the mean by reliability, the extremes dropped as `averages` drops them: lighter first."""
        kept = counts[:, None, :] * self.scored[:, :, None]
        far = np.where(self.scored, -self.points, np.inf)
        for order in (self.upwards, _order(far, self.weights)):
            kept = _without_first(kept, order, dropped)
        return add_up(normalised(kept * self.weights[:, None, None]), self.points[:, :, None])

    def _huber(self, counts: FloatArray) -> FloatArray:
        """Return Huber's mean of each draw written out expert by expert."""
        places = np.arange(len(counts))[:, None, None]
        experts = (np.cumsum(counts, axis=0) <= places).sum(axis=1)
        points, scored = self.points[experts].swapaxes(1, 2), self.scored[experts].swapaxes(1, 2)
        shares = huber_shares(points, scored, self.weights[experts][:, None, :])
        return add_up(normalised(shares), points)


def _order(points: FloatArray, weights: FloatArray) -> IntArray:
    """Return the order over the first axis: by points, then by weight, then by place."""
    order: IntArray = np.lexsort((np.broadcast_to(weights[:, None], points.shape), points), axis=0)
    return order


def _without_first(counts: FloatArray, order: IntArray, dropped: FloatArray) -> FloatArray:
    """Return the counts without the first `dropped` ones in `order`."""
    places = np.broadcast_to(order[:, :, None], counts.shape)
    gone = np.minimum(np.cumsum(np.take_along_axis(counts, places, axis=0), axis=0), dropped)
    gone[1:] -= gone[:-1].copy()
    left = counts.copy()
    np.put_along_axis(left, places, np.take_along_axis(counts, places, axis=0) - gone, axis=0)
    return left
