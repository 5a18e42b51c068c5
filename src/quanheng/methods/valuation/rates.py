"""Discount rates, per year as fractions. Their inputs carry source and date; nothing is preset here."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from quanheng.methods.valuation.numbers import (
    Number,
    computed,
    listed,
    number,
    record,
    share,
    words,
    yearly_rate,
)


@computed
def capm(risk_free: Number, beta: Number, market_return: Number, *, specific: Number = 0) -> Decimal:
    """Return rf + β(Rm − rf) + ε. `market_return` is Rm itself, not the premium Rm − rf."""
    rf, rm = yearly_rate("risk_free", risk_free), yearly_rate("market_return", market_return)
    return rf + number("beta", beta) * (rm - rf) + number("specific", specific)


@computed
def wacc(equity_weight: Number, equity_rate: Number, debt_rate: Number, tax: Number) -> Decimal:
    """Return E·kₑ + (1 − E)·k_d·(1 − T), with E and T from 0 to 1."""
    equity = share("equity_weight", equity_weight)
    debt_after_tax = yearly_rate("debt_rate", debt_rate) * (1 - share("tax", tax))
    return equity * yearly_rate("equity_rate", equity_rate) + (1 - equity) * debt_after_tax


@computed
def build_up(items: Mapping[str, Number] | Iterable[tuple[str, Number]]) -> Decimal:
    """Return the sum of a risk-free rate and premiums (累加法), given as label → rate or (label, rate) pairs."""
    pairs = tuple(items.items()) if isinstance(items, Mapping) else items
    total = Decimal(0)
    for i, row in enumerate(listed("items", pairs)):
        label, rate = record(f"items[{i}]", row, "label, rate")
        words(f"items[{i}].label", label)
        total += number(f"items[{i}].rate", rate)
    return total
