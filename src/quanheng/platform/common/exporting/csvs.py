"""A table as CSV for spreadsheet programs: UTF-8 with mark, every field quoted, CRLF."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

from quanheng.platform.common.exporting.cells import Column, Value, guarded, plain


def csv_bytes(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([guarded(str(column.heading)) for column in columns])
    writer.writerows([_field(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _field(value: Value) -> str:
    """Return text guarded, and numbers and dates in the one form that is read back exactly."""
    shown = plain(value)
    if shown is None:
        return ""
    if isinstance(shown, str):
        return guarded(shown)
    if isinstance(shown, Decimal):
        return f"{shown:f}"
    if isinstance(shown, datetime):
        return shown.isoformat(sep=" ", timespec="minutes")
    if isinstance(shown, date):
        return shown.isoformat()
    return str(shown)
