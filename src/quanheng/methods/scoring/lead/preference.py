"""How much better one measured value is than another, and what all parameters say of one rival."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from quanheng.methods.inputs import FloatArray
from quanheng.methods.scoring.lead.records import Comparator, LeadParameter, Standing
from quanheng.methods.scoring.panel import Fact

COUNTED_FROM = 0.6
"""A rival that states less of the weights is listed, not counted."""
NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter against one rival: a of point 2, f of point 3."""

    parameter: LeadParameter
    subject: Fact
    rival: Fact
    advantage: float
    preference: float

    @property
    def weighted(self) -> float:
        return self.parameter.weight * self.preference

    @property
    def lost(self) -> bool:
        """Whether the subject is worse by the saturation or more."""
        return self.advantage <= NOISE - self.parameter.saturation


def advantage(parameter: LeadParameter, mine: FloatArray, theirs: FloatArray) -> FloatArray:
    """Return a: ±ln(x/y), ±(x − y)/span, or how much nearer to the target, in spans."""
    span = parameter.span or 1.0  # one that counts has been checked to be positive
    if parameter.direction in ("target", "range"):
        return (_distance(parameter, theirs) - _distance(parameter, mine)) / span
    more, less = (mine, theirs) if parameter.direction == "higher" else (theirs, mine)
    if parameter.scale == "ratio":
        return np.asarray(np.log(more) - np.log(less))
    return (more - less) / span


def _distance(parameter: LeadParameter, values: FloatArray) -> FloatArray:
    ends = parameter.target if isinstance(parameter.target, tuple) else (parameter.target, parameter.target)
    low, high = np.asarray(ends, float)
    return np.asarray(np.maximum(np.maximum(low - values, values - high), 0.0))


def preference(parameter: LeadParameter, advantages: FloatArray) -> FloatArray:
    """Return f = π(a) − π(−a), where π rises from 0 at the indifference to 1 at the saturation."""
    q, s = parameter.indifference, parameter.saturation
    share: FloatArray = (np.clip(np.abs(advantages), q, s) - q) / (s - q)
    return np.asarray(np.copysign(share, advantages))


def lines(
    parameters: Sequence[LeadParameter], subject: Mapping[str, Fact], rival: Mapping[str, Fact]
) -> tuple[Line, ...]:
    """Return one line per parameter that the rival states too."""
    return tuple(
        _line(parameter, subject[parameter.name], rival[parameter.name])
        for parameter in parameters
        if parameter.name in rival
    )


def _line(parameter: LeadParameter, mine: Fact, theirs: Fact) -> Line:
    a = advantage(parameter, np.array(mine.value), np.array(theirs.value))
    return Line(parameter, mine, theirs, float(a), float(preference(parameter, a)))


def lead_over(compared: Sequence[Line]) -> float | None:
    """Return φ = Σ w·f / Σ w, `None` without any weight."""
    weight = fsum(line.parameter.weight for line in compared)
    if not weight:
        return None
    return min(max(fsum(line.weighted for line in compared) / weight, -1.0), 1.0)


def standing(parameters: Sequence[LeadParameter], rival: Comparator, compared: Sequence[Line]) -> Standing:
    """Return how the subject stands against the rival, with the bounds that missing cells leave."""
    weight = fsum(line.parameter.weight for line in compared)
    missing = fsum(one.weight for one in parameters if one.name not in rival.values)
    known = fsum(line.weighted for line in compared)
    return Standing(
        name=rival.name,
        lead=lead_over(compared),
        coverage=min(weight, 1.0),
        counted=weight >= COUNTED_FROM - NOISE,
        low=max((known - missing) / (weight + missing), -1.0),
        high=min((known + missing) / (weight + missing), 1.0),
    )


def composite(compared: Sequence[Sequence[Line]]) -> float:
    """Return the lead over a rival made of the best of everyone, parameter by parameter."""
    hardest: dict[str, Line] = {}
    for line in sorted((line for rival in compared for line in rival), key=lambda line: -line.advantage):
        hardest[line.parameter.name] = line
    return lead_over(tuple(hardest.values())) or 0.0
