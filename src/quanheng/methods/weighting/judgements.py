"""A sheet of pairwise judgements: how many times more important the row is than the column.

Read once, checked, and kept in logs, where a reciprocal is a change of sign. People type .33 for 1/3;
such a cell is taken from the other side of the diagonal with a warning. A pair that was not judged
holds `None` twice.
"""

from dataclasses import dataclass
from math import log

import numpy as np

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import BoolArray, FloatArray, cell_error, number, sequence, shown
from quanheng.methods.result import Message

LARGEST_ORDER = 15
"""The random-index tables go no further, and no person judges 105 pairs with care."""
SILENT = 1e-6
REPAIRED = 0.02
"""How far aᵢⱼ·aⱼᵢ may be from 1: rounding of the machine, rounding by hand."""
FARTHEST = 1e9
"""Far beyond the scale of 1 to 9; it keeps every product a finite number."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgements:
    """`logs[i, j]` is ln aᵢⱼ, 0 where the pair was not `judged`; the diagonal is judged and 0."""

    logs: FloatArray
    judged: BoolArray
    warnings: tuple[Message, ...] = ()

    @property
    def complete(self) -> bool:
        return bool(self.judged.all())

    @property
    def order(self) -> int:
        return len(self.logs)


def read_judgements(argument: str, matrix: object) -> Judgements:
    """Return the checked sheet; `MethodError` names the row and column, counted from 1, that is wrong."""
    cells = _square(argument, matrix)
    order = len(cells)
    logs, judged = np.zeros((order, order)), np.eye(order, dtype=bool)
    warnings: list[Message] = []
    for i in range(order):
        _require_one(argument, i, cells[i][i])
        for j in range(i + 1, order):
            pair = _pair(argument, i, j, cells)
            if pair is not None:
                upper, lower = pair
                warnings += _repaired(argument, i, j, upper, lower)
                judged[i, j] = judged[j, i] = True
                logs[i, j], logs[j, i] = log(upper), -log(upper)
    _require_connected(argument, judged)
    return Judgements(logs, judged, tuple(warnings))


def read_sheets(argument: str, matrices: object) -> tuple[Judgements, ...]:
    """Return one or more sheets that compare the same number of items."""
    sheets = tuple(
        read_judgements(f"{argument}[{place}]", one) for place, one in enumerate(sequence(argument, matrices))
    )
    if not sheets:
        raise MethodError("%(argument)s: got none, takes at least one", argument=argument)
    for place, sheet in enumerate(sheets):
        if sheet.order != sheets[0].order:
            raise MethodError(
                "%(argument)s: got %(got)s items in sheet %(place)s, takes %(count)s as in the first",
                argument=argument,
                got=sheet.order,
                place=place + 1,
                count=sheets[0].order,
            )
    return sheets


def _square(argument: str, matrix: object) -> list[tuple[object, ...]]:
    rows = [sequence(argument, row) for row in sequence(argument, matrix)]
    order = len(rows)
    if not order:
        raise MethodError("%(argument)s: got an empty table, takes rows of numbers", argument=argument)
    for i, row in enumerate(rows):
        if len(row) != order:
            raise MethodError(
                "%(argument)s: got %(got)s values in row %(row)s, takes a square table with %(count)s in each",
                argument=argument,
                got=len(row),
                row=i + 1,
                count=order,
            )
    if order > LARGEST_ORDER:
        raise MethodError(
            "%(argument)s: got %(got)s items, takes at most %(most)s to compare in pairs",
            argument=argument,
            got=order,
            most=LARGEST_ORDER,
        )
    return rows


def _require_one(argument: str, place: int, value: object) -> None:
    if abs(_judgement(argument, place, place, value) - 1) > SILENT:
        raise MethodError(
            "%(argument)s: got %(got)s in row %(row)s, column %(row)s, takes 1 on the diagonal",
            argument=argument,
            got=shown(value),
            row=place + 1,
        )


def _judgement(argument: str, row: int, column: int, value: object) -> float:
    try:
        result = number(argument, value)
    except MethodError:
        raise cell_error(argument, row, column, value)
    if not 1 / FARTHEST <= result <= FARTHEST:
        raise MethodError(
            "%(argument)s: got %(got)s in row %(row)s, column %(column)s, takes a positive judgement up to 10^9",
            argument=argument,
            got=shown(value),
            row=row + 1,
            column=column + 1,
        )
    return result


def _pair(argument: str, i: int, j: int, cells: list[tuple[object, ...]]) -> tuple[float, float] | None:
    """Return both cells of a pair, or `None` when it was not judged."""
    upper, lower = cells[i][j], cells[j][i]
    if upper is None and lower is None:
        return None
    if upper is None or lower is None:
        row, column = (i, j) if upper is None else (j, i)
        raise MethodError(
            "%(argument)s: got None in row %(row)s, column %(column)s only, "
            "takes None in both cells of a pair or in neither",
            argument=argument,
            row=row + 1,
            column=column + 1,
        )
    return _judgement(argument, i, j, upper), _judgement(argument, j, i, lower)


def _repaired(argument: str, i: int, j: int, upper: float, lower: float) -> list[Message]:
    """Return the warning that the lower cell is replaced; refuse what is no slip of rounding."""
    deviation = abs(upper * lower - 1)
    if deviation <= SILENT:
        return []
    if deviation > REPAIRED:
        raise MethodError(
            "%(argument)s: got %(upper)s in row %(row)s, column %(column)s and %(lower)s in row %(column)s, "
            "column %(row)s, takes reciprocals",
            argument=argument,
            upper=f"{upper:g}",
            lower=f"{lower:g}",
            row=i + 1,
            column=j + 1,
        )
    return [
        Message(
            "Row %(row)s, column %(column)s: got %(got)s, used %(used)s, the reciprocal of the opposite cell",
            row=j + 1,
            column=i + 1,
            got=f"{lower:.6g}",
            used=f"{1 / upper:.6g}",
        )
    ]


def _require_connected(argument: str, judged: BoolArray) -> None:
    """Refuse judgements from which some items cannot be compared, not even by way of others."""
    reached = judged[0]
    while (wider := judged[reached].any(axis=0)).sum() > reached.sum():
        reached = wider
    if not reached.all():
        raise MethodError(
            "%(argument)s: no judgement connects item %(item)s with item 1, takes judgements that connect all items",
            argument=argument,
            item=int(np.argmin(reached)) + 1,
        )
