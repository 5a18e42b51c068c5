"""From judgements to weights and their consistency: the eigenvector or the geometric mean of the rows.

Saaty 1980; Harker 1987 for judgements that are incomplete; 方根法 is the geometric mean.
"""

from dataclasses import dataclass

import numpy as np

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import FloatArray
from quanheng.methods.weighting.judgements import Judgements

RANDOM_INDEX = {
    "saaty": (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    "textbook_cn": (0, 0, 0.52, 0.89, 1.12, 1.26, 1.36, 1.41, 1.46, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
}
"""Mean CI of random sheets of 1 to 15 items; the tables differ by author, so the result names its own."""
TABLE_NAMES = {"saaty": "RI Saaty 1980", "textbook_cn": "RI textbook_cn"}
PRIORITIZATIONS = ("eigenvector", "geometric")
CONSISTENT_BELOW = 0.10
SETTLED = 1e-14
MOST_STEPS = 10_000
AGREES = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Priorities:
    """`ratio` is `None` for incomplete judgements, for which no random index is known.

    `additive`: each weight is the sum of aᵢⱼ·wⱼ/λ, as in the eigenvector.
    """

    additive: bool
    weights: FloatArray
    lambda_max: float
    index: float
    random_index: float
    ratio: float | None

    @property
    def rule(self) -> str:
        return "wᵢ = Σ aᵢⱼ·wⱼ / λ" if self.additive else "wᵢ ∝ (Π aᵢⱼ)^(1/n)"

    @property
    def consistent(self) -> bool | None:
        return None if self.ratio is None else self.ratio < CONSISTENT_BELOW


def prioritise(argument: str, sheet: Judgements, prioritization: str, table: str) -> Priorities:
    """Return the weights, λ = mean of (Aw)ᵢ/wᵢ, CI = (λ − n)/(n − 1) and CR = CI/RI, which is 0 up to n = 2."""
    order = sheet.order
    start = _least_squares(sheet)
    balanced = _balanced(sheet, start)
    if prioritization == "geometric":
        if not sheet.complete:
            raise MethodError(
                '%(argument)s: got pairs without a judgement, takes them with prioritization="eigenvector" only',
                argument=argument,
            )
        vector = np.ones(order)
    else:
        vector = _perron_vector(argument, balanced)
    eigenvalue = float(np.mean(balanced @ vector / vector))
    index = max(eigenvalue - order, 0.0) / (order - 1) if order > 1 else 0.0
    random_index = RANDOM_INDEX[table][order - 1]
    ratio = index / random_index if order > 2 else 0.0
    weights = np.exp(start - start.max()) * vector
    return Priorities(
        additive=prioritization == "eigenvector",
        weights=weights / weights.sum(),
        lambda_max=eigenvalue,
        index=index,
        random_index=random_index,
        ratio=ratio if sheet.complete else None,
    )


def worst_judgements(sheet: Judgements, weights: FloatArray, k: int) -> list[tuple[int, int, float]]:
    """Return up to `k` judged pairs (i, j) with the largest |ln(aᵢⱼ·wⱼ/wᵢ)|, and wᵢ/wⱼ, which would fit."""
    fitting = np.subtract.outer(np.log(weights), np.log(weights))
    away = np.abs(sheet.logs - fitting)
    pairs = [
        (i, j)
        for i in range(sheet.order)
        for j in range(i + 1, sheet.order)
        if sheet.judged[i, j] and away[i, j] > AGREES
    ]
    pairs.sort(key=lambda pair: (-round(float(away[pair]), 9), pair))
    return [(i, j, float(weights[i] / weights[j])) for i, j in pairs[:k]]


def _least_squares(sheet: Judgements) -> FloatArray:
    """Return the logs of the weights that fit the judgements best: the geometric mean of the rows where all are there."""
    if sheet.complete:
        rows: FloatArray = sheet.logs.mean(axis=1)
        return rows
    laplacian = np.diag(sheet.judged.sum(axis=1).astype(float)) - sheet.judged
    return np.linalg.solve(laplacian + 1 / sheet.order, sheet.logs.sum(axis=1))


def _balanced(sheet: Judgements, start: FloatArray) -> FloatArray:
    """Return the sheet divided by the geometric weights: all ones when consistent, so that nothing overflows.

    Harker's matrix for pairs without a judgement: 0 there, and 1 + their number on the row's diagonal.
    """
    scaled = np.exp(sheet.logs - np.subtract.outer(start, start))
    matrix: FloatArray = np.where(sheet.judged, scaled, 0.0)
    matrix[np.diag_indices(sheet.order)] += (~sheet.judged).sum(axis=1)
    return matrix


def _perron_vector(argument: str, matrix: FloatArray) -> FloatArray:
    """Return the eigenvector of the largest eigenvalue, by power iteration."""
    vector = np.full(len(matrix), 1 / len(matrix))
    for _ in range(MOST_STEPS):
        following: FloatArray = matrix @ vector
        following /= following.sum()
        if np.abs(following - vector).max() <= SETTLED:
            return following
        vector = following
    raise MethodError(
        "%(argument)s: the weights do not settle in %(steps)s steps, takes judgements that contradict each other less",
        argument=argument,
        steps=MOST_STEPS,
    )
