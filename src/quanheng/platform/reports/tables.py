"""Rows of the report list."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.ui.lists import slice_of
from quanheng.platform.common.ui.parts import Cell, Column, Row, Table
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.states import REPORT_STATES


def report_table(request: HttpRequest, rows: QuerySet[Report]) -> Table:
    columns = [
        Column("title", _("Achievement"), sticky=True),
        Column("state", _("State")),
        Column("case", _("Evaluation"), secondary=True),
        Column("issued", _("Issued")),
    ]
    part = slice_of(request, rows)
    return Table(
        columns,
        [row_of(report) for report in part.rows],
        total=part.total,
        page=part.page,
        pages=part.pages,
        empty=_("A report begins when the valuation of a case is closed"),
        caption=_("Evaluation reports"),
    )


def row_of(report: Report) -> Row:
    return Row(
        [
            Cell(report.achievement.title, url=f"/reports/{report.number}/", hint=report.number),
            Cell("", tag=state_tag(REPORT_STATES, report.state)),
            Cell(report.evaluation.number, url=f"/evaluations/{report.evaluation.number}/"),
            Cell(report.issued_at.astimezone(SHANGHAI).strftime("%Y-%m-%d") if report.issued_at else ""),
        ]
    )
