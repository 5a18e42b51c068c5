"""How every method answers: a value, and the tree of steps that led to it."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from hashlib import sha256
from math import fsum
from typing import Self

from quanheng.methods.trust.canonical import canonical_json


class Message(str):
    """A finished English sentence that can still be translated: `text` with `values` filled in."""

    __slots__ = ("text", "values")

    text: str
    values: dict[str, object]

    def __new__(cls, text: str, /, **values: object) -> Self:
        self = super().__new__(cls, text % values if values else text)
        self.text = text
        self.values = values
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of an explanation: what was computed, from what, under which rule.

    `contribution` is what the step adds to its parent; the contributions of siblings sum to the
    parent's value. `sources` are ids of evidence, marks or parameters.
    """

    label: str
    value: object
    unit: str = ""
    rule: str = ""
    sources: tuple[str, ...] = ()
    children: tuple["Step", ...] = ()
    contribution: float | Decimal | None = None

    @staticmethod
    def line(
        label: str,
        value: float | Decimal,
        *,
        weight: float | Decimal,
        sources: Iterable[str] = (),
        unit: str = "",
        rule: str = "",
        children: Iterable["Step"] = (),
    ) -> "Step":
        """Return a line that adds `weight * value` to its parent; both are floats or both Decimals."""
        return Step(
            label=label,
            value=value,
            unit=unit,
            rule=rule,
            sources=tuple(sources),
            children=tuple(children),
            contribution=weight * value,  # type: ignore[operator]  # the caller computes in one of the two
        )

    @staticmethod
    def total(
        label: str,
        lines: Iterable["Step"],
        *,
        rule: str = "",
        unit: str = "",
        sources: Iterable[str] = (),
        contribution: float | Decimal | None = None,
    ) -> "Step":
        """Return the parent of `lines`, whose value is the sum of their contributions; a line without one adds nothing."""
        children = tuple(lines)
        return Step(
            label=label,
            value=_sum([line.contribution for line in children if line.contribution is not None]),
            unit=unit,
            rule=rule,
            sources=tuple(sources),
            children=children,
            contribution=contribution,
        )


def _sum(contributions: Sequence[float | Decimal]) -> float | Decimal:
    """Return an exact Decimal, or a float that does not depend on the order of the lines."""
    amounts = [item for item in contributions if isinstance(item, Decimal)]
    if amounts and len(amounts) == len(contributions):
        return sum(amounts, start=Decimal(0))
    return fsum(contributions)


def plain(value: object) -> object:
    """Return `value` as `canonical_json` takes it: a dataclass becomes its type and fields, a set a
    list sorted by canonical bytes, a NumPy array or number its Python value.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {"type": type(value).__name__} | {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((plain(item) for item in value), key=canonical_json)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return value


def fingerprint(*parts: object) -> str:
    """Return SHA-256 (hex) of the canonical JSON of the list of `parts`."""
    return sha256(canonical_json([plain(part) for part in parts])).hexdigest()
