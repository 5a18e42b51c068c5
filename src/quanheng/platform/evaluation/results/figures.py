"""Figures once, for the page and for the export: the same rows, as text in cells or as values in a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from quanheng.platform.common.exporting import cells
from quanheng.platform.common.ui.formats import number
from quanheng.platform.common.ui.parts import Cell, Column, Row, Table, Text

Kind = Literal["text", "number", "points", "share"]
Value = Text | float | int | None
NOTHING = "—"
NARROW = 4
"""Tables of so many columns fit on a phone without a column that stands still."""
FORMATS = {"points": "{:.2f}", "share": "{:.1%}"}


@dataclass(frozen=True, slots=True)
class Head:
    """A column: `points` have two decimals, a `share` is a fraction of 1, `absent` stands where nothing is.

    `secondary` columns are folded away on phones; `width` is the file's.
    """

    label: Text
    kind: Kind = "text"
    width: int = 14
    absent: Text = NOTHING
    secondary: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows of values under heads; `shown` limits what the page shows, the file has them all."""

    title: Text
    heads: Sequence[Head]
    rows: Sequence[Sequence[Value]]
    shown: int | None = None
    empty: Text = ""

    def table(self) -> Table:
        """Return the figures as the page shows them."""
        columns = [
            Column(
                str(place),
                head.label,
                numeric=head.kind != "text",
                sticky=place == 0 and len(self.heads) > NARROW,
                secondary=head.secondary,
            )
            for place, head in enumerate(self.heads)
        ]
        rows = [
            Row(tuple(self._cell(head, value) for head, value in zip(self.heads, row, strict=True)))
            for row in self.rows[: self.shown]
        ]
        return Table(columns=columns, rows=rows, caption=self.title, empty=self.empty)

    def columns(self) -> list[cells.Column]:
        """Return the columns of the file: numbers stay numbers."""
        return [
            cells.Column(head.label, "text" if head.kind == "text" else "number", width=head.width)
            for head in self.heads
        ]

    def _cell(self, head: Head, value: Value) -> Cell:
        text = head.absent if value is None or value == "" else written(head.kind, value)
        return Cell(text, numeric=head.kind != "text")


def written(kind: Kind, value: Value) -> Text:
    """Return a value as people read it."""
    if isinstance(value, str | Promise):
        return value
    return FORMATS[kind].format(value) if kind in FORMATS else number(value)
