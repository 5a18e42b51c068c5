"""Coded marks as a table and as an export; read only when scoring is closed."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.exporting import cells
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import number
from quanheng.platform.common.ui.parts import Cell, Column, Row, Table
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.marking.models import Sheet, SheetMark
from quanheng.platform.evaluation.marking.states import MarkStatus, SheetState, Side
from quanheng.schemes.templates import IndicatorTemplate

EXPORT = (
    cells.Column(_("Code"), width=10),
    cells.Column(_("Expert role"), width=16),
    cells.Column(_("Side"), width=16),
    cells.Column(_("State"), width=12),
    cells.Column(_("Indicator"), width=24),
    cells.Column(_("Mark"), width=12),
    cells.Column(_("Rubric band"), width=12),
    cells.Column(_("Points"), "number", width=8),
    cells.Column(_("Remark"), width=60),
)


def mark_tables(marks: Sequence[SheetMark], sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """Return for each side its table (indicators by coded experts), remarks and overall opinions."""
    return [
        {
            "title": Side(side).label,
            "table": side_table([m for m in marks if m.sheet.side == side], columns),
            "remarks": remarks([m for m in marks if m.sheet.side == side]),
            "opinions": [(sheet.code, sheet.opinion) for sheet in columns if sheet.opinion],
        }
        for side in Side.values
        if (columns := [sheet for sheet in sheets if sheet.side == side])
    ]


def side_table(marks: Sequence[SheetMark], sheets: Sequence[Sheet]) -> Table:
    found = {(mark.indicator, mark.sheet_id): mark for mark in marks}
    templates = indicators_of(sheets[0])
    present = dict.fromkeys(mark.indicator for mark in marks)
    rows = [
        Row(
            (
                Cell(wording.titled(templates[code])),
                *(mark_cell(found.get((code, sheet.id)), templates[code]) for sheet in sheets),
            )
        )
        for code in templates
        if code in present
    ]
    heads = (Column(str(sheet.id), head(sheet), numeric=True) for sheet in sheets)
    return Table(
        columns=(Column("indicator", _("Indicator"), sticky=True), *heads),
        rows=rows,
        empty=_("No mark was given"),
        caption=_("Marks"),
    )


def head(sheet: Sheet) -> str:
    if sheet.state == SheetState.RECUSED:
        return gettext("%(code)s (recused, not counted)") % {"code": sheet.code}
    return f"{sheet.code} {wording.role_label(sheet.role)}"


def mark_cell(mark: SheetMark | None, indicator: IndicatorTemplate) -> Cell:
    if mark is None:
        return Cell("—", numeric=True)
    if mark.status == MarkStatus.ABSTAINED:
        return Cell(gettext("Abstained"), numeric=True)
    return Cell(number(mark.points), numeric=True, hint=band_label(mark, indicator))


def band_label(mark: SheetMark, indicator: IndicatorTemplate) -> str:
    band = next((band for band in indicator.bands if band.id == mark.band), None)
    return str(wording.both(band.label, band.label_en)) if band else ""


def remarks(marks: Sequence[SheetMark]) -> list[dict[str, str]]:
    if not marks:
        return []
    templates = indicators_of(marks[0].sheet)
    return [
        {
            "code": mark.sheet.code,
            "indicator": str(wording.titled(templates[mark.indicator])),
            "text": mark.reason,
        }
        for mark in marks
        if mark.reason
    ]


def indicators_of(sheet: Sheet) -> dict[str, IndicatorTemplate]:
    template = stack_of(sheet.evaluation.scheme).stage(sheet.plan.stage)
    return {indicator.id: indicator for indicator in template.indicators}


def export_rows(marks: Sequence[SheetMark]) -> list[tuple[cells.Value, ...]]:
    """Return one row per mark: the code of the expert, never the name."""
    rows: list[tuple[cells.Value, ...]] = []
    for mark in marks:
        indicator = indicators_of(mark.sheet)[mark.indicator]
        rows.append(
            (
                mark.sheet.code,
                str(wording.role_label(mark.sheet.role)),
                mark.sheet.get_side_display(),
                mark.sheet.get_state_display(),
                str(wording.titled(indicator)),
                mark.get_status_display(),
                band_label(mark, indicator),
                mark.points,
                mark.reason,
            )
        )
    return rows
