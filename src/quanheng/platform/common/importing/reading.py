"""An uploaded table against its template: all faults at once, each with sheet, row, column, value, what it takes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext

from quanheng.platform.common.importing.book import RawSheet, read_book
from quanheng.platform.common.importing.template import WORDS, Column, Sheet, Template, folded
from quanheng.platform.common.importing.values import Cell, NotTaken, Typed, shown, typed

Key = tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `row` counts as the spreadsheet does (the head is 1); 0 is the whole sheet."""

    sheet: str
    row: int
    column: str
    value: str
    text: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def takes(self) -> str:
        """What the cell takes instead, in the reader's language."""
        return gettext(self.text) % self.values if self.values else gettext(self.text)

    def __str__(self) -> str:
        return gettext("%(sheet)s, row %(row)s, %(column)s: got %(value)s; %(takes)s") % {
            "sheet": self.sheet, "row": self.row or "–", "column": self.column or "–", "value": self.value or "–", "takes": self.takes,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row that fits: its place in the sheet, and its values by column code."""

    number: int
    values: dict[str, Typed]


@dataclass
class Table:
    """The rows of one sheet: the good ones, the numbers of those with faults, and what was understood of these."""

    sheet: Sheet
    rows: list[Row] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    faulty: list[Row] = field(default_factory=list)

    def key_of(self, row: Row) -> Key:
        return tuple(row.values[code] for code in self.sheet.key)


@dataclass
class Reading:
    """What was understood (`tables` by sheet code) and every fault."""

    template: Template
    tables: dict[str, Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def rows(self, sheet: str) -> list[Row]:
        return self.tables[sheet].rows if sheet in self.tables else []


def read_tables(path: Path, name: str, template: Template) -> Reading:
    """Read the file called `name` at `path` (accepted by `files.parsing.judge`) against `template`."""
    reading = Reading(template)
    raw = read_book(path, name)
    if fault := _meta_fault(raw, template):
        reading.problems.append(fault)
        return reading
    sheets = {folded(sheet.name): sheet for sheet in raw}
    for sheet in template.sheets:
        given = sheets.get(folded(sheet.name)) or (
            sheets.get(folded(sheet.name_en)) if sheet.name_en else None
        )
        if given is None and name.lower().endswith(".csv") and sheet is template.sheets[0]:
            given = raw[0]
        if given is not None:
            _read_sheet(reading, sheet, given)
        elif sheet.required:
            reading.problems.append(Problem(sheet.name, 0, "", "", "this sheet is missing"))
    return reading


def _meta_fault(raw: Iterable[RawSheet], template: Template) -> Problem | None:
    """Compare the hidden sheet with the template; a table from elsewhere has none and is read by its headings."""
    meta = next((sheet for sheet in raw if sheet.name == WORDS["meta_sheet"]), None)
    if meta is None:
        return None
    given = {shown(row[0]): shown(row[1]) for row in meta.rows if len(row) > 1}
    wanted = {"template": template.name, "version": str(template.version)}
    if all(given.get(key) == value for key, value in wanted.items()):
        return None
    return Problem(
        meta.name, 0, "", f"{given.get('template', '–')} {given.get('version', '–')}",
        "takes the template %(template)s in version %(version)s; download it again", dict(wanted),
    )  # fmt: skip


def _read_sheet(reading: Reading, sheet: Sheet, given: RawSheet) -> None:
    table = reading.tables[sheet.code] = Table(sheet)
    for address in given.formulas:
        row = int("".join(c for c in address if c.isdigit()) or 0)
        table.refused.add(row)
        reading.problems.append(
            Problem(given.name, row, address, "=", "takes a value, not a formula; paste it as a value")
        )
    _refuse_merged(reading, table, given)
    places = _places(reading, sheet, given)
    body = list(enumerate(given.rows[sheet.head :], sheet.head + 1))
    filled = [(number, cells) for number, cells in body if any(shown(cell) for cell in cells)]
    filled = [(number, cells) for number, cells in filled if not _is_sample(sheet, places, cells)]
    if len(filled) > sheet.rows:
        reading.problems.append(
            Problem(given.name, 0, "", str(len(filled)), "takes at most %(most)s rows", {"most": sheet.rows})
        )
        return
    for number, cells in filled:
        _read_row(
            reading,
            table,
            given.name,
            number,
            {column: _at(cells, place) for column, place in places.items()},
        )
    _refuse_repeated_keys(reading, table, given.name)


def _refuse_merged(reading: Reading, table: Table, given: RawSheet) -> None:
    """Name the merged cells of the table: all but their first one read as empty."""
    for cells in given.merged:
        ends = [int(digits) for digits in re.findall(r"\d{1,7}", cells)]
        if ends and max(ends) >= table.sheet.head:
            table.refused.update(range(min(ends), min(max(ends), len(given.rows)) + 1))
            reading.problems.append(
                Problem(
                    given.name, min(ends), cells, cells, "takes single cells, not merged ones; unmerge them"
                )
            )


def _places(reading: Reading, sheet: Sheet, given: RawSheet) -> dict[Column, int]:
    """Return where each column stands; name those that are missing or stand twice."""
    heads = [folded(shown(cell)) for row in given.rows[sheet.head - 1 : sheet.head] for cell in row]
    places: dict[Column, int] = {}
    for column in sheet.columns:
        found = [place for place, head in enumerate(heads) if head in column.names()]
        if len(found) > 1:
            reading.problems.append(
                Problem(given.name, sheet.head, column.heading, column.heading, "this column stands twice")
            )
        if found:
            places[column] = found[0]
        elif column.required:
            reading.problems.append(
                Problem(given.name, sheet.head, column.heading, "", "this column is missing")
            )
    return places


def _at(cells: list[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None


def _is_sample(sheet: Sheet, places: dict[Column, int], cells: list[Cell]) -> bool:
    samples = {column: column.sample for column in sheet.columns if column.sample and column in places}
    return bool(samples) and all(
        shown(_at(cells, places[column])) == sample for column, sample in samples.items()
    )


def _read_row(reading: Reading, table: Table, name: str, number: int, cells: dict[Column, Cell]) -> None:
    values: dict[str, Typed] = {column.code: None for column in table.sheet.columns}
    for column, cell in cells.items():
        try:
            values[column.code] = typed(column, cell)
        except NotTaken as fault:
            table.refused.add(number)
            reading.problems.append(
                Problem(name, number, column.heading, shown(cell)[:80], fault.text, fault.values)
            )
    rows = table.faulty if number in table.refused else table.rows
    rows.append(Row(number, values))


def _refuse_repeated_keys(reading: Reading, table: Table, name: str) -> None:
    if not table.sheet.key:
        return
    first: dict[Key, int] = {}
    kept: list[Row] = []
    heading = " + ".join(table.sheet.column(code).heading for code in table.sheet.key)
    for row in table.rows:
        key = table.key_of(row)
        if first.setdefault(key, row.number) == row.number:
            kept.append(row)
            continue
        table.refused.add(row.number)
        value = " + ".join(str(part) for part in key)
        reading.problems.append(
            Problem(name, row.number, heading, value, "stands already in row %(row)s", {"row": first[key]})
        )
    table.rows = kept
