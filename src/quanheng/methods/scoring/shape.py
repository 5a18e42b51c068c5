"""The tree laid out for arithmetic: positions instead of names, parents after their children.

Node i is `tree.indicators[i]`; one position more, the last, is the root above the first level. Leaf l
is the l-th indicator that is no group. Arrays have nodes first and achievements last. Sums run child
after child, so that one achievement alone and the same one in a batch get the same bits.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray, IntArray
from quanheng.methods.scoring.tree import SIDES, IndicatorTree


@dataclass(frozen=True, slots=True, eq=False)
class Tier:
    """The nodes of one depth: first children of all their parents, then second children, and so on.

    Parents stand by falling number of children, so that the k-th children belong to the first parents.
    """

    nodes: IntArray
    weights: FloatArray
    parents: IntArray
    cuts: tuple[tuple[int, int], ...]

    def add_up(self, values: FloatArray) -> FloatArray:
        """Return Σ over the children of each parent: [..., nodes, A] becomes [..., parents, A]."""
        start, stop = self.cuts[0]
        total = values[..., start:stop, :].copy()
        for start, stop in self.cuts[1:]:
            total[..., : stop - start, :] += values[..., start:stop, :]
        return total


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
    def siblings(self) -> dict[int, IntArray]:
        """Node → all children of its parent, itself among them."""
        return {
            node: nodes for group in self.children.values() for nodes in [np.array(group)] for node in group
        }

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """The depths of the tree, the deepest first."""
        found, parents = [], [self.root]
        while parents:
            parents.sort(key=lambda parent: -len(self.children[parent]))
            found.append(self._tier(parents))
            parents = [node for node in found[-1].nodes.tolist() if node in self.children]
        return tuple(reversed(found))

    def _tier(self, parents: list[int]) -> Tier:
        nodes: list[int] = []
        cuts = []
        for rank in range(len(self.children[parents[0]])):
            children = [
                self.children[parent][rank] for parent in parents if rank < len(self.children[parent])
            ]
            cuts.append((len(nodes), len(nodes) + len(children)))
            nodes += children
        return Tier(
            nodes=np.array(nodes),
            weights=np.array([self.weights[node] for node in nodes])[:, None],
            parents=np.array(parents),
            cuts=tuple(cuts),
        )

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """The share of each node among its siblings."""
        return tuple(node.weight for node in self.tree.indicators)

    @cached_property
    def total_weights(self) -> tuple[float, ...]:
        """The product of weights from the first level down to each node."""
        totals = [0.0] * self.root + [1.0]
        for tier in reversed(self.tiers):
            for parent in tier.parents.tolist():
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

    def roll_up(
        self, values: FloatArray, known: BoolArray, weights: FloatArray | None = None
    ) -> tuple[FloatArray, BoolArray]:
        """Return Σw·s/Σw over assessed children at every node: [..., L, A] becomes [..., N + 1, A].

        `weights` [N, A] take the place of the tree's where each column has its own.
        """
        scores, assessed = self._spread(np.where(known, values, 0.0)), self._spread(known)
        for tier in self.tiers:
            share = (tier.weights if weights is None else weights[tier.nodes]) * assessed[..., tier.nodes, :]
            total = tier.add_up(share)
            share *= scores[..., tier.nodes, :]
            there = total > 0
            total[~there] = 1.0
            scores[..., tier.parents, :] = tier.add_up(share) / total
            assessed[..., tier.parents, :] = there
        return scores, assessed > 0

    def cover(self, known: BoolArray) -> FloatArray:
        """Return the coverage Σw·coverage(child) at every node: [L, A] becomes [N + 1, A]."""
        coverage = self._spread(known)
        for tier in self.tiers:
            coverage[tier.parents] = tier.add_up(tier.weights * coverage[tier.nodes])
        return coverage

    def _spread(self, leaves: FloatArray | BoolArray) -> FloatArray:
        nodes = np.zeros((*leaves.shape[:-2], self.root + 1, leaves.shape[-1]))
        nodes[..., self.leaves, :] = leaves
        return nodes
