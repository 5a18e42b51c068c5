"""Trees, panels and sheets for the tests of scoring, small by default and random on request."""

import random
from functools import cache

from quanheng.methods.scoring import (
    Band,
    Comparator,
    Fact,
    Gate,
    Indicator,
    IndicatorTree,
    LeadParameter,
    LeadResult,
    Mark,
    Panelist,
    Rules,
    evaluate,
    performance_lead,
)

GRADES = (("A", 90), ("B", 75), ("C", 60), ("D", 0))
BANDS = (
    Band(label="excellent", low=90, high=100),
    Band(label="good", low=60, high=89),
    Band(label="weak", low=0, high=59),
)
ANCHORS = ((10, 0), (20, 60), (40, 100))
LOOSE = Rules(minimum_scores=1, coverage_minimum=0)


def leaf(name: str = "x", **more) -> Indicator:
    return Indicator(id=name, **more)


def group(name: str, **more) -> Indicator:
    return Indicator(id=name, kind="group", **more)


def measured(name: str = "m", **more) -> Indicator:
    return Indicator(id=name, kind="measured", **{"anchors": ANCHORS, "unit": "MPa", **more})


@cache
def compared(value: float = 310) -> LeadResult:
    """Return the comparison of one parameter with a rival at 300."""
    rival = Comparator(name="R", scope="domestic", values={"energy": Fact(value=300, unit="Wh/kg")})
    energy = LeadParameter(name="energy", direction="higher", weight=1, unit="Wh/kg")
    return performance_lead({"energy": Fact(value=value, unit="Wh/kg")}, [rival], [energy], scope="domestic")


def tree(*indicators: Indicator, gates: tuple[Gate, ...] = (), grades=GRADES) -> IndicatorTree:
    return IndicatorTree(indicators=indicators or (leaf(),), grades=grades, gates=gates)


def panel(competitive: int = 0, authoritative: int = 0, **more) -> list[Panelist]:
    return [Panelist(id=f"C{i}", role="competitive", **more) for i in range(1, competitive + 1)] + [
        Panelist(id=f"A{i}", role="authoritative", **more) for i in range(1, authoritative + 1)
    ]


def sheet(points, side: str = "C", indicator: str = "x") -> list[Mark]:
    """Return one mark per expert of a side in turn; a text is the status in place of points."""
    return [
        Mark(expert=f"{side}{i}", indicator=indicator, status=point)
        if isinstance(point, str)
        else Mark(expert=f"{side}{i}", indicator=indicator, points=point)
        for i, point in enumerate(points, 1)
    ]


def one_leaf(points, *, rules: Rules | None = None, **more):
    """Evaluate one competitive leaf 'x' marked by as many experts as there are points."""
    return evaluate(tree(leaf(role="competitive", **more)), panel(len(points)), sheet(points), rules=rules)


def random_tree(rng: random.Random) -> IndicatorTree:
    """Return a tree of up to three levels with leaves of every kind and side, in shuffled order."""
    nodes: list[dict] = []
    for i in range(rng.randint(1, 3)):
        _grow(rng, nodes, f"n{i}", "", 1)
    for parent in {node["parent"] for node in nodes}:
        siblings = [node for node in nodes if node["parent"] == parent]
        cuts = [rng.randint(1, 9) for _ in siblings]
        for node, cut in zip(siblings, cuts, strict=True):
            node["weight"] = cut / sum(cuts)
    rng.shuffle(nodes)
    return tree(*(Indicator(**node) for node in nodes))


def _grow(rng: random.Random, nodes: list[dict], name: str, parent: str, depth: int) -> None:
    if depth < 3 and rng.random() < 0.4:
        nodes.append({"id": name, "parent": parent, "kind": "group"})
        for i in range(rng.randint(1, 3)):
            _grow(rng, nodes, f"{name}.{i}", name, depth + 1)
        return
    kind = rng.choice(("rated", "rated", "rated", "measured", "lead"))
    node = {
        "id": name,
        "parent": parent,
        "kind": kind,
        "role": rng.choice(("competitive", "authoritative", "both")),
    }
    nodes.append(node | ({"anchors": ANCHORS} if kind == "measured" else {}))


def random_rules(rng: random.Random) -> Rules:
    share = rng.choice((0.0, 0.4, 0.5, 1.0))
    return Rules(
        aggregation=rng.choice(("trimmed", "mean", "median", "huber")),
        minimum_scores=rng.randint(1, 3),
        coverage_minimum=rng.choice((0, 0.5, 0.8)),
        role_weights=(("competitive", share), ("authoritative", 1 - share)),
        samples=rng.choice((0, 20)),
        weight_concentration=rng.choice((None, None, 30)),
    )


def random_case(rng: random.Random):
    """Return (tree, panel, marks, facts, rules) with abstentions, gaps, recusals and second rounds."""
    grown = random_tree(rng)
    members = [
        Panelist(id=one.id, role=one.role, weight=rng.choice((1, 1, 1, 0.5, 2, 0)))
        for one in panel(rng.randint(1, 6), rng.randint(0, 4))
    ]
    marks = [mark for one in members for node in grown.leaves for mark in _random_marks(rng, one, node)]
    facts = {
        node.id: compared(rng.randrange(200, 400, 20))
        if node.kind == "lead"
        else Fact(value=rng.uniform(0, 50))
        for node in grown.leaves
        if node.kind != "rated" and rng.random() < 0.8
    }
    return grown, members, marks, facts, random_rules(rng)


def _random_marks(rng: random.Random, one: Panelist, node: Indicator) -> list[Mark]:
    if node.kind != "rated" or node.role not in (one.role, "both") or rng.random() < 0.1:
        return []
    rounds = (1, 2) if rng.random() < 0.1 else (1,)
    return [_random_mark(rng, one.id, node.id, number) for number in rounds]


def _random_mark(rng: random.Random, expert: str, indicator: str, number: int) -> Mark:
    status = rng.choice(("scored",) * 9 + ("abstained", "missing", "recused"))
    points = round(rng.uniform(40, 100), 1) if status == "scored" else None
    return Mark(expert=expert, indicator=indicator, points=points, status=status, round=number)
