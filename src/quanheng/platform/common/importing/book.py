"""The uploaded file as sheets of cells: values only, bounded before anything is unfolded."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path, PurePosixPath

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from python_calamine import CalamineError, CalamineWorkbook

from quanheng.platform.common.exporting.cells import unguarded
from quanheng.platform.common.files.accepted import NotAccepted
from quanheng.platform.common.files.formats.archives import entries
from quanheng.platform.common.files.formats.markup import read_markup
from quanheng.platform.common.files.formats.txt import text_of
from quanheng.platform.common.importing.values import Cell

SHEETS, ROWS, COLUMNS, MERGES = 20, 20_000, 200, 500
RELATIONSHIP_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


@dataclass
class RawSheet:
    """Rows from the first; `formulas` are the addresses of cells that compute, `merged` the ranges of merged cells."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def read_book(path: Path, name: str) -> list[RawSheet]:
    """Return the sheets of an XLSX or CSV file that `files.parsing.judge` has accepted.

    Raises `NotAccepted` when the file is not a table, or larger than a table may be.
    """
    if name.lower().endswith(".csv"):
        return [_csv(path, name)]
    scans = _scan(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            names = book.sheet_names
            return [_sheet(book, title, scans.get(title)) for title in names[:SHEETS]]
    except CalamineError:
        raise NotAccepted("the workbook cannot be read") from None


def _csv(path: Path, name: str) -> RawSheet:
    try:
        rows = list(csv.reader(StringIO(text_of(path.read_bytes()), newline=""), strict=True))
    except csv.Error:
        raise NotAccepted("the file does not parse as CSV") from None
    _bound(len(rows), max(map(len, rows), default=0), name)
    return RawSheet(name, [[*map(unguarded, row)] for row in rows])


def _bound(rows: int, columns: int, name: str) -> None:
    if rows > ROWS or columns > COLUMNS:
        raise NotAccepted(
            "%(entry)s has %(rows)s rows and %(columns)s columns, takes at most %(most_rows)s and %(most_columns)s",
            entry=name, rows=rows, columns=columns, most_rows=ROWS, most_columns=COLUMNS,
        )  # fmt: skip


def _sheet(book: CalamineWorkbook, title: str, scan: "Scan | None") -> RawSheet:
    if scan is not None:
        _bound(scan.rows, scan.columns, title)
    rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    cells: list[list[Cell]] = [[*row] for row in rows]
    return RawSheet(title, cells, scan.formulas, scan.merged) if scan else RawSheet(title, cells)


@dataclass
class Scan:
    """What the XML of a sheet says before it is unfolded: its extent, the cells that compute, those that are merged."""

    rows: int = 0
    columns: int = 0
    formulas: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    _cell: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("}c"):
            self._cell = attributes.get("r", "")
            if ADDRESS.fullmatch(self._cell):
                letters, row = coordinate_from_string(self._cell)
                self.rows, self.columns = (
                    max(self.rows, row),
                    max(self.columns, column_index_from_string(letters)),
                )
        elif tag.endswith("}f"):
            self.formulas.append(self._cell or "?")
        elif tag.endswith("}mergeCell"):
            self._merge(attributes.get("ref", ""))

    def _merge(self, cells: str) -> None:
        if len(self.merged) == MERGES:
            raise NotAccepted("a sheet has more than %(most)s merged ranges", most=MERGES)
        self.merged.append(cells)


def _scan(path: Path) -> dict[str, Scan]:
    """Return the scan of each sheet by its name."""
    titles: dict[str, str] = {}
    parts: dict[str, str] = {}
    scans: dict[str, Scan] = {}
    for name, chunks in _parts(path):
        if name == "xl/workbook.xml":
            read_markup(chunks, name, lambda tag, a: _note_title(tag, a, titles))
        elif name == "xl/_rels/workbook.xml.rels":
            read_markup(
                chunks, name, lambda _tag, a: parts.update({a.get("Id", ""): _target(a.get("Target", ""))})
            )
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            scans[name] = Scan()
            read_markup(chunks, name, scans[name].start)
    found = {title: scans.get(parts.get(relation, "")) for relation, title in titles.items()}
    return {title: scan for title, scan in found.items() if scan is not None}


def _parts(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    for name, chunks in entries(path):
        yield name, chunks
        for _rest in chunks:
            pass


def _note_title(tag: str, attributes: dict[str, str], titles: dict[str, str]) -> None:
    if tag.endswith("}sheet"):
        titles[attributes.get(RELATIONSHIP_ID, "")] = attributes.get("name", "")


def _target(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
