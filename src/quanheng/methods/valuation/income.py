"""Income approach: what the achievement is expected to earn, in money of the valuation date.

The default of levels 5 to 7 (H-20.3) and required with the market approach from level 8 (H-26.4).
Flows belong to the years 1..n after the valuation date. `timing` "end" counts them at the end of their
year, dₜ = (1 + r)^−t; "mid" in its middle, dₜ = (1 + r)^−(t − ½).
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from quanheng.methods.errors import DoubleCountingError, MethodError
from quanheng.methods.result import Message, Step
from quanheng.methods.valuation.numbers import (
    Number,
    choice,
    computed,
    not_negative,
    same_length,
    series,
    share,
    share_below_one,
    shown,
    weights_of_one,
    whole,
    yearly_rate,
)
from quanheng.methods.valuation.result import ZERO, ValueResult, added, adds, explained

TIMINGS = {"end": Message("end of the year"), "mid": Message("middle of the year")}
HIGHEST_USUAL_SPLIT = {"revenue": Decimal("0.2"), "profit": Decimal("0.4")}
RATE_KINDS = ("wacc", "capm", "build_up", "venture")


def _growth(years: int, rate: Decimal, timing: str) -> tuple[Decimal, ...]:
    """Return 1/dₜ: what one yuan of the valuation date has become by each of the years 1..n."""
    half = (1 + rate).sqrt() if choice("timing", timing, tuple(TIMINGS)) == "mid" else Decimal(1)
    return tuple((1 + rate) ** t / half for t in range(1, years + 1))


def _years(flows: Sequence[Decimal], growth: Sequence[Decimal]) -> list[Step]:
    return [
        adds(
            Message("Year %(year)s", year=t),
            flow / grown,
            value=flow,
            rule=Message("discount factor %(factor)s", factor=f"{1 / grown:.6g}"),
        )
        for t, (flow, grown) in enumerate(zip(flows, growth, strict=True), start=1)
    ]


def _discounting(rate: Decimal, timing: str) -> str:
    return f"timing {timing}, rate {shown(rate)}"


def _benefit_factor(tax: Decimal, years: int, rate: Decimal, timing: str) -> Decimal:
    annuity = sum((1 / grown for grown in _growth(years, rate, timing)), start=ZERO)
    untaxed = 1 - tax * annuity / years
    if untaxed <= 0:
        raise MethodError(
            "rate: got %(got)s, takes one at which the tax benefit stays below the value itself",
            got=shown(rate),
        )
    return 1 / untaxed


def _earned(
    label: str, lines: Sequence[Step], *, method: str, rule: str, warnings: Sequence[str] = ()
) -> ValueResult:
    """Return the result, with a warning where a forecast of losses makes it negative: it is no price then."""
    if added(lines) < 0:
        warnings = [*warnings, Message("The value is below zero: the forecast loses more than it earns")]
    return explained(label, lines, method=method, rule=rule, warnings=warnings)


def _after_tax(
    years: Sequence[Step], tax: Decimal, amortisation_years: int | None, rate: Decimal, timing: str
) -> list[Step]:
    """Return the yearly lines, then tax and, when asked for, the amortisation benefit as lines of their own."""
    before = added(years)
    lines = [*years, adds(Message("Tax"), -tax * before, rule="−T·Σ")]
    if amortisation_years is not None:
        factor = _benefit_factor(
            tax, whole("amortisation_years", amortisation_years, at_least=1), rate, timing
        )
        lines.append(
            adds(
                Message("Tax amortisation benefit"),
                before * (1 - tax) * (factor - 1),
                rule="1/(1 − (T/n)·Σdₜ)",
            )
        )
    return lines


@computed
def present_value(flows: Iterable[Number], rate: Number, *, timing: str = "end") -> Decimal:
    """Return Σ CFₜ·dₜ in yuan; flows may be negative, the rate is above -1."""
    amounts, r = series("flows", flows), yearly_rate("rate", rate)
    return sum((f / g for f, g in zip(amounts, _growth(len(amounts), r, timing), strict=True)), start=ZERO)


@computed
def discounted_cash_flow(
    flows: Iterable[Number], rate: Number, *, terminal_growth: Number | None = None, timing: str = "end"
) -> ValueResult:
    """Return the present value of `flows`, in yuan, and only if `terminal_growth` g is given CFₙ(1 + g)/(r − g)·dₙ.

    A technology does not live for ever: the terminal value is off by default, and warned of above half of the value.
    """
    amounts, r = series("flows", flows), yearly_rate("rate", rate)
    growth = _growth(len(amounts), r, timing)
    lines, warnings, variant = _years(amounts, growth), [], "no terminal value"
    if terminal_growth is not None:
        g = _terminal_growth(terminal_growth, r)
        terminal = amounts[-1] * (1 + g) / ((r - g) * growth[-1])
        lines.append(adds(Message("Terminal value"), terminal, rule="CFₙ(1 + g)/(r − g)·dₙ"))
        variant = f"terminal growth {shown(g)}"
        if 2 * abs(terminal) > abs(added(lines)):
            warnings.append(Message("The terminal value is more than half of the value"))
    return _earned(
        Message("Discounted cash flow"),
        lines,
        method=f"income.dcf, {_discounting(r, timing)}, {variant}",
        rule=Message("Σ CFₜ·dₜ, rate %(rate)s, timing %(timing)s", rate=shown(r), timing=TIMINGS[timing]),
        warnings=warnings,
    )


def _terminal_growth(growth: object, rate: Decimal) -> Decimal:
    g = yearly_rate("terminal_growth", growth)
    if rate - g <= 0:
        raise MethodError(
            "terminal_growth: got %(got)s, takes one below the rate %(rate)s", got=shown(g), rate=shown(rate)
        )
    return g


@computed
def income_split(
    base: Iterable[Number],
    split_rates: Number | Iterable[Number],
    rate: Number,
    *,
    basis: str,
    tax: Number = 0,
    timing: str = "end",
) -> ValueResult:
    """Return Σ Bₜ·kₜ·(1 − T)·dₜ in yuan (收益分成法).

    `split_rates` is one k for all years or one per year. `basis` says of what: k on revenue is k on profit
    times the margin, so a profit rate put on revenue is the usual error and warned of.
    """
    amounts, r = series("base", base), yearly_rate("rate", rate)
    shares, charge = _split_rates(split_rates, len(amounts)), share_below_one("tax", tax)
    choice("basis", basis, tuple(HIGHEST_USUAL_SPLIT))
    growth = _growth(len(amounts), r, timing)
    years = [
        adds(
            Message("Year %(year)s", year=t),
            b * k / grown,
            value=b * k,
            rule=Message(
                "%(base)s × %(share)s, discount factor %(factor)s",
                base=shown(b),
                share=shown(k),
                factor=f"{1 / grown:.6g}",
            ),
        )
        for t, (b, k, grown) in enumerate(zip(amounts, shares, growth, strict=True), start=1)
    ]
    return _earned(
        Message("Income split"),
        _after_tax(years, charge, None, r, timing),
        method=f"income.split, basis {basis}, {_discounting(r, timing)}",
        rule=Message(
            "Σ Bₜ·kₜ·(1 − T)·dₜ, rate %(rate)s, timing %(timing)s", rate=shown(r), timing=TIMINGS[timing]
        ),
        warnings=_unusual_split(max(shares), basis),
    )


def _split_rates(rates: object, years: int) -> tuple[Decimal, ...]:
    if isinstance(rates, str) or not isinstance(rates, Iterable):
        return (share("split_rates", rates),) * years
    shares = series("split_rates", rates, share)
    same_length("split_rates", shares, years)
    return shares


def _unusual_split(highest: Decimal, basis: str) -> list[Message]:
    if highest <= HIGHEST_USUAL_SPLIT[basis]:
        return []
    if basis == "revenue":
        return [
            Message(
                "Split rate %(rate)s on revenue is above 0.2: is it meant for profit?", rate=shown(highest)
            )
        ]
    return [Message("Split rate %(rate)s on profit is above 0.4: unusually high", rate=shown(highest))]


@computed
def split_rate_by_investment(
    technology_cost: Number, technology_margin: Number, licensee_cost: Number, licensee_margin: Number
) -> Decimal:
    """Return I_A(1 + m_A)/(I_A(1 + m_A) + I_B(1 + m_B)), the exact quotient (约当投资量法)."""
    ours = not_negative("technology_cost", technology_cost) * (
        1 + yearly_rate("technology_margin", technology_margin)
    )
    theirs = not_negative("licensee_cost", licensee_cost) * (
        1 + yearly_rate("licensee_margin", licensee_margin)
    )
    if ours + theirs == 0:
        raise MethodError("technology_cost, licensee_cost: got a sum of 0, takes a sum above 0")
    return ours / (ours + theirs)


@computed
def split_rate_by_score(
    low: Number, high: Number, weights: Iterable[Number], scores: Iterable[Number]
) -> Decimal:
    """Return low + (high − low)·Σ wᵢsᵢ; weights sum to 1, scores lie from 0 to 1 (综合评价法).

    Scores that already stand in the maturity level or in the discount rate would count twice here.
    """
    lowest, highest = share("low", low), share("high", high)
    if lowest > highest:
        raise MethodError(
            "low: got %(got)s, takes at most the high %(high)s", got=shown(lowest), high=shown(highest)
        )
    points = series("scores", scores, share)
    parts = weights_of_one("weights", weights, len(points))
    mark = sum((w * s for w, s in zip(parts, points, strict=True)), start=ZERO)
    return min(highest, lowest + (highest - lowest) * mark)


@computed
def split_rate_by_profit(
    technology_profit_series: Iterable[Number], total_profit_series: Iterable[Number], rate: Number
) -> Decimal:
    """Return PV(technology profit)/PV(total profit), from 0 to 1 (边际分析法)."""
    ours, total = (
        series("technology_profit_series", technology_profit_series),
        series("total_profit_series", total_profit_series),
    )
    same_length("technology_profit_series", ours, len(total))
    whole_profit, part = present_value(total, rate), present_value(ours, rate)
    if whole_profit <= 0:
        raise MethodError(
            "total_profit_series: got a present value of %(got)s, takes one above 0", got=shown(whole_profit)
        )
    if not 0 <= part <= whole_profit:
        raise MethodError(
            "technology_profit_series: got a present value of %(got)s, takes one from 0 to the total of %(total)s",
            got=shown(part),
            total=shown(whole_profit),
        )
    return part / whole_profit


@computed
def amortisation_benefit(tax: Number, years: int, rate: Number, *, timing: str = "end") -> Decimal:
    """Return the factor 1/(1 − (T/n)·Σdₜ) of the tax amortisation benefit (摊销税盾).

    The printed 1/(1 − T·a) forgets to divide the tax by the years. Never applied to market values.
    """
    return _benefit_factor(
        share_below_one("tax", tax), whole("years", years, at_least=1), yearly_rate("rate", rate), timing
    )


@computed
def relief_from_royalty(
    revenues: Iterable[Number],
    royalty_rate: Number,
    rate: Number,
    *,
    tax: Number,
    amortisation_years: int | None = None,
    timing: str = "end",
) -> ValueResult:
    """Return TAB·Σ Sₜ·ρ·(1 − T)·dₜ in yuan (许可费节省法); without `amortisation_years` there is no TAB.

    The royalty rate of a non-exclusive licence undervalues ownership.
    """
    royalty, r = share("royalty_rate", royalty_rate), yearly_rate("rate", rate)
    royalties = [amount * royalty for amount in series("revenues", revenues)]
    years = _years(royalties, _growth(len(royalties), r, timing))
    return _earned(
        Message("Relief from royalty"),
        _after_tax(years, share_below_one("tax", tax), amortisation_years, r, timing),
        method=f"income.relief, {_discounting(r, timing)}",
        rule=Message(
            "Σ Sₜ·ρ·(1 − T)·dₜ, rate %(rate)s, timing %(timing)s", rate=shown(r), timing=TIMINGS[timing]
        ),
    )


@computed
def excess_earnings(
    flows: Iterable[Number],
    contributory_charges: Iterable[Number],
    rate: Number,
    *,
    tax: Number,
    amortisation_years: int | None = None,
    timing: str = "end",
) -> ValueResult:
    """Return TAB·Σ (CFₜ − CACₜ)(1 − T)·dₜ in yuan (多期超额收益法); flows and charges are before tax.

    Only for the one asset that leads a business: two of them would both claim what is left over.
    """
    amounts, r = series("flows", flows), yearly_rate("rate", rate)
    charges = series("contributory_charges", contributory_charges, not_negative)
    same_length("contributory_charges", charges, len(amounts))
    excess = [flow - charge for flow, charge in zip(amounts, charges, strict=True)]
    return _earned(
        Message("Multi-period excess earnings"),
        _after_tax(
            _years(excess, _growth(len(excess), r, timing)),
            share_below_one("tax", tax),
            amortisation_years,
            r,
            timing,
        ),
        method=f"income.excess, {_discounting(r, timing)}",
        rule=Message(
            "Σ (CFₜ − CACₜ)·(1 − T)·dₜ, rate %(rate)s, timing %(timing)s",
            rate=shown(r),
            timing=TIMINGS[timing],
        ),
    )


@computed
def risk_adjusted(
    flows: Iterable[Number], probabilities: Iterable[Number], rate: Number, *, rate_kind: str
) -> ValueResult:
    """Return Σ pₜ·CFₜ·dₜ in yuan, with p the probability that the flow of year t is reached at all.

    A venture rate already holds the risk of failure: with it, `DoubleCountingError`.
    """
    if choice("rate_kind", rate_kind, RATE_KINDS) == "venture":
        raise DoubleCountingError(
            "rate_kind: got venture beside probabilities, takes wacc | capm | build_up: a venture rate counts the risk of failure again"
        )
    amounts, r = series("flows", flows), yearly_rate("rate", rate)
    chances = series("probabilities", probabilities, share)
    same_length("probabilities", chances, len(amounts))
    expected = [p * flow for p, flow in zip(chances, amounts, strict=True)]
    return _earned(
        Message("Risk-adjusted"),
        _years(expected, _growth(len(expected), r, "end")),
        method=f"income.risk_adjusted, {_discounting(r, 'end')}, rate kind {rate_kind}",
        rule=Message("Σ pₜ·CFₜ·dₜ, rate %(rate)s, timing %(timing)s", rate=shown(r), timing=TIMINGS["end"]),
    )
