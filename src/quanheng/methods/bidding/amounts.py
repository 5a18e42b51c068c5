"""Fen and instants: the two kinds of number that a bidding log holds.

Inside the core money is whole fen, exact and fast to write as canonical JSON; `Decimal` yuan
begins at `from_fen`. Instants are aware and exact to the microsecond.
"""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

from quanheng.methods.errors import MethodError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""The clock of a lot that was announced without an instant."""

LARGEST_FEN = 2**53 - 1
"""The last integer that every JSON reader reads exactly."""

_FEN = Decimal(100)
_AMOUNT = re.compile(r"[0-9]{1,14}(\.[0-9]{1,2})?")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?")
_OFFSET = re.compile(r"[+-][0-9]{2}:[0-9]{2}")


def to_fen(value: Decimal) -> int:
    """Return an amount in yuan as whole fen; a float, or more than two decimals, is a `MethodError`."""
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        raise MethodError("amount: got %(type)s, takes Decimal yuan", type=type(value).__name__)
    fen = Decimal(value) * _FEN
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise MethodError("amount: got %(amount)s yuan, takes at most two decimals", amount=value)
    return int(fen)


def from_fen(value: int) -> Decimal:
    """Return whole fen as yuan with two decimals."""
    return Decimal(value).scaleb(-2)


def fen_from_text(field: str, text: object) -> int:
    """Return the fen of an amount in yuan written as JSON text: digits and at most two decimals."""
    if not isinstance(text, str) or not _AMOUNT.fullmatch(text):
        raise MethodError(
            "%(field)s: got %(text)s, takes yuan as text with at most two decimals", field=field, text=text
        )
    return to_fen(Decimal(text))


def instant_text(value: datetime) -> str:
    """Return an instant as the log writes it: UTC, microseconds, Z."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def instant_from_text(field: str, text: object, day: date | None = None, offset: str = "+00:00") -> datetime:
    """Return the instant, in UTC, of an ISO 8601 text with its zone, or of a time of `day` at `offset`."""
    try:
        if isinstance(text, str) and _TIME.fullmatch(text) and day and _OFFSET.fullmatch(offset):
            zone = datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo
            return datetime.combine(day, time.fromisoformat(text), zone).astimezone(UTC)
        return aware(field, datetime.fromisoformat(text) if isinstance(text, str) else text)
    except ValueError as error:
        if isinstance(error, MethodError):
            raise
        raise MethodError("%(field)s: got %(text)s, takes an instant with its zone", field=field, text=text)


def aware(field: str, value: object) -> datetime:
    """Return `value` in UTC; anything but a datetime with a zone is a `MethodError`."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise MethodError("%(field)s: got %(value)s, takes an aware instant", field=field, value=value)
    return value.astimezone(UTC)
