"""CSV: plain text that splits into rows."""

import csv
from io import StringIO
from pathlib import Path

from quanheng.platform.common.files.accepted import NotAccepted
from quanheng.platform.common.files.formats.txt import text_of


def check(path: Path) -> None:
    try:
        for _row in csv.reader(StringIO(text_of(path.read_bytes()), newline=""), strict=True):
            pass
    except csv.Error:
        raise NotAccepted("the file does not parse as CSV") from None
