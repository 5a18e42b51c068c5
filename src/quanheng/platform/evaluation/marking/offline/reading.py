"""A filled-in workbook to answers, judged by the same rules as the pages; every fault at once, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from quanheng.platform.common.importing.book import read_book
from quanheng.platform.common.importing.preview import Present, Preview, preview
from quanheng.platform.common.importing.reading import Problem, Reading, Row, Table, read_tables
from quanheng.platform.common.importing.template import folded
from quanheng.platform.common.importing.uploads import judged
from quanheng.platform.common.importing.values import Typed, shown
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.marking import rules, selectors
from quanheng.platform.evaluation.marking.models import Sheet
from quanheng.platform.evaluation.marking.offline import paper
from quanheng.platform.evaluation.marking.rules import Answer
from quanheng.platform.evaluation.marking.selectors import Item
from quanheng.platform.evaluation.marking.states import MarkStatus
from quanheng.platform.library.texts import printable_text
from quanheng.schemes import Stack
from quanheng.schemes.templates import BandTemplate

TYPES = ("xlsx",)
PLACES = {"band": "band", "points": "points", "reason": "remark"}
"""Where the field of a fault of a mark stands in the workbook."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What the workbook says of one indicator; `followed` where the points alone gave the band."""

    row: int
    indicator: str
    answer: Answer
    followed: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """The rows that say something, or every fault; a row without a word says nothing of its indicator."""

    filled: tuple[Filled, ...]
    problems: Sequence[Problem]


def read(upload: UploadedFile[Any], sheet: Sheet) -> Contents:
    """Judge an uploaded workbook against the own sheet.

    `Refused` when it is no workbook, or not this expert's for this case and plan. Not inside a transaction:
    the file is parsed in a process of its own.
    """
    items = selectors.items(sheet)
    with judged(upload, TYPES) as path:
        spoken = paper.require_own(read_book(path, path.name), sheet)
        reading = read_tables(path, path.name, paper.template(items, spoken))
    if paper.MARKS not in reading.tables:
        return Contents((), reading.problems)
    return _Rows(reading, items, stack_of(sheet.evaluation.scheme), spoken).contents()


def changes(filled: Sequence[Filled], items: Sequence[Item]) -> Preview:
    """Compare what the workbook says with the marks given so far."""
    template = paper.template(items, paper.language())
    table = Table(
        template.sheet(paper.MARKS), [Row(one.row, _values(one.indicator, one.answer)) for one in filled]
    )
    present: Present = {
        (item.indicator.id,): _values(item.indicator.id, given) for item in items if (given := standing(item))
    }
    return preview(Reading(template, {paper.MARKS: table}), {paper.MARKS: present})


def standing(item: Item) -> Answer | None:
    """Return the mark given so far as it would be read from a workbook."""
    if item.mark is None:
        return None
    reason = shown(item.mark.reason.replace("\r\n", "\n"))
    return Answer(item.mark.status, item.mark.band, item.mark.points, reason)


def _values(indicator: str, answer: Answer) -> dict[str, Typed]:
    return {
        "indicator": indicator,
        "status": str(answer.status),
        "band": answer.band,
        "points": answer.points,
        "reason": answer.reason,
    }


class _Rows:
    """The rows of one reading: cells that are of their kind, still to be judged as marks."""

    def __init__(self, reading: Reading, items: Sequence[Item], stack: Stack, spoken: str) -> None:
        self.table = reading.tables[paper.MARKS]
        self.problems = reading.problems
        self.items = {item.indicator.id: item for item in items}
        self.stack, self.spoken = stack, spoken

    def contents(self) -> Contents:
        self._name_absent()
        for row in self.table.faulty:
            self._band(row)
        filled = [one for row in self.table.rows if (one := self._filled(row))]
        problems = sorted(self.problems, key=lambda problem: (problem.row, self._place(problem.column)))
        return Contents((), problems) if problems else Contents(tuple(filled), ())

    def _name_absent(self) -> None:
        """Name every indicator whose row is gone, so that nobody takes it for marked."""
        there = {row.values["indicator"] for row in (*self.table.rows, *self.table.faulty)}
        unread = bool(self.problems) and not there
        for name, item in self.items.items():
            if name not in there and not unread:
                self._fault(
                    0, "indicator", "", "takes a row for %(indicator)s", {"indicator": paper.label(item)}
                )

    def _filled(self, row: Row) -> Filled | None:
        item = self.items[str(row.values["indicator"])]
        given = {code: row.values[code] for code in ("band", "points", "abstention", "remark")}
        if all(value is None for value in given.values()):
            return None
        for code in ("abstention", "remark"):
            self._printable(row, code)
        if row.values["abstention"]:
            return self._abstained(row, item)
        return self._scored(row, item)

    def _abstained(self, row: Row, item: Item) -> Filled:
        if row.values["points"] is not None or row.values["band"]:
            self._row_fault(row, "abstention", "takes points or a reason not to mark, not both")
        if row.values["remark"]:
            self._row_fault(row, "remark", "takes nothing beside a reason not to mark; write all of it there")
        answer = Answer(MarkStatus.ABSTAINED, reason=str(row.values["abstention"]))
        return Filled(row.number, item.indicator.id, answer)

    def _scored(self, row: Row, item: Item) -> Filled:
        points = cast(Decimal | None, row.values["points"])
        named = self._band(row)
        band = named or (None if row.values["band"] else _around(points, item))
        answer = Answer(MarkStatus.SCORED, band.id if band else "", points, str(row.values["remark"] or ""))
        if points is None and not row.values["band"]:
            self._row_fault(row, "points", "takes points, or the reason not to mark")
        else:
            for fault in rules.faults(answer, item.indicator, self.stack):
                if fault.section != "band":
                    self._row_fault(row, PLACES[fault.section], fault.text, fault.values)
        return Filled(row.number, item.indicator.id, answer, followed=bool(band and not named))

    def _band(self, row: Row) -> BandTemplate | None:
        """Return the band that the row names, in either language; name one that the indicator does not have."""
        item = self.items.get(str(row.values["indicator"]))
        if item is None or not row.values["band"]:
            return None
        wanted, bands = folded(str(row.values["band"])), item.indicator.bands
        found = next((band for band in bands if wanted in {folded(band.label), folded(band.label_en)}), None)
        if found is None:
            labels = wording.joined(band.label if self.spoken == "zh" else band.label_en for band in bands)
            self._row_fault(row, "band", "takes one of %(choices)s", {"choices": labels})
        return found

    def _printable(self, row: Row, code: str) -> None:
        try:
            printable_text(str(row.values[code] or ""))
        except ValidationError as error:
            self._row_fault(row, code, str(error.message), dict(error.params or {}))

    def _row_fault(self, row: Row, code: str, text: str, values: dict[str, object] | None = None) -> None:
        value = row.values[code]
        self._fault(row.number, code, "" if value is None else str(value)[:80], text, values)

    def _fault(
        self, row: int, code: str, value: str, text: str, values: dict[str, object] | None = None
    ) -> None:
        heading = self.table.sheet.column(code).heading
        self.problems.append(Problem(self.table.sheet.name, row, heading, value, text, values or {}))

    def _place(self, heading: str) -> int:
        headings = [column.heading for column in self.table.sheet.columns]
        return headings.index(heading) if heading in headings else -1


def _around(points: Decimal | None, item: Item) -> BandTemplate | None:
    """Return the only band that holds the points; bands do not overlap, so there is at most one."""
    holding = [
        band for band in item.indicator.bands if points is not None and band.low <= points <= band.high
    ]
    return holding[0] if len(holding) == 1 else None
