"""The analytic hierarchy process 层次分析法: one sheet of pairwise judgements (H-14.3).

A sheet that contradicts itself is never altered to look better: the result says which judgements
disagree most and what would fit, and the platform returns the sheet to whoever wrote it.
"""

from collections.abc import Iterable, Sequence
from math import exp

import numpy as np

from quanheng.methods.inputs import one_of, whole
from quanheng.methods.result import Message, Step
from quanheng.methods.weighting.judgements import Judgements, read_judgements
from quanheng.methods.weighting.names import Names, read_names
from quanheng.methods.weighting.priorities import (
    PRIORITIZATIONS,
    RANDOM_INDEX,
    TABLE_NAMES,
    Priorities,
    prioritise,
    worst_judgements,
)
from quanheng.methods.weighting.results import AHPResult

NAMED_JUDGEMENTS = 3


def ahp_weights(
    matrix: object,
    *,
    prioritization: str = "eigenvector",
    random_index: str = "saaty",
    names: Sequence[str] | None = None,
) -> AHPResult:
    """Return the weights of the items of one sheet of pairwise judgements (Saaty 1980; H-14.3).

    `matrix[i][j]` says how many times more important item i is than item j; `None` in both cells of a
    pair is a judgement that was not given (Harker 1987; "eigenvector" only, without a consistency
    ratio). `prioritization` "eigenvector" | "geometric" (方根法), `random_index` "saaty" |
    "textbook_cn". A consistency ratio of .10 or more is reported with the three judgements that
    disagree most; nothing is changed for it.
    """
    options = read_options(prioritization, random_index)
    sheet = read_judgements("matrix", matrix)
    return sheet_result("matrix", sheet, options, read_names("names", names, sheet.order))


def inconsistent_pairs(matrix: object, *, k: int = 3) -> list[tuple[int, int, float]]:
    """Return up to `k` judgements (row, column, value that would fit) that disagree most with the others
    (Saaty 1980).

    Rows and columns count from 0, row < column, the worst first; a sheet without contradiction has none.
    """
    sheet = read_judgements("matrix", matrix)
    most = whole("k", k, least=1)
    found = prioritise("matrix", sheet, "eigenvector", "saaty")
    return worst_judgements(sheet, found.weights, most)


def read_options(prioritization: str, random_index: str) -> tuple[str, str]:
    return (
        one_of("prioritization", prioritization, PRIORITIZATIONS),
        one_of("random_index", random_index, RANDOM_INDEX),
    )


def variant_name(sheet: Judgements, prioritization: str, random_index: str) -> str:
    if sheet.complete:
        return f"{prioritization}, {TABLE_NAMES[random_index]}"
    return f"{prioritization}, incomplete judgements (Harker 1987)"


def sheet_result(argument: str, sheet: Judgements, options: tuple[str, str], labels: Names) -> AHPResult:
    """Return the result of one sheet alone."""
    found = prioritise(argument, sheet, *options)
    return priorities_result(
        sheet,
        found,
        labels,
        f"AHP {variant_name(sheet, *options)}",
        [*sheet.warnings, *inconsistency(sheet, found, labels)],
    )


def priorities_result(
    sheet: Judgements,
    found: Priorities,
    labels: Names,
    method: str,
    warnings: Iterable[Message],
    *,
    more: Iterable[Step] = (),
    members: tuple[AHPResult, ...] = (),
) -> AHPResult:
    lines = _weight_lines(sheet, found, labels)
    return AHPResult(
        weights=found.weights,
        lambda_max=found.lambda_max,
        consistency_index=found.index,
        consistency_ratio=found.ratio,
        consistent=found.consistent,
        explanation=Step.total(Message("Weights"), (*lines, _consistency(found), *more), rule=method),
        warnings=tuple(warnings),
        method=method,
        members=members,
    )


def _weight_lines(sheet: Judgements, found: Priorities, labels: Names) -> list[Step]:
    """Return one line per item with its judgements; of the eigenvector each adds aᵢⱼ·wⱼ/λ to the weight.

    In an incomplete sheet the item stands in for the others it was not compared with: its own line adds
    (1 + their number)·wᵢ/λ.
    """
    places = range(sheet.order)
    weights, judgements = found.weights.tolist(), np.exp(sheet.logs).tolist()
    missing = (~sheet.judged).sum(axis=1).tolist()
    return [
        Step(
            label=labels.label(i),
            value=weights[i],
            contribution=weights[i],
            rule=found.rule,
            children=tuple(
                Step(
                    label=labels.label(j),
                    value=judgements[i][j],
                    contribution=(judgements[i][j] + missing[i] * (i == j)) * weights[j] / found.lambda_max
                    if found.additive
                    else None,
                )
                for j in places
                if sheet.judged[i, j]
            ),
        )
        for i in places
    ]


def _consistency(found: Priorities) -> Step:
    parts = (
        Step(label=Message("Largest eigenvalue"), value=found.lambda_max, rule="λ = Σ (Aw)ᵢ/wᵢ / n"),
        Step(label=Message("Consistency index"), value=found.index, rule="CI = (λ − n)/(n − 1)"),
    )
    if found.ratio is None:
        return Step(
            label=Message("Consistency ratio"),
            value=Message("none for incomplete judgements"),
            children=parts,
        )
    table = Step(label=Message("Random index"), value=found.random_index)
    return Step(
        label=Message("Consistency ratio"),
        value=found.ratio,
        rule="CR = CI/RI < 0.10",
        children=(*parts, table),
    )


def inconsistency(sheet: Judgements, found: Priorities, labels: Names) -> list[Message]:
    """Return the warning that names the three worst judgements with what would fit, when the sheet is inconsistent."""
    if found.consistent is not False:
        return []
    named = [
        f"{labels.place(i)} : {labels.place(j)} = {_ratio(exp(sheet.logs[i, j]))} → {_ratio(fit)}"
        for i, j, fit in worst_judgements(sheet, found.weights, NAMED_JUDGEMENTS)
    ]
    return [
        Message(
            "The judgements contradict each other: consistency ratio %(ratio)s, takes less than 0.10. "
            "They disagree most in (judged → would fit) %(judgements)s",
            ratio=f"{found.ratio:.4f}",
            judgements="; ".join(named),
        )
    ]


def _ratio(value: float) -> str:
    """Write a judgement as people do: 3, 2.5, 1/7."""
    return f"{value:.3g}" if value >= 1 or value > 0.9995 else f"1/{1 / value:.3g}"
