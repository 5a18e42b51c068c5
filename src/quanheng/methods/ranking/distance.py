"""TOPSIS 逼近理想解法: near the best of every column and far from the worst (Hwang and Yoon 1981)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from quanheng.methods.inputs import FloatArray, one_of
from quanheng.methods.ranking.results import (
    RankingResult,
    Shapes,
    criterion_label,
    option_label,
    ranked,
)
from quanheng.methods.ranking.table import Table, read_table
from quanheng.methods.result import Message, Step

NORMALIZATIONS = ("vector", "minmax")
UNDECIDED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TopsisResult(RankingResult):
    """`to_best` and `to_worst` [options, criteria] are weighted normalised differences; `best_distances`
    and `worst_distances` their Euclidean lengths; the score is d⁻ / (d⁺ + d⁻).
    """

    arrays: ClassVar[Shapes] = {
        **RankingResult.arrays,
        "best_distances": ("f8", (None,)),
        "worst_distances": ("f8", (None,)),
        "to_best": ("f8", (None, None)),
        "to_worst": ("f8", (None, None)),
    }

    best_distances: FloatArray
    worst_distances: FloatArray
    to_best: FloatArray
    to_worst: FloatArray

    def option(self, row: int) -> Step:
        return Step(
            label=option_label(row),
            value=float(self.scores[row]),
            rule="d⁻ / (d⁺ + d⁻)",
            children=(
                _length(Message("Distance to the best"), self.best_distances[row], self.to_best[row]),
                _length(Message("Distance to the worst"), self.worst_distances[row], self.to_worst[row]),
            ),
        )


def topsis(
    matrix: ArrayLike, weights: ArrayLike, directions: ArrayLike, *, normalization: str = "vector"
) -> TopsisResult:
    """Rank options (rows) by criteria (columns); directions are 1 (more is better) or -1.

    `normalization` "vector" divides a column by its Euclidean length, "minmax" by its range: the winner may
    change with it, so `.method` names it. When no weighted column differs, every score is .5.
    """
    kind = one_of("normalization", normalization, NORMALIZATIONS)
    table = read_table(matrix, weights, directions)
    scale = _scale(table, kind)
    to_best = table.cells - table.best
    to_best *= scale
    to_worst = to_best + (table.best - table.worst) * scale
    near, far = _lengths(to_best), _lengths(to_worst)
    scores = np.full(len(near), UNDECIDED) if table.undecided else far / (near + far)
    return TopsisResult(
        scores=scores,
        ranks=ranked(scores),
        best_distances=near,
        worst_distances=far,
        to_best=to_best,
        to_worst=to_worst,
        warnings=table.warnings,
        method=f"TOPSIS, {kind}",
    )


def _scale(table: Table, kind: str) -> FloatArray:
    """Return what a difference in each column is multiplied by: its weight over its length or range."""
    if kind == "vector":
        size = np.sqrt(np.einsum("ij,ij->j", table.cells, table.cells))
    else:
        size = np.abs(table.best - table.worst)
    scale: FloatArray = table.weights / np.where(size == 0, 1.0, size)
    return scale


def _lengths(differences: FloatArray) -> FloatArray:
    lengths: FloatArray = np.sqrt(np.einsum("ij,ij->i", differences, differences))
    return lengths


def _length(label: Message, length: float, differences: FloatArray) -> Step:
    """Return a distance whose criteria add to it: d = Σ δ²/d."""
    return Step(
        label=label,
        value=float(length),
        rule="√Σ δ²",
        children=tuple(
            Step(
                label=criterion_label(column),
                value=float(difference),
                contribution=float(difference * (difference / length)) if length else 0.0,
            )
            for column, difference in enumerate(differences)
        ),
    )
