"""From figures to a value: what a sheet gives now, why it gives none, and what it hangs on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quanheng.methods.errors import MethodError
from quanheng.methods.money import yuan
from quanheng.methods.valuation.result import ValueResult
from quanheng.platform.common.errors import Missing
from quanheng.platform.valuation.sheets.specs import Sheet, Stored

NEEDED = "%(figure)s: not entered"
CELL_NEEDED = "%(figure)s, row %(row)s: %(column)s not entered"
ROWS_NEEDED = "%(figure)s: got %(got)s rows, takes at least %(least)s"


@dataclass(frozen=True, slots=True)
class Move:
    """A variant's value in yuan, and its distance from the value itself."""

    label: str
    value: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the figures give: a result, or what is missing, or what the method refused (`field` says where)."""

    result: ValueResult | None = None
    missing: tuple[Missing, ...] = ()
    error: MethodError | None = None
    field: str = ""
    moves: tuple[Move, ...] = ()

    @property
    def value(self) -> Decimal | None:
        return yuan(self.result.value) if self.result else None


def outcome_of(sheet: Sheet, stored: Mapping[str, Stored]) -> Outcome:
    """Return what `sheet` gives with these figures; nothing is raised, nothing kept."""
    if sheet.compute is None:
        return Outcome(missing=missing_figures(sheet, stored))
    if missing := missing_figures(sheet, stored):
        return Outcome(missing=missing)
    try:
        result = sheet.compute(sheet.values(stored))
    except MethodError as error:
        return Outcome(error=error, field=field_of(sheet, error))
    return Outcome(result=result, moves=moves_of(sheet, stored, result))


def missing_figures(sheet: Sheet, stored: Mapping[str, Stored]) -> tuple[Missing, ...]:
    found = []
    for spec in sheet.missing(stored):
        value = stored.get(spec.name)
        rows = spec.kind == "rows" and spec.least > 1
        got = len(value) if isinstance(value, list) else 0
        values: dict[str, object] = {"figure": spec.label}
        values |= {"got": got, "least": spec.least} if rows else {}
        found.append(Missing(ROWS_NEEDED if rows else NEEDED, f"#id_{spec.name}", values))
    return (*found, *incomplete_rows(sheet, stored))


def incomplete_rows(sheet: Sheet, stored: Mapping[str, Stored]) -> list[Missing]:
    """Return the cells that rows of tables still lack."""
    return [
        Missing(
            CELL_NEEDED,
            f"#id_{spec.name}",
            {"figure": spec.label, "row": number, "column": column.label},
        )
        for spec in sheet.used(stored)
        if spec.kind == "rows"
        for number, row in enumerate(stored.get(spec.name, ()), start=1)
        for column in spec.columns
        if isinstance(row, dict) and column.required and not (row.get(column.name) or column.default)
    ]


def field_of(sheet: Sheet, error: MethodError) -> str:
    """Return the name of the figure that a refusal is about: its argument stands at the head of the sentence."""
    argument = (error.text % error.values if error.values else error.text).partition(":")[0]
    name = argument.partition("[")[0]
    return name if sheet.spec(name) else ALIASES.get((sheet.code, name), "")


ALIASES = {
    ("cost.ledger", "items"): "items",
    ("income.split", "weights"): "criteria",
    ("income.split", "scores"): "criteria",
    ("income.split", "low"): "split_low",
    ("income.split", "split_rates"): "split_rate",
    ("income.split", "technology_profit_series"): "technology_profit",
    ("income.split", "total_profit_series"): "total_profit",
    ("market.comparables", "adjusted"): "deals",
}
"""Arguments of the methods that a sheet calls otherwise."""


def moves_of(sheet: Sheet, stored: Mapping[str, Stored], result: ValueResult) -> tuple[Move, ...]:
    """Return the sensitivity of a value; a variant that the method refuses is left out."""
    if sheet.variants is None or sheet.compute is None:
        return ()
    moves = []
    for variant in sheet.variants(sheet.values(stored)):
        try:
            value = sheet.compute(variant.values).value
        except MethodError:
            continue
        moves.append(Move(variant.label, yuan(value), yuan(value) - yuan(result.value)))
    return tuple(moves)
