"""What an evaluation hands over: the result, its parts, and the record from which it is replayed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from quanheng.methods.record import Record
from quanheng.methods.result import Step
from quanheng.methods.scoring.facts import AnyFact, facts_of
from quanheng.methods.scoring.panel import Mark, Panelist, Rules
from quanheng.methods.scoring.sensitivity import Sensitivity
from quanheng.methods.scoring.tree import IndicatorTree


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeScore(Record):
    """One indicator's part of the result; what is not assessed is `None`.

    `weight` is local, `contribution` what the node adds to its parent. `n`, `sd` (n − 1), `low` and
    `high` describe the marks of a rated leaf that count; a group has none. `mean`, `trimmed`
    and `median` are the node's score under that average, whichever the rules use.
    `status`: "assessed", "partial" (a group that lacks leaves), "insufficient" (marks, but too few),
    "not_assessed".
    """

    score: float | None
    weight: float
    coverage: float
    contribution: float
    competitive: float | None
    authoritative: float | None
    n: int
    sd: float | None
    low: float | None
    high: float | None
    mean: float | None
    trimmed: float | None
    median: float | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueScore(Record):
    """One of the five values: `score` is `None` (未评价) when no assessed leaf feeds it (M-1).

    `weight` is the share of the whole tree that feeds the value, `coverage` the part of it assessed.
    """

    score: float | None
    weight: float
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvaluation(Record):
    """All that a replay needs: the inputs as they were computed, and what came out.

    `numpy` is the release that drew `band` and `grade_probabilities`: another one may draw otherwise.
    Evaluations stored by "scoring/1" have no draws.
    """

    nested: ClassVar[Mapping[str, type[Record]]] = {
        "tree": IndicatorTree,
        "panel": Panelist,
        "sheets": Mark,
        "rules": Rules,
    }

    tree: IndicatorTree
    panel: tuple[Panelist, ...]
    sheets: tuple[Mark, ...]
    facts: Mapping[str, AnyFact]
    rules: Rules
    seed: int
    engine: str
    score: float | None
    grade: str
    fingerprint: str
    band: tuple[float, float, float] | None = None
    grade_probabilities: Mapping[str, float] = field(default_factory=dict)
    numpy: str = ""

    @classmethod
    def _revive(cls, key: str, value: object) -> object:
        return facts_of(value) if key == "facts" else super(StoredEvaluation, cls)._revive(key, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationResult(Record):
    """The conclusion on one achievement.

    `score` has two decimals and decides the grade; `raw_score` is the sum before rounding. Both are
    `None` when nothing is assessed; `grade` is "" when no conclusion is reached. `competitive` and
    `authoritative` are the two sides' own sums, unrounded. `band` holds the 2.5, 50 and 97.5 % of the score
    over the draws, `grade_probabilities` the share of draws at each grade, best first; `None` and empty
    where nothing is drawn. Flags ask people to look; they change nothing.
    """

    nested: ClassVar[Mapping[str, type[Record]]] = {"sensitivity": Sensitivity, "stored": StoredEvaluation}
    keyed: ClassVar[Mapping[str, type[Record]]] = {"by_node": NodeScore, "by_value": ValueScore}

    score: float | None
    raw_score: float | None
    grade: str
    grade_probabilities: Mapping[str, float]
    band: tuple[float, float, float] | None
    coverage: float
    competitive: float | None
    authoritative: float | None
    by_node: Mapping[str, NodeScore]
    by_value: Mapping[str, ValueScore]
    flags: tuple[str, ...]
    sensitivity: Sensitivity
    fingerprint: str
    explanation: Step
    method: str
    warnings: tuple[str, ...]
    stored: StoredEvaluation = field(repr=False)
