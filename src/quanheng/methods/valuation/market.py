"""Market approach: what comparable achievements were sold for.

Required beside the income approach from level 8 (H-26.4). Only closed deals at arm's length count;
a listing price is no comparable.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from quanheng.methods.errors import InsufficientComparables, MethodError
from quanheng.methods.result import Message
from quanheng.methods.valuation.numbers import (
    Number,
    choice,
    computed,
    listed,
    positive,
    shown,
    weights_of_one,
    words,
)
from quanheng.methods.valuation.result import ZERO, ValueResult, adds, explained

RULES = ("mean", "median", "weighted")
FEWEST = 3
FACTOR_LIMIT, PRODUCT_LIMIT = Decimal("0.2"), Decimal("0.3")
SPREAD_LIMIT = Decimal("1.5")
ADJUSTED = "market.adjusted"


@computed
def adjusted_price(price: Number, factors: Mapping[str, Number]) -> ValueResult:
    """Return P·ΠK in yuan (比准价格); no factor leaves the price as it is.

    `factors` are name → K > 0, usually circumstance, date, individual and region. Large adjustments
    warn that the deal is hardly comparable.
    """
    if not isinstance(factors, Mapping):
        raise MethodError("factors: got %(got)s, takes adjustment factors by name", got=shown(factors))
    running = positive("price", price)
    lines, warnings, product = [adds(Message("Price"), running)], [], Decimal(1)
    for key, value in factors.items():
        name, factor = words("factors", key), positive(f"factors[{shown(key)}]", value)
        lines.append(adds(name, running * (factor - 1), rule=f"K = {shown(factor)}"))
        running, product = running * factor, product * factor
        if abs(factor - 1) > FACTOR_LIMIT:
            warnings.append(
                Message(
                    "Hardly comparable: the factor %(name)s is %(factor)s, more than 20 %% off",
                    name=name,
                    factor=shown(factor),
                )
            )
    if abs(product - 1) > PRODUCT_LIMIT:
        warnings.append(
            Message(
                "Hardly comparable: all factors together are %(product)s, more than 30 %% off",
                product=f"{product:.4g}",
            )
        )
    return explained(
        Message("Adjusted price"), lines, method=ADJUSTED, rule="P·ΠK", value=running, warnings=warnings
    )


@computed
def market_value(
    adjusted: Iterable[Number | ValueResult], *, weights: Iterable[Number] | None = None, rule: str = "mean"
) -> ValueResult:
    """Return the mean, median or weighted mean of adjusted prices in yuan; `low` and `high` are their extremes.

    Takes amounts or results of `adjusted_price`, whose warnings it hands on. Raises `InsufficientComparables` below three.
    """
    given = listed("adjusted", adjusted)
    prices = [_price(f"adjusted[{i}]", item) for i, item in enumerate(given)]
    if len(prices) < FEWEST:
        raise InsufficientComparables(
            "adjusted: got %(got)s comparable deals, takes at least %(fewest)s",
            got=len(prices),
            fewest=FEWEST,
        )
    parts = _parts(prices, weights, choice("rule", rule, RULES))
    total = sum(parts, start=ZERO)
    lines = [
        adds(Message("Comparable deal %(number)s", number=i), price * part / total, value=price)
        for i, (price, part) in enumerate(zip(prices, parts, strict=True), start=1)
    ]
    low, high = min(prices), max(prices)
    weighed = sum((price * part for price, part in zip(prices, parts, strict=True)), start=ZERO) / total
    warnings: list[str] = [w for item in given if isinstance(item, ValueResult) for w in item.warnings]
    if high > SPREAD_LIMIT * low:
        warnings.append(
            Message(
                "The adjusted prices are far apart: the highest is %(ratio)s times the lowest",
                ratio=f"{high / low:.4g}",
            )
        )
    return explained(
        Message("Value by the market approach"),
        lines,
        method=f"market.comparables, {rule}",
        rule="Σ wᵢ·Pᵢ",
        value=min(high, max(low, weighed)),
        low=low,
        high=high,
        warnings=warnings,
    )


def _price(argument: str, item: object) -> Decimal:
    if not isinstance(item, ValueResult):
        return positive(argument, item)
    if item.code != ADJUSTED:
        raise MethodError(
            "%(argument)s: got a result of %(got)s, takes one of market.adjusted",
            argument=argument,
            got=item.code,
        )
    return item.value


def _parts(prices: Sequence[Decimal], weights: Iterable[Number] | None, rule: str) -> Sequence[Decimal]:
    """Return the weight of each price; only the ratios matter, so that a mean of whole numbers stays exact."""
    if (weights is None) == (rule == "weighted"):
        raise MethodError(
            "weights: got %(got)s with rule %(rule)s, takes weights with rule weighted and only then",
            got=shown(weights),
            rule=rule,
        )
    if weights is not None:
        return weights_of_one("weights", weights, len(prices))
    if rule == "mean":
        return [Decimal(1)] * len(prices)
    order = sorted(range(len(prices)), key=lambda i: prices[i])
    middle = {order[(len(prices) - 1) // 2], order[len(prices) // 2]}
    return [Decimal(i in middle) for i in range(len(prices))]
