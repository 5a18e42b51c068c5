"""The tree of steps as flat rows for the explanation table of a document."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypedDict

from quanheng.methods.result import Step


class Row(TypedDict):
    depth: int
    label: str
    value: str
    unit: str
    rule: str
    contribution: str
    sources: list[str]


def explanation_rows(step: Step, *, translate: Callable[[str], str] = str, depth: int = 0) -> list[Row]:
    """Return `step` and all steps below it, parents first; labels, units and rules through `translate`."""
    row = Row(
        depth=depth,
        label=translate(step.label),
        value=figure(step.value),
        unit=translate(step.unit) if step.unit else "",
        rule=translate(step.rule) if step.rule else "",
        contribution="" if step.contribution is None else figure(step.contribution),
        sources=list(step.sources),
    )
    below = [
        r for child in step.children for r in explanation_rows(child, translate=translate, depth=depth + 1)
    ]
    return [row, *below]


def figure(value: object) -> str:
    """Return a number with thousands and at most four decimals; a Decimal keeps the decimals it has."""
    match value:
        case None:
            shown = "–"
        case bool():
            shown = "是" if value else "否"
        case int():
            shown = f"{value:,}"
        case Decimal():
            shown = f"{value:,f}"
        case float():
            whole, _, rest = f"{value:,.4f}".partition(".")
            shown = f"{whole}.{rest.rstrip('0')}".rstrip(".")
        case list() | tuple():
            shown = "、".join(figure(item) for item in value)
        case _:
            shown = str(value)
    return shown
