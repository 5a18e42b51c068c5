"""What an import would do, before anything is written: 新增 · 修改 · 不变 · 有误."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.importing.reading import Key, Problem, Reading, Row, Table
from quanheng.platform.common.importing.values import Typed

Present = Mapping[Key, Mapping[str, Typed]]
"""What is stored now: values by column code, under the key of the sheet."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row whose key is known; `fields` are the columns that would change, with stored and new value."""

    row: Row
    fields: dict[str, tuple[Typed, Typed]]


@dataclass
class SheetPreview:
    new: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)
    refused: int = 0


@dataclass
class Preview:
    """By sheet code; `problems` are all faults of the file, those down to the row `head` are of whole sheets."""

    sheets: dict[str, SheetPreview]
    problems: list[Problem]
    head: int = 1

    @property
    def counts(self) -> dict[str, int]:
        sheets = self.sheets.values()
        return {
            "new": sum(len(s.new) for s in sheets),
            "changed": sum(len(s.changed) for s in sheets),
            "same": sum(len(s.same) for s in sheets),
            "refused": sum(s.refused for s in sheets),
        }

    def require_clean(self, *, good_rows_only: bool = False) -> None:
        """Raise `Refused` while the file has faults. `good_rows_only` is the person's own choice; faults of
        whole sheets stand even then.
        """
        standing = [p for p in self.problems if p.row <= self.head] if good_rows_only else self.problems
        if standing:
            raise Refused(
                "nothing was imported: %(count)s faults, the first one: %(first)s",
                count=len(standing),
                first=standing[0],
            )


def preview(reading: Reading, present: Mapping[str, Present]) -> Preview:
    """Compare what was read with what is stored (`present` by sheet code)."""
    sheets = {code: _compare(table, present.get(code, {})) for code, table in reading.tables.items()}
    head = max((sheet.head for sheet in reading.template.sheets), default=1)
    return Preview(sheets, reading.problems, head)


def _compare(table: Table, present: Present) -> SheetPreview:
    result = SheetPreview(refused=len(table.refused))
    for row in table.rows:
        stored = present.get(table.key_of(row)) if table.sheet.key else None
        if stored is None:
            result.new.append(row)
            continue
        fields = {
            code: (stored[code], new)
            for code, new in row.values.items()
            if code in stored and stored[code] != new
        }
        if fields:
            result.changed.append(Change(row, fields))
        else:
            result.same.append(row)
    return result
