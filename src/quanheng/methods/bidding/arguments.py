"""What each argument of a command takes; anything else is a `MethodError` that names it."""

import re
from collections.abc import Callable

from quanheng.methods.bidding.amounts import LARGEST_FEN, aware
from quanheng.methods.bidding.terms import code_from
from quanheng.methods.errors import MethodError

_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NONCE = re.compile(r"[0-9a-f]{64,256}")
_TEXT_LENGTH = 500


def check_argument(name: str, value: object) -> None:
    _CHECKS[name](name, value)


def _check_key(_field: str, value: object) -> None:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise MethodError("key: got %(key)s, takes 1 to 128 visible ASCII characters", key=repr(value))


def _check_amount(_field: str, value: object) -> None:
    if type(value) is not int or not 0 < value <= LARGEST_FEN:
        raise MethodError("amount: got %(value)s, takes a positive amount in whole fen", value=value)


def _check_actor(field: str, value: object) -> None:
    if value != "":
        code_from(field, value)


def _check_instant(field: str, value: object) -> None:
    if value is not None:
        aware(field, value)


def _check_text(field: str, value: object) -> None:
    if not isinstance(value, str) or len(value) > _TEXT_LENGTH:
        raise MethodError(
            "%(field)s: takes a text of at most %(limit)s characters", field=field, limit=_TEXT_LENGTH
        )


def _check_people(field: str, value: object) -> None:
    if not isinstance(value, tuple):
        raise MethodError("by: got %(value)s, takes a list of codes", value=repr(value))
    for code in value:
        code_from(field, code)


def _check_hex(field: str, value: object) -> None:
    pattern = _DIGEST if field == "digest" else _NONCE
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise MethodError("%(field)s: takes at least 64 lower-case hex digits", field=field)


def _check_entries(field: str, value: object) -> None:
    for code, fen in value if isinstance(value, tuple) else ():
        code_from(field, code)
        if fen is not None:
            _check_amount(field, fen)


def _check_channel(_field: str, value: object) -> None:
    if value not in ("online", "floor"):
        raise MethodError("channel: got %(value)s, takes online or floor", value=repr(value))


def _check_flag(field: str, value: object) -> None:
    if not isinstance(value, bool):
        raise MethodError("%(field)s: got %(value)s, takes true or false", field=field, value=repr(value))


def _check_target(_field: str, value: object) -> None:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise MethodError("target: got %(value)s, takes the key of a bid or a ceiling", value=repr(value))


_CHECKS: dict[str, Callable[[str, object], object]] = {
    "key": _check_key,
    "actor": _check_actor,
    "entered_by": _check_actor,
    "bidder": code_from,
    "amount_fen": _check_amount,
    "confirmed": _check_flag,
    "channel": _check_channel,
    "target": _check_target,
    "reason": _check_text,
    "by": _check_people,
    "effective_at": _check_instant,
    "resume_at": _check_instant,
    "digest": _check_hex,
    "nonce": _check_hex,
    "entries": _check_entries,
}
