"""Indicators, marks, values, flags: what the panel scored and what follows from it."""

from dataclasses import dataclass
from decimal import Decimal

from quanheng.platform.reports.content.facts.subject import ExplanationLine


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFacts:
    """An indicator with its weight and score; what is not assessed is None.

    `side`: competitive or authoritative. `weight` is in points of 100 on its side. `n`, `mean`, `sd` (n − 1), `low`,
    `high`, `trimmed` describe the marks that count; `score` is the one the rule takes. `abstained` counts experts
    who gave a reason instead of a mark. `stated` are finished lines that the pack asks for with the indicator (H-24).
    """

    id: str
    title: str
    side: str
    weight: Decimal
    score: Decimal | None
    n: int = 0
    mean: Decimal | None = None
    sd: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    trimmed: Decimal | None = None
    abstained: int = 0
    status: str = "assessed"
    weight_status: str = ""
    clause: str = ""
    question: str = ""
    stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFacts:
    """One coded expert's answer for one indicator: points in a band, or the status that stands in their place."""

    expert: str
    indicator: str
    status: str
    points: Decimal | None = None
    band: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFacts:
    """One of the five values (M-1.2): `score` None prints as 未评价, never as 0. `weight`: share of the tree that feeds it."""

    id: str
    title: str
    score: Decimal | None
    weight: Decimal = Decimal(0)
    coverage: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFacts:
    """What the diagnosis asks people to look at, and what they answered. Nobody is dropped for a flag."""

    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringFacts:
    """The result of the marks. `score` has two decimals and decides the grade; `grade` is empty where no conclusion is reached.

    `aggregation` and `trim_from` are the rule by which marks become a score; `merged` is the same as `values` with social and cultural value in one, in the order in which it is shown.
    """

    score: Decimal | None
    grade: str
    grade_code: str = ""
    coverage: Decimal = Decimal(0)
    competitive: Decimal | None = None
    authoritative: Decimal | None = None
    indicators: tuple[IndicatorFacts, ...] = ()
    marks: tuple[MarkFacts, ...] = ()
    values: tuple[ValueFacts, ...] = ()
    merged: tuple[ValueFacts, ...] = ()
    flags: tuple[FlagFacts, ...] = ()
    rule: str = ""
    aggregation: str = "trimmed"
    trim_from: int = 0
    grades: tuple[tuple[str, Decimal], ...] = ()
    fingerprint: str = ""
    explanation: tuple[ExplanationLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """One of the three open questions of the stage (H-10, H-16, H-22) and what the report answers."""

    question: str
    answer: str
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFacts:
    """A risk of the authoritative conclusion (H-2.7); `kind` and `measure` may be empty."""

    text: str
    kind: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeVote:
    """A vote on the grade, apart from the score: `votes` are (grade, number of votes)."""

    seated: int
    votes: tuple[tuple[str, int], ...]
    needed: Decimal
    outcome: str
