"""A pack in memory: rows with their provenance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from quanheng.methods.result import Message


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of a pack.

    `value` is the setting's value (int, Decimal, bool, str or tuple), elsewhere the row's title; `fields` are
    the cells of its sheet. `status`: official (policy or law), secondary (common practice) or proposal (ours).
    `verify`: the text behind it is not confirmed, claim no conformity. Without `effective_to` it has no end.
    """

    key: str
    value: object
    unit: str
    source: str
    clause: str
    status: str
    effective_from: date
    effective_to: date | None
    pack: str
    table: str = "settings"
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    verify: bool = False
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Say whether the rule holds on a day; both ends count."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that rows cite. `at_hand`: its text was read word for word; else it is cited by number only."""

    id: str
    title: str
    title_en: str
    number: str
    issued: str
    at_hand: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """Rules of one author, loaded whole. `fingerprint` covers every row and the pack's own data, not how or where it is written."""

    name: str
    version: str
    title: str
    title_en: str
    source: str
    interpreter: str
    interpreter_en: str
    contact: str
    effective_from: date
    effective_to: date | None
    status: str
    sources: tuple[Source, ...]
    rows: tuple[Row, ...]
    fingerprint: str
    note: str = ""
    note_en: str = ""
    warnings: tuple[Message, ...] = field(default=(), compare=False)
    path: Path = field(default=Path(), compare=False)

    def source_of(self, row: Row) -> Source:
        """Return the document that a row of this pack cites."""
        return next(source for source in self.sources if source.id == row.source)

    def table(self, name: str) -> tuple[Row, ...]:
        """Return the rows of one sheet in the order of the pack."""
        return tuple(row for row in self.rows if row.table == name)
