"""The workbook itself: locked but for what the expert fills in, with the bands to choose from, ready for A4."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from unicodedata import east_asian_width

from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Protection
from openpyxl.styles import Side as Edge
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from quanheng.platform.common.exporting.cells import plain
from quanheng.platform.common.exporting.workbooks import HEAD_FILL, HEAD_FONT, WRAPPED, print_landscape
from quanheng.platform.common.importing.template import WORDS, Column
from quanheng.platform.common.importing.workbooks import content_of, drop_down, write_text
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import moment, number
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.marking import selectors
from quanheng.platform.evaluation.marking.models import Sheet
from quanheng.platform.evaluation.marking.offline import paper
from quanheng.platform.evaluation.marking.selectors import Item
from quanheng.platform.evaluation.marking.states import MarkStatus
from quanheng.schemes.templates import BandTemplate

WIDTHS = {
    "indicator": 22,
    "weight": 8,
    "wording": 62,
    "band": 15,
    "points": 9,
    "abstention": 26,
    "remark": 34,
}
INPUT = ("band", "points", "abstention", "remark")
OPEN_FILL = PatternFill("solid", fgColor="FFFBEA")
EDGE = Edge("thin", color="BAC3CF")
THIN = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
LINE, LEAST_HEIGHT, MOST_HEIGHT = 16.5, 66, 400
"""Points of height: of one line of text, of a row at least, and what spreadsheet programs take at most (409)."""
SHORT_PRINT = 16


def workbook(sheet: Sheet) -> bytes:
    """Return the score sheet with the marks given so far, in the reader's language."""
    items = selectors.items(sheet)
    spoken = paper.language()
    template = paper.template(items, spoken)
    table = template.sheet(paper.MARKS)
    book = Workbook()
    page = book.worksheets[0]
    page.title = table.name
    choices = book.create_sheet(WORDS["choices_sheet"])
    meta = book.create_sheet(WORDS["meta_sheet"])
    _head(page, sheet, table.head)
    _heads(page, table.columns, table.head)
    for row, item in enumerate(items, table.head + 1):
        _row(page, row, item, table.columns)
        _rules(page, row, item, choices, stack_of(sheet.evaluation.scheme).ratio("scoring.point_step"))
    for pair in paper.stamp(sheet, spoken).items():
        meta.append(pair)
    choices.sheet_state = meta.sheet_state = "hidden"
    _protect(book)
    _print(page, sheet, table.head, table.head + len(items))
    book.properties.title = f"{table.name} {sheet.evaluation.number} {sheet.code}"
    return content_of(book)


def filename(sheet: Sheet) -> str:
    return f"{gettext('Score sheet')} {sheet.evaluation.number} {sheet.code}.xlsx"


def marked(item: Item) -> dict[str, str | Decimal | None]:
    """Return the mark of an item as the columns of the workbook hold it."""
    mark = item.mark
    reason = mark.reason.replace("\r\n", "\n") if mark else ""
    abstained = mark is not None and mark.status == MarkStatus.ABSTAINED
    return {
        "band": band_label(item.band) if item.band else "",
        "points": mark.points if mark else None,
        "abstention": reason if abstained else "",
        "remark": "" if abstained else reason,
    }


def band_label(band: BandTemplate) -> str:
    return str(wording.both(band.label, band.label_en))


def identity(sheet: Sheet) -> str:
    """Return the line that every page of the sheet carries."""
    return gettext("%(number)s · plan %(plan)s · expert code %(code)s") % {
        "number": sheet.evaluation.number,
        "plan": sheet.plan.fingerprint[:SHORT_PRINT],
        "code": sheet.code,
    }


def _head(page: Worksheet, sheet: Sheet, head: int) -> None:
    stack = stack_of(sheet.evaluation.scheme)
    limits = {
        "below": f"{stack.ratio('scoring.comment_below').normalize():f}",
        "above": f"{stack.ratio('scoring.comment_above').normalize():f}",
        "step": f"{stack.ratio('scoring.point_step').normalize():f}",
    }
    lines = (
        f"{gettext('Score sheet')}  {sheet.evaluation.achievement.title}",
        f"{identity(sheet)} · {sheet.get_side_display()} · {gettext('hand in by %(when)s') % {'when': moment(sheet.due_at)}}",
        gettext("Choose the band first, then points inside it, in steps of %(step)s.") % limits,
        gettext(
            "Not to mark an indicator: leave band and points empty and write the reason. An empty row stays unmarked; 0 is a mark of 0 points."
        ),
        gettext("Points below %(below)s or above %(above)s need a remark.") % limits,
        gettext(
            "Only the yellow cells can be changed. Upload the file at your desk: you see what changes before anything is kept, and hand in there."
        ),
    )
    for row, text in enumerate(lines, 1):
        write_text(page.cell(row, 1), str(plain(text)))
    page["A1"].font, page["A2"].font = Font(bold=True, size=15), HEAD_FONT
    page.row_dimensions[1].height = 24
    page.row_dimensions[head - 1].height, page.row_dimensions[head].height = 6, 20


def _heads(page: Worksheet, columns: Sequence[Column], head: int) -> None:
    for place, column in enumerate(columns, 1):
        cell = page.cell(head, place)
        write_text(cell, column.heading)
        cell.font, cell.fill, cell.alignment, cell.border = HEAD_FONT, HEAD_FILL, WRAPPED, THIN
        page.column_dimensions[get_column_letter(place)].width = WIDTHS[column.code]
    page.freeze_panes = f"B{head + 1}"


def _row(page: Worksheet, row: int, item: Item, columns: Sequence[Column]) -> None:
    values: dict[str, str | Decimal | None] = {
        "indicator": paper.label(item),
        "weight": number(item.weight),
        "wording": _wording(item),
        **marked(item),
    }
    for place, column in enumerate(columns, 1):
        cell, value = page.cell(row, place), values[column.code]
        if isinstance(value, Decimal):
            cell.value = float(value)
        elif value:
            write_text(cell, str(plain(value)))
        cell.alignment, cell.border = WRAPPED, THIN
        if column.code in INPUT:
            cell.protection, cell.fill = Protection(locked=False), OPEN_FILL
            cell.number_format = "General" if column.code == "points" else "@"
    lines = max(_lines(str(value or ""), WIDTHS[code]) for code, value in values.items())
    page.row_dimensions[row].height = min(max(LINE * lines + 4, LEAST_HEIGHT), MOST_HEIGHT)


def _wording(item: Item) -> str:
    """Return the question and the worded bands, one per line."""
    indicator = item.indicator
    bands = [
        gettext("%(band)s, %(low)s to %(high)s: %(wording)s")
        % {
            "band": band_label(band),
            "low": number(band.low),
            "high": number(band.high),
            "wording": wording.both(band.wording, band.wording_en),
        }
        for band in indicator.bands
    ]
    return "\n".join([str(wording.both(indicator.question, indicator.question_en)), *bands])


def _lines(text: str, width: int) -> int:
    """Return how many lines a wrapped text fills; a Chinese character is as wide as two letters."""
    widths = [sum(2 if east_asian_width(c) in "WF" else 1 for c in line) for line in text.split("\n")]
    return sum(max(1, ceil(wide / (width - 2))) for wide in widths)


def _rules(page: Worksheet, row: int, item: Item, choices: Worksheet, step: Decimal) -> None:
    """Offer the bands of the row's indicator, and take points from 0 to 100 in the steps of the scheme."""
    cells = {code: f"{get_column_letter(place)}{row}" for place, code in enumerate(WIDTHS, 1)}
    bands = drop_down([band_label(band) for band in item.indicator.bands], cells["band"], choices)
    bands.errorTitle, bands.error = gettext("Rubric band"), gettext("Choose a band from the list")
    at = cells["points"]
    points = DataValidation(
        type="custom",
        formula1=f"AND(ISNUMBER({at}),{at}>=0,{at}<=100,ABS({at}/{step}-ROUND({at}/{step},0))<0.000001)",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=gettext("Points"),
        error=gettext("Takes 0 to 100 in steps of %(step)s") % {"step": f"{step.normalize():f}"},
    )
    points.add(at)
    for rule in (bands, points):
        page.add_data_validation(rule)


def _protect(book: Workbook) -> None:
    """Lock everything but the open cells, without a password: it guards against slips, the reader checks again."""
    for page in book.worksheets:
        page.protection.sheet = True
        page.protection.formatColumns = page.protection.formatRows = False
    book.security = WorkbookProtection(lockStructure=True)


def _print(page: Worksheet, sheet: Sheet, head: int, last: int) -> None:
    print_landscape(page)
    page.print_title_rows = f"{head}:{head}"
    page.print_area = f"A1:{get_column_letter(len(WIDTHS))}{last}"
    page.page_margins.left = page.page_margins.right = 0.4
    if (header := page.oddHeader) is not None and header.right is not None:
        header.right.text = identity(sheet).replace("&", "&&")
