"""What the uncertainty of the evidence leaves of a lead: drawn values, probabilities of levels, the claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray, IntArray
from quanheng.methods.scoring.lead.preference import NOISE, advantage, preference
from quanheng.methods.scoring.lead.reading import Contest
from quanheng.methods.scoring.lead.records import LEVELS, Comparator, LeadParameter
from quanheng.methods.scoring.panel import Fact
from quanheng.methods.scoring.quantity import interpolate

THRESHOLD = 0.10
"""τ: a lead from here on is one."""
POINTS = ((-1.0, 0.0), (-THRESHOLD, 60.0), (0.0, 75.0), (THRESHOLD, 90.0), (1.0, 100.0))
"""Lead to score: it meets the three worded bands 100–90, 89–60 and below 60."""
RELATIVE_SD = {
    "test_report": 0.01,
    "user_certificate": 0.02,
    "literature": 0.03,
    "search_report": 0.03,
    "self_declared": 0.08,
}
DRAWS = 2000
CLAIM_FROM = 0.8


@dataclass(frozen=True, slots=True)
class Doubt:
    sd: float
    band: tuple[float, float, float]
    probabilities: Mapping[str, float]
    claim: str


def scores(leads: FloatArray) -> FloatArray:
    return interpolate(leads, POINTS)


def level_codes(leads: FloatArray, lost_core: BoolArray) -> IntArray:
    """Return positions in `LEVELS`; a lost core parameter turns "leading" into "par"."""
    codes: IntArray = 1 + (leads >= THRESHOLD - NOISE).astype(int) - (leads <= NOISE - THRESHOLD)
    return np.where(lost_core, np.minimum(codes, 1), codes)


def doubt(contest: Contest, counted: Sequence[Comparator]) -> Doubt:
    """Draw every value within the relative SD of its evidence, each cell on its own (point 8)."""
    leads, lost_core = _draw(contest, counted)
    drawn, codes = scores(leads), level_codes(leads, lost_core)
    low, middle, high = np.percentile(drawn, (2.5, 50, 97.5))
    shares = {level: float((codes == code).mean()) for code, level in enumerate(LEVELS)}
    at_least_par = shares["leading"] + shares["par"]
    sure = [shares["leading"] >= CLAIM_FROM - NOISE, at_least_par >= CLAIM_FROM - NOISE]
    return Doubt(
        sd=float(drawn.std(ddof=1)),
        band=(float(low), float(middle), float(high)),
        probabilities=dict(reversed(shares.items())),
        claim="leading" if sure[0] else "par" if sure[1] else "behind",
    )


def _draw(contest: Contest, counted: Sequence[Comparator]) -> tuple[FloatArray, BoolArray]:
    """Return the lead and whether a core parameter is lost, per draw; names, not places, order the stream."""
    stream = np.random.Generator(np.random.PCG64(contest.seed))
    parameters = sorted(contest.parameters, key=lambda one: one.name)
    mine = {one.name: _values(stream, one, contest.subject[one.name]) for one in parameters}
    leads, lost_core = np.full(DRAWS, np.inf), np.zeros(DRAWS, bool)
    for rival in counted:
        total, weight = np.zeros(DRAWS), 0.0
        for one in parameters:
            if one.name in rival.values:
                a = advantage(one, mine[one.name], _values(stream, one, rival.values[one.name]))
                total += one.weight * preference(one, a)
                weight += one.weight
                lost_core |= one.core & (a <= NOISE - one.saturation)
        leads = np.minimum(leads, total / weight)
    return leads, lost_core


def _values(stream: np.random.Generator, parameter: LeadParameter, fact: Fact) -> FloatArray:
    """Return drawn values of a fact; those compared by ratio stay positive."""
    away = RELATIVE_SD[fact.evidence] * stream.standard_normal(DRAWS)
    by_ratio = parameter.scale == "ratio" and parameter.direction in ("higher", "lower")
    factor: FloatArray = np.exp(away) if by_ratio else 1 + away
    return fact.value * factor
