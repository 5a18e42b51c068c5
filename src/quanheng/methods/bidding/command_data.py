"""Commands as JSON, both ways: the cases, the HTTP body and the staff's messages speak it."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from quanheng.methods.bidding.amounts import fen_from_text, from_fen, instant_from_text, instant_text
from quanheng.methods.bidding.commands import BIDDER_COMMANDS, STAFF_COMMANDS, Command
from quanheng.methods.errors import MethodError

_BY_NAME = {kind.do: kind for kind in BIDDER_COMMANDS + STAFF_COMMANDS}
_ARGUMENTS = {
    kind.do: {field.name: field.default is MISSING for field in fields(kind)} for kind in _BY_NAME.values()
}
"""The arguments of each command, and whether it needs them."""

_IGNORED = frozenset({"do", "at", "expect"})


def command_from_data(
    mapping: Mapping[str, Any], date: date | None = None, offset: str = "+00:00"
) -> Command:
    """Return the command that JSON describes: `do`, `key` and the arguments; yuan as text, times of
    `date` at `offset` or ISO 8601. An argument that the command does not take is refused by name.
    """
    kind = _BY_NAME.get(str(mapping.get("do")))
    if kind is None:
        raise MethodError("do: got %(do)s, takes the name of a command", do=mapping.get("do"))
    given = {
        "amount_fen" if name == "amount" else name: value
        for name, value in mapping.items()
        if name not in _IGNORED
    }
    known = _ARGUMENTS[kind.do]
    for name in given:
        if name not in known:
            raise MethodError("%(field)s: got an argument that %(do)s does not take", field=name, do=kind.do)
    for name, needed in known.items():
        if needed and name not in given:
            raise MethodError("%(field)s: got nothing, %(do)s takes one", field=_outside(name), do=kind.do)
    return kind(**{name: _read(name, value, date, offset) for name, value in given.items()})


def command_to_data(command: Command) -> dict[str, Any]:
    """Return the JSON that `command_from_data` reads, with full instants; defaults are left out."""
    data: dict[str, Any] = {"do": command.do}
    for field in fields(command):
        value = getattr(command, field.name)
        if value != field.default:
            data[_outside(field.name)] = _write(field.name, value)
    return data


def _outside(name: str) -> str:
    return "amount" if name == "amount_fen" else name


def _read(name: str, value: Any, day: date | None, offset: str) -> Any:
    try:
        match name:
            case "amount_fen":
                return fen_from_text("amount", value)
            case "resume_at" | "effective_at":
                return instant_from_text(name, value, day, offset)
            case "entries":
                return tuple((code, None if fen is None else fen_from_text(name, fen)) for code, fen in value)
            case "by":
                return tuple(value)
    except (TypeError, ValueError) as error:
        if isinstance(error, MethodError):
            raise
        raise MethodError("%(field)s: got %(value)s, takes a list", field=name, value=value)
    return value


def _write(name: str, value: Any) -> Any:
    match name:
        case "amount_fen":
            return f"{from_fen(value):f}"
        case "resume_at" | "effective_at":
            return instant_text(value)
        case "entries":
            return [[code, None if fen is None else f"{from_fen(fen):f}"] for code, fen in value]
        case "by":
            return list(value)
    return value
