"""Data envelopment 数据包络分析: what each unit makes of its inputs beside the best of its peers.

Input-oriented model with constant returns to scale (Charnes, Cooper and Rhodes 1978), solved as one linear
programme per unit: min θ with Σ λ·x ≤ θ·x₀ and Σ λ·y ≥ y₀.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import FloatArray, matrix
from quanheng.methods.ranking.results import RankingResult, Shapes, ranked
from quanheng.methods.result import Message, Step

SOLVED = 1e-7
"""The solver's own tolerance: an efficiency so near to 1 is 1, and scores so near tie."""
WIDEST = 1e6
"""The solver cannot tell a share of its largest neighbour below this from nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EnvelopmentResult(RankingResult):
    """`scores` are efficiencies, 1 for efficient units.

    `peers` [units, units] are the intensities λ with which others make up the unit's benchmark;
    `output_shares` [units, outputs] add to the efficiency under the unit's most favourable weights.
    """

    arrays: ClassVar[Shapes] = {
        **RankingResult.arrays,
        "peers": ("f8", (None, None)),
        "output_shares": ("f8", (None, None)),
    }

    peers: FloatArray
    output_shares: FloatArray

    def option(self, row: int) -> Step:
        shares = tuple(
            Step(label=Message("Output %(number)s", number=column + 1), value=share, contribution=share)
            for column, share in enumerate(self.output_shares[row].tolist())
        )
        peers = tuple(
            Step(label=_unit_label(other), value=float(self.peers[row, other]))
            for other in np.flatnonzero(self.peers[row] > SOLVED).tolist()
        )
        compared = Step(label=Message("Compared with"), value=len(peers), rule="λ", children=peers)
        return Step(
            label=_unit_label(row),
            value=float(self.scores[row]),
            rule="max Σ u·y₀, Σ v·x₀ = 1, Σ u·y ≤ Σ v·x",
            children=(*shares, compared),
        )


def dea_ccr(inputs: ArrayLike, outputs: ArrayLike) -> EnvelopmentResult:
    """Return the efficiency of each unit (row): which share of its inputs its best peers would need.

    No value may be negative, and no unit may be without input or without output. Columns are scaled by
    their maximum; one whose positive values span more than six orders of magnitude is refused.
    """
    consumed, made = _read("inputs", inputs), _read("outputs", outputs)
    if len(consumed) != len(made):
        raise MethodError(
            "outputs: got %(got)s units, takes %(count)s as in inputs", got=len(made), count=len(consumed)
        )
    if len(consumed) < 2:
        raise MethodError("inputs: got one unit, takes at least two to compare")
    solved = [_solve(consumed, made, unit) for unit in range(len(consumed))]
    scores = np.array([efficiency for efficiency, _, _ in solved])
    scores[scores > 1 - SOLVED] = 1.0
    shares = np.array([share for _, _, share in solved])
    return EnvelopmentResult(
        scores=scores,
        ranks=ranked(scores, same=SOLVED),
        peers=np.array([peers for _, peers, _ in solved]),
        output_shares=shares * (scores / shares.sum(axis=1))[:, None],
        warnings=_warnings(consumed, made),
        method="DEA CCR, input-oriented, HiGHS",
    )


def _read(argument: str, value: object) -> FloatArray:
    """Return the columns divided by their maximum."""
    cells = matrix(argument, value)
    if (cells < 0).any():
        row, column = np.argwhere(cells < 0)[0]
        raise MethodError(
            "%(argument)s: got %(got)s in row %(row)s, column %(column)s, takes a number that is not negative",
            argument=argument,
            got=float(cells[row, column]),
            row=int(row) + 1,
            column=int(column) + 1,
        )
    empty = np.flatnonzero(~cells.any(axis=1))
    if len(empty):
        raise MethodError(
            "%(argument)s: got only zeros in row %(row)s, takes at least one positive number per unit",
            argument=argument,
            row=int(empty[0]) + 1,
        )
    largest = cells.max(axis=0)
    scaled: FloatArray = cells / np.where(largest == 0, 1.0, largest)
    wide = np.flatnonzero(np.where(scaled > 0, scaled, 1.0).min(axis=0) < 1 / WIDEST)
    if len(wide):
        raise MethodError(
            "%(argument)s: column %(column)s spans more than six orders of magnitude, takes comparable units",
            argument=argument,
            column=int(wide[0]) + 1,
        )
    return scaled


def _solve(inputs: FloatArray, outputs: FloatArray, unit: int) -> tuple[float, FloatArray, FloatArray]:
    """Return the efficiency of one unit, its peers' intensities and what each output adds."""
    own_inputs, own_outputs = inputs[unit], outputs[unit]
    used, made = np.where(own_inputs > 0, own_inputs, 1.0), np.where(own_outputs > 0, own_outputs, 1.0)
    table = np.vstack([(inputs / used).T, -(outputs / made).T])
    first = np.concatenate([-(own_inputs / used), np.zeros(len(own_outputs))])
    limits = np.concatenate([np.zeros(len(own_inputs)), -(own_outputs / made)])
    goal = np.zeros(len(inputs) + 1)
    goal[0] = 1.0
    solved = linprog(goal, A_ub=np.column_stack([first, table]), b_ub=limits, method="highs")
    if solved.status != 0:
        raise MethodError("inputs: the programme of unit %(unit)s could not be solved", unit=unit + 1)
    shares: FloatArray = np.maximum(
        solved.ineqlin.marginals[len(own_inputs) :] * limits[len(own_inputs) :], 0.0
    )
    return float(solved.x[0]), solved.x[1:], shares


def _warnings(inputs: FloatArray, outputs: FloatArray) -> tuple[Message, ...]:
    units, width, height = len(inputs), inputs.shape[1], outputs.shape[1]
    found = []
    for argument, cells in (("inputs", inputs), ("outputs", outputs)):
        alike = ", ".join(str(column + 1) for column in np.flatnonzero(np.ptp(cells, axis=0) == 0))
        if alike:
            found.append(
                Message(
                    "%(argument)s: column %(columns)s is the same for all units",
                    argument=argument,
                    columns=alike,
                )
            )
    least = max(width * height, 3 * (width + height))
    if units < least:
        found.append(
            Message(
                "inputs: %(count)s units for %(columns)s columns; below %(least)s units most come out efficient",
                count=units,
                columns=width + height,
                least=least,
            )
        )
    return tuple(found)


def _unit_label(row: int) -> Message:
    return Message("Unit %(number)s", number=row + 1)
