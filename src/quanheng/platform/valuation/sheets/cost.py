"""Cost approach: what it would cost to make the achievement again, less what age has taken (H-14.6, H-14.7)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from quanheng.methods.result import Message
from quanheng.methods.valuation import cost
from quanheng.methods.valuation.result import ValueResult
from quanheng.platform.valuation.sheets.specs import Sheet, Spec, Values, Variant

COST, AGE = _("Replacement cost"), _("Obsolescence")
YUAN, YEARS = _("yuan"), _("years")
ZERO, ONE = Decimal(0), Decimal(1)
POSITIVE = (ZERO, None)
TENTH = Decimal("0.1")

OBSOLESCENCE = (
    Spec("used_years", _("Years already used"), "number", AGE, unit=YEARS, span=POSITIVE),
    Spec("remaining_years", _("Years of life left"), "number", AGE, unit=YEARS, span=POSITIVE),
    Spec(
        "functional_loss",
        _("Functional obsolescence"),
        "money",
        AGE,
        required=False,
        unit=YUAN,
        span=POSITIVE,
        hint=_("What better technology takes from it"),
    ),
    Spec(
        "economic_loss",
        _("Economic obsolescence"),
        "money",
        AGE,
        required=False,
        unit=YUAN,
        span=POSITIVE,
        hint=_("What the market takes from it"),
    ),
)


def by_multiplier(values: Values) -> ValueResult:
    return less_obsolescence(
        cost.replacement_by_multiplier(
            values["materials"],
            values["labour"],
            creativity=values["creativity"],
            risk=values["risk"],
            profit=values["profit"],
        ),
        values,
    )


def by_ledger(values: Values) -> ValueResult:
    items = [(row["label"], row["amount"], int(row["year"])) for row in values["items"]]
    index = {int(row["year"]): row["level"] for row in values["index"]}
    replacement = cost.replacement_by_ledger(
        items, index=index, profit=values["profit"], capital_cost=values["capital_cost"]
    )
    return less_obsolescence(replacement, values)


def less_obsolescence(replacement: ValueResult, values: Values) -> ValueResult:
    """Return the value under the code of the replacement method; its steps stand below the first line."""
    result = cost.cost_value(
        replacement.value,
        used_years=values["used_years"],
        remaining_years=values["remaining_years"],
        functional_loss=values.get("functional_loss", ZERO),
        economic_loss=values.get("economic_loss", ZERO),
    )
    first, *rest = result.explanation.children
    first = replace(first, rule=replacement.explanation.rule, children=replacement.explanation.children)
    return replace(
        result,
        explanation=replace(result.explanation, children=(first, *rest)),
        warnings=(*replacement.warnings, *result.warnings),
        method=f"{replacement.method}; {result.method}",
    )


def lifetimes(values: Values) -> Sequence[Variant]:
    left = values["remaining_years"]
    shorter = Variant(Message("Life left −1 year"), {**values, "remaining_years": left - 1})
    longer = Variant(Message("Life left +1 year"), {**values, "remaining_years": left + 1})
    return (shorter, longer) if left > 1 else (longer,)


def multiplier_variants(values: Values) -> Sequence[Variant]:
    return (
        *lifetimes(values),
        Variant(Message("Labour −10 %"), {**values, "labour": values["labour"] * (1 - TENTH)}),
        Variant(Message("Labour +10 %"), {**values, "labour": values["labour"] * (1 + TENTH)}),
    )


MULTIPLIER = Sheet(
    "cost.multiplier",
    _("Cost approach with multipliers"),
    (
        Spec("materials", _("Materials used"), "money", COST, unit=YUAN, span=POSITIVE),
        Spec("labour", _("Labour used"), "money", COST, unit=YUAN, span=POSITIVE),
        Spec(
            "creativity",
            _("Multiplier of creative labour"),
            "number",
            COST,
            span=POSITIVE,
            hint=_("β₁: how many times creative labour counts"),
        ),
        Spec(
            "risk",
            _("Average research risk"),
            "percent",
            COST,
            unit="%",
            span=(ZERO, Decimal("0.999")),
            hint=_("β₂: the share of research that fails"),
        ),
        Spec("profit", _("Return on investment"), "percent", COST, unit="%", span=POSITIVE),
        *OBSOLESCENCE,
    ),
    by_multiplier,
    multiplier_variants,
)

LEDGER = Sheet(
    "cost.ledger",
    _("Cost approach by ledger"),
    (
        Spec(
            "items",
            _("Recorded costs"),
            "rows",
            COST,
            columns=(
                Spec("label", _("Cost item"), "text"),
                Spec("amount", _("Amount"), "money", unit=YUAN, span=POSITIVE),
                Spec("year", _("Year"), "whole"),
            ),
            hint=_("Say in the disclosures whether public research money is among them"),
        ),
        Spec(
            "index",
            _("Price index by year"),
            "rows",
            COST,
            columns=(
                Spec("year", _("Year"), "whole"),
                Spec("level", _("Index level"), "number", span=POSITIVE),
            ),
            one_source=True,
            hint=_("The latest year is the base"),
        ),
        Spec("profit", _("Return on investment"), "percent", COST, unit="%", span=(ZERO, ONE)),
        Spec(
            "capital_cost",
            _("Cost of capital per year"),
            "percent",
            COST,
            unit="%",
            span=(Decimal("-0.9"), None),
        ),
        *OBSOLESCENCE,
    ),
    by_ledger,
    lifetimes,
)
