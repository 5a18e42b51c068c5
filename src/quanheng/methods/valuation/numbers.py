"""Arguments of the valuation methods: exact numbers only, one decimal context for all of them.

Money and rates come as `Decimal`, `int` or `str`. Floats, booleans, NaN and infinity are refused with
a `MethodError` that names the argument, what it got and what it takes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import wraps
from typing import ParamSpec, TypeVar

from quanheng.methods.errors import LONGEST_SHOWN, MethodError
from quanheng.methods.errors import shown as python_form

P = ParamSpec("P")
R = TypeVar("R")

Number = Decimal | int | str
Check = Callable[[str, object], Decimal]

CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
WEIGHT_TOLERANCE = Decimal("1e-9")


def computed(method: Callable[P, R]) -> Callable[P, R]:
    """Run `method` in a context of its own, whatever the caller's; a number out of range is a `MethodError`."""

    @wraps(method)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(CONTEXT):
            try:
                return method(*args, **kwargs)
            except DecimalException:
                raise MethodError(
                    "%(method)s: got numbers that lead beyond 10^999999, takes amounts, rates and years of ordinary size",
                    method=method.__name__,
                )

    return inside


def shown(value: object) -> str:
    """Return `value` as an error names it: an exact number in plain digits, anything else in its Python form."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return python_form(value)
    text = str(Decimal(value))
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def number(argument: str, value: object) -> Decimal:
    """Return any finite number: a flow, a base, an index change."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise MethodError(
            "%(argument)s: got %(got)s (%(type)s), takes Decimal, int or str",
            argument=argument,
            got=shown(value),
            type=type(value).__name__,
        )
    try:
        exact = Decimal(value)
    except InvalidOperation:
        exact = Decimal("NaN")
    if not exact.is_finite():
        raise MethodError(
            "%(argument)s: got %(got)s, takes a finite number", argument=argument, got=shown(value)
        )
    return exact


def not_negative(argument: str, value: object) -> Decimal:
    """Return a cost, a loss, a floor or a number of years."""
    exact = number(argument, value)
    if exact < 0:
        raise MethodError("%(argument)s: got %(got)s, takes 0 or more", argument=argument, got=shown(exact))
    return exact


def positive(argument: str, value: object) -> Decimal:
    """Return a price, an index level or an adjustment factor."""
    exact = number(argument, value)
    if exact <= 0:
        raise MethodError(
            "%(argument)s: got %(got)s, takes a number above 0", argument=argument, got=shown(exact)
        )
    return exact


def share(argument: str, value: object) -> Decimal:
    """Return a part of a whole, both ends included."""
    exact = number(argument, value)
    if not 0 <= exact <= 1:
        raise MethodError(
            "%(argument)s: got %(got)s, takes a share from 0 to 1", argument=argument, got=shown(exact)
        )
    return exact


def share_below_one(argument: str, value: object) -> Decimal:
    """Return a tax rate or a risk whose complement divides."""
    exact = number(argument, value)
    if exact < 0 or 1 - exact <= 0:
        raise MethodError(
            "%(argument)s: got %(got)s, takes a share of at least 0 and below 1",
            argument=argument,
            got=shown(exact),
        )
    return exact


def yearly_rate(argument: str, value: object) -> Decimal:
    """Return a rate per year as a fraction; at -1 and below nothing is left to discount by."""
    exact = number(argument, value)
    if 1 + exact <= 0:
        raise MethodError(
            "%(argument)s: got %(got)s, takes a rate above -1", argument=argument, got=shown(exact)
        )
    return exact


def whole(argument: str, value: object, *, at_least: int | None = None) -> int:
    """Return a count or a calendar year."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise MethodError(
            "%(argument)s: got %(got)s (%(type)s), takes a whole number (int)",
            argument=argument,
            got=shown(value),
            type=type(value).__name__,
        )
    if at_least is not None and value < at_least:
        raise MethodError(
            "%(argument)s: got %(got)s, takes a whole number of at least %(least)s",
            argument=argument,
            got=shown(value),
            least=at_least,
        )
    return value


def words(argument: str, value: object) -> str:
    """Return a text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise MethodError("%(argument)s: got %(got)s, takes a text", argument=argument, got=shown(value))
    return value


def choice(argument: str, value: object, allowed: Sequence[str]) -> str:
    """Return `value` when it is one of the words that the method knows."""
    if not isinstance(value, str) or value not in allowed:
        raise MethodError(
            "%(argument)s: got %(got)s, takes %(allowed)s",
            argument=argument,
            got=shown(value),
            allowed=" | ".join(allowed),
        )
    return value


def listed(argument: str, values: object) -> tuple[object, ...]:
    """Return the members of a list in their order; a text, a mapping or a set is not a list, and none is too few."""
    if isinstance(values, str | bytes | Mapping | AbstractSet) or not isinstance(values, Iterable):
        raise MethodError(
            "%(argument)s: got %(got)s (%(type)s), takes a list",
            argument=argument,
            got=shown(values),
            type=type(values).__name__,
        )
    if not (members := tuple(values)):
        raise MethodError("%(argument)s: got none, takes at least one", argument=argument)
    return members


def record(argument: str, value: object, parts: str) -> tuple[object, ...]:
    """Return a list or tuple with as many members as `parts` names, such as "label, amount, year"."""
    if not isinstance(value, list | tuple) or len(value) != parts.count(",") + 1:
        raise MethodError(
            "%(argument)s: got %(got)s, takes (%(parts)s)", argument=argument, got=shown(value), parts=parts
        )
    return tuple(value)


def series(argument: str, values: object, check: Check = number) -> tuple[Decimal, ...]:
    """Return a non-empty list of numbers, each of which passes `check`; an error names its index."""
    return tuple(check(f"{argument}[{i}]", value) for i, value in enumerate(listed(argument, values)))


def same_length(argument: str, values: Sequence[object], count: int) -> None:
    """Refuse a list that does not go with another one."""
    if len(values) != count:
        raise MethodError(
            "%(argument)s: got %(got)s values, takes %(count)s",
            argument=argument,
            got=len(values),
            count=count,
        )


def weights_of_one(argument: str, values: object, count: int) -> tuple[Decimal, ...]:
    """Return `count` weights that sum to 1; what they miss it by (at most 1e-9) is spread over them."""
    weights = series(argument, values, not_negative)
    same_length(argument, weights, count)
    total = sum(weights, start=Decimal(0))
    if abs(total - 1) > WEIGHT_TOLERANCE:
        raise MethodError(
            "%(argument)s: got a sum of %(got)s, takes weights that sum to 1",
            argument=argument,
            got=shown(total),
        )
    return tuple(w / total for w in weights)
