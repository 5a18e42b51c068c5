"""The workbooks of an import: the template to fill in, and the person's own file with its faults marked."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from quanheng.platform.common.exporting.workbooks import print_landscape
from quanheng.platform.common.importing.book import read_book
from quanheng.platform.common.importing.reading import Problem, Reading
from quanheng.platform.common.importing.template import WORDS, Column, Sheet, Template, folded

HEAD, REQUIRED = PatternFill("solid", fgColor="EEF1F5"), PatternFill("solid", fgColor="FFF4D6")
RED, GREY = PatternFill("solid", fgColor="F8C9CC"), Font(color="8792A2", italic=True)
BOLD, WRAPPED = Font(bold=True), Alignment(vertical="top", wrap_text=True)
FORMATS = {
    "text": "@",
    "choice": "@",
    "flag": "@",
    "date": "yyyy-mm-dd",
    "money": "#,##0.00",
    "whole": "0",
    "number": "General",
}


def template_workbook(template: Template, *, scheme_pack: str = "") -> bytes:
    """Return the workbook that people fill in: instructions, data sheets with drop-downs and a grey sample
    row, and the hidden `_meta` that names template, version and scheme pack.
    """
    book = Workbook()
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError("a new workbook has no sheet")
    _instructions(first, template)
    choices = book.create_sheet(WORDS["choices_sheet"])
    for sheet in template.sheets:
        _data_sheet(book.create_sheet(sheet.name), sheet, choices)
    meta = book.create_sheet(WORDS["meta_sheet"])
    for pair in (
        ("template", template.name),
        ("version", str(template.version)),
        ("scheme_pack", scheme_pack),
    ):
        meta.append(pair)
    choices.sheet_state = meta.sheet_state = "hidden"
    return content_of(book)


def returned_workbook(path: Path, name: str, reading: Reading) -> bytes:
    """Return the person's own workbook (of a CSV file: its rows) with the faults of `reading` marked: red
    cells with comments, and a column 错误.
    """
    book = _own(path, name)
    for title in {problem.sheet for problem in reading.problems}:
        if title in book.sheetnames:
            _mark(
                book[title],
                [problem for problem in reading.problems if problem.sheet == title],
                reading.template,
                next((sheet.head for sheet in reading.template.sheets if sheet.name == title), 1),
            )
    return content_of(book)


def _instructions(page: Worksheet, template: Template) -> None:
    page.title = WORDS["instructions_sheet"]
    page.append([template.title])
    page["A1"].font = Font(bold=True, size=14)
    for line in (*template.instructions, WORDS["sample_note"], WORDS["formula_note"]):
        page.append([line])
    page.append([])
    page.append(WORDS["head"])
    for cell in page[page.max_row]:
        cell.font, cell.fill = BOLD, HEAD
    for sheet in template.sheets:
        for column in sheet.columns:
            need = WORDS["required"] if column.required else WORDS["optional"]
            page.append([sheet.name, column.heading, need, _form(column), column.hint])
    for letter, width in zip("ABCDE", (16, 20, 8, 30, 60), strict=True):
        page.column_dimensions[letter].width = width
    print_landscape(page)


def _form(column: Column) -> str:
    limits = [f"≥ {column.minimum:g}"] if column.minimum is not None else []
    limits += [f"≤ {column.maximum:g}"] if column.maximum is not None else []
    return "，".join([WORDS["kinds"][column.kind], *limits])


def _data_sheet(page: Worksheet, sheet: Sheet, choices: Worksheet) -> None:
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        head = page.cell(sheet.head, number, column.heading + (" *" if column.required else ""))
        head.font, head.fill, head.alignment = BOLD, REQUIRED if column.required else HEAD, WRAPPED
        if column.hint:
            head.comment = Comment(column.hint, template_author())
        page.column_dimensions[letter].width = max(12, 2 * len(column.heading) + 4)
        page.column_dimensions[letter].number_format = FORMATS[column.kind]
        if column.sample:
            write_text(page.cell(sheet.head + 1, number), column.sample)
            page.cell(sheet.head + 1, number).font = GREY
        if labels := _labels(column):
            cells = f"{letter}{sheet.head + 1}:{letter}{sheet.head + sheet.rows + 1}"
            page.add_data_validation(drop_down(labels, cells, choices))
    page.freeze_panes = f"A{sheet.head + 1}"
    print_landscape(page)


def template_author() -> str:
    return str(WORDS["instructions_sheet"])


def _labels(column: Column) -> Sequence[str]:
    if column.kind == "flag":
        return (WORDS["yes"], WORDS["no"])
    return [choice.label for choice in column.choices]


def drop_down(labels: Sequence[str], cells: str, choices: Worksheet) -> DataValidation:
    """Return a list validation of `cells` that reads its items from a further column of the hidden sheet."""
    place = 1 if choices.max_column == 1 and choices["A1"].value is None else choices.max_column + 1
    for number, label in enumerate(labels, 1):
        write_text(choices.cell(number, place), label)
    source = get_column_letter(place)
    rule = DataValidation(
        type="list",
        formula1=f"'{choices.title}'!${source}$1:${source}${len(labels)}",
        allow_blank=True,
        showErrorMessage=True,
    )
    rule.add(cells)
    return rule


def _own(path: Path, name: str) -> Workbook:
    if not name.lower().endswith(".csv"):
        return load_workbook(path)
    book = Workbook()
    page = book.worksheets[0]
    page.title = name[:31].translate(str.maketrans("", "", "[]:*?/\\'"))
    for number, row in enumerate(read_book(path, name)[0].rows, 1):
        for place, value in enumerate(row, 1):
            write_text(page.cell(number, place), str(value))
    return book


def _mark(page: Worksheet, problems: Sequence[Problem], template: Template, top: int) -> None:
    heads = {folded(str(cell.value or "")): cell.column for cell in page[top] if cell.column}
    last = page.max_column + 1
    head = page.cell(top, last, WORDS["errors_heading"])
    head.font, head.fill = BOLD, RED
    said: dict[int, list[str]] = {}
    for problem in problems:
        row = max(problem.row, top)
        said.setdefault(row, []).append(
            f"{problem.column}: {problem.takes}" if problem.column else problem.takes
        )
        place = next((heads[name] for name in _names(problem.column, template) if name in heads), last)
        cell = page.cell(row, place)
        cell.fill = RED
        if place != last:
            cell.comment = Comment(problem.takes, WORDS["errors_heading"])
    for row, sentences in said.items():
        cell = page.cell(row, last)
        start = [WORDS["errors_heading"]] if row == top else []
        write_text(cell, "\n".join([*start, *sentences]))
        cell.alignment = WRAPPED
    page.column_dimensions[get_column_letter(last)].width = 48


def _names(heading: str, template: Template) -> Sequence[str]:
    """Return all headings under which the column of a fault may stand in the person's file."""
    columns = (column for sheet in template.sheets for column in sheet.columns if column.heading == heading)
    return [folded(heading), *(name for column in columns for name in column.names())]


def write_text(cell: Cell | MergedCell, text: str) -> None:
    """Write text that stays text whatever it begins with."""
    cell.value = text
    cell.data_type = "s"


def content_of(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
