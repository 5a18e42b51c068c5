"""The body of a table. A page of 50 rows has hundreds of cells, so it is written without a template."""

from collections.abc import Sequence

from django.utils.html import conditional_escape as safe
from django.utils.safestring import SafeString

from quanheng.platform.common.ui.icons import icon_svg
from quanheng.platform.common.ui.parts import Cell, Row, Tag, Text


def table_body(rows: Sequence[Row]) -> SafeString:
    return SafeString("\n".join([_row(row) for row in rows]))


def _row(row: Row) -> str:
    marks = ' class="qh-selected"' if row.selected else ""
    if not row.url:
        return f"<tr{marks}>{''.join([_cell(cell, cell.url) for cell in row.cells])}</tr>"
    linked = any(cell.url for cell in row.cells)
    cells = [
        _cell(cell, cell.url or ("" if linked or place else row.url)) for place, cell in enumerate(row.cells)
    ]
    return f'<tr{marks} data-url="{safe(row.url)}">{"".join(cells)}</tr>'


def _cell(cell: Cell, url: str) -> str:
    text = _escaped(cell.text)
    if url:
        text = f'<a href="{safe(url)}">{text}</a>'
    if cell.tag is not None:
        text = f"{tag_html(cell.tag)} {text}" if text else tag_html(cell.tag)
    if cell.hint:
        text = f"{text}<small>{_escaped(cell.hint)}</small>"
    return f'<td class="qh-num">{text}</td>' if cell.numeric else f"<td>{text}</td>"


def tag_html(tag: Tag) -> SafeString:
    return SafeString(
        f'<span class="qh-tag qh-tag-{tag.tone}">{icon_svg(tag.icon)}{safe(str(tag.label))}</span>'
    )


def _escaped(text: Text) -> str:
    return safe(str(text)) if text else ""
