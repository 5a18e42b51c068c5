"""One case, read and checked: the tree, the panel, the marks that count and those they replaced."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from quanheng.methods.inputs import whole
from quanheng.methods.scoring.outcome import Inputs
from quanheng.methods.scoring.panel import (
    Fact,
    Mark,
    Panelist,
    Rules,
    read_facts,
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
    facts: Mapping[str, Fact]
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
    """Return the case as one row of arrays."""
    shape, gates = case.shape, case.shape.tree.gates
    points = np.zeros((1, len(case.panel), len(shape.leaves)))
    scored = np.zeros(points.shape, bool)
    rows = {one.id: row for row, one in enumerate(case.panel)}
    for (expert, leaf), mark in case.current.items():
        if mark.status == "scored" and mark.points is not None:
            points[0, rows[expert], shape.column[leaf]] = mark.points
            scored[0, rows[expert], shape.column[leaf]] = True
    measured = [
        case.facts.get(case.indicator(node).id) if case.indicator(node).kind == "measured" else None
        for node in shape.leaves
    ]
    gated = [case.facts.get(gate.fact) for gate in gates]
    return Inputs(
        points=points,
        scored=scored,
        sides=np.array([SIDES.index(one.role) for one in case.panel]),
        weights=np.array([one.weight for one in case.panel]),
        measured=np.array([[fact.value if fact else 0.0 for fact in measured]]),
        measured_known=np.array([[fact is not None for fact in measured]]),
        gate_values=np.array([[fact.value if fact else 0.0 for fact in gated]]).reshape(1, len(gates)),
        gate_known=np.array([[fact is not None for fact in gated]], bool).reshape(1, len(gates)),
    )
