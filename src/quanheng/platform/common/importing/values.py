"""One cell to one typed value, or what the column takes instead."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from quanheng.methods.errors import MethodError
from quanheng.methods.money import parse_amount
from quanheng.platform.common.importing.template import WORDS, Column

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Typed = str | int | Decimal | date | bool | None
NUMBER = re.compile(r"[+-]?(\d{1,20}|[1-9]\d{0,2}(,\d{3}){1,6})(\.\d{1,12})?")
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
TRUTHS = {
    WORDS["yes"]: True,
    "yes": True,
    "true": True,
    "1": True,
    WORDS["no"]: False,
    "no": False,
    "false": False,
    "0": False,
}


class NotTaken(Exception):
    """The value does not fit; `text` and `values` say what the column takes."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values


def typed(column: Column, cell: Cell) -> Typed:
    """Return the value of `cell` as `column` takes it; an empty cell is `None`."""
    text = shown(cell)
    if not text:
        if column.required:
            raise NotTaken("a value is required")
        return None
    if column.kind == "date":
        return _date(cell, text)
    return PARSERS[column.kind](column, text)


def shown(cell: Cell) -> str:
    """Return what a person sees in the cell, without space around it; 12.0 in a spreadsheet is 12."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(WORDS["yes"] if cell else WORDS["no"])
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return unicodedata.normalize("NFC", str(cell)).strip()


def _text(column: Column, text: str) -> str:
    if len(text) > column.length:
        raise NotTaken("takes at most %(most)s characters", most=column.length)
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in text):
        raise NotTaken("takes text without control characters")
    return text


def _whole(column: Column, text: str) -> int:
    number = _within(column, _number(text))
    if number != number.to_integral_value():
        raise NotTaken("takes a whole number")
    return int(number)


def _number(text: str) -> Decimal:
    plain = unicodedata.normalize("NFKC", text)
    if not NUMBER.fullmatch(plain):
        raise NotTaken("takes a number")
    return Decimal(plain.replace(",", ""))


def _money(text: str) -> Decimal:
    try:
        return parse_amount(text, "元")
    except (MethodError, InvalidOperation):
        raise NotTaken("takes an amount in yuan with at most two decimals") from None


def _within(column: Column, number: Decimal) -> Decimal:
    low, high = column.minimum, column.maximum
    if (low is not None and number < Decimal(str(low))) or (high is not None and number > Decimal(str(high))):
        raise NotTaken(
            "takes %(low)s to %(high)s",
            low="–∞" if low is None else f"{low:g}",
            high="∞" if high is None else f"{high:g}",
        )
    return number


def _date(cell: Cell, text: str) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = DATE.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        return date(*(int(part) for part in found.groups())) if found else _no_date()
    except ValueError:
        return _no_date()


def _no_date() -> date:
    raise NotTaken("takes a date such as %(example)s", example="2026-09-21")


def _flag(_column: Column, text: str) -> bool:
    truth = TRUTHS.get(text.casefold())
    if truth is None:
        raise NotTaken("takes %(yes)s or %(no)s", yes=WORDS["yes"], no=WORDS["no"])
    return truth


def _choice(column: Column, text: str) -> str:
    for choice in column.choices:
        if text.casefold() in {choice.value.casefold(), choice.label.casefold()}:
            return choice.value
    raise NotTaken("takes one of %(choices)s", choices="、".join(choice.label for choice in column.choices))


PARSERS: dict[str, Callable[[Column, str], Typed]] = {
    "text": _text,
    "whole": _whole,
    "number": lambda column, text: _within(column, _number(text)),
    "money": lambda column, text: _within(column, _money(text)),
    "flag": _flag,
    "choice": _choice,
}
