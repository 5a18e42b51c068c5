"""Kendall's W: how far raters put the items in the same order."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from quanheng.methods.agreement.refusals import FEWEST, no_variation, require_items, require_raters
from quanheng.methods.agreement.results import AgreementResult
from quanheng.methods.inputs import FloatArray, matrix
from quanheng.methods.result import Message, Step


@dataclass(frozen=True, slots=True, eq=False)
class Concordance:
    """Kendall's W with the figures behind it."""

    value: float
    uncorrected: float
    chi2: float
    p_value: float
    rank_sums: tuple[float, ...]
    spread: float
    ties: float
    constant_raters: tuple[int, ...]

    def steps(self) -> tuple[Step, ...]:
        """Return W and its test as lines of an explanation."""
        sums = tuple(
            Step(label=Message("Rank sum of item %(number)s", number=number), value=total)
            for number, total in enumerate(self.rank_sums, 1)
        )
        parts = (
            Step(
                label=Message("Spread of the rank sums"),
                value=self.spread,
                rule="S = Σ(Rᵢ − R̄)²",
                children=sums,
            ),
            Step(label=Message("Correction for ties"), value=self.ties, rule="ΣT = Σ(t³ − t)"),
            Step(label=Message("Without correction for ties"), value=self.uncorrected),
        )
        return (
            Step(
                label=Message("Kendall's W"),
                value=self.value,
                rule="W = 12S / (m²(n³ − n) − m·ΣT)",
                children=parts,
            ),
            Step(label=Message("Chi-square"), value=self.chi2, rule="χ² = m(n − 1)W"),
            Step(label=Message("Probability under no agreement"), value=self.p_value),
        )


def kendall_w(ratings: object) -> AgreementResult:
    """Return Kendall's W corrected for ties, with χ² = m(n − 1)W and its p on n − 1 degrees of freedom
    (Kendall and Babington Smith 1939).

    `ratings` has one row per rater and one column per item; each row is ranked, ties share the mean rank.
    """
    given = matrix("ratings", ratings)
    require_raters("ratings", len(given))
    require_items("ratings", given.shape[1])
    found = concordance(given)
    if found is None:
        raise no_variation("ratings")
    warnings = tuple(
        Message("Rater %(number)s gave every item the same rating", number=rater + 1)
        for rater in found.constant_raters
    )
    method = "Kendall's W, corrected for ties"
    return AgreementResult(
        value=found.value,
        uncorrected=found.uncorrected,
        chi2=found.chi2,
        p_value=found.p_value,
        explanation=Step(
            label=Message("Kendall's W"), value=found.value, rule=method, children=found.steps()
        ),
        warnings=warnings,
        method=method,
    )


def concordance(ratings: FloatArray) -> Concordance | None:
    """Return W of checked ratings, `None` when it is not defined: one item or rater, or every rater constant."""
    raters, items = ratings.shape
    if raters < FEWEST or items < FEWEST:
        return None
    ranked = [_ranks(row) for row in ratings]
    ties = sum(tied for _, tied in ranked)
    complete = items**3 - items
    if ties == raters * complete:
        return None
    sums = np.sum([ranks for ranks, _ in ranked], axis=0)
    spread = float(((sums - raters * (items + 1) / 2) ** 2).sum())
    value = min(12 * spread / (raters**2 * complete - raters * ties), 1.0)
    chi2 = raters * (items - 1) * value
    return Concordance(
        value=value,
        uncorrected=12 * spread / (raters**2 * complete),
        chi2=chi2,
        p_value=float(chdtrc(items - 1, chi2)),
        rank_sums=tuple(sums.tolist()),
        spread=spread,
        ties=float(ties),
        constant_raters=tuple(rater for rater, (_, tied) in enumerate(ranked) if tied == complete),
    )


def _ranks(row: FloatArray) -> tuple[FloatArray, int]:
    """Return mean ranks from 1, and Σ(t³ − t) over the groups of ties."""
    _, place, counts = np.unique(row, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return middle[place], sum(t**3 - t for t in counts.tolist())
