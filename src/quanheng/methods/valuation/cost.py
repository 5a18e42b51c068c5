"""Cost approach: what it would cost to make the achievement again, and what age has taken from it.

The default of levels 1 to 4 (H-14.6). `replacement_by_multiplier` is 倍加系数法, `replacement_by_ledger`
adjusts recorded costs, `cost_value` deducts obsolescence (H-14.7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from quanheng.methods.errors import MethodError
from quanheng.methods.result import Message, Step
from quanheng.methods.valuation.numbers import (
    Number,
    computed,
    listed,
    not_negative,
    positive,
    record,
    share,
    share_below_one,
    shown,
    whole,
    words,
    yearly_rate,
)
from quanheng.methods.valuation.result import ZERO, ValueResult, added, adds, explained


@computed
def replacement_by_multiplier(
    materials: Number, labour: Number, *, creativity: Number, risk: Number, profit: Number
) -> ValueResult:
    """Return (C + β₁V)/(1 − β₂)·(1 + L), the replacement cost in yuan.

    `creativity` β₁ multiplies the labour V, `risk` β₂ is the average risk of failed research (0 ≤ β₂ < 1),
    `profit` L the return on the investment. A denominator printed as (1 + β₂) is a misprint.
    """
    c, v = not_negative("materials", materials), not_negative("labour", labour)
    b1, b2 = not_negative("creativity", creativity), share_below_one("risk", risk)
    gain = not_negative("profit", profit)
    spent = c + b1 * v
    lines = (
        adds(Message("Materials"), c, rule="C"),
        adds(Message("Labour"), v, rule="V"),
        adds(Message("Creative labour"), (b1 - 1) * v, rule="(β₁ − 1)·V"),
        adds(Message("Research risk"), spent * b2 / (1 - b2), rule="(C + β₁V)·β₂/(1 − β₂)"),
        adds(Message("Return on investment"), spent * gain / (1 - b2), rule="(C + β₁V)/(1 − β₂)·L"),
    )
    return explained(
        Message("Replacement cost"),
        lines,
        method="cost.multiplier",
        rule="(C + β₁V)/(1 − β₂)·(1 + L)",
        value=spent * (1 + gain) / (1 - b2),
    )


@dataclass(frozen=True, slots=True)
class _Item:
    label: str
    amount: Decimal
    year: int
    indexed: Decimal
    capital: Decimal


@computed
def replacement_by_ledger(
    items: Iterable[tuple[str, Number, int]],
    *,
    index: Mapping[int, Number],
    profit: Number,
    capital_cost: Number,
) -> ValueResult:
    """Return w·(1 + profit) + Σ wᵢ((1 + c)^(b − yᵢ) − 1) with wᵢ = aᵢ·I_b/I_yᵢ, in yuan of the base year b.

    `items` are (label, amount in yuan, year), `index` the price level by year; its latest year is the base.
    Whether public research money is in the ledger is the caller's choice, to be disclosed.
    """
    levels = _levels(index)
    gain, capital = share("profit", profit), yearly_rate("capital_cost", capital_cost)
    ledger = [_item(f"items[{i}]", row, levels, capital) for i, row in enumerate(listed("items", items))]
    indexed = sum((item.indexed for item in ledger), start=ZERO)
    lines = (
        _by_item(Message("Recorded cost"), ((item, item.amount) for item in ledger), "Σ aᵢ"),
        _by_item(
            Message("Change of price level"),
            ((item, item.indexed - item.amount) for item in ledger),
            "Σ (wᵢ − aᵢ)",
        ),
        adds(Message("Return on investment"), indexed * gain, rule="w·profit"),
        _by_item(
            Message("Cost of capital"),
            ((item, item.capital) for item in ledger),
            "Σ wᵢ((1 + c)^(b − yᵢ) − 1)",
        ),
    )
    return explained(
        Message("Replacement cost"),
        lines,
        method=f"cost.ledger, base year {max(levels)}",
        rule="w·(1 + profit) + Σ wᵢ((1 + c)^(b − yᵢ) − 1)",
        value=indexed * (1 + gain) + sum((item.capital for item in ledger), start=ZERO),
    )


def _levels(index: object) -> dict[int, Decimal]:
    if not isinstance(index, Mapping) or not index:
        raise MethodError("index: got %(got)s, takes price levels by year", got=shown(index))
    return {whole("index", year): positive(f"index[{shown(year)}]", level) for year, level in index.items()}


def _item(argument: str, row: object, levels: Mapping[int, Decimal], capital_cost: Decimal) -> _Item:
    label, amount, year = record(argument, row, "label, amount, year")
    cost, bought = not_negative(f"{argument}.amount", amount), whole(f"{argument}.year", year)
    if bought not in levels:
        raise MethodError(
            "%(argument)s: got %(got)s, takes a year of the price index (%(years)s)",
            argument=f"{argument}.year",
            got=shown(bought),
            years=", ".join(str(y) for y in sorted(levels)),
        )
    base = max(levels)
    indexed = cost * levels[base] / levels[bought]
    grown = indexed * ((1 + capital_cost) ** (base - bought) - 1)
    return _Item(words(f"{argument}.label", label), cost, bought, indexed, grown)


def _by_item(label: str, parts: Iterable[tuple[_Item, Decimal]], rule: str) -> Step:
    children = [
        adds(Message("%(item)s (%(year)s)", item=item.label, year=item.year), part, value=part)
        for item, part in parts
    ]
    return adds(label, added(children), rule=rule, children=children)


@computed
def cost_value(
    replacement_cost: Number,
    *,
    used_years: Number,
    remaining_years: Number,
    functional_loss: Number = 0,
    economic_loss: Number = 0,
) -> ValueResult:
    """Return RC·left/(used + left) less the functional and the economic loss, in yuan (成新率).

    Never below 0 (with a warning) and never above the replacement cost (H-14.7).
    """
    rc = not_negative("replacement_cost", replacement_cost)
    used, left = not_negative("used_years", used_years), not_negative("remaining_years", remaining_years)
    functional, economic = (
        not_negative("functional_loss", functional_loss),
        not_negative("economic_loss", economic_loss),
    )
    if used + left == 0:
        raise MethodError("used_years, remaining_years: got a sum of 0, takes a sum above 0")
    unfloored = rc * left / (used + left) - functional - economic
    lines = [
        adds(Message("Replacement cost"), rc, rule="RC"),
        adds(Message("Obsolescence by age"), -rc * used / (used + left), rule="−RC·used/(used + left)"),
        adds(Message("Functional obsolescence"), -functional),
        adds(Message("Economic obsolescence"), -economic),
    ]
    warnings = []
    if unfloored < 0:
        lines.append(adds(Message("Raised to 0"), -unfloored))
        warnings.append(Message("Obsolescence is larger than the replacement cost: the value is set to 0"))
    if used > 0 and functional > 0:
        warnings.append(
            Message("Age and functional loss are both deducted: they must not have the same cause")
        )
    return explained(
        Message("Value by the cost approach"),
        lines,
        method="cost.newness",
        rule="RC·left/(used + left) − functional − economic",
        value=max(unfloored, ZERO),
        warnings=warnings,
    )
