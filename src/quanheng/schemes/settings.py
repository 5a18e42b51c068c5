"""Single values: which keys exist, in which unit, within which limits (`keys.csv`).

A key that no room reads would silently do nothing, so an unknown one is a fault.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from quanheng.methods.result import Message
from quanheng.schemes import cells
from quanheng.schemes.reading import Faults, RawRow
from quanheng.schemes.rows import Row

COUNTED = {"workday", "calendar_day", "count", "person", "seat", "case", "sheet"}
"""Units of which there is no half."""
RISING = (
    ("deposit.percent_minimum", "deposit.percent", "deposit.percent_maximum", "deposit.percent_refused"),
    ("report.validity_minimum", "report.validity", "report.validity_maximum"),
    ("panel.size_minimum", "panel.size_maximum"),
    ("panel.institution_limit", "panel.institution_hard_limit"),
    ("pool.suspension_minimum", "pool.suspension_maximum"),
    ("sealing.threshold", "sealing.custodians"),
    ("scoring.comment_below", "scoring.comment_above"),
)
"""Settings of which none may be larger than the next."""
WHOLES = (
    (("scoring.share_competitive", "scoring.share_authoritative"), Decimal(1)),
    (
        ("pool.score_attendance", "pool.score_timeliness", "pool.score_reasons", "pool.score_complaints"),
        Decimal(100),
    ),
)
"""Settings that together make a whole."""


@dataclass(frozen=True, slots=True)
class Key:
    """A setting that the platform reads. Limits are inclusive; `choices` for unit choice and list."""

    name: str
    units: tuple[str, ...]
    minimum: Decimal | None
    maximum: Decimal | None
    choices: tuple[str, ...]


@cache
def known_keys() -> dict[str, Key]:
    """Return every setting the platform reads."""
    text = files("quanheng.schemes").joinpath("keys.csv").read_text("utf-8")
    return {row["key"]: _key(row) for row in csv.DictReader(text.splitlines())}


def _key(row: dict[str, str]) -> Key:
    low, high = (Decimal(row[name]) if row[name] else None for name in ("minimum", "maximum"))
    return Key(
        row["key"], tuple(row["units"].split("|")), low, high, tuple(filter(None, row["choices"].split("|")))
    )


def read(row: Row, raw: RawRow, faults: Faults) -> object:
    """Return the value of a settings row in the type of its unit, or None after noting the fault."""
    key = known_keys().get(row.key)
    if key is None:
        near = get_close_matches(row.key, known_keys(), n=1)
        faults.add(
            raw.file,
            raw.number,
            "key",
            Message(
                "got the unknown key %(got)s, takes a known one such as %(takes)s",
                got=row.key,
                takes=near[0] if near else "evaluation.accept",
            ),
        )
        return None
    if row.unit not in key.units:
        faults.add(
            raw.file,
            raw.number,
            "unit",
            Message("got %(got)s, takes %(takes)s", got=row.unit or "-", takes=" or ".join(key.units)),
        )
        return None
    try:
        return _typed(row, key)
    except cells.CellError as error:
        faults.add(
            raw.file,
            raw.number,
            "value",
            Message("got %(got)s, takes %(takes)s", got=row.value, takes=error.takes),
        )
        return None


def _typed(row: Row, key: Key) -> object:
    written = str(row.value)
    if row.unit == "switch":
        return cells.switch(written)
    if row.unit == "text":
        return written
    if row.unit in {"choice", "list"}:
        chosen = cells.words(written)
        if set(chosen) - set(key.choices) or (row.unit == "choice" and len(chosen) != 1):
            raise cells.CellError(Message("%(choices)s", choices=", ".join(key.choices)))
        return chosen if row.unit == "list" else chosen[0]
    return _number(written, row.unit, key)


def _number(written: str, unit: str, key: Key) -> int | Decimal:
    number = Decimal(cells.natural(written)) if unit in COUNTED else cells.decimal(written)
    if (key.minimum is not None and number < key.minimum) or (
        key.maximum is not None and number > key.maximum
    ):
        raise cells.CellError(Message("%(least)s to %(most)s", least=key.minimum, most=key.maximum))
    return int(number) if "." not in written else number
