"""From the files of a folder to cells; nothing is judged here but their form."""

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quanheng.methods.result import Message
from quanheng.schemes.errors import Problem

PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*\.(csv|toml)")
LIMIT_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class RawRow:
    """Cells as written; a missing or empty cell is absent."""

    file: str
    number: int
    cells: dict[str, object]


class Faults(list[Problem]):
    """The problems found so far."""

    def add(self, file: str, row: int, column: str, text: Message) -> None:
        """Note a problem at its place."""
        self.append(Problem(file, row, column, text))


def read_text(path: Path, faults: Faults) -> str | None:
    """Return the UTF-8 text of a file, or note why it cannot be read."""
    if not path.is_file():
        faults.add(path.name, 0, "", Message("the file is missing"))
        return None
    if path.stat().st_size > LIMIT_BYTES:
        faults.add(
            path.name,
            0,
            "",
            Message(
                "got %(size)s bytes, takes at most %(limit)s", size=path.stat().st_size, limit=LIMIT_BYTES
            ),
        )
        return None
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        faults.add(path.name, 0, "", Message("got another encoding, takes UTF-8"))
        return None


def read_toml(path: Path, faults: Faults) -> dict[str, object]:
    """Return the data of a TOML file; empty when it does not parse."""
    text = read_text(path, faults)
    if text is None:
        return {}
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.add(path.name, 0, "", Message("is not TOML: %(error)s", error=str(error)))
        return {}


def read_rows(path: Path, faults: Faults) -> list[RawRow]:
    """Return the rows of a sheet: a CSV with a heading, or a TOML file with one list of tables."""
    if path.suffix == ".toml":
        return list(_toml_rows(path, faults))
    text = read_text(path, faults)
    return [] if text is None else list(_csv_rows(path.name, text, faults))


def _toml_rows(path: Path, faults: Faults) -> Iterator[RawRow]:
    data = read_toml(path, faults)
    lists = [value for value in data.values() if isinstance(value, list)]
    if data and (len(data) != 1 or not lists or not all(isinstance(entry, dict) for entry in lists[0])):
        faults.add(path.name, 0, "", Message("takes one list of tables such as [[rule]]"))
        return
    for number, entry in enumerate(lists[0] if lists else [], start=1):
        yield RawRow(path.name, number, {name: cell for name, cell in entry.items() if cell not in ("", [])})


def _csv_rows(file: str, text: str, faults: Faults) -> Iterator[RawRow]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = [name.strip() for name in next(reader, [])]
        if not heading or len(set(heading)) != len(heading):
            faults.add(file, 1, "", Message("takes a heading that names each column once"))
            return
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(heading):
                faults.add(
                    file,
                    reader.line_num,
                    "",
                    Message("got %(got)s cells, takes %(takes)s", got=len(cells), takes=len(heading)),
                )
                continue
            yield RawRow(
                file,
                reader.line_num,
                {name: cell for name, cell in zip(heading, cells, strict=True) if cell.strip()},
            )
    except csv.Error as error:
        faults.add(file, reader.line_num, "", Message("is not CSV: %(error)s", error=str(error)))
