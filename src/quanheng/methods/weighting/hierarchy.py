"""Two levels of sheets: criteria, and the items under each criterion; 层次总排序."""

from collections.abc import Iterable, Sequence

import numpy as np

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import FloatArray
from quanheng.methods.result import Message, Step
from quanheng.methods.weighting.ahp import read_options, sheet_result
from quanheng.methods.weighting.judgements import read_judgements, read_sheets
from quanheng.methods.weighting.names import Names, read_names
from quanheng.methods.weighting.priorities import RANDOM_INDEX, TABLE_NAMES
from quanheng.methods.weighting.results import AHPResult


def ahp_hierarchy(
    criteria: object,
    alternatives_by_criterion: object,
    *,
    prioritization: str = "eigenvector",
    random_index: str = "saaty",
    criteria_names: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
) -> AHPResult:
    """Return the weights Σ criterion weight × local weight over two levels (Saaty 1980).

    `alternatives_by_criterion` holds one sheet per criterion, in the order of the rows of `criteria`, all
    comparing the same items. `.criteria` and `.local` keep the results of the single sheets.
    """
    options = read_options(prioritization, random_index)
    first = read_judgements("criteria", criteria)
    criteria_labels = read_names("criteria_names", criteria_names, first.order)
    sheets = read_sheets("alternatives_by_criterion", alternatives_by_criterion)
    if len(sheets) != first.order:
        raise MethodError(
            "%(argument)s: got %(got)s values, takes %(count)s",
            argument="alternatives_by_criterion",
            got=len(sheets),
            count=first.order,
        )
    labels = read_names("names", names, sheets[0].order)
    top = sheet_result("criteria", first, options, criteria_labels)
    local = tuple(
        sheet_result(f"alternatives_by_criterion[{place}]", sheet, options, labels)
        for place, sheet in enumerate(sheets)
    )
    return _total_order(top, local, criteria_labels, labels, options)


def _total_order(
    top: AHPResult,
    local: tuple[AHPResult, ...],
    criteria_labels: Names,
    labels: Names,
    options: tuple[str, str],
) -> AHPResult:
    weights = top.weights @ np.array([one.weights for one in local])
    judged = [one.consistent for one in (top, *local)]
    index, ratio = _total_consistency(top, local, options[1])
    method = f"AHP hierarchy, {_hierarchy_variant((top, *local), options)}"
    return AHPResult(
        weights=weights,
        lambda_max=None,
        consistency_index=index,
        consistency_ratio=ratio,
        consistent=False if False in judged else None if None in judged else True,
        explanation=_total_steps(weights, top, local, criteria_labels, labels, ratio, method),
        warnings=tuple(_hierarchy_warnings(top, local, criteria_labels)),
        method=method,
        criteria=top,
        local=local,
    )


def _hierarchyvariant_name(sheets: Sequence[AHPResult], options: tuple[str, str]) -> str:
    complete = all(one.consistency_ratio is not None for one in sheets)
    ending = TABLE_NAMES[options[1]] if complete else "incomplete judgements (Harker 1987)"
    return f"{options[0]}, {ending}"


def _hierarchy_variant(sheets: Sequence[AHPResult], options: tuple[str, str]) -> str:
    complete = all(one.consistency_ratio is not None for one in sheets)
    ending = TABLE_NAMES[options[1]] if complete else "incomplete judgements (Harker 1987)"
    return f"{options[0]}, {ending}"


def _total_consistency(
    top: AHPResult, local: Sequence[AHPResult], table: str
) -> tuple[float | None, float | None]:
    """Return Σ aⱼ·CIⱼ and Σ aⱼ·CIⱼ / Σ aⱼ·RIⱼ; all local sheets have the same order and so the same RI."""
    if any(one.consistency_ratio is None for one in local):
        return None, None
    index = sum(
        weight * (one.consistency_index or 0.0)
        for weight, one in zip(top.weights.tolist(), local, strict=True)
    )
    order = len(local[0].weights)
    return index, index / RANDOM_INDEX[table][order - 1] if order > 2 else 0.0


def _hierarchy_warnings(top: AHPResult, local: Sequence[AHPResult], labels: Names) -> Iterable[Message]:
    for warning in top.warnings:
        yield Message("Criteria: %(warning)s", warning=warning)
    for place, one in enumerate(local):
        for warning in one.warnings:
            yield Message(
                "Criterion %(criterion)s: %(warning)s", criterion=labels.place(place), warning=warning
            )


def _total_steps(
    weights: FloatArray,
    top: AHPResult,
    local: Sequence[AHPResult],
    criteria_labels: Names,
    labels: Names,
    ratio: float | None,
    method: str,
) -> Step:
    lines = [
        Step(
            label=labels.label(item),
            value=weight,
            contribution=weight,
            rule="Σ aⱼ·wᵢⱼ",
            children=tuple(
                Step.line(criteria_labels.label(j), float(one.weights[item]), weight=share)
                for j, (share, one) in enumerate(zip(top.weights.tolist(), local, strict=True))
            ),
        )
        for item, weight in enumerate(weights.tolist())
    ]
    consistency = Step(
        label=Message("Consistency ratio"),
        value=Message("none for incomplete judgements") if ratio is None else ratio,
        rule="Σ aⱼ·CIⱼ / Σ aⱼ·RIⱼ",
        children=(top.explanation, *(one.explanation for one in local)),
    )
    return Step.total(Message("Weights"), (*lines, consistency), rule=method)
