"""Rankings of one competition by several methods side by side, and how far they agree: reference only 仅供参考."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from quanheng.methods.agreement import AgreementResult, kendall_w
from quanheng.methods.inputs import IntArray
from quanheng.methods.ranking.compromise import vikor
from quanheng.methods.ranking.distance import topsis
from quanheng.methods.ranking.grey import grey_relational
from quanheng.methods.ranking.results import Shapes, option_label
from quanheng.methods.record import Record
from quanheng.methods.result import Message, Step

REFERENCE_ONLY = Message("For reference only: these rankings never change a certified grade")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComparisonResult(Record):
    """`ranks` [methods, options] stand in the order of `methods`, the full names of the rankings.

    `kendall_w` (with `p_value`) is their mutual agreement, `None` when every method ties all options.
    """

    arrays: ClassVar[Shapes] = {"ranks": ("i8", (None, None))}

    heading: str
    methods: tuple[str, ...]
    ranks: IntArray
    kendall_w: float | None
    p_value: float | None
    explanation: Step
    warnings: tuple[str, ...]
    method: str


def compare_rankings(
    matrix: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    *,
    normalization: str = "vector",
    v: float = 0.5,
    rho: float = 0.5,
) -> ComparisonResult:
    """Rank the options (rows) by TOPSIS, VIKOR and grey relational analysis and measure their agreement.

    The keywords are those of the three methods. One more option may change every order: the result is a
    cross-check inside one competition.
    """
    results = (
        topsis(matrix, weights, directions, normalization=normalization),
        vikor(matrix, weights, directions, v=v),
        grey_relational(matrix, weights, directions, rho=rho),
    )
    names = tuple(result.method for result in results)
    ranks = np.array([result.ranks for result in results])
    decided = bool((ranks > 1).any())
    agreement = kendall_w(ranks) if decided else None
    return ComparisonResult(
        heading=REFERENCE_ONLY,
        methods=names,
        ranks=ranks,
        kendall_w=agreement.value if agreement else None,
        p_value=agreement.p_value if agreement else None,
        explanation=_explanation(names, ranks, agreement),
        warnings=(*results[0].warnings, *_disagreements(ranks, agreement)),
        method=f"{'; '.join(names)}; Kendall's W, corrected for ties",
    )


def _disagreements(ranks: IntArray, agreement: AgreementResult | None) -> tuple[str, ...]:
    if agreement is None:
        return (Message("matrix: no method tells the options apart, there is no agreement to measure"),)
    winners = {tuple(np.flatnonzero(row == 1)) for row in ranks}
    others = () if len(winners) == 1 else (Message("The methods do not agree on the first rank"),)
    return (*agreement.warnings, *others)


def _explanation(names: tuple[str, ...], ranks: IntArray, agreement: AgreementResult | None) -> Step:
    orders = tuple(
        Step(
            label=name,
            value=ranks.shape[1],
            children=tuple(Step(label=option_label(i), value=rank) for i, rank in enumerate(row)),
        )
        for name, row in zip(names, ranks.tolist(), strict=True)
    )
    return Step(
        label=REFERENCE_ONLY,
        value=len(names),
        children=(*orders, *((agreement.explanation,) if agreement else ())),
    )
