"""One case, read and checked: the tree, the panel, the marks that count and those they replaced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray, whole
from quanheng.methods.scoring.facts import AnyFact, read_facts, value_of
from quanheng.methods.scoring.outcome import Inputs
from quanheng.methods.scoring.panel import (
    Mark,
    Panelist,
    Rules,
    read_panel,
    read_rules,
    read_sheets,
)
from quanheng.methods.scoring.shape import Shape
from quanheng.methods.scoring.tree import SIDES, Indicator, read_tree


@dataclass(frozen=True, slots=True)
class Case:
    """`panel` is sorted by code, `marks` by expert, leaf and round; `current` holds the last round."""

    shape: Shape
    panel: tuple[Panelist, ...]
    marks: tuple[Mark, ...]
    facts: Mapping[str, AnyFact]
    rules: Rules
    seed: int
    current: Mapping[tuple[str, str], Mark]

    def indicator(self, node: int) -> Indicator:
        return self.shape.tree.indicators[node]

    def members(self, side: int) -> tuple[int, ...]:
        """Return the positions in the panel of the experts of a side."""
        return tuple(i for i, one in enumerate(self.panel) if one.role == SIDES[side])


def read_case(
    tree: object, panel: object, sheets: object, facts: object, *, rules: object, seed: object
) -> Case:
    """Return the case with every argument checked; raises `MethodError` for the first that is wrong."""
    shape = Shape(read_tree(tree))
    members = read_panel(panel)
    marks = read_sheets(sheets, members, shape)
    return Case(
        shape=shape,
        panel=members,
        marks=marks,
        facts=read_facts(facts, shape),
        rules=read_rules(rules),
        seed=whole("seed", seed, least=0),
        current={(mark.expert, mark.indicator): mark for mark in marks},
    )


def arrays(case: Case) -> Inputs:
    """Return the case as arrays with one achievement."""
    shape, gates = case.shape, case.shape.tree.gates
    points = np.zeros((len(case.panel), len(shape.leaves), 1))
    scored = np.zeros(points.shape, bool)
    rows = {one.id: row for row, one in enumerate(case.panel)}
    given = [
        (rows[expert], shape.column[leaf], mark.points)
        for (expert, leaf), mark in case.current.items()
        if mark.status == "scored"
    ]
    if given:
        experts, leaves, values = zip(*given, strict=True)
        points[experts, leaves, 0], scored[experts, leaves, 0] = values, True
    names = [case.indicator(node).id for node in shape.leaves]
    measured, measured_known = _column(
        case.facts, [None if rated else name for name, rated in zip(names, shape.rated, strict=True)]
    )
    gated, gates_known = _column(case.facts, [gate.fact for gate in gates])
    return Inputs(
        points=points,
        scored=scored,
        sides=np.array([SIDES.index(one.role) for one in case.panel]),
        weights=np.array([one.weight for one in case.panel]),
        measured=measured,
        measured_known=measured_known,
        gate_values=gated,
        gate_known=gates_known,
    )


def _column(facts: Mapping[str, AnyFact], names: Sequence[str | None]) -> tuple[FloatArray, BoolArray]:
    """Return the values of facts by name, 0 where there is none, and where there is one."""
    found = [facts.get(name) if name else None for name in names]
    values = np.array([value_of(fact) if fact else 0.0 for fact in found], float)
    return values.reshape(-1, 1), np.array([fact is not None for fact in found], bool).reshape(-1, 1)
