"""Market approach: closed deals at arm's length, adjusted factor by factor (H-26.4)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from quanheng.methods.result import Message
from quanheng.methods.valuation import market
from quanheng.methods.valuation.result import ValueResult
from quanheng.platform.valuation.sheets.specs import Sheet, Spec, Values, Variant

FACTORS = {
    "circumstance": Message("Factor for circumstances"),
    "date_factor": Message("Factor for the date"),
    "individual": Message("Factor for the item"),
    "region": Message("Factor for the region"),
}
FACTOR = (Decimal("0.0001"), None)


def comparables(values: Values) -> ValueResult:
    adjusted = [
        market.adjusted_price(
            row["price"], {label: row[name] for name, label in FACTORS.items() if name in row}
        )
        for row in values["deals"]
    ]
    result = market.market_value(adjusted, rule=values.get("rule", "mean"))
    lines = tuple(
        replace(line, rule="P·ΠK", children=one.explanation.children)
        for line, one in zip(result.explanation.children, adjusted, strict=True)
    )
    return replace(result, explanation=replace(result.explanation, children=lines))


def other_rules(values: Values) -> Sequence[Variant]:
    """Return the other rule, and the deals without each one, as long as three remain."""
    rule = "median" if values.get("rule", "mean") == "mean" else "mean"
    label = Message("Median instead") if rule == "median" else Message("Mean instead")
    deals = values["deals"]
    without = [
        Variant(
            Message("Without deal %(number)s", number=n),
            {**values, "deals": deals[: n - 1] + deals[n:]},
        )
        for n in range(1, len(deals) + 1)
        if len(deals) > market.FEWEST
    ]
    return (Variant(label, {**values, "rule": rule}), *without)


COMPARABLES = Sheet(
    "market.comparables",
    _("Market approach by comparable deals"),
    (
        Spec(
            "deals",
            _("Comparable deals"),
            "rows",
            _("Comparable deals"),
            columns=(
                Spec("label", _("Name of the deal"), "text"),
                Spec("closed_on", _("Closed on"), "date"),
                Spec("price", _("Price"), "money", unit=_("yuan"), span=(Decimal("0.01"), None)),
                Spec("circumstance", _("Factor for circumstances"), "number", default="1", span=FACTOR),
                Spec("date_factor", _("Factor for the date"), "number", default="1", span=FACTOR),
                Spec("individual", _("Factor for the item"), "number", default="1", span=FACTOR),
                Spec(
                    "region", _("Factor for the region"), "number", default="1", span=FACTOR, required=False
                ),
                Spec("reason", _("Why these factors"), "text"),
            ),
            least=market.FEWEST,
            hint=_(
                "Closed deals at arm's length only; a listing price or a deal between related parties is no comparable"
            ),
        ),
        Spec(
            "rule",
            _("How they are joined"),
            "choice",
            _("Comparable deals"),
            sourced=False,
            default="mean",
            choices=(("mean", _("Mean")), ("median", _("Median"))),
        ),
    ),
    comparables,
    other_rules,
)
