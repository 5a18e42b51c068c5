"""Experts' opinions of value: only roles of the stage, pooled in logs, outliers ruled on (H-14.5, H-20.2, H-26.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quanheng.cli.dossier.fields import Fields
from quanheng.cli.dossier.staging import Expert
from quanheng.methods.errors import MethodError
from quanheng.methods.result import Message
from quanheng.methods.valuation.pooling import DISPERSION_LIMIT, FEWEST, PooledValue, pool_opinions
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.reports.content import OpinionFacts
from quanheng.platform.reports.content.filling import explanation_lines, role_word
from quanheng.schemes import StageTemplate

SMALLEST = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Pooled:
    """The pooled value with the opinions behind it."""

    value: PooledValue
    opinions: tuple[OpinionFacts, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.value.warnings

    @property
    def scattered(self) -> bool:
        """Whether the experts are so far apart that a written explanation is due."""
        return self.value.dispersion > DISPERSION_LIMIT

    def facts(self) -> dict[str, Any]:
        return {
            "p50": self.value.p50,
            "low": self.value.low,
            "high": self.value.high,
            "dispersion": self.value.dispersion,
            "opinions": self.opinions,
            "explanation": explanation_lines(self.value.explanation, sentence),
        }


@dataclass(frozen=True, slots=True)
class _Read:
    row: Fields
    code: str
    role: str
    amounts: tuple[Decimal, Decimal, Decimal]
    reason: str
    ruling: str
    ruling_reason: str


def read_opinions(top: Fields, stage: StageTemplate, experts: Sequence[Expert]) -> Pooled | None:
    """Return the pooled opinions; None where fewer than three hold or one is at fault."""
    rows = top.rows("opinions", least=FEWEST)
    seated = {expert.code: expert for expert in experts}
    before = len(top.faults)
    read = [opinion for row in rows if (opinion := _opinion(row, stage, seated)) is not None]
    codes = [opinion.code for opinion in read]
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        top.fault("opinions", Message("got two opinions of %(code)s, takes one", code=code))
    if len(top.faults) > before or not read:
        return None
    return _pooled(top, read)


def _opinion(row: Fields, stage: StageTemplate, seated: dict[str, Expert]) -> _Read | None:
    code = row.line("expert")
    low, middle, high = (row.number(name, low=SMALLEST) for name in ("p10", "p50", "p90"))
    reason = row.text("reason")
    ruling = row.choice("ruling", ("keep", "exclude"), required=False)
    ruling_reason = row.text("ruling_reason", required=bool(ruling))
    expert = seated.get(code)
    if code and expert is None:
        row.fault("expert", Message("got %(got)s, takes a member of the panel", got=code))
    elif expert and (expert.role not in stage.valuers or expert.recused):
        row.fault("expert", Message("%(code)s may not value in this stage, takes %(roles)s", code=code, roles=", ".join(stage.valuers)))  # fmt: skip
    if low is None or middle is None or high is None:
        return None
    if not low <= middle <= high:
        row.fault("p50", Message("takes P10 ≤ P50 ≤ P90"))
    return _Read(row, code, expert.role if expert else "", (low, middle, high), reason, ruling, ruling_reason)


def _pooled(top: Fields, read: Sequence[_Read]) -> Pooled | None:
    rulings = [(place, o.ruling, o.ruling_reason) for place, o in enumerate(read) if o.ruling]
    triples = [opinion.amounts for opinion in read]
    try:
        value = pool_opinions(triples, rulings=rulings)
        flagged = pool_opinions(triples).outliers
    except MethodError as error:
        top.faults.take(top.file, "opinions", error)
        return None
    for place in value.outliers:
        if not read[place].ruling:
            read[place].row.fault(
                "ruling", Message("is far from the others: takes keep or exclude, with a reason")
            )
    facts = tuple(
        OpinionFacts(
            code=o.code, role=role_word(o.role), p10=o.amounts[0], p50=o.amounts[1], p90=o.amounts[2], reason=o.reason,
            flagged=place in flagged, ruling=o.ruling, ruling_reason=o.ruling_reason,
        )
        for place, o in enumerate(read)
    )  # fmt: skip
    return Pooled(value, facts)
