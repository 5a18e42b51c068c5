"""The panel, its marks, the measured facts and the rules of one case.

Scored, abstained, missing and recused are four states and never a zero; an absent pair of expert and
leaf is missing. Each expert marks the leaves of his own side only (H-13, H-19, H-25). Of several
rounds the highest counts; the earlier ones stay in the explanation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import (
    instance,
    instances,
    name,
    non_negative,
    number,
    number_between,
    one_of,
    sequence,
    shown,
    text,
    whole,
)
from quanheng.methods.record import Record
from quanheng.methods.scoring.shape import Shape
from quanheng.methods.scoring.tree import SHARE_TOLERANCE, SIDES, Indicator

STATUSES = ("scored", "abstained", "missing", "recused")
"""已评, 不作评价, 未交, 已回避; their positions are the codes of a batch."""
AGGREGATIONS = ("trimmed", "mean", "median", "huber")
MOST_SAMPLES = 1_000_000
EVIDENCE = ("test_report", "user_certificate", "literature", "search_report", "self_declared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Panelist(Record):
    """A member of the panel by code; `role` is the side, `group` the expert role, `weight` a reliability
    that the plan set before scoring.
    """

    id: str
    role: str
    weight: float = 1.0
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Record):
    """One expert's points, 0 to 100, for one rated leaf, or the status that stands in their place."""

    expert: str
    indicator: str
    points: float | None = None
    status: str = "scored"
    band: str = ""
    reason: str = ""
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Record):
    """A measured quantity with what vouches for it; `sources` are ids of evidence."""

    value: float
    unit: str = ""
    evidence: str = "test_report"
    condition: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules(Record):
    """How marks become a score; the scheme pack supplies a case's own (every default is a proposal).

    `samples` 0 draws none: no band, no grade probabilities.
    """

    aggregation: str = "trimmed"
    trim_from: int = 5
    drop: int = 1
    minimum_scores: int = 3
    certified_experts: int = 7
    role_weights: tuple[tuple[str, float], ...] = (("competitive", 0.5), ("authoritative", 0.5))
    coverage_minimum: float = 0.8
    split_opinion: float = 15.0
    samples: int = 2000
    weight_concentration: float | None = None
    weight_swing: float = 0.20
    band_step: float = 10.0

    @property
    def side_weights(self) -> tuple[float, float]:
        """The weights of the competitive and the authoritative side on leaves that both mark."""
        weights = dict(self.role_weights)
        return weights[SIDES[0]], weights[SIDES[1]]


def read_rules(rules: object) -> Rules:
    """Return checked rules; `None` means the defaults."""
    given = instance("rules", Rules() if rules is None else rules, Rules)
    drop = whole("rules: drop", given.drop, least=0)
    concentration = given.weight_concentration
    return Rules(
        aggregation=one_of("rules: aggregation", given.aggregation, AGGREGATIONS),
        drop=drop,
        trim_from=whole("rules: trim_from", given.trim_from, least=2 * drop + 1),
        minimum_scores=whole("rules: minimum_scores", given.minimum_scores, least=1),
        certified_experts=whole("rules: certified_experts", given.certified_experts, least=0),
        role_weights=_role_weights(given.role_weights),
        coverage_minimum=number_between("rules: coverage_minimum", given.coverage_minimum, 0, 1),
        split_opinion=non_negative("rules: split_opinion", given.split_opinion),
        samples=whole("rules: samples", given.samples, least=0, most=MOST_SAMPLES),
        weight_concentration=None
        if concentration is None
        else number_between("rules: weight_concentration", concentration, 1e-3, 1e9),
        weight_swing=number_between("rules: weight_swing", given.weight_swing, 0, 1),
        band_step=non_negative("rules: band_step", given.band_step),
    )


def _role_weights(weights: object) -> tuple[tuple[str, float], ...]:
    argument = "rules: role_weights"
    rows = tuple(weights.items()) if isinstance(weights, Mapping) else sequence(argument, weights)
    read: dict[str, float] = {}
    for row in rows:
        cells = sequence(argument, row)
        if len(cells) != 2:
            raise MethodError(
                "%(argument)s: got %(got)s, takes pairs of side and weight", argument=argument, got=shown(row)
            )
        read[one_of(argument, cells[0], SIDES)] = non_negative(argument, cells[1])
    if len(read) != len(SIDES) or len(rows) != len(SIDES):
        raise MethodError("%(argument)s: takes one weight for each side", argument=argument)
    if abs(sum(read.values()) - 1) > SHARE_TOLERANCE:
        raise MethodError(
            "%(argument)s: got weights that sum to %(total)s, takes a sum of 1",
            argument=argument,
            total=sum(read.values()),
        )
    return tuple((side, read[side]) for side in SIDES)


def read_panel(panel: object) -> tuple[Panelist, ...]:
    """Return the panel sorted by code; refuse an empty one, a code twice and an unknown side."""
    read = [
        Panelist(
            id=name("panel: id", one.id),
            role=one_of(f"{one.id}: role", one.role, SIDES),
            weight=non_negative(f"{one.id}: weight", one.weight),
            group=text(f"{one.id}: group", one.group),
        )
        for one in instances("panel", panel, Panelist)
    ]
    if not read:
        raise MethodError("panel: got nobody, takes at least one member")
    read.sort(key=lambda one: one.id)
    for one, other in pairwise(read):
        if one.id == other.id:
            raise MethodError("panel: got %(expert)s twice, takes each member once", expert=one.id)
    return tuple(read)


def read_sheets(sheets: object, panel: tuple[Panelist, ...], shape: Shape) -> tuple[Mark, ...]:
    """Return the marks sorted by expert, leaf and round; refuse what this panel may not mark here."""
    sides = {one.id: one.role for one in panel}
    leaves = {shape.tree.indicators[i].id: shape.tree.indicators[i] for i in shape.leaves}
    read = [_mark(mark, sides, leaves) for mark in instances("sheets", sheets, Mark)]
    read.sort(key=lambda mark: (mark.expert, mark.indicator, mark.round))
    for one, other in pairwise(read):
        if (one.expert, one.indicator, one.round) == (other.expert, other.indicator, other.round):
            raise MethodError(
                "sheets: got two marks of %(expert)s for %(indicator)s in round %(round)s, takes one",
                expert=one.expert,
                indicator=one.indicator,
                round=one.round,
            )
    return tuple(read)


def _mark(mark: Mark, sides: Mapping[str, str], leaves: Mapping[str, Indicator]) -> Mark:
    expert = name("sheets: expert", mark.expert)
    if expert not in sides:
        raise MethodError("sheets: got a mark of %(expert)s, takes members of the panel", expert=expert)
    leaf = _marked_leaf(mark.indicator, leaves)
    at = f"{expert}/{leaf.id}"
    if leaf.role not in (sides[expert], "both"):
        raise MethodError(
            "%(at)s: got a mark of the %(side)s side on a leaf of the other side", at=at, side=sides[expert]
        )
    status = one_of(f"{at}: status", mark.status, STATUSES)
    points = None if mark.points is None and status != "scored" else number(f"{at}: points", mark.points)
    if points is not None and status == "scored":
        number_between(f"{at}: points", points, 0, 100)
    read = Mark(
        expert=expert,
        indicator=leaf.id,
        points=points,
        status=status,
        band=text(f"{at}: band", mark.band),
        reason=text(f"{at}: reason", mark.reason),
        round=whole(f"{at}: round", mark.round, least=1),
    )
    _check_band(at, read, leaf)
    return read


def _marked_leaf(indicator: object, leaves: Mapping[str, Indicator]) -> Indicator:
    leaf = leaves.get(name("sheets: indicator", indicator))
    if leaf is None:
        raise MethodError("sheets: got a mark for %(got)s, takes a leaf of the tree", got=shown(indicator))
    if leaf.kind != "rated":
        raise MethodError(
            "%(leaf)s: got a mark, but a %(kind)s indicator takes a fact", leaf=leaf.id, kind=leaf.kind
        )
    return leaf


def _check_band(at: str, mark: Mark, leaf: Indicator) -> None:
    """The band comes first and the points lie inside it, both ends included."""
    if not mark.band:
        return
    one_of(f"{at}: band", mark.band, [band.label for band in leaf.bands])
    chosen = next(band for band in leaf.bands if band.label == mark.band)
    if mark.status == "scored":
        number_between(f"{at}: points", mark.points, chosen.low, chosen.high)


def read_fact(argument: str, fact: Fact) -> Fact:
    return Fact(
        value=number(f"{argument}: value", fact.value),
        unit=text(f"{argument}: unit", fact.unit),
        evidence=one_of(f"{argument}: evidence", fact.evidence, EVIDENCE),
        condition=text(f"{argument}: condition", fact.condition),
        sources=tuple(
            name(f"{argument}: sources", item) for item in sequence(f"{argument}: sources", fact.sources)
        ),
    )
