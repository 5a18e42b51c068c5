"""Explanation trees as the printed lines of a report, in the language in force."""

from decimal import Decimal

from quanheng.methods.result import Step
from quanheng.platform.common.documents.explanation import explanation_rows
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.reports.content import ExplanationLine


def explanation_lines(step: Step) -> tuple[ExplanationLine, ...]:
    return tuple(
        ExplanationLine(
            depth=row["depth"],
            label=row["label"],
            value=row["value"],
            unit=row["unit"],
            rule=row["rule"],
            contribution=row["contribution"],
            sources=tuple(row["sources"]),
        )
        for row in explanation_rows(step, translate=sentence)
    )


def decimal(value: float | str | None) -> Decimal | None:
    """Return a computed number with the digits it has; nothing stays nothing."""
    return None if value is None else Decimal(str(value))
