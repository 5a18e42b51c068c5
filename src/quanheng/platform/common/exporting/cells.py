"""Values as spreadsheets take them. Text is text: it never becomes a formula (G-15)."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Value = str | Promise | int | float | Decimal | date | datetime | bool | None
Kind = Literal["text", "number", "money", "date", "moment"]
CHINA = ZoneInfo("Asia/Shanghai")
STARTS = frozenset("=+-@＝＋－＠")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export. Numbers that are names (patent, ID) are `text`; money is yuan."""

    heading: str | Promise
    kind: Kind = "text"
    width: int = 16


def plain(value: Value) -> str | int | float | Decimal | date | datetime | None:
    """Return `value` as a cell holds it: times in China time, truth values as words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return value.astimezone(CHINA).replace(tzinfo=None, microsecond=0) if value.tzinfo else value
    if isinstance(value, str | Promise):
        return "".join(
            c if c in "\t\r\n" or unicodedata.category(c) != "Cc" else "\ufffd" for c in str(value)
        )
    return value


def acts(text: str) -> bool:
    """Return whether a spreadsheet program may take `text` for a formula, after what it ignores in front."""
    if text.startswith(("\t", "\r", "\n")):
        return True
    seen = (c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"})
    return next(seen, "") in STARTS


def guarded(text: str) -> str:
    """Return `text` as a CSV field holds it: with an apostrophe in front where it would act."""
    return f"'{text}" if acts(text.lstrip("'")) else text


def unguarded(field: str) -> str:
    """Return the text of a field that `guarded` made."""
    return field[1:] if field.startswith("'") and acts(field.lstrip("'")) else field
