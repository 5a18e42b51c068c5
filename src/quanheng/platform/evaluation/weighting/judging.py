"""What a member's comparisons say so far, and what a group's say together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quanheng.methods import weighting
from quanheng.methods.errors import MethodError
from quanheng.platform.common.steps import step_data
from quanheng.platform.evaluation.weighting import rules

SHOWN = 3
"""Contradictory pairs named at once."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A pair whose answer disagrees with the others, and the step of the scale that would fit them."""

    first: int
    second: int
    given: str
    fitting: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`weights` are empty while the answers do not connect all indicators; `ratio` is `None` until no pair is open."""

    done: int
    total: int
    weights: tuple[float, ...] = ()
    ratio: float | None = None
    consistent: bool = False
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def complete(self) -> bool:
        return self.done == self.total


def standing(size: int, answers: Mapping[str, str]) -> Standing:
    """Return where a sheet stands; open pairs are filled in by Harker's method, provisionally."""
    done, total = len(answers), len(rules.pairs(size))
    if done < size - 1:
        return Standing(done, total)
    matrix = rules.matrix(size, answers)
    try:
        result = weighting.ahp_weights(matrix)
    except MethodError:
        if done == total:
            raise
        return Standing(done, total)
    return Standing(
        done,
        total,
        tuple(float(weight) for weight in result.weights),
        result.consistency_ratio,
        bool(result.consistent),
        contradictions(matrix, answers),
    )


def contradictions(matrix: rules.Matrix, answers: Mapping[str, str]) -> tuple[Contradiction, ...]:
    """Return the answered pairs that disagree most, the worst first, where another step would fit better."""
    found = []
    for row, column, value in weighting.inconsistent_pairs(matrix, k=len(answers)):
        pair = row + 1, column + 1
        given, fitting = answers[rules.pair_key(*pair)], rules.nearest_step(value)
        if fitting != given:
            found.append(Contradiction(*pair, given, fitting))
    return tuple(found[:SHOWN])


def sheet_result(size: int, answers: Mapping[str, str]) -> dict[str, Any]:
    """Return a finished sheet's weights as they are kept."""
    return stored(weighting.ahp_weights(rules.matrix(size, answers)))


def group_result(codes: Sequence[str], sheets: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return what the members say together (geometric mean of judgements, AIJ), and the points of the plan."""
    result = weighting.ahp_group([rules.matrix(len(codes), answers) for answers in sheets])
    points = rules.points([float(weight) for weight in result.weights])
    rounded = {code: str(value) for code, value in zip(codes, points, strict=True)}
    return stored(result) | {"members": len(sheets), "points": rounded}


def stored(result: weighting.AHPResult) -> dict[str, Any]:
    return {
        "weights": [float(weight) for weight in result.weights],
        "ratio": result.consistency_ratio,
        "lambda_max": result.lambda_max,
        "method": str(result.method),
        "explanation": step_data(result.explanation),
    }
