"""What a mark has to be: the band first, then points inside it, and words where a number alone says too little."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from quanheng.platform.common.errors import Missing
from quanheng.platform.evaluation.marking.states import MarkStatus
from quanheng.schemes import Stack
from quanheng.schemes.templates import IndicatorTemplate


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expert answers for one indicator; `reason` is the remark, or why no mark is given."""

    status: str = MarkStatus.SCORED
    band: str = ""
    points: Decimal | None = None
    reason: str = ""


def faults(answer: Answer, indicator: IndicatorTemplate, stack: Stack) -> list[Missing]:
    """Return what is wrong with an answer; the section of each fault is the name of its field."""
    if answer.status == MarkStatus.ABSTAINED:
        if answer.reason.strip():
            return []
        return [Missing("Remark: got nothing, takes the reason why you do not mark this indicator", "reason")]
    if answer.status != MarkStatus.SCORED:
        return [Missing("status: got %(got)s, takes scored or abstained", "abstain", {"got": answer.status})]
    return [*_number_faults(answer, indicator, stack), *_remark_faults(answer, stack)]


def _number_faults(answer: Answer, indicator: IndicatorTemplate, stack: Stack) -> Iterator[Missing]:
    band = next((band for band in indicator.bands if band.id == answer.band), None)
    if band is None:
        yield Missing("Rubric band: got nothing, takes the band that fits", "band")
    if answer.points is None:
        yield Missing("Points: got nothing, takes points inside the band", "points")
        return
    step = stack.ratio("scoring.point_step")
    if answer.points % step:
        yield Missing(
            "Points: got %(got)s, takes steps of %(step)s", "points", {"got": answer.points, "step": step}
        )
    if band and not band.low <= answer.points <= band.high:
        yield Missing(
            "Points: got %(got)s, takes %(low)s to %(high)s in the band you chose",
            "points",
            {"got": answer.points, "low": band.low, "high": band.high},
        )


def _remark_faults(answer: Answer, stack: Stack) -> Iterator[Missing]:
    below, above = stack.ratio("scoring.comment_below"), stack.ratio("scoring.comment_above")
    if answer.points is None or answer.reason.strip() or below <= answer.points <= above:
        return
    yield Missing(
        "Remark: got nothing, takes your reason for points below %(below)s or above %(above)s",
        "reason",
        {"below": below, "above": above},
    )
