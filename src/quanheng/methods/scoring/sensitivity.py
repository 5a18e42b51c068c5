"""What the score hangs on: one leaf, one weight or one expert changed at a time (tornado).

Every row is computed like the score itself. Nothing here changes it: the rows say what people should
look at before they sign.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

import numpy as np

from quanheng.methods.inputs import FloatArray, IntArray
from quanheng.methods.record import Record
from quanheng.methods.scoring.case import Case
from quanheng.methods.scoring.grade import (
    WITHHELD,
    grade_codes,
    grade_labels,
    pass_gates,
    round_half_up,
)
from quanheng.methods.scoring.outcome import Conclusion, Inputs, Outcome
from quanheng.methods.scoring.panel import Rules
from quanheng.methods.scoring.tree import Indicator

HALF_CENT = 0.005
CENT_NOISE = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing(Record):
    """One row: the rounded score when this one thing is lower and when it is higher.

    `kind` "leaf": a leaf one band (or `band_step`) down and up; "weight": a node's weight less and more by
    `weight_swing`, its siblings rescaled; "expert": the score as it is and without this expert. `flips_to` names the other grades that these scores earn, the one of `low` first.
    """

    kind: str
    id: str
    low: float
    high: float
    flips_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip(Record):
    """The smallest change of one leaf's score, in points of two decimals, that changes the grade into `grade`."""

    id: str
    change: float
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity(Record):
    """Rows by falling effect (high − low), then by kind and id; `nearest` is `None` where nothing flips the grade."""

    nested: ClassVar[Mapping[str, type[Record]]] = {"rows": Swing, "nearest": Flip}

    rows: tuple[Swing, ...] = ()
    nearest: Flip | None = None


def sensitivity_of(case: Case, inputs: Inputs, outcome: Outcome, left_out: Conclusion) -> Sensitivity:
    """Return the tornado of a score and the leaf nearest to another grade; nothing assessed has neither."""
    if not outcome.assessed[-1, 0]:
        return Sensitivity()
    look = _Look(case, inputs, outcome)
    rows = [*look.changed(*_columns(case, outcome)), *look.without(left_out)]
    rows.sort(key=lambda row: (row.low - row.high, row.kind, row.id))
    return Sensitivity(rows=tuple(rows), nearest=look.nearest())


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """Looks up what other scores would earn; no conclusion has no other grade."""

    case: Case
    inputs: Inputs
    outcome: Outcome

    def codes(self, rounded: FloatArray) -> IntArray:
        """Return the grades of rounded scores behind the gates, `WITHHELD` where the case has none."""
        if self.outcome.codes[0] == WITHHELD:
            return np.full(len(rounded), WITHHELD)
        tree = self.case.shape.tree
        codes, _flags = pass_gates(
            grade_codes(rounded, tree), tree, self.inputs.gate_values, self.inputs.gate_known
        )
        return codes

    def changed(
        self, names: list[tuple[str, str]], leaves: FloatArray, weights: FloatArray
    ) -> Iterator[Swing]:
        """Yield one row per name; the columns of `leaves` and `weights` are its lower and its higher case."""
        if not names:
            return
        nodes = np.array(self.case.shape.leaves)
        known = self.outcome.assessed[nodes].repeat(leaves.shape[1], axis=1)
        scores, _ = self.case.shape.roll_up(leaves, known, weights)
        rounded = round_half_up(scores[-1]).reshape(-1, 2)
        ordered = np.sort(rounded, axis=1)
        codes = self.codes(ordered.ravel()).reshape(-1, 2)
        flips = (codes != self.outcome.codes[0]).any(axis=1).tolist()
        for row, ((kind, name), (low, high)) in enumerate(zip(names, ordered.tolist(), strict=True)):
            others = self._others(codes[row]) if flips[row] else ()
            yield Swing(kind=kind, id=name, low=low, high=high, flips_to=others)

    def without(self, left_out: Conclusion) -> Iterator[Swing]:
        """Yield one row per expert who gave a mark that counts."""
        marked = self.inputs.scored[:, :, 0].any(axis=1) & (self.inputs.weights > 0)
        here = float(self.outcome.rounded[0])
        for i in np.flatnonzero(marked & left_out.assessed[-1]):
            ends = sorted((here, float(left_out.rounded[i])))
            flips = self._others(left_out.codes[i : i + 1])
            yield Swing(kind="expert", id=self.case.panel[i].id, low=ends[0], high=ends[1], flips_to=flips)

    def _others(self, codes: IntArray) -> tuple[str, ...]:
        """Return the labels of the grades that differ from the case's; none where it has none."""
        here = self.outcome.codes[0]
        others = [code for code in codes.tolist() if WITHHELD not in (code, here) and code != here]
        return grade_labels(np.array(others, np.int64), self.case.shape.tree)

    def nearest(self) -> Flip | None:
        """Return the smallest change of one leaf that reaches another grade, within 0 to 100 points."""
        shape = self.case.shape
        leaves = np.array(shape.leaves)
        nodes = leaves[_pull(self.case, self.outcome)[leaves] > 0]
        pull, scores = _pull(self.case, self.outcome)[nodes], self.outcome.scores[nodes, 0]
        found: list[tuple[float, str, float, str]] = []
        for cut, sign in self._cuts():
            change = self._reaching(cut, sign, pull)
            grades = grade_labels(
                self.codes(round_half_up(self.outcome.scores[-1] + pull * change)), shape.tree
            )
            within = (scores + change >= 0) & (scores + change <= 100)
            found += [
                (abs(by), shape.tree.indicators[node].id, by, grade)
                for node, by, grade, fits in zip(nodes, change.tolist(), grades, within, strict=True)
                if fits
            ]
        if not found:
            return None
        _size, leaf, by, label = min(found)
        return Flip(id=leaf, change=by, grade=label)

    def _reaching(self, cut: float, sign: int, pull: FloatArray) -> FloatArray:
        """Return the changes in whole cents of a point with which the raw score passes the cut."""
        raw = self.outcome.scores[-1, 0]
        exact = (cut - raw) / pull * 100
        cents = np.ceil(exact - CENT_NOISE) if sign > 0 else np.floor(exact + CENT_NOISE)
        rounded = round_half_up(np.clip(raw + pull * cents / 100, 0, 100))
        changes: FloatArray = (cents + sign * (rounded < cut if sign > 0 else rounded > cut)) / 100
        return changes

    def _cuts(self) -> Iterator[tuple[float, int]]:
        """Yield the next raw score above (sign 1) and below (−1) where the grade behind the gates differs."""
        grades = self.case.shape.tree.grades
        cuts = [ceil(round(bound * 100, 6)) / 100 - HALF_CENT for _, bound in grades]
        codes = self.codes(np.array([bound for _, bound in grades]))
        here, place = self.outcome.codes[0], int(grade_codes(self.outcome.rounded, self.case.shape.tree)[0])
        above = [i for i in range(place) if codes[i] != here]
        below = [i for i in range(place + 1, len(grades)) if codes[i] != here]
        if above:
            yield cuts[above[-1]], 1
        if below:
            yield cuts[below[0] - 1], -1


def _columns(case: Case, outcome: Outcome) -> tuple[list[tuple[str, str]], FloatArray, FloatArray]:
    """Return what is changed, and leaf values [L, 2n] and weights [N, 2n] in the two cases of each change."""
    shape, rules = case.shape, case.rules
    known = outcome.assessed[:, 0].tolist()
    leaves = [column for column, node in enumerate(shape.leaves) if known[node]]
    nodes = [
        node
        for children in shape.children.values()
        for node in children
        if known[node] and 0 < shape.weights[node] < 1
    ]
    size = 2 * (len(leaves) + len(nodes))
    values = outcome.scores[list(shape.leaves)].repeat(size, axis=1)
    weights = np.array(shape.weights)[:, None].repeat(size, axis=1)
    for at, column in enumerate(leaves):
        indicator, score = case.indicator(shape.leaves[column]), float(values[column, 0])
        values[column, 2 * at : 2 * at + 2] = _one_band(indicator, score, rules.band_step)
    for at, node in enumerate(nodes, len(leaves)):
        both = slice(2 * at, 2 * at + 2)
        weight, own = np.clip(shape.weights[node] * _swing(rules), 0, 1), shape.weights[node]
        weights[shape.siblings[node], both] *= (1 - weight) / (1 - own)
        weights[node, both] = weight
    names = [("leaf", case.indicator(shape.leaves[column]).id) for column in leaves]
    return names + [("weight", case.indicator(node).id) for node in nodes], values, weights


def _swing(rules: Rules) -> FloatArray:
    return np.array([1 - rules.weight_swing, 1 + rules.weight_swing])


def _one_band(indicator: Indicator, score: float, step: float) -> tuple[float, float]:
    """Return the score as deep in the band below and above as in its own; without bands `step` away.

    Beyond the lowest and the highest band lie 0 and 100.
    """
    bands = sorted(indicator.bands, key=lambda band: band.low)
    if not bands:
        return max(0.0, score - step), min(100.0, score + step)
    place = max(i for i, band in enumerate(bands) if band.low <= max(score, 0.0))
    own = bands[place]
    depth = min(1.0, (score - own.low) / (own.high - own.low)) if own.high > own.low else 0.0
    low, high = (
        bands[i].low + depth * (bands[i].high - bands[i].low) if 0 <= i < len(bands) else end
        for i, end in ((place - 1, 0.0), (place + 1, 100.0))
    )
    return low, high


def _pull(case: Case, outcome: Outcome) -> FloatArray:
    """Return by how much the root moves when a node moves by one [N]: Π w / Σ w over assessed siblings."""
    shape = case.shape
    pull = np.zeros(shape.root + 1)
    pull[-1] = 1.0
    assessed = outcome.assessed[:, 0]
    weights = np.array(shape.weights)
    for tier in reversed(shape.tiers):
        for parent in tier.parents.tolist():
            children = np.array(shape.children[parent])
            share = weights[children] * assessed[children]
            if share.sum() > 0:
                pull[children] = pull[parent] * share / share.sum()
    return pull[:-1]
