"""The tree laid out for arithmetic: positions instead of names, parents after their children.

Node i is `tree.indicators[i]`; one position more, the last, is the root above the first level. Leaf l
is the l-th indicator that is no group. Sums run child after child, so that one achievement alone and
the same one in a batch get the same bits.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray
from quanheng.methods.scoring.tree import SIDES, IndicatorTree


@dataclass(frozen=True)
class Shape:
    """Positions and weights of a tree that `read_tree` has checked."""

    tree: IndicatorTree

    @cached_property
    def root(self) -> int:
        return len(self.tree.indicators)

    @cached_property
    def position(self) -> dict[str, int]:
        return {node.id: i for i, node in enumerate(self.tree.indicators)} | {"": self.root}

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        return tuple(i for i, node in enumerate(self.tree.indicators) if node.kind != "group")

    @cached_property
    def column(self) -> dict[str, int]:
        """Leaf id → its column in the arrays of marks."""
        return {self.tree.indicators[i].id: column for column, i in enumerate(self.leaves)}

    @cached_property
    def children(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for i, node in enumerate(self.tree.indicators):
            found.setdefault(self.position[node.parent], []).append(i)
        return {parent: tuple(nodes) for parent, nodes in found.items()}

    @cached_property
    def upwards(self) -> tuple[int, ...]:
        """Every group and the root, each after all groups below it."""
        downwards, here = [self.root], 0
        while here < len(downwards):
            downwards += [child for child in self.children[downwards[here]] if child in self.children]
            here += 1
        return tuple(reversed(downwards))

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """The share of each node among its siblings."""
        return tuple(node.weight for node in self.tree.indicators)

    @cached_property
    def total_weights(self) -> tuple[float, ...]:
        """The product of weights from the first level down to each node."""
        totals = [0.0] * self.root + [1.0]
        for parent in reversed(self.upwards):
            for child in self.children[parent]:
                totals[child] = totals[parent] * self.weights[child]
        return tuple(totals[:-1])

    @cached_property
    def rated(self) -> BoolArray:
        """bool[L]: leaves that take marks."""
        return np.array([self.tree.indicators[i].kind == "rated" for i in self.leaves])

    @cached_property
    def asked(self) -> BoolArray:
        """bool[side, L]: leaves that belong to a side (competitive, authoritative), measured ones too."""
        roles = [self.tree.indicators[i].role for i in self.leaves]
        return np.array([[role in (side, "both") for role in roles] for side in SIDES])

    def roll_up(self, values: FloatArray, known: BoolArray) -> tuple[FloatArray, BoolArray]:
        """Return Σw·s/Σw over assessed children at every node: [..., L] becomes [..., N + 1]."""
        scores, assessed = self._spread(np.where(known, values, 0.0)), self._spread(known)
        for parent in self.upwards:
            total, weight = np.zeros((2, *values.shape[:-1]))
            for child in self.children[parent]:
                share = self.weights[child] * assessed[..., child]
                total += share * scores[..., child]
                weight += share
            assessed[..., parent] = weight > 0
            scores[..., parent] = np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)
        return scores, assessed > 0

    def cover(self, known: BoolArray) -> FloatArray:
        """Return the coverage Σw·coverage(child) at every node [A, N + 1]."""
        coverage = self._spread(known)
        for parent in self.upwards:
            for child in self.children[parent]:
                coverage[:, parent] += self.weights[child] * coverage[:, child]
        return coverage

    def _spread(self, leaves: FloatArray | BoolArray) -> FloatArray:
        nodes = np.zeros((*leaves.shape[:-1], self.root + 1))
        nodes[..., self.leaves] = leaves
        return nodes
