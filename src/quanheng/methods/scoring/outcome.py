"""Marks to scores for many achievements at once: the one path on which every score is computed.

A single evaluation runs it with one achievement, a check under another average or without one expert
with another column. No column sees another: each grade is absolute.
"""

from dataclasses import dataclass

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray, IntArray
from quanheng.methods.scoring.averages import kept_weights, side_values
from quanheng.methods.scoring.grade import WITHHELD, gate_flag_names, grade_codes, pass_gates, round_half_up
from quanheng.methods.scoring.panel import Rules
from quanheng.methods.scoring.quantity import interpolate
from quanheng.methods.scoring.shape import Shape
from quanheng.methods.scoring.tree import SIDES

NOISE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """What is computed from: points and scored [E, L, A], sides and weights [E], measured values and
    known [L, A], gate facts and known [G, A]. Points are 0 where nothing is scored; the measured value of a
    performance lead leaf is the score of its comparison.
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

    side_values: FloatArray
    """[side, L, A]"""
    side_known: BoolArray
    shares: FloatArray
    """[side, L, A]: what each side's value counts on a rated leaf."""
    scores: FloatArray
    """[N + 1, A]"""
    assessed: BoolArray
    coverage: FloatArray
    side_scores: FloatArray
    """[side, N + 1, A]"""
    side_assessed: BoolArray
    rounded: FloatArray
    codes: IntArray
    """[A]: positions in the grade table, `WITHHELD` for none."""
    flags: BoolArray
    """[F, A], in the order of `flag_names`."""


def compute(shape: Shape, inputs: Inputs, rules: Rules) -> Outcome:
    """Return the outcome of checked inputs under checked rules."""
    values, known = _sides(inputs, rules)
    shares = side_shares(shape, known, rules)
    leaves, leaves_known = leaf_values(shape, inputs.measured, inputs.measured_known, shares, values)
    rated = shape.rated[:, None]
    nodes, nodes_known = shape.roll_up(
        np.stack([leaves, *np.where(rated, values, leaves)]),
        np.stack([leaves_known, *(np.where(rated, known, leaves_known) & shape.asked[:, :, None])]),
    )
    coverage = shape.cover(leaves_known)
    rounded = round_half_up(nodes[0, -1])
    concluded = nodes_known[0, -1] & (coverage[-1] >= rules.coverage_minimum - NOISE)
    codes, gate_flags = pass_gates(
        np.where(concluded, grade_codes(rounded, shape.tree), WITHHELD),
        shape.tree,
        inputs.gate_values,
        inputs.gate_known,
    )
    flags = (
        *_few_experts(shape, inputs, rules),
        *_single_roles(shape, known, rules),
        _split_opinion(nodes[1:, -1], nodes_known[1:, -1], rules),
        ~concluded,
        *gate_flags,
    )
    return Outcome(
        side_values=values,
        side_known=known,
        shares=shares,
        scores=nodes[0],
        assessed=nodes_known[0],
        coverage=coverage,
        side_scores=nodes[1:],
        side_assessed=nodes_known[1:],
        rounded=rounded,
        codes=codes,
        flags=np.stack(flags),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Conclusion:
    """Scores [N + 1, A] with what they earn, without sides and flags: for columns that are only compared."""

    scores: FloatArray
    assessed: BoolArray
    rounded: FloatArray
    codes: IntArray


def conclude(shape: Shape, inputs: Inputs, rules: Rules) -> Conclusion:
    """Return the conclusion of checked inputs, the same numbers as `compute`."""
    values, known = _sides(inputs, rules)
    return _concluded(shape, inputs, rules, values, side_shares(shape, known, rules))


def under(shape: Shape, inputs: Inputs, rules: Rules, outcome: Outcome) -> Conclusion:
    """Return the conclusion under other rules of averaging; which sides have a value is the outcome's."""
    values, _known = _sides(inputs, rules)
    return _concluded(shape, inputs, rules, values, outcome.shares)


def _concluded(
    shape: Shape, inputs: Inputs, rules: Rules, values: FloatArray, shares: FloatArray
) -> Conclusion:
    leaves, known = leaf_values(shape, inputs.measured, inputs.measured_known, shares, values)
    scores, assessed = shape.roll_up(leaves, known)
    rounded = round_half_up(scores[-1])
    there = assessed[-1] & (shape.cover(known)[-1] >= rules.coverage_minimum - NOISE)
    codes = np.where(there, grade_codes(rounded, shape.tree), WITHHELD)
    codes, _flags = pass_gates(codes, shape.tree, inputs.gate_values, inputs.gate_known)
    return Conclusion(scores=scores, assessed=assessed, rounded=rounded, codes=codes)


def flag_names(shape: Shape, rules: Rules) -> tuple[str, ...]:
    """Return what the rows of `Outcome.flags` are called."""
    few = ("few_experts",) if shape.rated.any() else ()
    single = (f"single_role:{shape.tree.indicators[shape.leaves[i]].id}" for i in _shared(shape, rules))
    return (*few, *single, "split_opinion", "not_concluded", *gate_flag_names(shape.tree))


def members_of(sides: IntArray, weights: FloatArray, side: int) -> slice | IntArray:
    """Return the experts of a side who count; a slice where they stand together, which copies nothing."""
    members = np.flatnonzero((sides == side) & (weights > 0))
    if len(members) and members[-1] - members[0] + 1 == len(members):
        return slice(int(members[0]), int(members[-1]) + 1)
    return members


def _sides(inputs: Inputs, rules: Rules) -> tuple[FloatArray, BoolArray]:
    """Return each side's value and whether it has one, [side, L, A]."""
    values = np.zeros((len(SIDES), *inputs.points.shape[1:]))
    known = np.zeros(values.shape, bool)
    for side in range(len(SIDES)):
        members = members_of(inputs.sides, inputs.weights, side)
        weights = inputs.weights[members]
        if len(weights):
            found, count = side_values(inputs.points[members], inputs.scored[members], weights, rules)
            known[side] = count >= rules.minimum_scores
            values[side] = found * known[side]
    return values, known


def kept_of(inputs: Inputs, known: BoolArray, rules: Rules) -> FloatArray:
    """Return what each mark counts in its side's value [E, L, A]: Σ over a side is 1 where it has a value."""
    kept = np.zeros(inputs.points.shape)
    for side in range(len(SIDES)):
        members = members_of(inputs.sides, inputs.weights, side)
        weights = inputs.weights[members]
        if len(weights):
            shares = kept_weights(inputs.points[members], inputs.scored[members], weights, rules)
            kept[members] = shares * known[side]
    return kept


def side_shares(shape: Shape, known: BoolArray, rules: Rules) -> FloatArray:
    """Return what each side's value counts on each leaf [side, L, A]: ρ over the sides with a value."""
    both = shape.asked.all(axis=0)
    weights = np.where(both, np.array(rules.side_weights)[:, None], shape.asked.astype(float))
    counted = weights[:, :, None] * known
    total = counted[0] + counted[1]
    total[total == 0] = 1.0
    counted /= total
    return counted


def leaf_values(
    shape: Shape, measured: FloatArray, measured_known: BoolArray, shares: FloatArray, values: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Return the value of each leaf and where it has one, [L, A]: sides together, or the measured value."""
    leaves = shares[0] * values[0] + shares[1] * values[1]
    leaves_known = (shares[0] + shares[1]) > 0
    for column in np.flatnonzero(~shape.rated):
        indicator = shape.tree.indicators[shape.leaves[column]]
        points = measured[column]
        leaves[column] = interpolate(points, indicator.anchors) if indicator.kind == "measured" else points
        leaves_known[column] = measured_known[column]
    return leaves, leaves_known


def _few_experts(shape: Shape, inputs: Inputs, rules: Rules) -> list[BoolArray]:
    if not shape.rated.any():
        return []
    counted = inputs.scored[inputs.weights > 0]
    marking = np.logical_or.reduce(counted, axis=1).sum(axis=0)
    return [marking < rules.certified_experts]


def _shared(shape: Shape, rules: Rules) -> IntArray:
    """Return the columns of rated leaves on which both sides count."""
    if 0 in rules.side_weights:
        return np.array([], np.int64)
    return np.flatnonzero(shape.rated & shape.asked.all(axis=0))


def _single_roles(shape: Shape, known: BoolArray, rules: Rules) -> BoolArray:
    """Flag leaves of both sides where one side that counts has no value."""
    shared = _shared(shape, rules)
    apart: BoolArray = known[0][shared] ^ known[1][shared]
    return apart


def _split_opinion(scores: FloatArray, assessed: BoolArray, rules: Rules) -> BoolArray:
    apart: BoolArray = np.abs(scores[0] - scores[1]) > rules.split_opinion + NOISE
    both: BoolArray = assessed[0] & assessed[1]
    return apart & both
