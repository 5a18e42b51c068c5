"""Fuzzy evaluation 模糊综合评价: shares of experts per band, put together over the criteria.

Shown beside the score of an achievement, never instead of it (scoring.md 9).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from quanheng.methods.errors import MethodError, shown
from quanheng.methods.inputs import FloatArray, matrix, name, one_of, sequence, weights_of_one
from quanheng.methods.record import Record
from quanheng.methods.result import Message, Step

OPERATORS = {"weighted": "M(·,+)", "minmax": "M(∧,∨)"}
NEARLY = 0.05
"""Of the sum of all memberships."""
ROW_SUM_TOLERANCE = 1e-6
NOISE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FuzzyResult(Record):
    """`memberships` per band (column), not normalised; `best` is the column of the largest.

    `nearly_tied` when the first two differ by less than 5 % of the sum: then the best band says little.
    """

    arrays: ClassVar[Mapping[str, tuple[str, tuple[int | None, ...]]]] = {"memberships": ("f8", (None,))}

    memberships: FloatArray
    best: int
    nearly_tied: bool
    explanation: Step
    warnings: tuple[str, ...]
    method: str


def fuzzy_evaluate(weights: ArrayLike, membership: ArrayLike, *, operator: str = "weighted") -> FuzzyResult:
    """Combine `membership` [criteria, bands], each cell 0–1, under weights that sum to 1.

    "weighted" M(·,+) adds w·r; "minmax" M(∧,∨) takes the largest of min(w, r), in which small weights hide
    what is said. A row that does not sum to 1 is used as it is, with a warning.
    """
    kind = one_of("operator", operator, OPERATORS)
    rows = matrix("membership", membership)
    _require_shares(rows)
    shares = weights_of_one("weights", weights, len(rows))
    cells = rows * shares[:, None] if kind == "weighted" else np.minimum(rows, shares[:, None])
    found = cells.sum(axis=0) if kind == "weighted" else cells.max(axis=0)
    total = float(found.sum())
    if total <= 0:
        raise MethodError("membership: got only zeros where a weight stands, takes some membership")
    best = int(found.argmax())
    tied = _gap(found) < NEARLY * total - NOISE
    off = [row + 1 for row in np.flatnonzero(np.abs(rows.sum(axis=1) - 1) > ROW_SUM_TOLERANCE).tolist()]
    return FuzzyResult(
        memberships=found,
        best=best,
        nearly_tied=tied,
        explanation=_explanation(cells, found, best, kind),
        warnings=_warnings(off, tied=tied),
        method=f"fuzzy evaluation, {kind} {OPERATORS[kind]}",
    )


def band_membership(choices: Sequence[Sequence[str]], bands: Sequence[str]) -> FloatArray:
    """Return membership [criteria, bands] as the share of experts who chose each band.

    `choices` holds per criterion the bands that experts chose; who abstained is left out and not imputed, so
    a criterion without any choice is refused.
    """
    labels = [name("bands", band) for band in sequence("bands", bands)]
    if not labels or len(set(labels)) < len(labels):
        raise MethodError("bands: got %(got)s, takes different bands, at least one", got=shown(bands))
    rows = [
        _shares(f"choices, row {i}", row, labels) for i, row in enumerate(sequence("choices", choices), 1)
    ]
    if not rows:
        raise MethodError("choices: got none, takes one row for each criterion")
    return np.array(rows)


def _shares(argument: str, row: object, bands: Sequence[str]) -> list[float]:
    chosen = [one_of(argument, band, bands) for band in sequence(argument, row)]
    if not chosen:
        raise MethodError("%(argument)s: got no choice, takes at least one expert's", argument=argument)
    return [chosen.count(band) / len(chosen) for band in bands]


def _require_shares(rows: FloatArray) -> None:
    outside = np.argwhere((rows < 0) | (rows > 1))
    if len(outside):
        row, column = outside[0].tolist()
        raise MethodError(
            "%(argument)s: got %(got)s in row %(row)s, column %(column)s, takes a share from 0 to 1",
            argument="membership",
            got=float(rows[row, column]),
            row=row + 1,
            column=column + 1,
        )


def _gap(found: FloatArray) -> float:
    """Return how far the second lies behind the first; a single band has no rival."""
    if len(found) == 1:
        return float(found[0])
    second, first = np.sort(found)[-2:].tolist()
    return float(first - second)


def _warnings(off: Sequence[int], *, tied: bool) -> tuple[Message, ...]:
    found = []
    if off:
        rows = ", ".join(map(str, off))
        found.append(Message("membership: rows %(rows)s do not sum to 1 and are used as they are", rows=rows))
    if tied:
        found.append(Message("The first two bands are nearly tied"))
    return tuple(found)


def _explanation(cells: FloatArray, found: FloatArray, best: int, kind: str) -> Step:
    rule = "Σ w·r" if kind == "weighted" else "∨ (w ∧ r)"
    return Step(
        label=Message("Fuzzy evaluation"),
        value=_band(best),
        rule=OPERATORS[kind],
        children=tuple(
            Step(
                label=_band(column),
                value=value,
                rule=rule,
                children=tuple(
                    Step(
                        label=Message("Criterion %(number)s", number=row + 1),
                        value=cell,
                        contribution=cell if kind == "weighted" else None,
                    )
                    for row, cell in enumerate(cells[:, column].tolist())
                ),
            )
            for column, value in enumerate(found.tolist())
        ),
    )


def _band(column: int) -> Message:
    return Message("Band %(number)s", number=column + 1)
