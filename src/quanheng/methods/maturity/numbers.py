"""Numbers, levels and lists as callers may bring them: any number type but bool, never NaN or infinite."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from math import inf, isfinite
from numbers import Integral, Real

from quanheng.methods.errors import MethodError, shown

HIGHEST_LEVEL = 99
"""No published scale comes near it; it bounds what a foreign number can cost."""


def level_numbers(argument: str, values: object) -> frozenset[int]:
    if not isinstance(values, Collection) or isinstance(values, str | bytes | dict):
        raise MethodError(
            "%(argument)s: got %(got)s, takes a set of levels", argument=argument, got=shown(values)
        )
    return frozenset([level_number(argument, value) for value in values])


def level_number(argument: str, value: object) -> int:
    if type(value) is int and 1 <= value <= HIGHEST_LEVEL:
        return value  # the usual case, without the slow look at abstract types
    if isinstance(value, Integral) and not isinstance(value, bool) and 1 <= int(value) <= HIGHEST_LEVEL:
        return int(value)
    raise MethodError(
        "%(argument)s: got the level %(value)s, takes whole numbers from 1 to %(highest)s",
        argument=argument,
        value=shown(value),
        highest=HIGHEST_LEVEL,
    )


def number(argument: str, value: object) -> float:
    if type(value) is float and isfinite(value):
        return value
    if isinstance(value, Real | Decimal) and not isinstance(value, bool):
        try:
            result = float(value)
        except (OverflowError, ValueError):  # an integer too large, a signalling NaN
            result = inf
        if isfinite(result):
            return result
    raise MethodError(
        "%(argument)s: got %(value)s, takes a finite number", argument=argument, value=shown(value)
    )


def sequence(argument: str, values: object) -> Sequence[object]:
    if not isinstance(values, Sequence) or isinstance(values, str | bytes):
        raise MethodError("%(argument)s: got %(got)s, takes a list", argument=argument, got=shown(values))
    return values
