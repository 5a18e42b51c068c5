"""The small drawings of a report as numbers between 0 and 1, and its crossed tables."""

from decimal import Decimal
from typing import Any

from quanheng.platform.reports.content.facts import MarkFacts, MaturityFacts, ReportFacts, ValuationFacts
from quanheng.platform.reports.content.wording import headline, percent, plain, points, word

HUNDRED = Decimal(100)
MARGIN = Decimal("0.06")
"""Of the width, left free at both ends of an interval picture."""


def ladder(maturity: MaturityFacts) -> list[dict[str, Any]]:
    """Return the steps of the scale with the one that is reached."""
    return [
        {
            "number": step.number,
            "title": step.title,
            "stage": step.stage_title,
            "reached": step.number <= maturity.level,
            "here": step.number == maturity.level,
        }
        for step in maturity.levels
    ]


def matrix(maturity: MaturityFacts) -> list[dict[str, Any]]:
    """Return the work breakdown by level: accepted, gap, or open; a group has no cells."""
    leaves = [step.number for step in maturity.levels if not step.project_wide]
    return [
        {
            "code": package.code,
            "title": package.title,
            "depth": package.depth,
            "weight": percent(package.weight) if package.level is not None else "",
            "critical": package.critical,
            "level": package.level,
            "gaps": "、".join(map(str, package.gaps)),
            "cells": []
            if package.level is None
            else [
                "accepted" if number in package.accepted else "gap" if number in package.gaps else "open"
                for number in leaves
            ],
        }
        for package in maturity.packages
    ]


def bar(title: str, score: Decimal | None) -> dict[str, Any]:
    """Return a score as a bar; what is not evaluated has none."""
    return {
        "title": title,
        "shown": points(score),
        "part": None if score is None else float(score / HUNDRED),
    }


def intervals(valuation: ValuationFacts) -> list[dict[str, Any]]:
    """Return opinions, methods and the pooled value on one scale of amounts."""
    rows: list[tuple[str, str, Decimal | None, Decimal, Decimal | None]] = [
        (o.code, "out" if o.ruling == "exclude" else "opinion", o.p10, o.p50, o.p90)
        for o in valuation.opinions
    ]
    rows += [(m.title, "method", m.low, m.value, m.high) for m in valuation.methods]
    rows.append(("", "pooled", valuation.low, valuation.p50, valuation.high))
    amounts = [amount for row in rows for amount in row[2:] if amount is not None]
    lowest, highest = min(amounts), max(amounts)
    span = (highest - lowest) or Decimal(1)

    def at(amount: Decimal) -> float:
        return float(MARGIN + (amount - lowest) / span * (1 - 2 * MARGIN))

    return [
        {
            "label": label,
            "kind": kind,
            "low": None if low is None else at(low),
            "middle": at(middle),
            "high": None if high is None else at(high),
            "shown": headline(middle),
        }
        for label, kind, low, middle, high in rows
    ]


def mark_table(facts: ReportFacts) -> dict[str, Any]:
    """Return the coded marks crossed: one row per indicator, one column per member of its side."""
    if facts.scoring is None:
        return {}
    marks = {(mark.indicator, mark.expert): mark for mark in facts.scoring.marks}
    tables: dict[str, Any] = {}
    for side in ("competitive", "authoritative"):
        codes = [seat.code for seat in facts.panel if seat.side == side]
        rows = [
            [indicator.title, *(_mark(marks.get((indicator.id, code))) for code in codes)]
            for indicator in facts.scoring.indicators
            if indicator.side == side
        ]
        tables[side] = {"codes": codes, "rows": rows}
    return tables


def _mark(mark: MarkFacts | None) -> str:
    if mark is None:
        return word("statuses", "missing")
    return word("statuses", mark.status) if mark.points is None else plain(mark.points)
