"""A group's judgements as one sheet: the geometric mean keeps reciprocals reciprocal (Aczél and Saaty 1983)."""

from collections.abc import Iterable, Sequence

import numpy as np

from quanheng.methods.inputs import FloatArray
from quanheng.methods.result import Message, Step
from quanheng.methods.weighting.ahp import (
    inconsistency,
    priorities_result,
    read_options,
    sheet_result,
    variant_name,
)
from quanheng.methods.weighting.combining import normalised
from quanheng.methods.weighting.judgements import Judgements, read_sheets
from quanheng.methods.weighting.names import read_names
from quanheng.methods.weighting.priorities import prioritise
from quanheng.methods.weighting.results import AHPResult


def ahp_group(
    matrices: object,
    *,
    expert_weights: object = None,
    prioritization: str = "eigenvector",
    random_index: str = "saaty",
    names: Sequence[str] | None = None,
) -> AHPResult:
    """Return the weights of the group whose judgements are the weighted geometric means of its experts' (AIJ).

    Aczél and Saaty 1983. `expert_weights` are from 0 on and are normalised; equal when left out. A pair that some experts did
    not judge is the mean of the others'. `.members` keeps each expert's own result.
    """
    options = read_options(prioritization, random_index)
    sheets = read_sheets("matrices", matrices)
    shares = normalised(
        "expert_weights", [1] * len(sheets) if expert_weights is None else expert_weights, len(sheets)
    )
    labels = read_names("names", names, sheets[0].order)
    members = tuple(
        sheet_result(f"matrices[{place}]", sheet, options, labels) for place, sheet in enumerate(sheets)
    )
    joint = _aggregated(sheets, shares)
    found = prioritise("matrices", joint, *options)
    method = f"AHP group (geometric mean of judgements), {variant_name(joint, *options)}"
    return priorities_result(
        joint,
        found,
        labels,
        method,
        [*_group_warnings(members, sheets, shares), *inconsistency(joint, found, labels)],
        more=_member_steps(members, shares),
        members=members,
    )


def _aggregated(sheets: Sequence[Judgements], shares: FloatArray) -> Judgements:
    """Return the weighted mean of the logs, pair by pair over the experts who judged it."""
    counting = [(sheet, share) for sheet, share in zip(sheets, shares, strict=True) if share > 0]
    weight = sum((share * sheet.judged for sheet, share in counting), start=np.zeros_like(sheets[0].logs))
    logs = sum((share * sheet.logs for sheet, share in counting), start=np.zeros_like(sheets[0].logs))
    judged = weight > 0
    return Judgements(logs / np.where(judged, weight, 1.0), judged)


def _group_warnings(
    members: Sequence[AHPResult], sheets: Sequence[Judgements], shares: FloatArray
) -> Iterable[Message]:
    for number, (member, sheet, share) in enumerate(zip(members, sheets, shares, strict=True), 1):
        if share == 0:
            yield Message("Expert %(number)s has weight 0 and is not counted", number=number)
        elif member.consistent is False:
            yield Message(
                "Expert %(number)s: consistency ratio %(ratio)s, takes less than 0.10",
                number=number,
                ratio=f"{member.consistency_ratio:.4f}",
            )
        if not sheet.complete:
            yield Message("Expert %(number)s left pairs without a judgement", number=number)
        for warning in sheet.warnings:
            yield Message("Expert %(number)s: %(warning)s", number=number, warning=warning)


def _member_steps(members: Sequence[AHPResult], shares: FloatArray) -> list[Step]:
    return [
        Step(
            label=Message("Expert %(number)s", number=number),
            value=share,
            rule=Message("share in the geometric mean"),
            children=(member.explanation,),
        )
        for number, (member, share) in enumerate(zip(members, shares.tolist(), strict=True), 1)
    ]
