"""VIKOR 多准则妥协解法: the best compromise between the many and the worst-off criterion (Opricovic 1998)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from quanheng.methods.inputs import FloatArray, IntArray, number_between
from quanheng.methods.ranking.results import (
    SAME,
    Shapes,
    best_first,
    criterion_label,
    explained,
    option_label,
    ranked,
)
from quanheng.methods.ranking.table import read_table
from quanheng.methods.record import Record
from quanheng.methods.result import Message, Step


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VikorResult(Record):
    """`s` sums the weighted regrets of an option, `r` is the largest, `q` (0 best) balances both.

    `compromise` holds rows, best first: one option when its advantage is acceptable (DQ = 1/(m − 1)) and it
    also leads in S or R; the first two when only the second fails; else all within DQ of the best.
    """

    arrays: ClassVar[Shapes] = {
        "s": ("f8", (None,)),
        "r": ("f8", (None,)),
        "q": ("f8", (None,)),
        "ranks": ("i8", (None,)),
        "regrets": ("f8", (None, None)),
    }

    s: FloatArray
    r: FloatArray
    q: FloatArray
    ranks: IntArray
    regrets: FloatArray
    v: float
    compromise: tuple[int, ...]
    acceptable_advantage: bool
    acceptable_stability: bool
    warnings: tuple[str, ...]
    method: str

    @property
    def explanation(self) -> Step:
        """One step per option, best first; worked out when asked for."""
        terms = self.v * _share(self.s), (1 - self.v) * _share(self.r)
        return explained(
            self.method,
            [self._option(row, float(terms[0][row]), float(terms[1][row])) for row in best_first(self.ranks)],
        )

    def _option(self, row: int, many: float, worst: float) -> Step:
        lines = tuple(
            Step(label=criterion_label(column), value=regret, contribution=regret)
            for column, regret in enumerate(self.regrets[row].tolist())
        )
        decisive = int(self.regrets[row].argmax())
        return Step(
            label=option_label(row),
            value=float(self.q[row]),
            rule="Q = v·(S − S*)/(S⁻ − S*) + (1 − v)·(R − R*)/(R⁻ − R*)",
            children=(
                Step(
                    label=Message("Sum of regrets S"),
                    value=float(self.s[row]),
                    children=lines,
                    contribution=many,
                ),
                Step(
                    label=Message("Largest regret R"),
                    value=float(self.r[row]),
                    rule=criterion_label(decisive),
                    contribution=worst,
                ),
            ),
        )


def vikor(matrix: ArrayLike, weights: ArrayLike, directions: ArrayLike, *, v: float = 0.5) -> VikorResult:
    """Rank options (rows) by VIKOR; `v` (0–1) is the weight of the majority of criteria."""
    share = number_between("v", v, 0, 1)
    table = read_table(matrix, weights, directions)
    regrets = table.shortfall() * table.weights
    s, r = regrets @ np.ones(regrets.shape[1]), regrets.max(axis=1)
    q = share * _share(s) + (1 - share) * _share(r)
    ranks = ranked(-q)
    advantage, stability, rows = _compromise(s, r, q, ranks)
    return VikorResult(
        s=s,
        r=r,
        q=q,
        ranks=ranks,
        regrets=regrets,
        v=share,
        compromise=rows,
        acceptable_advantage=advantage,
        acceptable_stability=stability,
        warnings=table.warnings,
        method=f"VIKOR, v {share:g}",
    )


def _share(values: FloatArray) -> FloatArray:
    """Return 0 at the smallest value, 1 at the largest; 0 everywhere when all are equal."""
    low, high = values.min(), values.max()
    if high - low <= SAME:
        return np.zeros(len(values))
    share: FloatArray = (values - low) / (high - low)
    return share


def _compromise(
    s: FloatArray, r: FloatArray, q: FloatArray, ranks: IntArray
) -> tuple[bool, bool, tuple[int, ...]]:
    """Return whether the advantage and the stability are acceptable, and the rows of the compromise."""
    order = best_first(ranks)
    best, second = order[0], order[1]
    threshold = 1 / (len(q) - 1)
    advantage = bool(q[second] - q[best] >= threshold - SAME)
    stability = bool(s[best] <= s.min() + SAME or r[best] <= r.min() + SAME)
    if not advantage:
        near = {row for row in order if q[row] - q[best] < threshold - SAME}
    elif not stability:
        near = {row for row in order if ranks[row] <= ranks[second]}
    else:
        near = {best}
    return advantage, stability, tuple(row for row in order if row in near)
