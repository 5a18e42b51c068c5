"""What counts as a number, a text or a list: the one gate through which every argument enters.

`bool` is no number, text is no list, NaN and infinity are nothing. `Decimal` and NumPy scalars are
taken as numbers and become `float`. Every refusal names the argument, what it got and what it takes.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import fsum, isfinite
from numbers import Integral, Real
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from quanheng.methods.errors import MethodError
from quanheng.methods.errors import shown as shown  # noqa: PLC0414 - offered here beside the readers that use it

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
T = TypeVar("T")

LARGEST_SEED = 2**53 - 1
"""The last integer that the stored JSON carries exactly."""
WEIGHT_SUM_TOLERANCE = 1e-6
"""How far weights that a caller brings may sum from 1; nothing is normalised in silence."""


def number(argument: str, value: object) -> float:
    """Return a finite float."""
    if type(value) is float and isfinite(value):
        return value  # the usual case, without the slow look at abstract types
    if isinstance(value, Real | Decimal) and not isinstance(value, bool):
        try:
            result = float(value)
        except (OverflowError, ValueError):
            result = float("inf")
        if isfinite(result):
            return result
    raise MethodError("%(argument)s: got %(got)s, takes a finite number", argument=argument, got=shown(value))


def number_between(argument: str, value: object, low: float, high: float) -> float:
    """Return a finite float from `low` to `high`, both included."""
    result = number(argument, value)
    if not low <= result <= high:
        raise MethodError(
            "%(argument)s: got %(got)s, takes a number from %(low)g to %(high)g",
            argument=argument,
            got=shown(value),
            low=low,
            high=high,
        )
    return result


def non_negative(argument: str, value: object) -> float:
    result = number(argument, value)
    if result < 0:
        raise MethodError(
            "%(argument)s: got %(got)s, takes a number that is not negative",
            argument=argument,
            got=shown(value),
        )
    return result


def whole(argument: str, value: object, *, least: int, most: int = LARGEST_SEED) -> int:
    """Return an int from `least` to `most`; a float is refused even when it is whole."""
    if type(value) is int and least <= value <= most:
        return value  # the usual case, as above
    if isinstance(value, Integral) and not isinstance(value, bool) and least <= int(value) <= most:
        return int(value)
    raise MethodError(
        "%(argument)s: got %(got)s, takes a whole number from %(least)s on",
        argument=argument,
        got=shown(value),
        least=least,
    )


def text(argument: str, value: object) -> str:
    if isinstance(value, str):
        return str(value)
    raise MethodError("%(argument)s: got %(got)s, takes a text", argument=argument, got=shown(value))


def name(argument: str, value: object) -> str:
    """Return a text that is not empty."""
    result = text(argument, value)
    if not result:
        raise MethodError("%(argument)s: got an empty text, takes a name", argument=argument)
    return result


def one_of(argument: str, value: object, options: Iterable[str]) -> str:
    known = tuple(options)
    if isinstance(value, str) and value in known:
        return str(value)
    raise MethodError(
        "%(argument)s: got %(got)s, takes one of: %(options)s",
        argument=argument,
        got=shown(value),
        options=", ".join(known),
    )


def sequence(argument: str, value: object) -> tuple[object, ...]:
    """Return the items of a list, tuple or array in their order."""
    if isinstance(value, list | tuple):
        return tuple(value)
    if isinstance(value, np.ndarray) and value.ndim:
        return tuple(value)
    raise MethodError("%(argument)s: got %(got)s, takes a list", argument=argument, got=shown(value))


def numbers(argument: str, value: object) -> tuple[float, ...]:
    """Return the finite numbers of a list; a refusal names the place, counted from 0 as Python counts."""
    return tuple(number(f"{argument}[{i}]", item) for i, item in enumerate(sequence(argument, value)))


def instances(argument: str, value: object, kind: type[T]) -> tuple[T, ...]:
    """Return the items of a list of which each is a `kind`."""
    return tuple(instance(argument, item, kind) for item in sequence(argument, value))


def instance(argument: str, value: object, kind: type[T]) -> T:
    if isinstance(value, kind):
        return value
    raise MethodError(
        "%(argument)s: got %(got)s, takes a %(kind)s",
        argument=argument,
        got=shown(value),
        kind=kind.__name__,
    )


def mapping(argument: str, value: object) -> dict[str, object]:
    """Return a dict with text keys; `None` is empty."""
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return {name(argument, key): item for key, item in value.items()}
    raise MethodError(
        "%(argument)s: got %(got)s, takes a mapping of names", argument=argument, got=shown(value)
    )


def array(
    argument: str, value: object, shape: tuple[int | None, ...], kinds: str = "iuf"
) -> NDArray[np.generic]:
    """Return an array of `shape` (`None`: any length but 0) whose dtype kind is one of `kinds`.

    `kinds` are NumPy's letters: i and u whole, f float, b bool. Lists are searched for text, `None` and
    stray bools, which NumPy would turn into numbers without a word; values are not checked here.
    """
    result = _as_array(argument, value, kinds)
    fits = result.ndim == len(shape) and all(
        got == want if want is not None else got > 0 for got, want in zip(result.shape, shape, strict=True)
    )
    if not fits:
        raise MethodError(
            "%(argument)s: got the shape %(got)s, takes %(wanted)s",
            argument=argument,
            got=result.shape,
            wanted="[" + ", ".join("≥ 1" if size is None else str(size) for size in shape) + "]",
        )
    return result


def _as_array(argument: str, value: object, kinds: str) -> NDArray[np.generic]:
    if isinstance(value, np.ma.MaskedArray):
        raise MethodError("%(argument)s: got a masked array, takes a full array", argument=argument)
    if not isinstance(value, np.ndarray):
        _search_for_strangers(argument, value, kinds)
    try:
        result = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        raise MethodError("%(argument)s: got rows of different length, takes a full array", argument=argument)
    if result.dtype.kind not in kinds:
        raise MethodError(
            "%(argument)s: got values of type %(got)s, which it does not take",
            argument=argument,
            got=str(result.dtype),
        )
    return result


def _search_for_strangers(argument: str, value: object, kinds: str) -> None:
    if isinstance(value, list | tuple):
        for item in value:
            _search_for_strangers(argument, item, kinds)
    elif isinstance(value, np.ndarray):
        _as_array(argument, value, kinds)
    elif isinstance(value, bool):
        if "b" not in kinds:
            raise MethodError(
                "%(argument)s: got %(got)s, takes numbers only", argument=argument, got=shown(value)
            )
    elif not isinstance(value, Real):
        raise MethodError(
            "%(argument)s: got %(got)s, takes numbers only", argument=argument, got=shown(value)
        )


def matrix(argument: str, value: object) -> FloatArray:
    """Return a full table of finite numbers, at least one row and one column.

    The result may be the caller's own array: it is read, never written to. A refusal names row and column,
    counted from 1.
    """
    if isinstance(value, np.ndarray):
        result = array(argument, value, (None, None)).astype(float, copy=False)
    else:
        rows = sequence(argument, value)
        plain = _plain_table(rows)
        result = _cell_by_cell(argument, rows) if plain is None else plain
    if not np.isfinite(result).all():
        row, column = (int(at) for at in np.argwhere(~np.isfinite(result))[0])
        raise cell_error(argument, row, column, float(result[row, column]))
    return result


def cell_error(argument: str, row: int, column: int, value: object) -> MethodError:
    """Return the refusal of a cell that holds no finite number; `row` and `column` count from 0 here."""
    return MethodError(
        "%(argument)s: got %(got)s in row %(row)s, column %(column)s, takes a finite number",
        argument=argument,
        got=shown(value),
        row=row + 1,
        column=column + 1,
    )


def _plain_table(rows: Sequence[object]) -> FloatArray | None:
    """Return rows of ints and floats at once; `None` for anything that has to be looked at cell by cell."""
    width = len(rows[0]) if rows and isinstance(rows[0], list | tuple) else 0
    if not width or not all(
        isinstance(row, list | tuple) and len(row) == width and set(map(type, row)) <= {int, float}
        for row in rows
    ):
        return None
    try:
        return np.array(rows, float)
    except OverflowError:
        return None


def _cell_by_cell(argument: str, rows: Sequence[object]) -> FloatArray:
    table = [sequence(argument, row) for row in rows]
    if not table or not table[0]:
        raise MethodError("%(argument)s: got an empty table, takes rows of numbers", argument=argument)
    for i, row in enumerate(table):
        if len(row) != len(table[0]):
            raise MethodError(
                "%(argument)s: got %(got)s values in row %(row)s, takes %(count)s as in the first row",
                argument=argument,
                got=len(row),
                row=i + 1,
                count=len(table[0]),
            )
    return np.array(
        [[_cell(argument, i, j, item) for j, item in enumerate(row)] for i, row in enumerate(table)]
    )


def _cell(argument: str, row: int, column: int, value: object) -> float:
    try:
        return number(argument, value)
    except MethodError:
        raise cell_error(argument, row, column, value)


def per_item(argument: str, value: object, count: int) -> FloatArray:
    """Return one finite number for each of `count` items."""
    result = np.array(numbers(argument, value))
    if len(result) != count:
        raise MethodError(
            "%(argument)s: got %(got)s values, takes %(count)s",
            argument=argument,
            got=len(result),
            count=count,
        )
    return result


def weights_of_one(argument: str, value: object, count: int | None = None) -> FloatArray:
    """Return weights, each from 0 on, that sum to 1 within 1e-6; they are used as they are."""
    items = sequence(argument, value)
    result = per_item(argument, items, len(items) if count is None else count)
    if (result < 0).any():
        at = int(np.argmax(result < 0))
        raise MethodError(
            "%(argument)s: got %(got)s at place %(place)s, takes weights that are not negative",
            argument=argument,
            got=float(result[at]),
            place=at + 1,
        )
    total = fsum(result)
    if abs(total - 1) > WEIGHT_SUM_TOLERANCE:
        raise MethodError(
            "%(argument)s: got a sum of %(got)s, takes weights that sum to 1", argument=argument, got=total
        )
    return result


def directions_of(argument: str, value: object, count: int) -> FloatArray:
    """Return +1 (more is better) or -1 (less is better) for each of `count` columns."""
    result = per_item(argument, value, count)
    for place, direction in enumerate(result, 1):
        if direction not in (1, -1):
            raise MethodError(
                "%(argument)s: got %(got)s for column %(place)s, takes +1 (more is better) or -1 (less is better)",
                argument=argument,
                got=float(direction),
                place=place,
            )
    return result
