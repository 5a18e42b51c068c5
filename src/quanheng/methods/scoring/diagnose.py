"""What people should look at: single marks, single experts, and the choice of the average.

Flags only. Nobody and nothing is dropped for them; an outlier is asked for a written reason.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from quanheng.methods.inputs import FloatArray
from quanheng.methods.scoring.case import Case
from quanheng.methods.scoring.grade import WITHHELD
from quanheng.methods.scoring.outcome import Inputs, Outcome, compute

OUTLIER = 3.5
CONSISTENT_MAD = 0.6745
CONSISTENT_MEAN_DEVIATION = 1.2533
CONSTANT_FROM = 3
AVERAGES = ("mean", "trimmed", "median")
"""The averages that are printed beside each other."""


def under_each_average(case: Case, inputs: Inputs, outcome: Outcome) -> dict[str, Outcome]:
    """Return the outcome under every printed average; the case's own is not computed twice."""
    return {
        average: outcome
        if average == case.rules.aggregation
        else compute(case.shape, inputs, replace(case.rules, aggregation=average))
        for average in AVERAGES
    }


def diagnose(
    case: Case, inputs: Inputs, outcome: Outcome, averages: Mapping[str, Outcome]
) -> tuple[str, ...]:
    """Return the flags average_matters, outlier:<expert>/<leaf>, constant:<expert>, decisive:<expert>."""
    grade = outcome.codes[0]
    other_average = grade != WITHHELD and any(other.codes[0] != grade for other in averages.values())
    return (
        *(("average_matters",) if other_average else ()),
        *_outliers(case, inputs),
        *_constant(case, inputs),
        *_decisive(case, inputs, outcome),
    )


def robust_z(points: FloatArray) -> FloatArray:
    """Return .6745·(x − median)/MAD.

    Where most marks agree the MAD is 0; the mean deviation, at least one point, takes its place, so that
    a tenth of a point beside equal marks is no outlier.
    """
    away = points - np.median(points)
    mad = np.median(np.abs(away))
    scale = (
        mad / CONSISTENT_MAD if mad > 0 else max(CONSISTENT_MEAN_DEVIATION * float(np.abs(away).mean()), 1.0)
    )
    z: FloatArray = away / scale
    return z


def _outliers(case: Case, inputs: Inputs) -> list[str]:
    flags = []
    for column, node in enumerate(case.shape.leaves):
        for side in (0, 1):
            members = [i for i in case.members(side) if inputs.scored[0, i, column]]
            if len(members) < case.rules.minimum_scores:
                continue
            z = robust_z(inputs.points[0, members, column])
            leaf = case.indicator(node).id
            flags += [
                f"outlier:{case.panel[i].id}/{leaf}"
                for i, value in zip(members, z, strict=True)
                if abs(value) > OUTLIER
            ]
    return flags


def _constant(case: Case, inputs: Inputs) -> list[str]:
    """Flag whoever gave the same points to every leaf, three or more."""
    return [
        f"constant:{one.id}"
        for i, one in enumerate(case.panel)
        if inputs.scored[0, i].sum() >= CONSTANT_FROM and not np.ptp(inputs.points[0, i][inputs.scored[0, i]])
    ]


def _decisive(case: Case, inputs: Inputs, outcome: Outcome) -> list[str]:
    """Flag whoever, left out, changes the grade into another; into none is a matter of numbers."""
    if outcome.codes[0] == WITHHELD:
        return []
    count = len(case.panel)
    without = inputs.scored.repeat(count, axis=0)
    without[np.arange(count), np.arange(count)] = False
    rows = replace(
        inputs,
        points=np.where(without, inputs.points, 0.0),
        scored=without,
        measured=inputs.measured.repeat(count, axis=0),
        measured_known=inputs.measured_known.repeat(count, axis=0),
        gate_values=inputs.gate_values.repeat(count, axis=0),
        gate_known=inputs.gate_known.repeat(count, axis=0),
    )
    codes = compute(case.shape, rows, case.rules).codes
    return [
        f"decisive:{one.id}"
        for one, code in zip(case.panel, codes, strict=True)
        if code not in (WITHHELD, outcome.codes[0])
    ]
