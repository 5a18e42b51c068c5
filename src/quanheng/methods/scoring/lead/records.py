"""What a comparison of performance is made of, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from quanheng.methods.record import Record
from quanheng.methods.result import Step
from quanheng.methods.scoring.panel import Fact

LEVELS = ("behind", "par", "leading")
"""Worst first: their positions are the codes of a draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadParameter(Record):
    """One measured parameter of the comparison; the weights of all parameters sum to 1.

    `direction` says what is better: "higher", "lower", near the number `target` ("target") or inside the
    pair `target` ("range"). `scale` "ratio" compares by ln(x/y); "interval" and the two target forms
    divide differences by `span`. An advantage up to `indifference` counts nothing, from `saturation` on
    fully. A `core` parameter lost to a counted rival by `saturation` keeps the level from "leading".
    """

    name: str
    direction: str
    weight: float
    unit: str = ""
    core: bool = False
    indifference: float = 0.02
    saturation: float = 0.20
    target: float | tuple[float, float] | None = None
    span: float | None = None
    scale: str = "ratio"
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparator(Record):
    """A rival by name, with its facts per parameter name; a parameter may be missing."""

    keyed: ClassVar[Mapping[str, type[Record]]] = {"values": Fact}

    name: str
    scope: str
    values: Mapping[str, Fact]
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Record):
    """How the subject stands against one rival in scope.

    `lead` is over the parameters that both state, `None` when none has a weight; `low` and `high` are its
    bounds with every missing cell lost or won. A rival that covers less than .6 is listed, not `counted`.
    """

    name: str
    lead: float | None
    coverage: float
    counted: bool
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadResult(Record):
    """The lead over the strongest counted rival (`binding`), from −1 to 1, and what may be said of it.

    `level` is "leading", "par" or "behind"; `score` (0–100) follows `lead` alone. `probabilities` by level,
    `sd` (n − 1) and `band` (2.5, 50, 97.5 %) of the score come from drawing each value within the
    uncertainty of its evidence; `claim` is the highest level with P(at least it) ≥ .8, the one to report.
    `composite` is the lead over a rival made of everyone's best, an aid. `coverage` is the binding one's.
    """

    nested: ClassVar[Mapping[str, type[Record]]] = {"standings": Standing}

    lead: float
    level: str
    score: float
    sd: float
    band: tuple[float, float, float]
    probabilities: Mapping[str, float]
    claim: str
    binding: str
    coverage: float
    composite: float
    standings: tuple[Standing, ...]
    scope: str
    seed: int
    fingerprint: str
    explanation: Step
    warnings: tuple[str, ...]
    method: str
