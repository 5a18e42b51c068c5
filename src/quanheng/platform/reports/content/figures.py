"""Figures of a valuation as reports print them: amounts with thousands, fractions of 1 in percent, words for choices."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.reports.content.wording import exact, percent, plain
from quanheng.platform.valuation.sheets.specs import Spec, Stored


def figure_text(spec: Spec, value: Stored) -> str:
    """Return a stored value in words and digits; the years or rows of a list one after another."""
    if isinstance(value, list):
        return "；".join(
            row_text(spec.columns, item)
            if isinstance(item, dict)
            else exact(Decimal(item)).removesuffix(".00")
            for item in value
        )
    match spec.kind:
        case "money":
            return exact(Decimal(value))
        case "percent":
            return percent(Decimal(value))
        case "number":
            return plain(Decimal(value))
        case "choice":
            return sentence(str(dict(spec.choices).get(value, value)))
    return value


def row_text(columns: Sequence[Spec], values: Mapping[str, str]) -> str:
    return "，".join(
        f"{sentence(str(column.label))} {figure_text(column, values[column.name])}"
        for column in columns
        if values.get(column.name)
    )


def figure_unit(spec: Spec) -> str:
    """Return the unit that stands behind the value; a percentage carries its own."""
    return "" if spec.kind == "percent" else sentence(str(spec.unit)) if spec.unit else ""
