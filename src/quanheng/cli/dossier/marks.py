"""marks.xlsx: the blank score sheet of a stage, and the marks that come back in it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import cast

from openpyxl import load_workbook

from quanheng.cli.dossier.faults import Faults
from quanheng.cli.dossier.staging import Expert, Plan
from quanheng.methods.result import Message, fingerprint
from quanheng.methods.scoring import EvaluationResult, IndicatorTree, Mark, Panelist, Rules, evaluate
from quanheng.platform.common.files.accepted import NotAccepted
from quanheng.platform.common.files.parsing import judge
from quanheng.platform.common.importing.book import read_book
from quanheng.platform.common.importing.reading import Problem, Row, read_tables
from quanheng.platform.common.importing.template import WORDS, Choice, Template, load_template
from quanheng.platform.common.importing.values import shown
from quanheng.platform.common.importing.workbooks import template_workbook
from quanheng.platform.evaluation.marking.rules import Answer, faults
from quanheng.platform.evaluation.marking.states import MarkStatus
from quanheng.schemes import IndicatorTemplate, Stack, StageTemplate

FILE, SHEET = "marks.xlsx", "marks"
BLANK = load_template(Path(__file__).parent / "sheet.toml")
HEADINGS = {column.code: column.heading for column in BLANK.sheet(SHEET).columns}
PLACES = {"band": "band", "points": "points", "reason": "remark", "abstain": "abstention"}
"""Where the field of a fault of a mark stands in the sheet."""


def sheet_seal(stage: StageTemplate) -> str:
    """Return the fingerprint of what a score sheet shows: indicators and bands of the stage.

    The workbook keeps it; one filled in under other bands is refused.
    """
    bands = [
        [i.id, [[b.label, str(b.low), str(b.high), b.wording] for b in i.bands]] for i in stage.indicators
    ]
    return f"{stage.code} {fingerprint(bands)}"


def template_of(stage: StageTemplate, experts: Sequence[str]) -> Template:
    """Return the template with the choices of a stage: experts by code, indicators by title, bands by label."""
    sheet = BLANK.sheet(SHEET)
    labels = dict.fromkeys(band.label for indicator in stage.indicators for band in indicator.bands)
    choices = {
        "expert": experts,
        "indicator": [indicator.title for indicator in stage.indicators],
        "band": labels,
    }
    columns = tuple(
        replace(column, kind="choice", choices=tuple(Choice(item, item) for item in choices[column.code]))
        if choices.get(column.code)
        else column
        for column in sheet.columns
    )
    return replace(BLANK, sheets=(replace(sheet, columns=columns),))


def blank_sheet(stage: StageTemplate, experts: Sequence[tuple[str, str]]) -> bytes:
    """Return marks.xlsx to fill in: a row for every (code, side) and every indicator of that side."""
    book = load_workbook(
        BytesIO(
            template_workbook(
                template_of(stage, [code for code, _side in experts]), scheme_pack=sheet_seal(stage)
            )
        )
    )
    page = book[BLANK.sheet(SHEET).name]
    pairs = [(code, i.title) for code, side in experts for i in stage.indicators if i.role == side]
    for number, (code, title) in enumerate(pairs, 2):
        page.cell(number, 1, code)
        page.cell(number, 2, title)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read_marks(
    folder: Path, stage: StageTemplate, experts: Sequence[Expert], plan: Plan, stack: Stack, found: Faults
) -> tuple[Mark, ...]:  # fmt: skip
    """Return the marks of the workbook; every fault with sheet, row and column."""
    path = folder / FILE
    if not path.is_file():
        found.add(FILE, "", Message("the file is missing"))
        return ()
    try:
        judge(path, FILE)
        _check_seal(path, stage, found)
        reading = read_tables(path, FILE, template_of(stage, [expert.code for expert in experts]))
    except NotAccepted as refusal:
        found.take(FILE, "", refusal)
        return ()
    for problem in reading.problems:
        found.add(FILE, _place(problem), _said(problem))
    if SHEET not in reading.tables:
        return ()
    return _Marks(stage, experts, plan, stack, found).of_rows(
        reading.rows(SHEET), reading.tables[SHEET].refused
    )


def _check_seal(path: Path, stage: StageTemplate, found: Faults) -> None:
    meta = next((sheet for sheet in read_book(path, FILE) if sheet.name == WORDS["meta_sheet"]), None)
    given = {shown(row[0]): shown(row[1]) for row in meta.rows if len(row) > 1} if meta else {}
    seal = given.get("scheme_pack", "")
    if seal and seal != sheet_seal(stage):
        got = seal.partition(" ")[0]
        found.add(FILE, WORDS["meta_sheet"], Message("was filled in under other indicators or bands (%(got)s), takes the sheet of the stage %(stage)s", got=got, stage=stage.code))  # fmt: skip


def _place(problem: Problem) -> str:
    parts = [problem.sheet, str(problem.row) if problem.row else "", problem.column]
    return " / ".join(part for part in parts if part)


def _said(problem: Problem) -> Message:
    takes = Message(problem.text, **problem.values)
    return Message("got %(value)s; %(takes)s", value=problem.value, takes=takes) if problem.value else takes


class _Marks:
    """Rows of the workbook to marks of the method, each checked as the desk checks it."""

    def __init__(
        self, stage: StageTemplate, experts: Sequence[Expert], plan: Plan, stack: Stack, found: Faults
    ) -> None:  # one call, above
        self.indicators = {i.title: i for i in stage.indicators}
        self.experts = {expert.code: expert for expert in experts}
        self.weights, self.stack, self.found = plan.weights, stack, found

    def of_rows(self, rows: Sequence[Row], refused: set[int]) -> tuple[Mark, ...]:
        marks = [mark for row in rows if (mark := self._mark(row)) is not None]
        if not refused:
            self._name_absent({(mark.expert, mark.indicator) for mark in marks})
        return (*marks, *self._recused())

    def _asked(self, expert: Expert) -> list[IndicatorTemplate]:
        return [i for i in self.indicators.values() if i.role == expert.side and self.weights[i.id] > 0]

    def _mark(self, row: Row) -> Mark | None:
        expert = self.experts[str(row.values["expert"])]
        indicator = self.indicators[str(row.values["indicator"])]
        if expert.recused:
            self._fault(
                row, "expert", Message("%(code)s has stepped aside, takes no marks", code=expert.code)
            )
        elif indicator not in self._asked(expert):
            self._fault(row, "indicator", Message("%(code)s does not mark %(indicator)s: it belongs to the other side or is left out of the plan", code=expert.code, indicator=indicator.title))  # fmt: skip
        else:
            return self._answer(row, expert, indicator)
        return None

    def _answer(self, row: Row, expert: Expert, indicator: IndicatorTemplate) -> Mark:
        values = row.values
        abstained = str(values["abstention"] or "")
        points = cast(Decimal | None, values["points"])
        band = next((b for b in indicator.bands if b.label == values["band"]), None)
        if abstained and (points is not None or values["band"]):
            self._fault(row, "abstention", Message("takes points or a reason not to mark, not both"))
        if values["band"] and band is None:
            takes = "、".join(b.label for b in indicator.bands)
            self._fault(
                row,
                "band",
                Message("got %(got)s, takes one of %(options)s", got=values["band"], options=takes),
            )
        status = MarkStatus.ABSTAINED if abstained else MarkStatus.SCORED
        answer = Answer(
            status=status,
            band=band.id if band else "",
            points=points,
            reason=abstained or str(values["remark"] or ""),
        )
        for fault in faults(answer, indicator, self.stack):
            self._fault(row, PLACES[fault.section], Message(fault.text, **fault.values))
        return Mark(
            expert=expert.code,
            indicator=indicator.id,
            points=None if abstained or points is None else float(points),
            status=status.value,
            band=band.label if band and not abstained else "",
            reason=answer.reason,
        )

    def _name_absent(self, there: set[tuple[str, str]]) -> None:
        """Name every mark that was asked for and is not there: silence is no abstention."""
        for expert in self.experts.values():
            for indicator in () if expert.recused else self._asked(expert):
                if (expert.code, indicator.id) not in there:
                    self.found.add(FILE, BLANK.sheet(SHEET).name, Message("no row of %(code)s for %(indicator)s: takes points, or the reason not to mark", code=expert.code, indicator=indicator.title))  # fmt: skip

    def _recused(self) -> list[Mark]:
        return [
            Mark(expert=expert.code, indicator=indicator.id, status="recused", reason=expert.recused)
            for expert in self.experts.values()
            if expert.recused
            for indicator in self._asked(expert)
        ]

    def _fault(self, row: Row, column: str, message: Message) -> None:
        self.found.add(FILE, f"{BLANK.sheet(SHEET).name} / {row.number} / {HEADINGS[column]}", message)


def score(
    marks: Sequence[Mark], experts: Sequence[Expert], plan: Plan, stage: StageTemplate, stack: Stack, *, number: str
) -> EvaluationResult:  # fmt: skip
    """Return the result of the marks under the plan; the seed follows from the report's number."""
    tree, rules = weighed(plan, stage, stack)
    panel = [
        Panelist(id=expert.code, role=expert.side, group=expert.role) for expert in experts if expert.side
    ]
    seed = int(sha256(number.encode()).hexdigest()[:12], 16)
    return evaluate(tree, panel, marks, rules=rules, seed=seed)


def weighed(plan: Plan, stage: StageTemplate, stack: Stack) -> tuple[IndicatorTree, Rules]:
    """Return the stage's tree with the plan's weights in each side and its share of the two sides (H-14.3)."""
    share = plan.facts.competitive_share
    shares = {"competitive": float(share), "authoritative": float(1 - share)}
    chosen = {name: weight for name, weight in plan.weights.items() if weight > 0}
    tree = stack.indicator_tree(stage.code, chosen)
    nodes = tuple(
        replace(node, weight=shares[node.id]) if node.kind == "group" else node for node in tree.indicators
    )
    return replace(tree, indicators=nodes), replace(stack.scoring_rules(), role_weights=tuple(shares.items()))
