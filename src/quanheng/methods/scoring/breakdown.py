"""The result taken apart: per indicator, and per one of the five values."""

from collections.abc import Mapping

import numpy as np

from quanheng.methods.inputs import FloatArray
from quanheng.methods.scoring.case import Case
from quanheng.methods.scoring.conclusion import NodeScore, ValueScore
from quanheng.methods.scoring.explain import contributions
from quanheng.methods.scoring.outcome import Inputs, Outcome
from quanheng.methods.scoring.tree import VALUES


def score_at(outcome: Outcome, node: int) -> float | None:
    """Return a node's unrounded score, the root's at -1."""
    return float(outcome.scores[0, node]) if outcome.assessed[0, node] else None


def side_score_at(outcome: Outcome, side: int, node: int) -> float | None:
    """Return a node's score from one side's values only."""
    return float(outcome.side_scores[side][0, node]) if outcome.side_assessed[side][0, node] else None


def by_node(
    case: Case, inputs: Inputs, outcome: Outcome, averages: Mapping[str, Outcome]
) -> dict[str, NodeScore]:
    """Return every indicator's part of the result, by id."""
    added, marks = contributions(case, outcome), _marks(case, inputs)
    return {
        indicator.id: NodeScore(
            score=score_at(outcome, node),
            weight=indicator.weight,
            coverage=float(outcome.coverage[0, node]),
            contribution=added[node],
            competitive=side_score_at(outcome, 0, node),
            authoritative=side_score_at(outcome, 1, node),
            n=len(marks[node]),
            sd=float(marks[node].std(ddof=1)) if len(marks[node]) > 1 else None,
            low=float(marks[node].min()) if len(marks[node]) else None,
            high=float(marks[node].max()) if len(marks[node]) else None,
            mean=score_at(averages["mean"], node),
            trimmed=score_at(averages["trimmed"], node),
            median=score_at(averages["median"], node),
            status=_status(outcome, node, len(marks[node])),
        )
        for node, indicator in enumerate(case.shape.tree.indicators)
    }


def _marks(case: Case, inputs: Inputs) -> tuple[FloatArray, ...]:
    """Return per node the marks that count, on a leaf; none on a group."""
    counted = inputs.scored[0] & (inputs.weights > 0)[:, None]
    found: list[FloatArray] = [np.empty(0)] * case.shape.root
    for column, node in enumerate(case.shape.leaves):
        found[node] = inputs.points[0, counted[:, column], column]
    return tuple(found)


def _status(outcome: Outcome, node: int, marks: int) -> str:
    if not outcome.assessed[0, node]:
        return "insufficient" if marks else "not_assessed"
    return "assessed" if outcome.coverage[0, node] > 1 - 1e-9 else "partial"


def by_value(case: Case, outcome: Outcome) -> dict[str, ValueScore]:
    """Return all five values: Σ W·share·s / Σ W·share over assessed leaves (M-1)."""
    return {value: _value(case, outcome, value) for value in VALUES}


def _value(case: Case, outcome: Outcome, value: str) -> ValueScore:
    total = assessed = points = 0.0
    for node in case.shape.leaves:
        weight = case.shape.total_weights[node] * case.indicator(node).values.get(value, 0.0)
        total += weight
        if outcome.assessed[0, node]:
            assessed += weight
            points += weight * float(outcome.scores[0, node])
    return ValueScore(
        score=points / assessed if assessed else None,
        weight=total,
        coverage=assessed / total if total else 0.0,
    )
