"""What people should look at: single marks, single experts, and the choice of the average.

Flags only. Nobody and nothing is dropped for them; an outlier is asked for a written reason.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray
from quanheng.methods.scoring.averages import median
from quanheng.methods.scoring.case import Case
from quanheng.methods.scoring.grade import WITHHELD
from quanheng.methods.scoring.outcome import Conclusion, Inputs, Outcome, conclude, under

OUTLIER = 3.5
CONSISTENT_MAD = 0.6745
CONSISTENT_MEAN_DEVIATION = 1.2533
CONSTANT_FROM = 3
SMALLEST_BIAS = 5.0
"""Points by which whole sheets may differ without a word: of three calm experts one always stands apart."""
AVERAGES = ("mean", "trimmed", "median")
"""The averages that are printed beside each other."""


def under_each_average(case: Case, inputs: Inputs, outcome: Outcome) -> dict[str, Outcome | Conclusion]:
    """Return the conclusion under every printed average; the case's own is not computed twice."""
    return {
        average: outcome
        if average == case.rules.aggregation
        else under(case.shape, inputs, replace(case.rules, aggregation=average), outcome)
        for average in AVERAGES
    }


def diagnose(
    case: Case,
    inputs: Inputs,
    outcome: Outcome,
    averages: Mapping[str, Outcome | Conclusion],
    left_out: Conclusion,
) -> tuple[str, ...]:
    """Return the flags average_matters, outlier:<expert>/<leaf>, and bias, constant, decisive:<expert>."""
    grade = outcome.codes[0]
    other_average = grade != WITHHELD and any(other.codes[0] != grade for other in averages.values())
    return (
        *(("average_matters",) if other_average else ()),
        *_outliers(case, inputs),
        *_bias(case, inputs),
        *_constant(case, inputs),
        *_decisive(case, outcome, left_out),
    )


def robust_z(points: FloatArray, counted: BoolArray) -> FloatArray:
    """Return .6745·(x − median)/MAD over the first axis where something counts, 0 elsewhere.

    Where most marks agree the MAD is 0; the mean deviation, at least one point, takes its place, so that
    a tenth of a point beside equal marks is no outlier.
    """
    away = np.where(counted, points - median(points, counted), 0.0)
    distance = np.abs(away)
    mad = median(distance, counted) / CONSISTENT_MAD
    mean = distance.sum(axis=0) / np.maximum(counted.sum(axis=0), 1)
    scale = np.where(mad > 0, mad, np.maximum(CONSISTENT_MEAN_DEVIATION * mean, 1.0))
    z: FloatArray = away / scale
    return z


def _outliers(case: Case, inputs: Inputs) -> list[str]:
    """Flag marks far from those of their own side, by leaf."""
    far = np.zeros(inputs.scored.shape[:2], bool)
    for side in (0, 1):
        members = list(case.members(side))
        if members:
            counted = inputs.scored[members]
            enough = counted.sum(axis=0) >= case.rules.minimum_scores
            z = robust_z(inputs.points[members], counted)
            far[members] = (enough & (np.abs(z) > OUTLIER))[:, :, 0]
    return [
        f"outlier:{case.panel[expert].id}/{case.indicator(case.shape.leaves[column]).id}"
        for column, expert in np.argwhere(far.T).tolist()
    ]


def _bias(case: Case, inputs: Inputs) -> list[str]:
    """Flag whoever stands far from the own side over the whole sheet of three leaves or more.

    An expert's distance is the mean over the sheet of mark less the side's median of that leaf.
    """
    flags = []
    for side in (0, 1):
        members = list(case.members(side))
        counted = inputs.scored[members]
        leaves = counted.sum(axis=1)
        sheets = leaves >= CONSTANT_FROM
        if sheets.sum() < max(case.rules.minimum_scores, CONSTANT_FROM):
            continue
        away = np.where(counted, inputs.points[members] - median(inputs.points[members], counted), 0.0)
        mean = np.where(sheets, away.sum(axis=1) / np.maximum(leaves, 1), 0.0)
        unlike = np.abs(robust_z(mean[:, :, None], sheets[:, :, None]))[:, :, 0] > OUTLIER
        far = unlike & (np.abs(mean) >= SMALLEST_BIAS)
        flags += [f"bias:{case.panel[members[i]].id}" for i in np.flatnonzero(far)]
    return flags


def _constant(case: Case, inputs: Inputs) -> list[str]:
    """Flag whoever gave the same points to every leaf, three or more."""
    points, scored = inputs.points[:, :, 0], inputs.scored[:, :, 0]
    low = np.where(scored, points, np.inf).min(axis=1)
    same = (scored.sum(axis=1) >= CONSTANT_FROM) & (low == points.max(axis=1))
    return [f"constant:{case.panel[i].id}" for i in np.flatnonzero(same)]


def without_each(case: Case, inputs: Inputs) -> Conclusion:
    """Return the conclusion with each expert of the panel left out in turn, in the order of the panel."""
    count = len(case.panel)
    scored = inputs.scored.repeat(count, axis=2)
    scored[np.arange(count), :, np.arange(count)] = False
    columns = replace(
        inputs,
        points=np.where(scored, inputs.points, 0.0),
        scored=scored,
        measured=inputs.measured.repeat(count, axis=1),
        measured_known=inputs.measured_known.repeat(count, axis=1),
        gate_values=inputs.gate_values.repeat(count, axis=1),
        gate_known=inputs.gate_known.repeat(count, axis=1),
    )
    return conclude(case.shape, columns, case.rules)


def _decisive(case: Case, outcome: Outcome, left_out: Conclusion) -> list[str]:
    """Flag whoever, left out, changes the grade into another; into none is a matter of numbers."""
    if outcome.codes[0] == WITHHELD:
        return []
    changed = (left_out.codes != WITHHELD) & (left_out.codes != outcome.codes[0])
    return [f"decisive:{case.panel[i].id}" for i in np.flatnonzero(changed)]
