"""Many achievements at once, from arrays: campaigns, benches, and what a change would do.

Adding or removing an achievement changes no other row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import (
    BoolArray,
    FloatArray,
    IntArray,
    array,
    non_negative,
    one_of,
    sequence,
)
from quanheng.methods.result import Message, Step
from quanheng.methods.scoring.grade import grade_labels
from quanheng.methods.scoring.outcome import Inputs, Outcome, compute, flag_names
from quanheng.methods.scoring.panel import STATUSES, Rules, read_rules
from quanheng.methods.scoring.shape import Shape
from quanheng.methods.scoring.tree import SIDES, IndicatorTree, read_tree

BLOCK = 2**16
"""Marks computed at a time: half a megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BatchResult:
    """Rows in the order of `marks`; where `assessed` is False, score and coverage are 0 and mean nothing.

    `node_scores` [A, N] stands in the order of `tree.indicators`, masked by `node_assessed`. `flags`
    holds the conclusion's flags per row; those on single experts need the panel and come from `evaluate`.
    """

    scores: FloatArray
    raw_scores: FloatArray
    coverage: FloatArray
    assessed: BoolArray
    grades: tuple[str, ...]
    node_scores: FloatArray
    node_assessed: BoolArray
    flag_masks: Mapping[str, BoolArray]
    method: str
    warnings: tuple[str, ...] = field(default=())

    @property
    def flags(self) -> tuple[tuple[str, ...], ...]:
        rows: list[list[str]] = [[] for _ in self.grades]
        for flag, mask in self.flag_masks.items():
            for row in np.flatnonzero(mask):
                rows[row].append(flag)
        return tuple(map(tuple, rows))

    @property
    def explanation(self) -> Step:
        """One line per achievement, by its position from 1; the full tree comes from `evaluate`."""
        missing = Message("not assessed")
        lines = tuple(
            Step(label=str(row + 1), value=float(score) if known else missing, rule=grade)
            for row, (score, known, grade) in enumerate(
                zip(self.scores, self.assessed, self.grades, strict=True)
            )
        )
        return Step(label=Message("Scores"), value=len(lines), rule=self.method, children=lines)


def method_name(rules: Rules) -> str:
    """Return variant and options, as printed beside every result."""
    if rules.aggregation == "trimmed":
        return f"anchored indicator tree, trimmed mean (drop {rules.drop} from {rules.trim_from})"
    return f"anchored indicator tree, {rules.aggregation}"


def evaluate_many(
    tree: IndicatorTree,
    marks: ArrayLike,
    status: ArrayLike,
    roles: Sequence[str],
    *,
    rules: Rules | None = None,
    expert_weights: ArrayLike | None = None,
    facts: ArrayLike | None = None,
    facts_known: ArrayLike | None = None,
    gate_facts: ArrayLike | None = None,
    gate_facts_known: ArrayLike | None = None,
) -> BatchResult:
    """Evaluate A achievements marked by the same E experts on the L leaves of one tree.

    `marks` float[A, E, L] and `status` int[A, E, L] (0 scored, 1 abstained, 2 missing, 3 recused) have
    their columns in the order of `tree.leaves`; `roles` names each expert's side. Cells that are not
    scored are ignored, whatever number they hold. `facts` float[A, L] are the quantities of measured
    leaves in the leaf's unit and the scores of performance lead leaves, `gate_facts` float[A, G] those of `tree.gates`; each with a mask of
    what is known (all, when the mask is left out). A gate on a measured leaf finds its fact there.
    """
    shape = Shape(read_tree(tree))
    checked = read_rules(rules)
    sides = _read_sides(roles)
    points, codes = _read_marks(shape, marks, status, sides)
    measured, measured_known = _read_facts(shape, facts, facts_known, len(points))
    gates, gates_known = _read_gates(shape, gate_facts, gate_facts_known, measured, measured_known)
    weights = _read_weights(expert_weights, len(sides))
    table = _Table.of(shape, checked, len(points))
    for rows in _blocks(len(points), points[0].size):
        block, scored = _read_block(shape, points[rows], codes[rows], sides)
        inputs = Inputs(
            points=block,
            scored=scored,
            sides=sides,
            weights=weights,
            measured=measured[rows].T,
            measured_known=measured_known[rows].T,
            gate_values=gates[rows].T,
            gate_known=gates_known[rows].T,
        )
        table.take(rows, compute(shape, inputs, checked))
    return table.result(shape, checked)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The rows of the result, filled block by block."""

    rounded: FloatArray
    coverage: FloatArray
    codes: IntArray
    nodes: FloatArray
    assessed: BoolArray
    flags: BoolArray

    @classmethod
    def of(cls, shape: Shape, rules: Rules, rows: int) -> Self:
        return cls(
            rounded=np.empty(rows),
            coverage=np.empty(rows),
            codes=np.empty(rows, np.int64),
            nodes=np.empty((rows, shape.root + 1)),
            assessed=np.empty((rows, shape.root + 1), bool),
            flags=np.empty((len(flag_names(shape, rules)), rows), bool),
        )

    def take(self, rows: slice, outcome: Outcome) -> None:
        self.rounded[rows] = outcome.rounded
        self.coverage[rows] = outcome.coverage[-1]
        self.codes[rows] = outcome.codes
        self.nodes[rows] = outcome.scores.T
        self.assessed[rows] = outcome.assessed.T
        self.flags[:, rows] = outcome.flags

    def result(self, shape: Shape, rules: Rules) -> BatchResult:
        assessed = self.assessed[:, -1]
        return BatchResult(
            scores=np.where(assessed, self.rounded, 0.0),
            raw_scores=self.nodes[:, -1],
            coverage=self.coverage,
            assessed=assessed,
            grades=grade_labels(self.codes, shape.tree),
            node_scores=self.nodes[:, :-1],
            node_assessed=self.assessed[:, :-1],
            flag_masks=dict(zip(flag_names(shape, rules), self.flags, strict=True)),
            method=method_name(rules),
        )


def _blocks(rows: int, cells: int) -> Iterator[slice]:
    """Return the rows in blocks that stay in the processor's cache while they are computed."""
    step = max(1, BLOCK // cells)
    return (slice(start, start + step) for start in range(0, rows, step))


def _read_sides(roles: object) -> IntArray:
    sides = [SIDES.index(one_of("roles", role, SIDES)) for role in sequence("roles", roles)]
    if not sides:
        raise MethodError("roles: got none, takes one side for each expert")
    return np.array(sides, np.int64)


def _read_marks(
    shape: Shape, marks: object, status: object, sides: IntArray
) -> tuple[NDArray[np.generic], NDArray[np.generic]]:
    """Return marks and status of the right shape; their values are checked block by block."""
    points = array("marks", marks, (None, len(sides), len(shape.leaves)), "iuf")
    return points, array("status", status, points.shape, "iu")


def _read_block(
    shape: Shape, marks: NDArray[np.generic], status: NDArray[np.generic], sides: IntArray
) -> tuple[FloatArray, BoolArray]:
    """Return points, 0 where nothing is scored, and where something is, [E, L, A]."""
    if status.min() < 0 or status.max() >= len(STATUSES):
        raise MethodError("status: takes 0 scored, 1 abstained, 2 missing, 3 recused")
    scored: BoolArray = np.ascontiguousarray((status == 0).transpose(1, 2, 0))
    points = np.where(scored, marks.transpose(1, 2, 0), 0.0).astype(float, copy=False)
    if not (points.min() >= 0 and points.max() <= 100):
        raise MethodError("marks: takes finite points from 0 to 100 wherever the status is scored")
    strange = ~(shape.rated & shape.asked[sides])
    if strange.any() and scored[strange].any():
        raise MethodError("marks: got scored cells on a leaf that is measured or of the other side")
    return points, scored


def _read_weights(weights: object, count: int) -> FloatArray:
    if weights is None:
        return np.ones(count)
    read = [non_negative("expert_weights", weight) for weight in sequence("expert_weights", weights)]
    if len(read) != count:
        raise MethodError(
            "expert_weights: got %(got)s, takes one for each of %(count)s experts", got=len(read), count=count
        )
    return np.array(read)


def _read_facts(shape: Shape, facts: object, known: object, rows: int) -> tuple[FloatArray, BoolArray]:
    values, there = _read_known("facts", facts, known, (rows, len(shape.leaves)))
    there &= ~shape.rated
    lead = np.array([shape.tree.indicators[node].kind == "lead" for node in shape.leaves])
    if not ((values >= 0) & (values <= 100) | ~(there & lead)).all():
        raise MethodError("facts: takes scores from 0 to 100 on performance lead leaves")
    return np.where(there, values, 0.0), there


def _read_gates(
    shape: Shape, facts: object, known: object, measured: FloatArray, measured_known: BoolArray
) -> tuple[FloatArray, BoolArray]:
    """Return the facts of the gates: given ones first, else the quantity of the leaf a gate names."""
    values, there = _read_known("gate_facts", facts, known, (len(measured), len(shape.tree.gates)))
    for column, gate in enumerate(shape.tree.gates):
        leaf = shape.column.get(gate.fact)
        if leaf is not None:
            free = measured_known[:, leaf] & ~there[:, column]
            values[free, column] = measured[free, leaf]
            there[:, column] |= free
    return values, there


def _read_known(
    argument: str, given: object, known: object, shape: tuple[int, int]
) -> tuple[FloatArray, BoolArray]:
    """Return values, 0 where unknown, and where they are known: everywhere, when no mask is given."""
    if given is None:
        return np.zeros(shape), np.zeros(shape, bool)
    values = array(argument, given, shape, "iuf").astype(float)
    there = (
        np.ones(shape, bool)
        if known is None
        else array(f"{argument}_known", known, shape, "biu").astype(bool)
    )
    if not np.isfinite(values[there]).all():
        raise MethodError("%(argument)s: takes finite numbers wherever they are known", argument=argument)
    return np.where(there, values, 0.0), there
