"""Income approach: what the achievement is expected to earn, discounted (H-20.3, H-20.4, H-26.4)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from quanheng.methods.result import Message, Step
from quanheng.methods.valuation import income, rates
from quanheng.methods.valuation.result import ZERO, ValueResult
from quanheng.platform.valuation.sheets.specs import Sheet, Spec, Values, Variant

FORECAST, SPLIT, RATE = _("Forecast"), _("Split rate"), _("Discount rate")
YUAN = _("yuan")
ONE, POINT, TENTH, FIFTH = Decimal(1), Decimal("0.01"), Decimal("0.1"), Decimal("0.2")
SHARE = (ZERO, ONE)
ABOVE_LOSS = (Decimal("-0.99"), None)
BY_YEAR = _(
    "One year per line, the first after the valuation date first; a column of a spreadsheet may be pasted"
)

TIMING = Spec(
    "timing",
    _("Timing of the flows"),
    "choice",
    RATE,
    sourced=False,
    default="end",
    choices=(("end", _("End of the year")), ("mid", _("Middle of the year"))),
)
DISCOUNT = (
    Spec(
        "rate_way",
        _("How the rate is found"),
        "choice",
        RATE,
        sourced=False,
        default="direct",
        choices=(
            ("direct", _("Entered as one rate")),
            ("build_up", _("Built up from premiums")),
            ("capm", _("Capital asset pricing")),
        ),
    ),
    Spec("rate", _("Discount rate"), "percent", RATE, unit="%", span=ABOVE_LOSS, way=("rate_way", "direct")),
    Spec(
        "premiums",
        _("Risk-free rate and premiums"),
        "rows",
        RATE,
        columns=(
            Spec("label", _("Part of the rate"), "text"),
            Spec("rate", _("Rate"), "percent", unit="%", span=ABOVE_LOSS),
        ),
        way=("rate_way", "build_up"),
    ),
    Spec(
        "risk_free", _("Risk-free rate"), "percent", RATE, unit="%", span=ABOVE_LOSS, way=("rate_way", "capm")
    ),
    Spec("beta", _("Beta"), "number", RATE, way=("rate_way", "capm")),
    Spec(
        "market_return",
        _("Market return (Rm)"),
        "percent",
        RATE,
        unit="%",
        span=ABOVE_LOSS,
        way=("rate_way", "capm"),
        hint=_("Rm itself, not the premium Rm − rf"),
    ),
    Spec(
        "specific",
        _("Specific risk"),
        "percent",
        RATE,
        unit="%",
        required=False,
        way=("rate_way", "capm"),
    ),
    TIMING,
)


def discount_rate(values: Values) -> Decimal:
    """Return the rate by the way chosen."""
    way = values.get("rate_way", "direct")
    if way == "build_up":
        return rates.build_up([(row["label"], row["rate"]) for row in values["premiums"]])
    if way == "capm":
        return rates.capm(
            values["risk_free"],
            values["beta"],
            values["market_return"],
            specific=values.get("specific", ZERO),
        )
    return Decimal(values["rate"])


RATE_RULES = {
    "direct": Message("entered as one rate"),
    "build_up": Message("sum of the risk-free rate and the premiums"),
    "capm": "rf + β(Rm − rf) + ε",
}


def rate_step(values: Values, rate: Decimal) -> Step:
    rule = RATE_RULES[values.get("rate_way", "direct")]
    lines = [Step(label=row["label"], value=row["rate"]) for row in values.get("premiums", ())]
    return Step(
        label=Message("Discount rate"), value=rate, rule=rule, children=tuple(lines), contribution=ZERO
    )


def with_steps(result: ValueResult, *steps: Step) -> ValueResult:
    """Return the result with steps that add nothing: where its rates come from."""
    tree = replace(result.explanation, children=(*result.explanation.children, *steps))
    return replace(result, explanation=tree)


def dcf(values: Values) -> ValueResult:
    rate = discount_rate(values)
    result = income.discounted_cash_flow(
        values["flows"],
        rate,
        terminal_growth=values.get("terminal_growth"),
        timing=values.get("timing", "end"),
    )
    return with_steps(result, rate_step(values, rate))


def split_rate(values: Values) -> Decimal:
    """Return the split rate by the way chosen: entered, by investment, by score, by profit."""
    match values.get("split_way", "direct"):
        case "investment":
            return income.split_rate_by_investment(
                values["technology_cost"],
                values["technology_margin"],
                values["licensee_cost"],
                values["licensee_margin"],
            )
        case "score":
            rows = values["criteria"]
            return income.split_rate_by_score(
                values["split_low"],
                values["split_high"],
                [r["weight"] for r in rows],
                [r["score"] for r in rows],
            )
        case "profit":
            return income.split_rate_by_profit(
                values["technology_profit"], values["total_profit"], discount_rate(values)
            )
    return Decimal(values["split_rate"])


SPLIT_RULES = {
    "direct": Message("entered as one rate"),
    "investment": "I_A(1 + m_A)/(I_A(1 + m_A) + I_B(1 + m_B))",
    "score": "low + (high − low)·Σ wᵢsᵢ",
    "profit": Message("present value of the technology's profit over that of all profit"),
}


def split(values: Values) -> ValueResult:
    rate, share = discount_rate(values), split_rate(values)
    result = income.income_split(
        values["base"],
        share,
        rate,
        basis=values["basis"],
        tax=values["tax"],
        timing=values.get("timing", "end"),
    )
    rule = SPLIT_RULES[values.get("split_way", "direct")]
    step = Step(label=Message("Split rate"), value=share, rule=rule, contribution=ZERO)
    return with_steps(result, step, rate_step(values, rate))


def moved_rate(values: Values, by: Decimal) -> Values:
    return {**values, "rate_way": "direct", "rate": discount_rate(values) + by}


OTHER = {"mid": Message("Middle of the year"), "end": Message("End of the year")}


def dcf_variants(values: Values) -> Sequence[Variant]:
    other = "mid" if values.get("timing", "end") == "end" else "end"
    return (
        Variant(Message("Discount rate −1 point"), moved_rate(values, -POINT)),
        Variant(Message("Discount rate +1 point"), moved_rate(values, POINT)),
        Variant(Message("Flows −10 %"), {**values, "flows": [f * (1 - TENTH) for f in values["flows"]]}),
        Variant(Message("Flows +10 %"), {**values, "flows": [f * (1 + TENTH) for f in values["flows"]]}),
        Variant(
            OTHER[other],
            {**values, "timing": other},
        ),
    )


def split_variants(values: Values) -> Sequence[Variant]:
    share = split_rate(values)
    other = "mid" if values.get("timing", "end") == "end" else "end"
    direct = {**values, "split_way": "direct", "split_rate": share}
    return (
        Variant(Message("Discount rate −1 point"), moved_rate(direct, -POINT)),
        Variant(Message("Discount rate +1 point"), moved_rate(direct, POINT)),
        Variant(Message("Income −10 %"), {**direct, "base": [b * (1 - TENTH) for b in values["base"]]}),
        Variant(Message("Income +10 %"), {**direct, "base": [b * (1 + TENTH) for b in values["base"]]}),
        Variant(Message("Split rate −20 %"), {**direct, "split_rate": share * (1 - FIFTH)}),
        Variant(Message("Split rate +20 %"), {**direct, "split_rate": min(ONE, share * (1 + FIFTH))}),
        Variant(
            OTHER[other],
            {**direct, "timing": other},
        ),
    )


DCF = Sheet(
    "income.dcf",
    _("Discounted cash flow"),
    (
        Spec("flows", _("Net flow by year"), "money_series", FORECAST, unit=YUAN, hint=BY_YEAR),
        Spec(
            "terminal_growth",
            _("Growth after the last year"),
            "percent",
            FORECAST,
            required=False,
            unit="%",
            span=ABOVE_LOSS,
            hint=_("Leave empty: a technology does not live for ever"),
        ),
        *DISCOUNT,
    ),
    dcf,
    dcf_variants,
)

INVESTED = ("split_way", "investment")
SCORED = ("split_way", "score")
EARNED = ("split_way", "profit")

INCOME_SPLIT = Sheet(
    "income.split",
    _("Income split"),
    (
        Spec("base", _("Income by year"), "money_series", FORECAST, unit=YUAN, hint=BY_YEAR),
        Spec(
            "basis",
            _("What this income is"),
            "choice",
            FORECAST,
            sourced=False,
            default="revenue",
            choices=(("revenue", _("Revenue")), ("profit", _("Profit"))),
        ),
        Spec("tax", _("Tax"), "percent", FORECAST, unit="%", span=(ZERO, Decimal("0.999"))),
        Spec(
            "split_way",
            _("How the split rate is found"),
            "choice",
            SPLIT,
            sourced=False,
            default="direct",
            choices=(
                ("direct", _("Entered as one rate")),
                ("investment", _("By the investment of both sides")),
                ("score", _("By score within a range")),
                ("profit", _("By the technology's part of the profit")),
            ),
        ),
        Spec(
            "split_rate", _("Split rate"), "percent", SPLIT, unit="%", span=SHARE, way=("split_way", "direct")
        ),
        Spec(
            "technology_cost",
            _("Cost of the technology"),
            "money",
            SPLIT,
            unit=YUAN,
            span=(ZERO, None),
            way=INVESTED,
        ),
        Spec(
            "technology_margin", _("Margin on it"), "percent", SPLIT, unit="%", span=ABOVE_LOSS, way=INVESTED
        ),
        Spec(
            "licensee_cost", _("Cost of the user"), "money", SPLIT, unit=YUAN, span=(ZERO, None), way=INVESTED
        ),
        Spec(
            "licensee_margin",
            _("Margin of the user"),
            "percent",
            SPLIT,
            unit="%",
            span=ABOVE_LOSS,
            way=INVESTED,
        ),
        Spec("split_low", _("Lowest rate of the range"), "percent", SPLIT, unit="%", span=SHARE, way=SCORED),
        Spec(
            "split_high", _("Highest rate of the range"), "percent", SPLIT, unit="%", span=SHARE, way=SCORED
        ),
        Spec(
            "criteria",
            _("Criteria"),
            "rows",
            SPLIT,
            columns=(
                Spec("label", _("Criterion"), "text"),
                Spec("weight", _("Weight"), "percent", unit="%", span=SHARE),
                Spec("score", _("Score (0 to 1)"), "number", span=SHARE),
            ),
            one_source=True,
            way=SCORED,
            hint=_(
                "Weights make 100 %. What stands in the maturity level or in the discount rate would count twice"
            ),
        ),
        Spec(
            "technology_profit",
            _("Profit by the technology, by year"),
            "money_series",
            SPLIT,
            unit=YUAN,
            way=EARNED,
        ),
        Spec("total_profit", _("All profit, by year"), "money_series", SPLIT, unit=YUAN, way=EARNED),
        *DISCOUNT,
    ),
    split,
    split_variants,
)
