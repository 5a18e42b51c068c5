"""Grey relational analysis 灰色关联分析: how close every cell is to the best of its column (Deng 1982)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from quanheng.methods.inputs import FloatArray, number_between
from quanheng.methods.ranking.results import RankingResult, Shapes, criterion_label, option_label, ranked
from quanheng.methods.ranking.table import read_table
from quanheng.methods.result import Step


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GreyResult(RankingResult):
    """`coefficients` [options, criteria] are ρ / (Δ + ρ); the score is their weighted sum."""

    arrays: ClassVar[Shapes] = {
        **RankingResult.arrays,
        "coefficients": ("f8", (None, None)),
        "weights": ("f8", (None,)),
    }

    coefficients: FloatArray
    weights: FloatArray

    def option(self, row: int) -> Step:
        cells = enumerate(zip(self.coefficients[row].tolist(), self.weights.tolist(), strict=True))
        return Step(
            label=option_label(row),
            value=float(self.scores[row]),
            rule="Σ w·ξ, ξ = ρ / (Δ + ρ)",
            children=tuple(
                Step.line(criterion_label(column), value, weight=weight) for column, (value, weight) in cells
            ),
        )


def grey_relational(
    matrix: ArrayLike, weights: ArrayLike, directions: ArrayLike, *, rho: float = 0.5
) -> GreyResult:
    """Rank options (rows) by their grey relational grade to the ideal option.

    Columns are scaled by min-max towards their direction (1 or -1), so the differences Δ run from 0 to 1.
    `rho` (0–1) is the distinguishing coefficient; at 0 only cells equal to the best count. The grade is the
    weighted sum, not divided by the number of options.
    """
    share = number_between("rho", rho, 0, 1)
    table = read_table(matrix, weights, directions)
    away = table.shortfall()
    coefficients = np.where(away == 0, 1.0, share / np.where(away == 0, 1.0, away + share))
    scores = coefficients @ table.weights
    return GreyResult(
        scores=scores,
        ranks=ranked(scores),
        coefficients=coefficients,
        weights=table.weights.copy(),
        warnings=table.warnings,
        method=f"grey relational analysis, min-max, ρ {share:g}",
    )
