"""What a sheet is made of: figures with unit and place, and the values that stand in them.

A stored value is a string, or a list of them: yuan, fractions of 1, years. Words of a choice are codes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.functional import Promise

from quanheng.methods.valuation.result import ValueResult

Text = str | Promise
Kind = Literal["money", "percent", "number", "whole", "text", "date", "choice", "money_series", "rows"]
Stored = str | list[str] | list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Spec:
    """One figure of a sheet.

    `way` is (name, code): the figure is used only when the choice `name` has that code. An unsourced figure is a
    decision of the valuer (a timing, a way) and needs no source. `columns` are those of a table (`rows`), whose rows
    carry their own source unless `one_source`. `least` is the fewest rows; `span` the highest and lowest that a
    number may be.
    """

    name: str
    label: Text
    kind: Kind
    group: Text = ""
    required: bool = True
    hint: Text = ""
    unit: Text = ""
    choices: tuple[tuple[str, Text], ...] = ()
    default: str = ""
    way: tuple[str, str] | None = None
    columns: tuple["Spec", ...] = ()
    one_source: bool = False
    sourced: bool = True
    least: int = 1
    span: tuple[Decimal | None, Decimal | None] = (None, None)

    @property
    def per_row(self) -> bool:
        return self.kind == "rows" and not self.one_source


Values = Mapping[str, Any]
"""Figures by name as the methods take them: `Decimal`, `str`, lists, rows as mappings."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The same calculation with one figure moved: what the result hangs on."""

    label: str
    values: Values


@dataclass(frozen=True, slots=True)
class Sheet:
    """A method's page: its figures, its calculation, and the moves of its sensitivity."""

    code: str
    label: Text
    specs: tuple[Spec, ...]
    compute: Callable[[Values], ValueResult] | None = None
    variants: Callable[[Values], Sequence[Variant]] | None = None

    @property
    def computes(self) -> bool:
        """Say whether the sheet gives a value, and is no mere list of figures."""
        return self.compute is not None

    @property
    def approach(self) -> str:
        return self.code.partition(".")[0]

    @property
    def slug(self) -> str:
        return self.code.partition(".")[2]

    def spec(self, name: str) -> Spec | None:
        return next((spec for spec in self.specs if spec.name == name), None)

    def used(self, stored: Mapping[str, Stored]) -> Iterator[Spec]:
        """Give the figures that count with the ways chosen."""
        for spec in self.specs:
            if spec.way is None or chosen(self, stored, spec.way[0]) == spec.way[1]:
                yield spec

    def missing(self, stored: Mapping[str, Stored]) -> list[Spec]:
        """Return the figures that the calculation still lacks."""
        return [
            spec
            for spec in self.used(stored)
            if spec.required and len_of(stored.get(spec.name) or spec.default) < spec.least
        ]

    def values(self, stored: Mapping[str, Stored]) -> dict[str, Any]:
        """Return the figures as the calculation takes them; absent ones are left out."""
        return {
            spec.name: read(spec, stored.get(spec.name) or spec.default)
            for spec in self.used(stored)
            if stored.get(spec.name) or spec.default
        }

    def inputs(self, stored: Mapping[str, Stored]) -> dict[str, Stored]:
        """Return what a run rests on: the figures used, as stored."""
        found = {spec.name: stored.get(spec.name) or spec.default for spec in self.used(stored)}
        return {name: value for name, value in found.items() if value}


NUMBERS = frozenset({"money", "percent", "number", "whole", "money_series"})


def canonical(spec: Spec, value: Any) -> Any:
    """Return a stored value with its numbers in one spelling: 5600000.00 and 5600000 are the same figure and run."""
    if isinstance(value, list):
        return [canonical(spec, item) for item in value]
    if isinstance(value, dict):
        columns = {column.name: column for column in spec.columns}
        return {
            name: canonical(columns[name], text) if name in columns else text for name, text in value.items()
        }
    if spec.kind not in NUMBERS or not value:
        return value
    try:
        return format(Decimal(value).normalize(), "f")
    except InvalidOperation:
        return value


def chosen(sheet: Sheet, stored: Mapping[str, Stored], name: str) -> str:
    spec = sheet.spec(name)
    return str(stored.get(name) or (spec.default if spec else ""))


def len_of(value: Stored | None) -> int:
    if isinstance(value, list):
        return len(value)
    return 1 if value else 0


def read(spec: Spec, value: Stored) -> Any:
    """Return a stored value as a number, a word, or a list of them."""
    if isinstance(value, list):
        if spec.kind == "rows":
            return [{c.name: read(c, row[c.name]) for c in spec.columns if row.get(c.name)} for row in value]  # type: ignore[index, union-attr]  # rows are mappings
        return [Decimal(str(item)) for item in value]
    return value if spec.kind in {"choice", "text", "date"} else Decimal(value)
