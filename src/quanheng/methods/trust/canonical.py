"""One value, one sequence of bytes: JSON as RFC 8785 writes it, with money, dates and bytes.

Everything that is hashed, signed or chained passes here, so that a reader in another language
computes the same digest. No Unicode normalisation: forms do that before anything is stored.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from json.encoder import encode_basestring
from math import isfinite
from typing import NoReturn

from quanheng.methods.errors import MethodError

LARGEST_INTEGER = 2**53 - 1
"""The last integer that every JSON reader, also one in JavaScript, reads exactly."""


def canonical_json(value: object) -> bytes:
    """Return the canonical UTF-8 bytes of `value`: None, bool, int, float, str, Decimal, date, aware
    datetime, bytes, list, tuple and dict with text keys, nested at will.

    Decimal becomes text with its own scale, a datetime UTC with microseconds, bytes base64url without
    padding. Raises `MethodError` for NaN, infinities, integers beyond ±(2^53-1), naive datetimes,
    lone surrogates, keys that are no text, and every other type.
    """
    try:
        return "".join(_pieces(value)).encode()
    except UnicodeEncodeError:
        raise MethodError("value: got half of a surrogate pair in a text, takes whole characters only")
    except RecursionError:
        raise MethodError("value: got lists or objects nested too deeply, takes a flatter value")


def load_json(text: str | bytes) -> object:
    """Return the value of a JSON text (bytes are UTF-8 without BOM) that `canonical_json` could write.

    Raises `MethodError` for anything else: duplicate keys, NaN, numbers too large, half a surrogate
    pair, text after the value.
    """
    try:
        whole = text.decode() if isinstance(text, bytes) else text
        whole.encode()
        value: object = _DECODER.decode(whole)
        canonical_json(value)
    except UnicodeError:
        raise MethodError("text: got bytes that are not UTF-8, takes JSON in UTF-8")
    except json.JSONDecodeError as error:
        raise MethodError(
            "text: got no JSON at character %(position)s, takes one JSON value", position=error.pos
        )
    except RecursionError:
        raise MethodError("text: got lists or objects nested too deeply, takes a flatter value")
    return value


def _pieces(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _object(value)
    elif isinstance(value, list | tuple):
        yield from _array(value)
    else:
        yield _scalar(value)


def _array(items: list[object] | tuple[object, ...]) -> Iterator[str]:
    separator = "["
    for item in items:
        yield separator
        yield from _pieces(item)
        separator = ","
    yield "]" if items else "[]"


def _object(members: dict[object, object]) -> Iterator[str]:
    separator = "{"
    for key in sorted(members, key=_utf16_units):
        yield f"{separator}{encode_basestring(str(key))}:"
        yield from _pieces(members[key])
        separator = ","
    yield "}" if members else "{}"


def _utf16_units(key: object) -> bytes:
    """Return the sort key of RFC 8785: big-endian UTF-16 compares as its code units do."""
    if not isinstance(key, str):
        raise MethodError("value: got a key of type %(type)s, takes text as keys", type=type(key).__name__)
    return key.encode("utf-16-be", "surrogatepass")


def _scalar(value: object) -> str:  # noqa: PLR0911 - one answer per type is the rule itself
    match value:
        case str():
            return encode_basestring(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return _integer(value)
        case float():
            return _float(value)
        case Decimal():
            return _decimal(value)
        case date():
            return f'"{_moment(value) if isinstance(value, datetime) else value.isoformat()}"'
        case bytes():
            return f'"{urlsafe_b64encode(value).rstrip(b"=").decode()}"'
        case _:
            raise MethodError(
                "value: got %(type)s, takes text, numbers, dates, bytes, lists and objects",
                type=type(value).__name__,
            )


def _integer(value: int) -> str:
    if abs(value) > LARGEST_INTEGER:
        raise MethodError(
            "value: got an integer of %(bits)s bits, takes at most 53; write larger ones as text",
            bits=value.bit_length(),
        )
    return int.__repr__(value)


def _float(value: float) -> str:
    """Write a float as ECMAScript does: the shortest digits that read back, fixed from 1e-6 to below 1e21."""
    if not isfinite(value):
        raise MethodError("value: got %(number)s, takes finite numbers only", number=value)
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(float.__repr__(value)).as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + int(exponent)
    text = text.rstrip("0")
    if len(text) <= point <= 21:
        body = text.ljust(point, "0")
    elif 0 < point <= 21:
        body = f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        body = f"0.{'0' * -point}{text}"
    else:
        body = f"{text[0]}{'.' if len(text) > 1 else ''}{text[1:]}e{point - 1:+d}"
    return f"-{body}" if sign else body


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise MethodError("value: got %(number)s, takes finite numbers only", number=value)
    return f'"{value:f}"'


def _moment(value: datetime) -> str:
    if value.utcoffset() is None:
        raise MethodError(
            "value: got %(moment)s without a time zone, takes an aware one", moment=value.isoformat()
        )
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise MethodError("text: got a key twice in one object, takes each key once")
    return members


def _read_integer(digits: str) -> int:
    if len(digits) > 17:
        raise MethodError("text: got an integer of %(digits)s digits, takes at most 16", digits=len(digits))
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise MethodError("text: got %(name)s, takes finite numbers only", name=name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_read_integer, parse_constant=_refuse_constant
)
