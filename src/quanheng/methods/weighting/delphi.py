"""The Delphi method 德尔菲法: what one round of marks says, and whether another is needed (H-14.3)."""

from collections.abc import Iterable, Sequence
from math import frexp

import numpy as np

from quanheng.methods.agreement.ranks import Concordance, concordance
from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import FloatArray, matrix, number, number_between, whole
from quanheng.methods.result import Message, Step
from quanheng.methods.weighting.names import Names, read_names
from quanheng.methods.weighting.results import DelphiResult

LAST_ROUND = 3
SIGNIFICANT = 0.05
SETTLED_CV = 0.25
FEWEST_EXPERTS = 2


def delphi_round(
    scores: object, *, full_mark: float, round_number: int = 1, names: Sequence[str] | None = None
) -> DelphiResult:
    """Return per indicator the mean, SD (n − 1), CV and share of full marks; over all Kendall's W and its p.

    `scores` has one row per expert, from 0 to `full_mark`. Stop when p < .05 and every CV < .25, or after
    round 3. A mean of 0 is refused: its CV has no meaning. W and p are `None` where the marks leave
    them undefined (one indicator, or no expert who tells indicators apart).
    """
    given = matrix("scores", scores)
    top = _read_full_mark(full_mark)
    current = whole("round_number", round_number, least=1)
    labels = read_names("names", names, given.shape[1])
    _require_marks(given, top)
    unit = 2.0 ** (frexp(top)[1] - 1)
    marks = given / unit
    mean = marks.mean(axis=0)
    _require_means(mean)
    sd = np.sqrt(((marks - mean) ** 2).sum(axis=0) / (len(given) - 1))
    cv = sd / mean
    agreement = concordance(given)
    stop, reason = _judge(agreement, cv, current)
    full = (given == top).mean(axis=0)
    decision = Message("Stop") if stop else Message("Another round")
    return DelphiResult(
        mean=mean * unit,
        sd=sd * unit,
        cv=cv,
        full_mark_share=full,
        kendall_w=agreement.value if agreement else None,
        chi2=agreement.chi2 if agreement else None,
        p_value=agreement.p_value if agreement else None,
        round_number=current,
        stop=stop,
        reason=reason,
        explanation=_explanation(
            np.stack([mean * unit, sd * unit, cv, full], axis=1), agreement, labels, decision, reason
        ),
        warnings=tuple(_warnings(agreement, cv, labels)),
        method=f"Delphi, round {current}, full mark {top:g}",
    )


def authority_coefficient(judgement: float, familiarity: float) -> float:
    """Return Cr = (Ca + Cs)/2 from the unrounded basis of judgement Ca and familiarity Cs, each from 0 to 1."""
    basis = number_between("judgement", judgement, 0, 1)
    return (basis + number_between("familiarity", familiarity, 0, 1)) / 2


def _read_full_mark(full_mark: object) -> float:
    top = number("full_mark", full_mark)
    if top <= 0:
        raise MethodError("%(argument)s: got %(got)s, takes a number above 0", argument="full_mark", got=top)
    return top


def _require_marks(scores: FloatArray, top: float) -> None:
    if len(scores) < FEWEST_EXPERTS:
        raise MethodError(
            "%(argument)s: got %(got)s experts, takes at least %(least)s",
            argument="scores",
            got=len(scores),
            least=FEWEST_EXPERTS,
        )
    outside = (scores < 0) | (scores > top)
    if outside.any():
        row, column = (int(at) for at in np.argwhere(outside)[0])
        raise MethodError(
            "%(argument)s: got %(got)s in row %(row)s, column %(column)s, takes marks from 0 to %(most)g",
            argument="scores",
            got=float(scores[row, column]),
            row=row + 1,
            column=column + 1,
            most=top,
        )


def _require_means(mean: FloatArray) -> None:
    if not mean.all():
        raise MethodError(
            "%(argument)s: got a mean of 0 in column %(column)s, takes a positive mean: "
            "a coefficient of variation has no meaning otherwise",
            argument="scores",
            column=int(np.argmin(mean)) + 1,
        )


def _judge(agreement: Concordance | None, cv: FloatArray, current: int) -> tuple[bool, Message]:
    """Return whether to stop, and why."""
    agreed = agreement is not None and agreement.p_value < SIGNIFICANT
    if agreed and (cv < SETTLED_CV).all():
        return True, Message("The experts agree: p < 0.05 and every coefficient of variation is below 0.25")
    if current >= LAST_ROUND:
        return True, Message("Round %(round)s is the last, with or without agreement", round=current)
    if not agreed:
        return False, Message("Another round: the ranking of the indicators is not shared (p ≥ 0.05)")
    return False, Message("Another round: a coefficient of variation is 0.25 or more")


def _warnings(agreement: Concordance | None, cv: FloatArray, labels: Names) -> Iterable[Message]:
    if agreement is None:
        yield Message("Kendall's W is not defined: no expert tells two indicators apart")
    for place in np.flatnonzero(cv >= SETTLED_CV):
        yield Message(
            "Column %(column)s: the coefficient of variation %(cv)s is 0.25 or more",
            column=labels.place(int(place)),
            cv=f"{cv[place]:.4f}",
        )


def _explanation(
    table: FloatArray,
    agreement: Concordance | None,
    labels: Names,
    decision: Message,
    reason: Message,
) -> Step:
    lines = tuple(
        Step(
            label=labels.label(place),
            value=mean,
            children=(
                Step(label=Message("Standard deviation"), value=sd, rule="n − 1"),
                Step(label=Message("Coefficient of variation"), value=cv, rule="SD / mean < 0.25"),
                Step(label=Message("Share of full marks"), value=full),
            ),
        )
        for place, (mean, sd, cv, full) in enumerate(table.tolist())
    )
    agreed = agreement.steps() if agreement else ()
    return Step(label=Message("Delphi round"), value=decision, rule=reason, children=(*lines, *agreed))
