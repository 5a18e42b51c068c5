"""The body of a table. A page of 50 rows has hundreds of cells, so it is written without a template."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeData, SafeString

from quanheng.platform.common.ui.icons import icon_svg
from quanheng.platform.common.ui.parts import Cell, Row, Tag, Text


def table_body(rows: Sequence[Row]) -> SafeString:
    return SafeString("\n".join([_row(row) for row in rows]))


def tag_html(tag: Tag) -> SafeString:
    return SafeString(f'<span class="qh-tag qh-tag-{tag.tone}">{icon_svg(tag.icon)}{_safe(tag.label)}</span>')


def _row(row: Row) -> str:
    marks = ' class="qh-selected"' if row.selected else ""
    cells = [_cell(cell, cell.url) for cell in row.cells]
    if not row.url:
        return f"<tr{marks}>{''.join(cells)}</tr>"
    if cells and not any(cell.url for cell in row.cells):
        cells[0] = _cell(row.cells[0], row.url)
    return f'<tr{marks} data-url="{escape(row.url)}">{"".join(cells)}</tr>'


def _cell(cell: Cell, url: str) -> str:
    text = _safe(cell.text)
    if url:
        text = f'<a href="{escape(url)}">{text}</a>'
    if cell.tag is not None:
        text = f"{tag_html(cell.tag)} {text}" if text else tag_html(cell.tag)
    if cell.hint:
        text = f"{text}<small>{_safe(cell.hint)}</small>"
    return f'<td class="qh-num">{text}</td>' if cell.numeric else f"<td>{text}</td>"


def _safe(text: Text) -> str:
    """Return `text` as markup, escaped unless it is markup already; a lazy one in the reader's language."""
    finished = text if isinstance(text, str) else str(text)
    return finished if isinstance(finished, SafeData) else escape(finished)
