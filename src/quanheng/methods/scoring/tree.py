"""The indicator tree: what is rated, by whom, with which weight, and which grade a score earns.

Weights are set per case before anybody scores (H-14.3, H-20.1, H-26.1); worded bands carry the
qualitative leaves and anchors the quantitative ones (H-14.4). The classes below only hold what was
written; `read_tree` checks all of it and names the node that is wrong.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import ClassVar

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import (
    instance,
    instances,
    mapping,
    name,
    non_negative,
    number,
    number_between,
    one_of,
    sequence,
    shown,
    text,
)
from quanheng.methods.record import Record
from quanheng.methods.scoring.quantity import read_anchors

SIDES = ("competitive", "authoritative")
"""竞争性 and 权威性: two conclusions, never one (H-2)."""
VALUES = ("scientific", "technical", "economic", "social", "cultural")
"""The five values 五元 (M-1)."""
KINDS = ("group", "rated", "measured", "lead")
OPERATORS = ("<", "<=", ">", ">=", "==")
EFFECTS = ("cap", "fail")
WEIGHT_TOLERANCE = 1e-9
SHARE_TOLERANCE = 1e-6
DEEPEST = 20
"""More levels than anybody reads; the explanation goes down them one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Record):
    """One worded band of a rated leaf; `low` and `high` both belong to it."""

    label: str
    low: float
    high: float
    wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Record):
    """One node of the tree.

    `weight` is the share among its siblings. `kind` "rated" takes marks, "measured" a `Fact` through
    `anchors` (value, points), "lead" the result of a performance comparison. `role` is the side whose
    experts mark the leaf, or "both". `values` are its shares of the five values, empty or summing to 1.
    """

    nested: ClassVar[Mapping[str, type[Record]]] = {"bands": Band}

    id: str
    title: str = ""
    parent: str = ""
    weight: float = 1.0
    kind: str = "rated"
    role: str = "both"
    values: Mapping[str, float] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    anchors: tuple[tuple[float, float], ...] = ()
    unit: str = ""
    stage: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Record):
    """A threshold outside the sum: it fires when `facts[fact].value op limit`.

    `effect` "cap" lets no grade above `grade` stand, "fail" leaves the lowest one. A gate never touches
    the score and never raises a grade.
    """

    id: str
    fact: str
    op: str
    limit: float
    effect: str
    grade: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTree(Record):
    """Indicators in any order, and the grades as (label, lower bound), best first, the last bound 0."""

    nested: ClassVar[Mapping[str, type[Record]]] = {"indicators": Indicator, "gates": Gate}

    indicators: tuple[Indicator, ...]
    grades: tuple[tuple[str, float], ...]
    gates: tuple[Gate, ...] = ()
    version: str = ""

    @property
    def leaves(self) -> tuple[Indicator, ...]:
        """The indicators that are no groups, in the order in which they stand: the columns of a batch."""
        return tuple(node for node in self.indicators if node.kind != "group")


def read_tree(tree: object) -> IndicatorTree:
    """Return the tree with every number a float and every list a tuple; refuse what does not hold.

    `MethodError` names the node: empty or duplicate ids, unknown parents, cycles, groups without and
    leaves with children, weights that do not sum to 1 among siblings, bands that leave gaps, anchors
    out of order, gates and grades that cannot be applied.
    """
    given = instance("tree", tree, IndicatorTree)
    indicators = tuple(_indicator(node) for node in instances("indicators", given.indicators, Indicator))
    _check_structure(indicators)
    _check_weights(indicators)
    grades = _grades(given.grades)
    gates = tuple(_gate(gate, grades) for gate in instances("gates", given.gates, Gate))
    _refuse_duplicates("gates", [gate.id for gate in gates])
    return IndicatorTree(
        indicators=indicators, grades=grades, gates=gates, version=text("version", given.version)
    )


def _indicator(node: Indicator) -> Indicator:
    at = name("indicator id", node.id)
    kind = one_of(f"{at}: kind", node.kind, KINDS)
    return replace(
        node,
        title=text(f"{at}: title", node.title),
        parent=text(f"{at}: parent", node.parent),
        weight=non_negative(f"{at}: weight", node.weight),
        kind=kind,
        role=one_of(f"{at}: role", node.role, (*SIDES, "both")),
        values=_shares(f"{at}: values", node.values),
        bands=_bands(f"{at}: bands", node.bands),
        anchors=_point_anchors(f"{at}: anchors", node.anchors) if kind == "measured" else _no_anchors(node),
        unit=text(f"{at}: unit", node.unit),
        stage=text(f"{at}: stage", node.stage),
        rule=text(f"{at}: rule", node.rule),
    )


def _shares(argument: str, values: object) -> Mapping[str, float]:
    shares = {
        one_of(argument, key, VALUES): non_negative(argument, share)
        for key, share in mapping(argument, values).items()
    }
    if shares and abs(sum(shares.values()) - 1) > SHARE_TOLERANCE:
        raise MethodError(
            "%(argument)s: got shares that sum to %(total)s, takes a sum of 1",
            argument=argument,
            total=sum(shares.values()),
        )
    return shares


def _bands(argument: str, bands: object) -> tuple[Band, ...]:
    """Bands tile 0 to 100: no overlap, and between two bands no more than the step of whole points."""
    read = tuple(
        Band(
            label=name(argument, band.label),
            low=number_between(argument, band.low, 0, 100),
            high=number_between(argument, band.high, 0, 100),
            wording=text(argument, band.wording),
        )
        for band in instances(argument, bands, Band)
    )
    _refuse_duplicates(argument, [band.label for band in read])
    rising = sorted(read, key=lambda band: (band.low, band.high))
    if not rising:
        return read
    ends = rising[0].low == 0 and rising[-1].high == 100 and all(band.low <= band.high for band in rising)
    if not ends or any(not 0 < upper.low - lower.high <= 1 for lower, upper in pairwise(rising)):
        raise MethodError(
            "%(argument)s: takes bands that cover 0 to 100 without overlap and without a gap of more than 1",
            argument=argument,
        )
    return read


def _point_anchors(argument: str, anchors: object) -> tuple[tuple[float, float], ...]:
    read = read_anchors(argument, anchors)
    for _, points in read:
        number_between(argument, points, 0, 100)
    return read


def _no_anchors(node: Indicator) -> tuple[tuple[float, float], ...]:
    if sequence(f"{node.id}: anchors", node.anchors):
        raise MethodError(
            "%(node)s: got anchors on a leaf that is not measured, takes them on measured leaves only",
            node=node.id,
        )
    return ()


def _refuse_duplicates(argument: str, ids: list[str]) -> None:
    for one, count in Counter(ids).items():
        if count > 1:
            raise MethodError("%(argument)s: got %(id)s twice, takes each once", argument=argument, id=one)


def _check_structure(indicators: tuple[Indicator, ...]) -> None:
    if not indicators:
        raise MethodError("indicators: got none, takes at least one")
    ids = [node.id for node in indicators]
    _refuse_duplicates("indicators", ids)
    parents = {node.parent for node in indicators}
    for node in indicators:
        if node.parent and node.parent not in ids:
            raise MethodError(
                "%(node)s: got the parent %(parent)s, takes one of the tree", node=node.id, parent=node.parent
            )
        if node.kind == "group" and node.id not in parents:
            raise MethodError("%(node)s: got a group without children", node=node.id)
        if node.kind != "group" and node.id in parents:
            raise MethodError("%(node)s: got children under a leaf, takes them under a group", node=node.id)
    _check_levels(indicators)


def _check_levels(indicators: tuple[Indicator, ...]) -> None:
    parent = {node.id: node.parent for node in indicators}
    depth = {"": 0}
    for node in indicators:
        way: list[str] = []
        here = node.id
        while here not in depth:
            if here in way:
                raise MethodError("%(node)s: got a parent that stands below it", node=here)
            way.append(here)
            here = parent[here]
        depth |= {below: depth[here] + up for up, below in enumerate(reversed(way), 1)}
        if depth[node.id] > DEEPEST:
            raise MethodError(
                "%(node)s: got level %(level)s, takes at most %(deepest)s levels",
                node=node.id,
                level=depth[node.id],
                deepest=DEEPEST,
            )


def _check_weights(indicators: tuple[Indicator, ...]) -> None:
    """Siblings share 1 exactly; 99.9 % is refused by name (H-14.3)."""
    totals: dict[str, float] = {}
    for node in indicators:
        totals[node.parent] = totals.get(node.parent, 0.0) + node.weight
    for parent, total in totals.items():
        if abs(total - 1) > WEIGHT_TOLERANCE:
            raise MethodError(
                "%(node)s: got child weights that sum to %(total)s, takes a sum of 1",
                node=parent or "root",
                total=total,
            )


def _grades(grades: object) -> tuple[tuple[str, float], ...]:
    table: list[tuple[str, float]] = []
    for row in sequence("grades", grades):
        cells = sequence("grades", row)
        if len(cells) != 2:
            raise MethodError("grades: got %(got)s, takes pairs of label and lower bound", got=shown(row))
        table.append((name("grades", cells[0]), number("grades", cells[1])))
    if not table:
        raise MethodError("grades: got none, takes at least one")
    _refuse_duplicates("grades", [label for label, _ in table])
    if any(better[1] <= worse[1] for better, worse in pairwise(table)) or table[-1][1] > 0:
        raise MethodError(
            "grades: takes falling lower bounds, the last one 0, so that every score has a grade"
        )
    return tuple(table)


def _gate(gate: Gate, grades: tuple[tuple[str, float], ...]) -> Gate:
    at = name("gate id", gate.id)
    effect = one_of(f"{at}: effect", gate.effect, EFFECTS)
    if effect == "cap":
        one_of(f"{at}: grade", gate.grade, [label for label, _ in grades])
    return Gate(
        id=at,
        fact=name(f"{at}: fact", gate.fact),
        op=one_of(f"{at}: op", gate.op, OPERATORS),
        limit=number(f"{at}: limit", gate.limit),
        effect=effect,
        grade=text(f"{at}: grade", gate.grade),
        text=text(f"{at}: text", gate.text),
    )
