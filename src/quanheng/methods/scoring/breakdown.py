"""The result taken apart: per indicator, and per one of the five values."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray
from quanheng.methods.scoring.case import Case
from quanheng.methods.scoring.conclusion import NodeScore, ValueScore
from quanheng.methods.scoring.explain import contributions
from quanheng.methods.scoring.outcome import Conclusion, Inputs, Outcome
from quanheng.methods.scoring.shape import Shape
from quanheng.methods.scoring.tree import VALUES


def score_at(outcome: Outcome, node: int) -> float | None:
    """Return a node's unrounded score, the root's at -1."""
    return float(outcome.scores[node, 0]) if outcome.assessed[node, 0] else None


def side_score_at(outcome: Outcome, side: int, node: int) -> float | None:
    """Return a node's score from one side's values only."""
    return float(outcome.side_scores[side, node, 0]) if outcome.side_assessed[side, node, 0] else None


def by_node(
    case: Case, inputs: Inputs, outcome: Outcome, averages: Mapping[str, Outcome | Conclusion]
) -> dict[str, NodeScore]:
    """Return every indicator's part of the result, by id."""
    added, marks = contributions(case, outcome), _marks(case, inputs)
    scores = _scores(outcome.scores, outcome.assessed)
    sides = [_scores(outcome.side_scores[side], outcome.side_assessed[side]) for side in (0, 1)]
    others = {name: _scores(other.scores, other.assessed) for name, other in averages.items()}
    coverage = outcome.coverage[:, 0].tolist()
    return {
        indicator.id: NodeScore(
            score=scores[node],
            weight=indicator.weight,
            coverage=coverage[node],
            contribution=added[node],
            competitive=sides[0][node],
            authoritative=sides[1][node],
            n=marks[node].n,
            sd=marks[node].sd,
            low=marks[node].low,
            high=marks[node].high,
            mean=others["mean"][node],
            trimmed=others["trimmed"][node],
            median=others["median"][node],
            status=_status(scores[node], coverage[node], marks[node].n),
        )
        for node, indicator in enumerate(case.shape.tree.indicators)
    }


def _scores(scores: FloatArray, assessed: BoolArray) -> list[float | None]:
    pairs = zip(scores[:, 0].tolist(), assessed[:, 0].tolist(), strict=True)
    return [score if known else None for score, known in pairs]


class _Marks(NamedTuple):
    """The marks of a leaf that count: how many, their SD (n − 1), the lowest and the highest."""

    n: int = 0
    sd: float | None = None
    low: float | None = None
    high: float | None = None


def _marks(case: Case, inputs: Inputs) -> list[_Marks]:
    """Return the marks of each node; a group has none."""
    counted = inputs.scored[:, :, 0] & (inputs.weights > 0)[:, None]
    points = np.where(counted, inputs.points[:, :, 0], 0.0)
    count = counted.sum(axis=0)
    away = np.where(counted, points - points.sum(axis=0) / np.maximum(count, 1), 0.0)
    sd = np.sqrt((away**2).sum(axis=0) / np.maximum(count - 1, 1)).tolist()
    low = np.where(counted, points, np.inf).min(axis=0).tolist()
    high = points.max(axis=0).tolist()
    found = [_Marks()] * case.shape.root
    for column, n in enumerate(count.tolist()):
        if n:
            spread = sd[column] if n > 1 else None
            found[case.shape.leaves[column]] = _Marks(n, spread, low[column], high[column])
    return found


def _status(score: float | None, coverage: float, marks: int) -> str:
    if score is None:
        return "insufficient" if marks else "not_assessed"
    return "assessed" if coverage > 1 - 1e-9 else "partial"


def by_value(case: Case, outcome: Outcome) -> dict[str, ValueScore]:
    """Return all five values: Σ W·share·s / Σ W·share over assessed leaves (M-1)."""
    shares: dict[str, dict[str, float]] = {value: {} for value in VALUES}
    for leaf in case.shape.tree.leaves:
        for value, share in leaf.values.items():
            shares[value][leaf.id] = share
    scores = _scores(outcome.scores, outcome.assessed)
    known = {name: scores[node] for name, node in case.shape.position.items()}
    return {value: weigh(case.shape, known, shares[value]) for value in VALUES}


def weigh(shape: Shape, scores: Mapping[str, float | None], shares: Mapping[str, float]) -> ValueScore:
    """Return Σ W·share·s / Σ W·share over assessed leaves; scores and shares by leaf id."""
    total = assessed = points = 0.0
    for leaf, share in shares.items():
        weight, score = shape.total_weights[shape.position[leaf]] * share, scores[leaf]
        total += weight
        if score is not None:
            assessed += weight
            points += weight * score
    return ValueScore(
        score=points / assessed if assessed else None,
        weight=total,
        coverage=assessed / total if total else 0.0,
    )
