"""What a valuation method answers: an unrounded value in yuan that explains itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from quanheng.methods.result import Message, Step

YUAN = Message("yuan")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ValueResult:
    """A value in unrounded yuan; `low` and `high` are None where the method defines no range.

    `method` starts with the method code ("income.dcf"); the variant follows after a comma.
    """

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    explanation: Step
    warnings: tuple[str, ...]
    method: str

    @property
    def code(self) -> str:
        """Return the method code without the variant."""
        return self.method.partition(",")[0]


def adds(
    label: str,
    contribution: Decimal,
    *,
    value: Decimal | None = None,
    rule: str = "",
    children: Iterable[Step] = (),
) -> Step:
    """Return a line that adds `contribution` yuan to its parent; it shows `value` when that is another number."""
    return Step(
        label=label,
        value=contribution if value is None else value,
        unit=YUAN,
        rule=rule,
        children=tuple(children),
        contribution=contribution,
    )


def added(lines: Iterable[Step]) -> Decimal:
    """Return what the lines add together."""
    return sum((line.contribution for line in lines if isinstance(line.contribution, Decimal)), start=ZERO)


def explained(
    label: str,
    lines: Iterable[Step],
    *,
    method: str,
    rule: str,
    value: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    warnings: Iterable[str] = (),
) -> ValueResult:
    """Return the result of which `lines` are the explanation; `value` where it is known more exactly than their sum."""
    children = tuple(lines)
    exact = added(children) if value is None else value
    root = Step(label=label, value=exact, unit=YUAN, rule=rule, children=children)
    return ValueResult(exact, low, high, root, tuple(dict.fromkeys(warnings)), method)
