"""From a cell as it is written to a value of its kind."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from quanheng.methods.result import Message

ID = re.compile(r"[a-z][a-z0-9_]*(-[a-z0-9_]+)*")
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
RULE = re.compile(r"C[0-9]{2}")
CLAUSE = re.compile(r"[A-Z]{1,4}-[A-Z]?[0-9]+(\.[0-9]+)*")
NATURAL = re.compile(r"[0-9]{1,9}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


class CellError(ValueError):
    """A cell that its column does not take; `takes` says in translatable words what it takes."""

    def __init__(self, takes: Message) -> None:
        self.takes = takes
        super().__init__(takes)


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise CellError(Message("a text"))
    return raw.strip()


def _matching(pattern: re.Pattern[str], takes: Message) -> Callable[[object], str]:
    def read(raw: object) -> str:
        text = _text(raw)
        if not pattern.fullmatch(text):
            raise CellError(takes)
        return text

    return read


def natural(raw: object) -> int:
    """Read a whole number from 0, of at most nine digits."""
    if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
        return raw
    if isinstance(raw, str) and NATURAL.fullmatch(raw.strip()):
        return int(raw)
    raise CellError(Message("a whole number from 0"))


def decimal(raw: object) -> Decimal:
    """Read a plain decimal number; a binary float is refused, for it is not what was written."""
    text = str(raw).strip() if isinstance(raw, int | str) and not isinstance(raw, bool) else ""
    if not DECIMAL.fullmatch(text):
        raise CellError(Message("a decimal number such as 12.5"))
    return Decimal(text)


def switch(raw: object) -> bool:
    """Read `true` or `false`."""
    if isinstance(raw, bool):
        return raw
    if raw in {"true", "false"}:
        return raw == "true"
    raise CellError(Message("true or false"))


def words(raw: object) -> tuple[str, ...]:
    """Read words divided by semicolons, or a TOML list of texts."""
    parts = (
        [_text(part) for part in raw]
        if isinstance(raw, list)
        else [part.strip() for part in _text(raw).split(";")]
    )
    if not all(parts) or len(set(parts)) != len(parts):
        raise CellError(Message("words divided by ; each once"))
    return tuple(parts)


def _shares(raw: object) -> tuple[tuple[str, Decimal], ...]:
    pairs = [part.partition("=") for part in words(raw)]
    if any(not name or not found for name, found, _ in pairs) or len({name for name, _, _ in pairs}) != len(
        pairs
    ):
        raise CellError(Message("shares such as technical=0.6;economic=0.4"))
    return tuple((name.strip(), decimal(share)) for name, _, share in pairs)


def day(raw: object) -> date:
    """Read a date written 2026-07-01."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    text = _text(raw)
    try:
        return date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        raise CellError(Message("a date such as 2026-07-01"))


def _years(raw: object) -> int | None:
    return None if raw == "life" else natural(raw)


READERS: dict[str, Callable[[object], object]] = {
    "text": _text,
    "id": _matching(ID, Message("a name of small letters, digits, _ and -")),
    "key": _matching(KEY, Message("a key such as evaluation.accept")),
    "rule": _matching(RULE, Message("a rule number such as C01")),
    "clause": _matching(CLAUSE, Message("a clause such as H-14.3, TL-18 or SPC-17")),
    "natural": natural,
    "decimal": decimal,
    "switch": switch,
    "list": words,
    "shares": _shares,
    "date": day,
    "years": _years,
}
EMPTY: dict[str, object] = {
    "list": (),
    "shares": (),
    "switch": False,
    "natural": None,
    "decimal": None,
    "date": None,
}
"""What an empty optional cell means; for all other kinds the empty text."""
