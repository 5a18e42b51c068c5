"""How sure a grade is: the panel resampled, measured values moved within their accuracy, weights drawn.

Bootstrap over experts within each side: the same panel might have been drawn otherwise. A draw is
written as how often each expert stands in it; marks are sorted once per leaf, and what an average keeps
is a matter of cumulative counts, for all draws together. Nothing here moves a score or a grade.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray, IntArray
from quanheng.methods.scoring.case import Case
from quanheng.methods.scoring.grade import WITHHELD, grade_codes, pass_gates, round_half_up
from quanheng.methods.scoring.lead import LeadResult
from quanheng.methods.scoring.lead.doubt import RELATIVE_SD
from quanheng.methods.scoring.outcome import Inputs, Outcome, leaf_values, side_shares
from quanheng.methods.scoring.panel import Fact
from quanheng.methods.scoring.resampling import Side
from quanheng.methods.scoring.tree import SIDES

PERCENTILES = (2.5, 50.0, 97.5)
CLEAR = 0.8
"""A grade of at least this probability is not marked as a boundary case."""
ENOUGH_EXPERTS = 5
BLOCK = 2**14
"""Leaves times draws computed at a time: 128 kB, so that they stay in the processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Band (2.5, 50, 97.5 %) and grade probabilities of a score, best grade first; empty where nothing was drawn."""

    band: tuple[float, float, float] | None = None
    grade_probabilities: Mapping[str, float] = field(default_factory=dict)
    samples: int = 0
    flags: tuple[str, ...] = ()


def doubt_of(case: Case, inputs: Inputs, outcome: Outcome) -> Doubt:
    """Return how the score spreads over `rules.samples` draws; the case's seed fixes them.

    Each draw takes as many experts of each side as gave a mark, with replacement; the two minima of the
    rules do not apply inside it. A leaf that no drawn expert marked is left out of that draw.
    """
    if not case.rules.samples or not outcome.assessed[-1, 0]:
        return Doubt()
    scores, assessed = _draws(case, inputs)
    scores = round_half_up(scores[assessed])
    if not len(scores):
        return Doubt()
    low, middle, high = np.percentile(scores, PERCENTILES).tolist()
    chances = _chances(case, inputs, scores) if outcome.codes[0] != WITHHELD else {}
    flags = []
    if chances and chances[case.shape.tree.grades[outcome.codes[0]][0]] < CLEAR:
        flags.append("boundary")
    if case.shape.rated.any() and sum(map(len, _marking(inputs))) < ENOUGH_EXPERTS:
        flags.append("band_understated")
    return Doubt(
        band=(low, middle, high),
        grade_probabilities=chances,
        samples=case.rules.samples,
        flags=tuple(flags),
    )


def _chances(case: Case, inputs: Inputs, scores: FloatArray) -> dict[str, float]:
    """Return the share of draws at each grade, by the same table and gates."""
    tree = case.shape.tree
    codes, _flags = pass_gates(grade_codes(scores, tree), tree, inputs.gate_values, inputs.gate_known)
    counts = np.bincount(codes, minlength=len(tree.grades))
    return {
        label: count / len(scores)
        for (label, _bound), count in zip(tree.grades, counts.tolist(), strict=True)
    }


def _marking(inputs: Inputs) -> list[IntArray]:
    """Return for each side the experts who count and gave a mark."""
    counted = inputs.scored[:, :, 0].any(axis=1) & (inputs.weights > 0)
    return [np.flatnonzero(counted & (inputs.sides == side)) for side in range(len(SIDES))]


def _draws(case: Case, inputs: Inputs) -> tuple[FloatArray, BoolArray]:
    """Return the raw score of every draw and whether anything was assessed in it."""
    shape, samples = case.shape, case.rules.samples
    random = np.random.Generator(np.random.PCG64(case.seed))
    members = _marking(inputs)
    counts = [_counts(random, len(experts), samples) for experts in members]
    measured = _measured(case, random, inputs)
    weights = _weights(case, random)
    scores, assessed = np.empty(samples), np.empty(samples, bool)
    step = max(1, BLOCK // len(shape.leaves))
    sides = [Side.of(inputs, experts, case.rules) for experts in members]
    for start in range(0, samples, step):
        block = slice(start, start + step)
        found = [side.values(count[:, block]) for side, count in zip(sides, counts, strict=True)]
        known = np.stack([there for _, there in found])
        shares = side_shares(shape, known, case.rules)
        size = known.shape[-1]
        leaves, leaves_known = leaf_values(
            shape,
            measured[:, block],
            np.broadcast_to(inputs.measured_known, (len(shape.leaves), size)),
            shares,
            np.stack([value for value, _ in found]),
        )
        nodes, nodes_known = shape.roll_up(
            leaves, leaves_known, None if weights is None else weights[:, block]
        )
        scores[block], assessed[block] = nodes[-1], nodes_known[-1]
    return scores, assessed


def _counts(random: np.random.Generator, experts: int, samples: int) -> FloatArray:
    """Return how often each expert stands in each draw [experts, samples]; a draw has as many as the side."""
    if not experts:
        return np.zeros((0, samples))
    drawn = random.integers(experts, size=(experts, samples))
    places = drawn * samples + np.arange(samples)
    counts: FloatArray = np.bincount(places.ravel(), minlength=experts * samples).astype(float)
    return counts.reshape(experts, samples)


def _measured(case: Case, random: np.random.Generator, inputs: Inputs) -> FloatArray:
    """Return the measured values of all leaves in every draw [L, samples], each within its accuracy."""
    values = inputs.measured.repeat(case.rules.samples, axis=1)
    for column, node in enumerate(case.shape.leaves):
        fact = case.facts.get(case.indicator(node).id)
        if not inputs.measured_known[column, 0]:
            continue
        noise = random.standard_normal(case.rules.samples)
        if isinstance(fact, Fact):
            values[column] *= 1 + RELATIVE_SD[fact.evidence] * noise
        elif isinstance(fact, LeadResult):
            values[column] = np.clip(fact.score + fact.sd * noise, 0, 100)
    return values


def _weights(case: Case, random: np.random.Generator) -> FloatArray | None:
    """Return drawn weights [N, samples]: siblings are Dirichlet with the concentration times their weights."""
    concentration = case.rules.weight_concentration
    if concentration is None:
        return None
    shares = np.array(case.shape.weights)[:, None]
    drawn = random.standard_gamma(concentration * shares, size=(len(shares), case.rules.samples))
    for children in case.shape.children.values():
        nodes = list(children)
        total = drawn[nodes].sum(axis=0)
        drawn[nodes] = np.where(total > 0, drawn[nodes] / np.where(total > 0, total, 1.0), shares[nodes])
    return drawn
