"""Rows as the rule objects that the methods take."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from quanheng.methods.experts import ConflictRule, QualificationRule
from quanheng.methods.scoring import Rules
from quanheng.schemes.rows import Row
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
