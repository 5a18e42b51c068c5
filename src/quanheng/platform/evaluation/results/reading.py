"""A stored result with the words of its scheme, as every part of the page and of the export reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.utils.translation import gettext

from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.results.models import Result
from quanheng.schemes import Stack

CENTS = "{:.2f}"


@dataclass(frozen=True, slots=True)
class Reading:
    """`titles` holds the title of every node by its id; the two groups are the sides."""

    result: Result
    stack: Stack
    titles: Mapping[str, str]

    @classmethod
    def of(cls, result: Result) -> Self:
        stack = stack_of(result.evaluation.scheme)
        return cls(result, stack, titles_of(result, stack))

    @property
    def summary(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.result.summary
        return found

    @property
    def rules(self) -> Mapping[str, Any]:
        """Return the rules by which the marks became a score."""
        found: Mapping[str, Any] = self.result.inputs["rules"]
        return found

    @property
    def leaves(self) -> list[Mapping[str, Any]]:
        """Return the marked indicators as the plan weighed them, in the order of the tree."""
        return [node for node in self.result.inputs["tree"]["indicators"] if node["kind"] != "group"]

    @property
    def cuts(self) -> list[tuple[str, float]]:
        """Return each grade in words with the score from which it is reached, best first."""
        return [(self.grade(grade.code), float(grade.lower)) for grade in self.stack.grades()]

    def grade(self, code: str) -> str:
        return grade_title(code, self.stack)


def titles_of(result: Result, stack: Stack) -> dict[str, str]:
    """Return the title of every node by its id; the two groups are the sides."""
    template = stack.stage(result.plan.stage)
    titles = {indicator.id: str(wording.titled(indicator)) for indicator in template.indicators}
    return titles | {side: str(label) for side, label in wording.SIDES.items()}


def grade_title(code: str, stack: Stack) -> str:
    grade = next((grade for grade in stack.grades() if grade.code == code), None)
    return str(wording.both(grade.label, grade.label_en)) if grade else gettext("No conclusion")


def points(value: Decimal | float | None) -> str:
    return gettext("Not evaluated") if value is None else CENTS.format(value)
