"""Marks to scores for many achievements at once: the one path on which every score is computed.

A single evaluation runs it with one achievement, a check under another average or without one expert
with another row. No row sees another: each grade is absolute.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray, IntArray
from quanheng.methods.scoring.averages import add_up, kept_weights
from quanheng.methods.scoring.grade import WITHHELD, grade_codes, pass_gates, round_half_up
from quanheng.methods.scoring.panel import Rules
from quanheng.methods.scoring.quantity import interpolate
from quanheng.methods.scoring.shape import Shape
from quanheng.methods.scoring.tree import SIDES

NOISE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """What is computed from: points and scored [A, E, L], sides and weights [E], measured values and
    known [A, L], gate facts and known [A, G]. Points are 0 where nothing is scored.
    """

    points: FloatArray
    scored: BoolArray
    sides: IntArray
    weights: FloatArray
    measured: FloatArray
    measured_known: BoolArray
    gate_values: FloatArray
    gate_known: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Everything between the marks and the grade; nodes run to N + 1, the last one is the root."""

    kept: FloatArray
    """[A, E, L]: Σ over the experts of a side is 1 where the side has a value, else 0."""
    side_values: FloatArray
    """[side, A, L]"""
    side_known: BoolArray
    scores: FloatArray
    """[A, N + 1]"""
    assessed: BoolArray
    coverage: FloatArray
    side_scores: tuple[FloatArray, ...]
    """Per side [A, N + 1]."""
    side_assessed: tuple[BoolArray, ...]
    rounded: FloatArray
    codes: IntArray
    """[A]: positions in the grade table, `WITHHELD` for none."""
    flags: Mapping[str, BoolArray]


def compute(shape: Shape, inputs: Inputs, rules: Rules) -> Outcome:
    """Return the outcome of checked inputs under checked rules."""
    kept, values, known = _side_values(inputs, rules)
    leaves, leaves_known = _leaf_values(shape, inputs, values, known, rules)
    coverage = shape.cover(leaves_known)
    (scores, *side_scores), (assessed, *side_assessed) = shape.roll_up(
        np.stack([leaves, *np.where(shape.rated, values, leaves)]),
        np.stack([leaves_known, *(np.where(shape.rated, known, leaves_known) & shape.asked[:, None])]),
    )
    rounded = round_half_up(scores[:, -1])
    concluded = assessed[:, -1] & (coverage[:, -1] >= rules.coverage_minimum - NOISE)
    codes = np.where(concluded, grade_codes(rounded, shape.tree), WITHHELD)
    codes, gate_flags = pass_gates(codes, shape.tree, inputs.gate_values, inputs.gate_known)
    flags = (
        _few_experts(shape, inputs, rules)
        | _single_roles(shape, known, rules)
        | _split_opinion(side_scores, side_assessed, rules)
        | {"not_concluded": ~concluded}
        | gate_flags
    )
    return Outcome(
        kept=kept,
        side_values=values,
        side_known=known,
        scores=scores,
        assessed=assessed,
        coverage=coverage,
        side_scores=tuple(side_scores),
        side_assessed=tuple(side_assessed),
        rounded=rounded,
        codes=codes,
        flags=flags,
    )


def _side_values(inputs: Inputs, rules: Rules) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return kept weights [A, E, L], and each side's value and whether it has one [side, A, L]."""
    count, _, leaves = inputs.points.shape
    kept = np.zeros(inputs.points.shape)
    values = np.zeros((len(SIDES), count, leaves))
    known = np.zeros(values.shape, bool)
    for side in range(len(SIDES)):
        members = np.flatnonzero((inputs.sides == side) & (inputs.weights > 0))
        if not len(members):
            continue
        points, counted = inputs.points[:, members], inputs.scored[:, members]
        known[side] = counted.sum(axis=1) >= rules.minimum_scores
        shares = kept_weights(points, counted, inputs.weights[members], rules) * known[side][:, None]
        kept[:, members] = shares
        values[side] = add_up(shares, points)
    return kept, values, known


def side_shares(shape: Shape, known: BoolArray, rules: Rules) -> FloatArray:
    """Return what each side's value counts on each leaf [side, A, L]: ρ over the sides with a value."""
    both = shape.asked.all(axis=0)
    weights = np.where(both, np.array(rules.side_weights)[:, None], shape.asked.astype(float))
    counted = weights[:, None] * known
    total = counted[0] + counted[1]
    return counted / np.where(total > 0, total, 1.0)


def _leaf_values(
    shape: Shape, inputs: Inputs, values: FloatArray, known: BoolArray, rules: Rules
) -> tuple[FloatArray, BoolArray]:
    shares = side_shares(shape, known, rules)
    leaves = shares[0] * values[0] + shares[1] * values[1]
    leaves_known = (shares[0] + shares[1]) > 0
    for column, node in enumerate(shape.leaves):
        indicator = shape.tree.indicators[node]
        if indicator.kind == "measured":
            leaves[:, column] = interpolate(inputs.measured[:, column], indicator.anchors)
            leaves_known[:, column] = inputs.measured_known[:, column]
    return leaves, leaves_known


def _few_experts(shape: Shape, inputs: Inputs, rules: Rules) -> dict[str, BoolArray]:
    if not shape.rated.any():
        return {}
    marking = (inputs.scored.any(axis=2) & (inputs.weights > 0)).sum(axis=1)
    return {"few_experts": marking < rules.certified_experts}


def _single_roles(shape: Shape, known: BoolArray, rules: Rules) -> dict[str, BoolArray]:
    """Flag leaves of both sides where one side that counts has no value."""
    if 0 in rules.side_weights:
        return {}
    return {
        f"single_role:{shape.tree.indicators[node].id}": known[0][:, column] ^ known[1][:, column]
        for column, node in enumerate(shape.leaves)
        if shape.rated[column] and shape.asked[:, column].all()
    }


def _split_opinion(
    scores: Sequence[FloatArray], assessed: Sequence[BoolArray], rules: Rules
) -> dict[str, BoolArray]:
    apart = np.abs(scores[0][:, -1] - scores[1][:, -1]) > rules.split_opinion + NOISE
    return {"split_opinion": apart & assessed[0][:, -1] & assessed[1][:, -1]}
