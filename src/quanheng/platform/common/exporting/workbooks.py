"""A table as an XLSX workbook, ready to print on A4 landscape."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from quanheng.platform.common.exporting.cells import Column, Value, plain

FORMATS = {
    "number": "General",
    "money": "#,##0.00",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "text": "@",
}
HEAD_FONT = Font(bold=True)
HEAD_FILL = PatternFill("solid", fgColor="EEF1F5")
WRAPPED = Alignment(vertical="top", wrap_text=True)
LONGEST_NAME = 31
NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")
EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; longer ones are written as text."""


def workbook_bytes(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, about: str = ""
) -> bytes:
    """Return a workbook of one sheet called `name`; `about` (which filters) goes into its properties."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.description = name, about
    sheet = book.create_sheet(name.translate(NOT_IN_NAMES)[:LONGEST_NAME] or "1")
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    print_landscape(sheet)
    sheet.freeze_panes = "A2"
    sheet.append([head_cell(sheet, str(column.heading)) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column, value) for column, value in zip(columns, row, strict=True)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def print_landscape(sheet: Worksheet) -> None:
    """Set up A4 landscape, as wide as one page, with the head on every page and page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    if (footer := sheet.HeaderFooter.oddFooter) is not None and footer.center is not None:
        footer.center.text = "&P / &N"  # an empty part is false


def text_cell(sheet: Worksheet, text: str) -> Any:
    """Return a cell that is text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # the setter has made `=…` a formula
    cell.number_format = "@"
    return cell


def head_cell(sheet: Worksheet, text: str) -> Any:
    cell = text_cell(sheet, text)
    cell.font, cell.fill, cell.alignment = HEAD_FONT, HEAD_FILL, WRAPPED
    return cell


def _cell(sheet: Worksheet, column: Column, value: Value) -> Any:
    shown = plain(value)
    if isinstance(shown, str):
        return text_cell(sheet, shown)
    if isinstance(shown, Decimal | int) and len(f"{shown:f}".strip("-").replace(".", "")) > EXACT_DIGITS:
        return text_cell(sheet, f"{shown:f}")
    cell = WriteOnlyCell(sheet, value=cast(float | None, shown))  # dates and Decimals are taken too
    if shown is not None and column.kind != "text":
        cell.number_format = FORMATS[column.kind]
    return cell
