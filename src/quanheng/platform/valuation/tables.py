"""Rows of the list, and the tables of opinions, methods and runs."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quanheng.methods.money import yuan
from quanheng.methods.valuation.pooling import PooledValue
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.ui import formats
from quanheng.platform.common.ui.lists import Slice
from quanheng.platform.common.ui.parts import Cell, Column, Row, Table, Tag
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.evaluation import wording as evaluation
from quanheng.platform.valuation import selectors, wording
from quanheng.platform.valuation.models import Engagement, ExpertOpinion, MethodRun
from quanheng.platform.valuation.runs import Move
from quanheng.platform.valuation.sheets.catalogue import SHEETS, offers
from quanheng.platform.valuation.states import ENGAGEMENT_STATES


def engagements(shown: Slice[Engagement]) -> Table:
    columns = [
        Column("number", _("Number"), sticky=True),
        Column("title", _("Achievement")),
        Column("level", _("Maturity level"), numeric=True, secondary=True),
        Column("date", _("Valuation date"), sort="date", secondary=True),
        Column("state", _("State"), sort="state"),
    ]
    rows = [
        Row(
            [
                Cell(row.number),
                Cell(row.achievement.title, hint=row.evaluation.number),
                Cell(str(row.level), numeric=True),
                Cell(formats.day(row.valuation_date)),
                Cell("", tag=state_tag(ENGAGEMENT_STATES, row.state)),
            ],
            url=row.get_absolute_url(),
        )
        for row in shown.rows
    ]
    empty = _("A valuation opens by itself when the scoring of an evaluation is closed")
    return Table(
        columns,
        rows,
        total=shown.total,
        page=shown.page,
        pages=shown.pages,
        query=shown.query,
        sort=shown.sort,
        empty=empty,
        caption=_("Valuations"),
    )


def opinions(engagement: Engagement, rows: Sequence[ExpertOpinion], pool: PooledValue | None) -> Table:
    """Return the opened opinions by code; flagged ones link to their ruling."""
    flagged = {rows[place].code for place in pool.outliers} if pool else set()
    columns = [
        Column("code", _("Expert"), sticky=True),
        Column("role", _("Role")),
        Column("p10", _("Low (P10)"), numeric=True),
        Column("p50", _("Middle (P50)"), numeric=True),
        Column("p90", _("High (P90)"), numeric=True),
        Column("reason", _("Reason")),
        Column("ruling", _("Outlier ruling")),
    ]
    return Table(
        columns,
        [_opinion(engagement, row, row.code in flagged) for row in rows],
        caption=_("Opinions of value"),
    )


def _opinion(engagement: Engagement, row: ExpertOpinion, flagged: bool) -> Row:  # noqa: FBT001  # one of two looks of a row
    ruling = selectors.ruling_of(row)
    if ruling is not None:
        tone = "bad" if ruling.decision == "exclude" else "ok"
        last = Cell("", tag=Tag(ruling.get_decision_display(), tone), hint=ruling.reason)
    elif flagged:
        url = reverse("valuation:ruling", args=[engagement.number, row.code])
        last = Cell(_t("Rule on it"), url=url, tag=Tag(_("Outlier"), "warn"))
    else:
        last = Cell("")
    amounts = [Cell(formats.money(value), numeric=True) for value in (row.p10, row.p50, row.p90)]
    role = str(evaluation.role_label(row.seat.role))
    return Row([Cell(row.code), Cell(role), *amounts, Cell(row.reason), last])


def methods(engagement: Engagement, runs: dict[str, MethodRun]) -> Table:
    """Return the chosen methods with weight, value and interval."""
    standing = {offer.code: offer.standing for offer in offers(engagement.level)}
    columns = [
        Column("method", _("Method"), sticky=True),
        Column("standing", _("Standing")),
        Column("weight", _("Weight"), numeric=True),
        Column("value", _("Value"), numeric=True),
        Column("range", _("Interval"), numeric=True, secondary=True),
        Column("why", _("Why this method"), secondary=True),
    ]
    rows = [
        _method(row, standing[row["code"]], runs.get(row["code"]), engagement.number)
        for row in engagement.methods
    ]
    return Table(columns, rows, caption=_("Methods"), empty=_("No method is chosen"))


def _method(row: dict[str, str], standing: str, run: MethodRun | None, number: str) -> Row:
    sheet = SHEETS[row["code"]]
    url = f"{reverse(f'valuation:{sheet.approach}', args=[number])}?method={sheet.slug}"
    interval = f"{formats.money(run.low)} – {formats.money(run.high)}" if run and run.low is not None else "—"
    return Row(
        [
            Cell(str(sheet.label), url=url),
            Cell("", tag=Tag(wording.STANDINGS[standing], wording.STANDING_TONES[standing])),
            Cell(f"{formats.number(Decimal(row['weight']) * 100)} %", numeric=True),
            Cell(formats.money(run.value) if run else _t("no value yet"), numeric=True),
            Cell(interval, numeric=True),
            Cell(row["why"]),
        ]
    )


def pooled(pool: PooledValue) -> Table:
    columns = [
        Column("what", _("Pooled value")),
        Column("value", _("Value"), numeric=True),
        Column("wan", _("In short"), numeric=True),
    ]
    amounts = (
        (_("Low (P10)"), pool.low),
        (_("Lower quartile (P25)"), pool.p25),
        (_("Middle (P50)"), pool.p50),
        (_("High (P90)"), pool.high),
    )
    rows = [
        Row(
            [
                Cell(label),
                Cell(formats.money(yuan(value)), numeric=True),
                Cell(formats.wan(value), numeric=True),
            ]
        )
        for label, value in amounts
    ]
    return Table(columns, rows, caption=_("Pooled value"))


def by_role(rows: Sequence[selectors.RoleValue]) -> Table:
    columns = [
        Column("role", _("Role")),
        Column("count", _("Opinions that count"), numeric=True),
        Column("p50", _("Middle (P50)"), numeric=True),
    ]
    cells = [
        Row(
            [
                Cell(str(evaluation.role_label(row.role))),
                Cell(str(row.count), numeric=True),
                Cell(formats.money(yuan(row.p50)), numeric=True),
            ]
        )
        for row in rows
    ]
    return Table(columns, cells, caption=_("Pooled by role"))


def sensitivity(moves: Sequence[Move]) -> Table:
    columns = [
        Column("what", _("Sensitivity")),
        Column("value", _("Value"), numeric=True),
        Column("change", _("Difference"), numeric=True),
    ]
    rows = [
        Row(
            [
                Cell(sentence(move.label)),
                Cell(formats.wan(move.value), numeric=True),
                Cell(f"{'+' if move.change > 0 else ''}{formats.number(move.change)}", numeric=True),
            ]
        )
        for move in moves
    ]
    return Table(columns, rows, caption=_("Sensitivity"))
