"""Codes and numbers as reports print them: Chinese words, points with two decimals, amounts in 万元."""

import re
import tomllib
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import Any

from quanheng.methods.money import yuan

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
WAN = Decimal(10_000)
HEADLINE_FROM = Decimal(10_000_000)
"""From 1 000 万元 on a headline shows three significant figures; the exact fen stand in the annex (valuation.md 3)."""
CENT = Decimal("0.01")
ROUNDING = Context(prec=60, rounding=ROUND_HALF_UP)
THREE = Context(prec=3, rounding=ROUND_HALF_UP)


def word(group: str, code: str) -> str:
    """Return the printed word of a code; a code that is no word of ours prints as it is."""
    words: dict[str, str] = WORDS[group]
    return words.get(code, code)


def points(value: Decimal | None) -> str:
    """Return a score with two decimals, half up; what is not assessed says so."""
    return str(WORDS["not_evaluated"]) if value is None else f"{ROUNDING.quantize(value, CENT):f}"


def figure(value: Decimal | None) -> str:
    """Return a statistic with two decimals, or a dash."""
    return "–" if value is None else f"{ROUNDING.quantize(value, CENT):f}"


def percent(share: Decimal | None) -> str:
    """Return a fraction of 1 in percent with at most two decimals."""
    return "–" if share is None else f"{plain(ROUNDING.quantize(share * 100, CENT))}%"


def plain(value: Decimal) -> str:
    """Return a number without superfluous zeros, never with an exponent."""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def exact(value: Decimal) -> str:
    """Return an amount in yuan and fen with thousands."""
    return f"{yuan(value):,.2f}"


def headline(value: Decimal) -> str:
    """Return an amount in 万元 as a headline says it, without the unit."""
    rounded = yuan(value)
    wan = THREE.create_decimal(rounded) / WAN if rounded >= HEADLINE_FROM else rounded / WAN
    if rounded >= HEADLINE_FROM:
        return f"{wan:,.0f}"
    return f"{ROUNDING.quantize(wan, CENT):,f}"


def iso(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def counts_in(text: str) -> str:
    """Return the first count of papers, titles or prizes in a text, or nothing (M-P1)."""
    for pattern in WORDS["cues"]["counts"]:
        if found := re.search(pattern, text):
            return found[0]
    return ""
