"""Entries of a competition side by side: certified ranks, cross-checks, and how sure the order is (scoring.md 9).

Pure figures of stored results. An indicator that one entry lacks is left out for all of them, never zero.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from quanheng.methods.ranking import (
    AcceptabilityResult,
    ComparisonResult,
    compare_rankings,
    grey_relational,
    rank_acceptability,
    topsis,
    vikor,
)
from quanheng.methods.result import Message, Step
from quanheng.platform.common.errors import Refused

SAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Contender:
    """A concluded entry: its certified score and grade, and what its result keeps of every indicator."""

    number: str
    place: int
    title: str
    score: Decimal
    grade: str
    nodes: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`certified` are the ranks by score, `left_out` indicator → numbers of the entries that lack it;
    `exact` indicator → numbers of entries without a spread of marks, whose score is drawn as it is.
    """

    contenders: Sequence[Contender]
    leaves: Sequence[str]
    weights: Sequence[float]
    certified: Sequence[int]
    methods: ComparisonResult
    chances: AcceptabilityResult
    left_out: Mapping[str, Sequence[str]]
    exact: Mapping[str, Sequence[str]]
    explanation: Step

    def ranks(self, row: int) -> list[int]:
        """Return the ranks of one entry: by score, then by each method."""
        return [self.certified[row], *(int(rank) for rank in self.methods.ranks[:, row])]

    def disagreements(self) -> list[int]:
        """Return the entries that the methods rank otherwise than their score does."""
        return [row for row in range(len(self.contenders)) if len(set(self.ranks(row))) > 1]


def compare(contenders: Sequence[Contender], weights: Mapping[str, float], seed: int) -> Comparison:
    """Set the entries beside each other; refused when no indicator is assessed for all of them."""
    left_out = lacking(contenders, weights, "score")
    leaves = [code for code in weights if code not in left_out]
    if not leaves:
        raise Refused("No indicator is assessed for all entries; there is nothing to compare")
    total = sum(weights[code] for code in leaves)
    shares = [weights[code] / total for code in leaves]
    scores = [[one.nodes[code]["score"] for code in leaves] for one in contenders]
    spread = [[one.nodes[code]["sd"] or 0.0 for code in leaves] for one in contenders]
    methods = compare_rankings(scores, shares, [1] * len(leaves))
    chances = rank_acceptability(scores, weights=shares, deviations=spread, samples=SAMPLES, seed=seed)
    return Comparison(
        contenders=contenders,
        leaves=leaves,
        weights=shares,
        certified=certified_ranks([one.score for one in contenders]),
        methods=methods,
        chances=chances,
        left_out=left_out,
        exact=lacking(contenders, leaves, "sd"),
        explanation=explained(scores, shares, methods, chances),
    )


def lacking(
    contenders: Sequence[Contender], codes: Mapping[str, float] | Sequence[str], key: str
) -> dict[str, list[str]]:
    """Return for each indicator the entries whose result has no such figure."""
    found = {
        code: [one.number for one in contenders if one.nodes.get(code, {}).get(key) is None] for code in codes
    }
    return {code: numbers for code, numbers in found.items() if numbers}


def certified_ranks(scores: Sequence[Decimal]) -> list[int]:
    """Return 1 for the best score; equal scores share the smaller number."""
    return [1 + sum(other > score for other in scores) for score in scores]


def explained(
    scores: Sequence[Sequence[float]],
    weights: Sequence[float],
    methods: ComparisonResult,
    chances: AcceptabilityResult,
) -> Step:
    """Return the way of every method to every entry, and how the agreement was measured."""
    directions = [1] * len(weights)
    orders = (
        (Message("TOPSIS"), topsis(scores, weights, directions)),
        (Message("VIKOR"), vikor(scores, weights, directions)),
        (Message("Grey relational analysis"), grey_relational(scores, weights, directions)),
        (Message("Rank acceptability"), chances),
    )
    steps = [replace(found.explanation, label=label, value="", rule=found.method) for label, found in orders]
    agreement = methods.explanation.children[len(methods.methods) :]
    return Step(label=methods.heading, value="", children=(*steps, *agreement))


def named(step: Step, entries: Sequence[str], indicators: Sequence[str]) -> Step:
    """Return the steps with entries and indicators by their titles instead of their places."""
    return renamed(step, lambda text: titled(text, entries, indicators))


def renamed(step: Step, read: Callable[[str], str]) -> Step:
    return replace(
        step,
        label=read(step.label),
        rule=read(step.rule),
        children=tuple(renamed(child, read) for child in step.children),
    )


def titled(text: str, entries: Sequence[str], indicators: Sequence[str]) -> str:
    if not isinstance(text, Message):
        return text
    of = {"Option %(number)s": entries, "Criterion %(number)s": indicators}.get(text.text)
    return of[int(str(text.values["number"])) - 1] if of else text
