"""Explanation trees as the printed lines of a report, in the language in force."""

from decimal import Decimal

from quanheng.methods.result import Step
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.reports.content import ExplanationLine, filling


def explanation_lines(step: Step) -> tuple[ExplanationLine, ...]:
    return filling.explanation_lines(step, sentence)


def decimal(value: float | str | None) -> Decimal | None:
    """Return a computed number with the digits it has; nothing stays nothing."""
    return None if value is None else Decimal(str(value))
