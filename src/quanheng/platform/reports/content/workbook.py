"""conclusion.xlsx: typed cells, and formulas by which a reviewer computes the scores again from the marks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from quanheng.methods.money import yuan
from quanheng.platform.reports.content.conclusion import conclusion_fingerprint
from quanheng.platform.reports.content.facts import ExplanationLine, IndicatorFacts, ReportFacts
from quanheng.platform.reports.content.sealing import sealed
from quanheng.platform.reports.content.wording import WORDS, word

TEXT, MONEY, DAY, PERCENT, SCORE, WHOLE = "@", "#,##0.00", "yyyy-mm-dd", "0.00%", "0.00", "0"
HEAD_FILL, NOTE_FILL = PatternFill("solid", fgColor="EEF1F5"), PatternFill("solid", fgColor="FFF4D6")
WRAPPED = Alignment(vertical="top", wrap_text=True)
WIDTHS = {"conclusion": (22, 96), "recomputed": (14, 24), "explanation": (22, 6, 46, 18, 8, 18, 44, 26)}
LABELS: dict[str, str] = WORDS["workbook"]["labels"]
Cell = tuple[object, str]
SIDES = ("competitive", "authoritative")


def conclusion_workbook(facts: ReportFacts, *, now: datetime) -> bytes:
    """Return the workbook; `now` is the time written into the file, so that equal facts give equal bytes."""
    book = Workbook()
    if isinstance(book.active, Worksheet):
        book.remove(book.active)
    _table(book, "conclusion", _conclusion(facts))
    _table(book, "indicators", (_indicator(i) for i in _indicators(facts)))
    _recomputed(book, facts)
    _table(book, "values", _values(facts))
    _table(book, "maturity", _maturity(facts))
    if facts.valuation:
        _table(book, "valuation", _valuation(facts), note=facts.valuation.sentence_a)
        _table(book, "parameters", _parameters(facts), note=facts.valuation.sentence_a)
    _table(book, "evidence", _evidence(facts))
    _table(book, "explanation", _explanation(facts))
    return sealed(book, now=now)


def _table(book: Workbook, name: str, rows: Iterable[Sequence[Cell]], *, note: str = "") -> Worksheet:
    """Write a sheet with its head and typed rows; a note that the rules fix stands above them."""
    page: Worksheet = book.create_sheet(WORDS["workbook"][name])
    if note:
        _put(page, 1, 1, (note, TEXT))
        page.cell(1, 1).fill = NOTE_FILL
    head = page.max_row + 1 if note else 1
    heads: list[str] = WORDS["workbook"]["heads"][name]
    _heads(page, head, heads)
    for number, cells in enumerate(rows, head + 1):
        for place, cell in enumerate(cells, 1):
            _put(page, number, place, cell)
    for place, width in enumerate(WIDTHS.get(name, (18,) * len(heads)), 1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = f"A{head + 1}"
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", 9, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return page


def _heads(page: Worksheet, row: int, heads: Sequence[str]) -> None:
    for place, heading in enumerate(heads, 1):
        _put(page, row, place, (heading, TEXT))
        page.cell(row, place).font, page.cell(row, place).fill = Font(bold=True), HEAD_FILL


def _put(page: Worksheet, row: int, column: int, cell: Cell) -> None:
    """Write a typed value; text stays text whatever it begins with."""
    value, form = cell
    if value is None or value == "":
        return
    target: Any = page.cell(row, column)
    target.value = value
    if isinstance(value, str) and form == TEXT:
        target.data_type, target.alignment = "s", WRAPPED
    target.number_format = form


def _text(value: str) -> Cell:
    return value, TEXT


def _score(value: Decimal | None) -> Cell:
    return (str(WORDS["not_evaluated"]), TEXT) if value is None else (value, SCORE)


def _number(value: Decimal | None, form: str = SCORE) -> Cell:
    return value, form


def _money(value: Decimal | None) -> Cell:
    return (None if value is None else yuan(value)), MONEY


def _day(value: date | None) -> Cell:
    return value, DAY


def _conclusion(facts: ReportFacts) -> list[tuple[Cell, Cell]]:
    maturity, scoring, value = facts.maturity, facts.scoring, facts.valuation
    rows: list[tuple[str, Cell]] = [
        ("notice", _text(facts.notice)), ("sentence_a", _text(value.sentence_a if value else facts.not_an_appraisal)),
        ("number", _text(facts.number)), ("version", (facts.version, WHOLE)), ("title", _text(facts.achievement.title)),
        ("client", _text(facts.client.name)), ("institution", _text(facts.institution.name)), ("purpose", _text(facts.purpose)),
        ("issued_on", _day(facts.issued_on)), ("valid_until", _day(facts.valid_until)),
    ]  # fmt: skip
    if maturity:
        rows += [
            ("level", (maturity.level, WHOLE)), ("level_title", _text(maturity.level_title)),
            ("stage", _text(maturity.stage_title)), ("index", _number(maturity.index)),
        ]  # fmt: skip
    if scoring:
        rows += [
            ("score", _score(scoring.score)), ("grade", _text(scoring.grade or WORDS["no_conclusion"])),
            ("competitive", _score(scoring.competitive)), ("authoritative", _score(scoring.authoritative)),
            ("competitive_share", (facts.plan.competitive_share, PERCENT)),
        ]  # fmt: skip
    rows += [
        ("competitive_text", _text(facts.competitive)), ("authoritative_text", _text(facts.authoritative)), ("summary", _text(facts.summary)),
    ]  # fmt: skip
    if value:
        rows += [
            ("p10", _money(value.low)), ("p50", _money(value.p50)), ("p90", _money(value.high)), ("reconciled", _money(value.reconciled)),
        ]  # fmt: skip
    rows += [("verify", _text(facts.verify_address)), ("fingerprint", _text(conclusion_fingerprint(facts)))]
    return [(_text(LABELS[name]), cell) for name, cell in rows]


def _indicators(facts: ReportFacts) -> tuple[IndicatorFacts, ...]:
    return facts.scoring.indicators if facts.scoring else ()


def _indicator(i: IndicatorFacts) -> list[Cell]:
    return [
        _text(word("sides", i.side)), _text(i.title), _number(i.weight), _score(i.score), (i.n, WHOLE), _number(i.mean), _number(i.sd),
        _number(i.low), _number(i.high), _number(i.trimmed), (i.abstained, WHOLE), _text(i.clause),
    ]  # fmt: skip


def _recomputed(book: Workbook, facts: ReportFacts) -> None:
    """Write the coded marks of each side with formulas for n, averages, score, sums; the report's score beside them."""
    page = _table(book, "recomputed", [])
    if facts.scoring is None:
        return
    totals: dict[str, int] = {}
    row = 2
    for side in SIDES:
        codes = [seat.code for seat in facts.panel if seat.side == side]
        _heads(page, row, [word("sides", side), *[""] * 9, *codes])
        first = row + 1
        for indicator in (i for i in _indicators(facts) if i.side == side):
            row += 1
            _recomputed_row(page, row, indicator, facts, codes)
        row = totals[side] = row + 1
        _put(page, row, 2, _text(LABELS["side_total"]))
        _put(page, row, 8, (f"=SUM(H{first}:H{row - 1})/SUM(C{first}:C{row - 1})", SCORE))
        _put(page, row, 9, _score(getattr(facts.scoring, side)))
        row += 2
    share = facts.plan.competitive_share
    _put(page, row, 2, _text(LABELS["overall"]))
    _put(page, row, 8, (f"=ROUND({share:f}*H{totals[SIDES[0]]}+{1 - share:f}*H{totals[SIDES[1]]},2)", SCORE))
    _put(page, row, 9, _score(facts.scoring.score))


def _recomputed_row(
    page: Worksheet, row: int, indicator: IndicatorFacts, facts: ReportFacts, codes: Sequence[str]
) -> None:
    scoring = facts.scoring
    if scoring is None:
        return
    marks = {mark.expert: mark for mark in scoring.marks if mark.indicator == indicator.id}
    last = get_column_letter(10 + len(codes))
    span = f"K{row}:{last}{row}"
    trimmed = f"IF(D{row}>=3,(SUM({span})-MAX({span})-MIN({span}))/(D{row}-2),E{row})"
    rule = f"IF(D{row}>={scoring.trim_from},F{row},E{row})" if scoring.aggregation == "trimmed" else f"E{row}"
    formulas = [f"=COUNT({span})", f"=AVERAGE({span})", f"={trimmed}", f"={rule}", f"=C{row}*G{row}"]
    cells: list[Cell] = [
        _text(word("sides", indicator.side)),
        _text(indicator.title),
        _number(indicator.weight),
    ]
    cells += [(formula, WHOLE if place == 0 else SCORE) for place, formula in enumerate(formulas)]
    cells += [_score(indicator.score), (f"=G{row}-I{row}", "0.0000")]
    for code in codes:
        mark = marks.get(code)
        status = word("statuses", mark.status if mark else "missing")
        cells.append(_text(status) if mark is None or mark.points is None else _number(mark.points, "0.0"))
    for place, cell in enumerate(cells, 1):
        _put(page, row, place, cell)


def _values(facts: ReportFacts) -> list[list[Cell]]:
    if facts.scoring is None:
        return []
    return [
        [_text(v.title), _score(v.score), (v.weight, PERCENT), (v.coverage, PERCENT)]
        for v in (*facts.scoring.values, *facts.scoring.merged[-1:])
    ]


def _maturity(facts: ReportFacts) -> list[list[Cell]]:
    if facts.maturity is None:
        return []
    return [
        [
            _text(p.code), _text(p.parent), _text(p.title), (p.weight or None, PERCENT),
            _text("" if p.level is None else WORDS["yes"] if p.critical else WORDS["no"]), (p.level, WHOLE),
            _text("、".join(map(str, p.gaps))), _text("、".join(map(str, p.accepted))),
        ]
        for p in facts.maturity.packages
    ]  # fmt: skip


def _valuation(facts: ReportFacts) -> list[list[Cell]]:
    value = facts.valuation
    if value is None:
        return []
    opinions = [
        [
            _text(o.code), _text(o.role), _money(o.p10), _money(o.p50), _money(o.p90), _text(word("rulings", o.ruling) if o.ruling else ""), _text(o.reason),
        ]
        for o in value.opinions
    ]  # fmt: skip
    methods = [
        [_text(m.title), _text(m.code), _money(m.low), _money(m.value), _money(m.high), (m.weight, PERCENT), _text(m.why)]
        for m in value.methods
    ]  # fmt: skip
    first = 3 + len(opinions)
    last = first + len(methods) - 1
    joined: list[Cell] = [
        _text(LABELS["reconciled"]), _text(""), _money(value.reconciled_low),
        (f"=SUMPRODUCT(D{first}:D{last},F{first}:F{last})", MONEY), _money(value.reconciled_high), (f"=SUM(F{first}:F{last})", PERCENT), _text(value.reason),
    ]  # fmt: skip
    pooled: list[Cell] = [
        _text(LABELS["pooled"]),
        _text(""),
        _money(value.low),
        _money(value.p50),
        _money(value.high),
    ]
    return [*opinions, *methods, *([joined] if methods else []), pooled]


def _parameters(facts: ReportFacts) -> list[list[Cell]]:
    value = facts.valuation
    if value is None:
        return []
    rows = [(method.title, figure) for method in value.methods for figure in method.parameters]
    rows += [(WORDS["workbook"]["valuation"], figure) for figure in value.figures]
    return [
        [_text(title), _text(f.title), _typed(f.value), _text(f.unit), _text(f.source), _date(f.as_of)]
        for title, f in rows
    ]


def _typed(value: str) -> Cell:
    """Return a printed figure as a number where it is one: 1,200.00 or 12%."""
    digits, percent = value.replace(",", "").removesuffix("%"), value.endswith("%")
    if digits.replace(".", "", 1).removeprefix("-").isdigit() and digits.isascii():
        number = Decimal(digits)
        return (number / 100, PERCENT) if percent else (number, "General")
    return value, TEXT


def _date(value: str) -> Cell:
    return (date.fromisoformat(value), DAY) if value else (None, DAY)


def _evidence(facts: ReportFacts) -> list[list[Cell]]:
    return [
        [
            (e.level, WHOLE), _text(e.package or WORDS["whole_project"]), _text(e.element), _text(e.title), _text(e.file), _text(e.document_number),
            _text(e.issuer), _day(e.issued_on), _text(word("verdicts", e.verdict)), _text(e.reason), _text(e.sha256),
        ]
        for e in facts.evidence
    ]  # fmt: skip


def _explanation(facts: ReportFacts) -> list[list[Cell]]:
    trees: list[tuple[str, Sequence[ExplanationLine]]] = []
    if facts.maturity:
        trees.append((LABELS["level"], facts.maturity.explanation))
    if facts.scoring:
        trees.append((LABELS["score"], facts.scoring.explanation))
    if facts.valuation:
        trees.append((LABELS["pooled"], facts.valuation.explanation))
        trees += [(method.title, method.explanation) for method in facts.valuation.methods]
    return [
        [
            _text(name), (line.depth, WHOLE), _text("　" * line.depth + line.label), _typed(line.value), _text(line.unit),
            _typed(line.contribution), _text(line.rule), _text("、".join(line.sources)),
        ]
        for name, tree in trees
        for line in tree
    ]  # fmt: skip
