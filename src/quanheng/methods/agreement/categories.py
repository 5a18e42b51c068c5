"""Fleiss' kappa: raters who sort subjects into categories."""

import numpy as np

from quanheng.methods.agreement.refusals import no_variation, require_items, require_raters
from quanheng.methods.agreement.results import AgreementResult
from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import FloatArray, matrix
from quanheng.methods.result import Message, Step

LARGEST_COUNT = 1e6
"""More raters of one subject than there are; it keeps every sum exact."""


def fleiss_kappa(counts: object) -> AgreementResult:
    """Return kappa = (P̄ − P̄ₑ)/(1 − P̄ₑ) (Fleiss 1971).

    `counts` has one row per subject and one column per category: how many raters chose it. Every
    subject has the same number of raters, at least two.
    """
    given = matrix("counts", counts)
    _require_counts(given)
    require_items("counts", len(given))
    raters = _raters(given)
    shares = given.sum(axis=0) / given.sum()
    expected = float((shares**2).sum())
    if int((shares > 0).sum()) == 1:
        raise no_variation("counts")
    observed = float(((given**2).sum(axis=1) - raters).mean()) / (raters * (raters - 1))
    kappa = (observed - expected) / (1 - expected)
    return AgreementResult(
        value=kappa,
        explanation=_explanation(kappa, observed, expected, shares),
        warnings=(),
        method="Fleiss' kappa",
    )


def _require_counts(counts: FloatArray) -> None:
    wrong = (counts < 0) | (counts > LARGEST_COUNT) | (counts != np.floor(counts))
    if wrong.any():
        row, column = (int(at) for at in np.argwhere(wrong)[0])
        raise MethodError(
            "%(argument)s: got %(got)s in row %(row)s, column %(column)s, takes numbers of raters, whole and from 0 on",
            argument="counts",
            got=float(counts[row, column]),
            row=row + 1,
            column=column + 1,
        )


def _raters(counts: FloatArray) -> int:
    """Return the number of raters, which is the same for every subject."""
    totals = counts.sum(axis=1)
    require_raters("counts", int(totals[0]))
    if (totals != totals[0]).any():
        row = int(np.argmax(totals != totals[0]))
        raise MethodError(
            "%(argument)s: got %(got)s raters in row %(row)s, takes %(count)s as in the first row",
            argument="counts",
            got=int(totals[row]),
            row=row + 1,
            count=int(totals[0]),
        )
    return int(totals[0])


def _explanation(kappa: float, observed: float, expected: float, shares: FloatArray) -> Step:
    categories = tuple(
        Step(label=Message("Category %(number)s", number=place), value=share, contribution=share * share)
        for place, share in enumerate(shares.tolist(), 1)
    )
    return Step(
        label=Message("Fleiss' kappa"),
        value=kappa,
        rule="κ = (P̄ − P̄ₑ)/(1 − P̄ₑ)",
        children=(
            Step(label=Message("Observed agreement"), value=observed),
            Step(
                label=Message("Agreement expected by chance"),
                value=expected,
                rule="P̄ₑ = Σ pⱼ²",
                children=categories,
            ),
        ),
    )
