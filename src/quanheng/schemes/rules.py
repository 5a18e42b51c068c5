"""Rows as the rule objects that the methods take."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from quanheng.methods.errors import MethodError
from quanheng.methods.experts import ConflictRule, QualificationRule
from quanheng.methods.scoring import Band, Indicator, IndicatorTree, Rules
from quanheng.schemes.rows import Row
from quanheng.schemes.templates import Grade, IndicatorTemplate, StageTemplate
from quanheng.schemes.vocabulary import SIDES


def scoring(row: Callable[[str], Row], keys: Iterable[str]) -> Rules:
    """Return the scoring rules that the packs set; what they leave out is the library's default."""
    present = set(keys)
    chosen: dict[str, Any] = {
        field.name: _plain(row(f"scoring.{field.name}").value)
        for field in fields(Rules)
        if f"scoring.{field.name}" in present
    }
    return Rules(
        **chosen, role_weights=tuple((side, _plain(row(f"scoring.share_{side}").value)) for side in SIDES)
    )


def _plain(value: object) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def qualification(row: Row) -> QualificationRule:
    """Return a condition on an expert's proofs."""
    cells: dict[str, Any] = dict(row.fields)
    names = ("id", "roles", "stages", "claim", "test", "levels", "match", "article")
    minimum = 1 if cells["minimum"] is None else cells["minimum"]
    return QualificationRule(**{name: cells[name] for name in names}, minimum=minimum, status=row.status)


def conflict(row: Row) -> ConflictRule:
    """Return a rule of avoidance; `years` is None for life."""
    cells: dict[str, Any] = dict(row.fields)
    names = ("id", "kinds", "years", "severity", "article")
    return ConflictRule(**{name: cells[name] for name in names}, status=row.status)


def tree(
    stage: StageTemplate, grades: Iterable[Grade], weights: Mapping[str, Decimal], rules: Rules, version: str
) -> IndicatorTree:
    """Return the indicator tree of a stage: the two sides, and under each the indicators that `weights` names.

    Weights are points of 100 on each side and are divided once, in Decimal. A side that nobody weighs is refused:
    the two conclusions are always both given.
    """
    unknown = set(weights) - {indicator.id for indicator in stage.indicators}
    if unknown:
        raise MethodError(
            "weights: got %(got)s, takes indicators of %(stage)s",
            got=", ".join(sorted(unknown)),
            stage=stage.code,
        )
    nodes: list[Indicator] = []
    for side, share in rules.role_weights:
        chosen = [i for i in stage.indicators if i.role == side and weights.get(i.id, Decimal(0)) > 0]
        total = sum((weights[i.id] for i in chosen), Decimal(0))
        if total != 100:
            raise MethodError("weights: %(side)s sums to %(got)s, takes exactly 100", side=side, got=total)
        nodes.append(Indicator(id=side, kind="group", weight=share, role=side, stage=stage.code))
        nodes.extend(_leaf(i, weights[i.id], stage.code) for i in chosen)
    return IndicatorTree(
        indicators=tuple(nodes),
        grades=tuple((grade.label, float(grade.lower)) for grade in grades),
        version=version,
    )


def _leaf(indicator: IndicatorTemplate, weight: Decimal, stage: str) -> Indicator:
    return Indicator(
        id=indicator.id,
        title=indicator.title,
        parent=indicator.role,
        weight=float(weight / 100),
        kind=indicator.kind,
        role=indicator.role,
        values=dict(indicator.values),
        bands=tuple(
            Band(label=b.label, low=float(b.low), high=float(b.high), wording=b.wording)
            for b in indicator.bands
        ),
        stage=stage,
        rule=indicator.clause,
    )
