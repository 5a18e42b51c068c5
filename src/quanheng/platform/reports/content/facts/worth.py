"""The valuation opinion for reference: opinions, methods, reconciliation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quanheng.platform.reports.content.facts.subject import ExplanationLine, FigureFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionFacts:
    """An expert's opinion of value in yuan; `ruling` is keep, exclude or empty."""

    code: str
    role: str
    p10: Decimal
    p50: Decimal
    p90: Decimal
    reason: str = ""
    flagged: bool = False
    ruling: str = ""
    ruling_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityFacts:
    """A variant of a method: its value and the distance from the value used, in yuan."""

    label: str
    value: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodFacts:
    """A signed run of a valuation method. `standing`: required, default or with_reason; `why` is then due.

    `weight` is the preset share in the reconciliation. `value` is in yuan and fen.
    """

    code: str
    title: str
    value: Decimal
    weight: Decimal
    standing: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    why: str = ""
    variant: str = ""
    parameters: tuple[FigureFacts, ...] = ()
    sensitivity: tuple[SensitivityFacts, ...] = ()
    warnings: tuple[str, ...] = ()
    explanation: tuple[ExplanationLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuationFacts:
    """The valuation opinion for reference. `p50`, `low`, `high` (P10 to P90) are the experts' pooled value in yuan.

    `reconciled` joins the methods by their preset weights. `families` names required families of methods that are
    not there, with the recorded reason. `sentence_a` is the fixed sentence that stands beside every value,
    `sentence_b` the one on statutory appraisal where it applies.
    """

    p50: Decimal
    low: Decimal
    high: Decimal
    valuation_date: date
    sentence_a: str
    number: str = ""
    sentence_b: str = ""
    purpose: str = ""
    users: str = ""
    value_type: str = ""
    value_definition: str = ""
    rights: str = ""
    territory: str = ""
    assumptions: str = ""
    valid_until: date | None = None
    dispersion: Decimal | None = None
    opinions: tuple[OpinionFacts, ...] = ()
    methods: tuple[MethodFacts, ...] = ()
    reconciled: Decimal | None = None
    reconciled_low: Decimal | None = None
    reconciled_high: Decimal | None = None
    reason: str = ""
    note: str = ""
    families: tuple[tuple[str, str], ...] = ()
    figures: tuple[FigureFacts, ...] = ()
    warnings: tuple[str, ...] = ()
    explanation: tuple[ExplanationLine, ...] = ()
