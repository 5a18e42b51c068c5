"""The work breakdown as a tree: what is wrong with it, its leaves, its order, its shares (H-8.1)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from quanheng.platform.common.errors import Missing

SECTION = "packages"
HUNDRED = Decimal(100)


class Node(Protocol):
    """A stored work package or a typed row of the editor."""

    @property
    def code(self) -> str: ...
    @property
    def parent_code(self) -> str: ...
    @property
    def weight(self) -> Decimal: ...
    @property
    def critical(self) -> bool: ...


N = TypeVar("N", bound=Node)


def problems(nodes: Sequence[Node]) -> list[Missing]:
    """Return every fault of the tree, each naming its node; shares are judged once the tree is one."""
    if not nodes:
        return [Missing("The work breakdown has no package", SECTION)]
    return [*_twice(nodes), *_orphans(nodes), *_circles(nodes)] or [
        *_weights(nodes),
        *_divided_critical(nodes),
    ]


def leaves(nodes: Iterable[N]) -> list[N]:
    """Return the packages without parts: those that carry evidence and are graded."""
    rows = list(nodes)
    parents = {row.parent_code for row in rows}
    return [row for row in rows if row.code not in parents]


def leaf_total(nodes: Iterable[Node]) -> Decimal:
    return sum((row.weight for row in leaves(nodes)), Decimal(0))


def shares(nodes: Iterable[Node]) -> dict[str, Decimal]:
    """Return each leaf's weight in percent of the total of the leaves, with two decimals."""
    rows = leaves(nodes)
    total = sum((row.weight for row in rows), Decimal(0)) or Decimal(1)
    return {row.code: (row.weight / total * HUNDRED).quantize(Decimal("0.01"), ROUND_HALF_UP) for row in rows}


def in_order(nodes: Iterable[N]) -> list[tuple[int, N]]:
    """Return the nodes with their depth, each part under its whole, 1.2 before 1.10; a sound tree is expected."""
    rows = sorted(nodes, key=lambda row: natural(row.code))
    codes = {row.code for row in rows}
    children: dict[str, list[N]] = {}
    for row in rows:
        children.setdefault(row.parent_code if row.parent_code in codes else "", []).append(row)
    return list(_below("", 0, children))


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts numbers inside a code by size."""
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in re.findall(r"\d+|\D+", code)
    )


def _below(code: str, depth: int, children: dict[str, list[N]]) -> Iterator[tuple[int, N]]:
    for row in children.get(code, ()):
        yield depth, row
        yield from _below(row.code, depth + 1, children)


def _twice(nodes: Sequence[Node]) -> Iterator[Missing]:
    for code, count in Counter(row.code for row in nodes).items():
        if count > 1:
            yield Missing(
                "The number %(code)s stands %(count)s times, takes each number once",
                SECTION,
                {"code": code, "count": count},
            )


def _orphans(nodes: Sequence[Node]) -> Iterator[Missing]:
    codes = {row.code for row in nodes}
    for row in nodes:
        if row.parent_code and row.parent_code not in codes:
            yield Missing(
                "%(code)s: its parent %(parent)s is not in the list",
                SECTION,
                {"code": row.code, "parent": row.parent_code},
            )


def _circles(nodes: Sequence[Node]) -> Iterator[Missing]:
    parents = {row.code: row.parent_code for row in nodes}
    named: set[str] = set()
    for start in parents:
        trail: list[str] = []
        code = start
        while code in parents and code not in trail:
            trail.append(code)
            code = parents[code]
        circle = trail[trail.index(code) :] if code in trail else []
        if circle and not named.intersection(circle):
            named.update(circle)
            yield Missing(
                "%(codes)s are parts of one another", SECTION, {"codes": " → ".join([*circle, circle[0]])}
            )


def _weights(nodes: Sequence[Node]) -> Iterator[Missing]:
    ends = {row.code: row.weight for row in leaves(nodes)}
    for row in nodes:
        if row.weight < 0:
            yield Missing(
                "%(code)s: got the weight %(weight)s, takes 0 or more",
                SECTION,
                {"code": row.code, "weight": row.weight},
            )
        elif row.code not in ends and row.weight not in {Decimal(0), _sum_below(row.code, nodes, ends)}:
            yield Missing(
                "%(code)s has parts, so its weight is their sum %(sum)s; got %(weight)s, leave it empty",
                SECTION,
                {"code": row.code, "sum": _sum_below(row.code, nodes, ends), "weight": row.weight},
            )
    if not any(weight > 0 for weight in ends.values()):
        yield Missing("Every weight is 0; at least one package takes a positive weight", SECTION)


def _divided_critical(nodes: Sequence[Node]) -> Iterator[Missing]:
    ends = {row.code for row in leaves(nodes)}
    for row in nodes:
        if row.critical and row.code not in ends:
            yield Missing(
                "%(code)s has parts; mark those of them that are critical", SECTION, {"code": row.code}
            )


def _sum_below(code: str, nodes: Sequence[Node], ends: dict[str, Decimal]) -> Decimal:
    parts = [row.code for row in nodes if row.parent_code == code]
    return sum((ends[part] if part in ends else _sum_below(part, nodes, ends) for part in parts), Decimal(0))
