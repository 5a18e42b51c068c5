"""Rounds, members and weights as tables, picture and export."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.exporting import cells
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.ui.formats import day, moment, number
from quanheng.platform.common.ui.parts import Cell, Chart, Column, Row, Table
from quanheng.platform.evaluation.weighting import links, pages, selectors, words
from quanheng.platform.evaluation.weighting.models import PairSheet, WeightingRound
from quanheng.platform.evaluation.weighting.states import PAIR_SHEET_STATES, ROUND_STATES

ROUND_COLUMNS = (
    Column("round", _("Round")),
    Column("side", _("Side")),
    Column("state", _("State")),
    Column("members", _("Members in"), numeric=True),
    Column("ratio", _("Consistency ratio"), numeric=True),
    Column("opened", _("Opened"), secondary=True),
    Column("due", _("Due"), secondary=True),
)


def round_table(
    rows: Sequence[WeightingRound], *, empty_url: str = "", empty_label: words.Text = ""
) -> Table:
    lines = [
        Row(
            (
                Cell(gettext("Round %(number)s") % {"number": row.number}),
                Cell(words.side(row)),
                Cell("", tag=state_tag(ROUND_STATES, row.state)),
                Cell(f"{row.handed_in} / {row.members}", numeric=True),  # type: ignore[attr-defined]  # annotated by `of_case`
                Cell(pages.ratio(row.outcome["ratio"]) if row.result else "—", numeric=True),
                Cell(day(row.opened_at)),
                Cell(moment(row.due_at)),
            ),
            url=links.one(row.evaluation.number, row.number),
        )
        for row in rows
    ]
    return Table(
        ROUND_COLUMNS,
        lines,
        empty=_("No weighting round was opened in this case"),
        caption=_("Weighting rounds"),
        empty_url=empty_url,
        empty_label=empty_label,
    )


def member_table(rows: Sequence[PairSheet], names: Sequence[str], *, revealed: bool) -> Table:
    """Return who is in; the consistency ratios only after the closing."""
    columns = [
        Column("member", _("Member")),
        Column("state", _("State")),
        Column("when", _("When"), secondary=True),
    ]
    if revealed:
        columns.insert(2, Column("ratio", _("Consistency ratio"), numeric=True))
    lines = []
    for sheet, name in zip(rows, names, strict=True):
        found = [
            Cell(name),
            Cell("", tag=state_tag(PAIR_SHEET_STATES, sheet.state)),
            Cell(moment(sheet.submitted_at)),
        ]
        if revealed:
            own = pages.ratio(sheet.outcome["ratio"]) if sheet.result else "—"
            found.insert(2, Cell(own, numeric=True))
        lines.append(Row(tuple(found)))
    return Table(columns, lines, caption=_("Members of the weighting group"))


def weight_table(row: WeightingRound, counted: Sequence[PairSheet], names: Sequence[str]) -> Table:
    """Return the group's weights, the points of the plan, and each member's weights."""
    columns = (
        Column("indicator", _("Indicator"), sticky=True),
        Column("group", _("Group"), numeric=True),
        Column("points", _("Weight in the plan"), numeric=True),
        *(
            Column(f"member{sheet.place}", name, numeric=True)
            for sheet, name in zip(counted, names, strict=True)
        ),
    )
    points = selectors.adopted_points(row)
    lines = [
        Row(
            (
                Cell(words.title(row.items, place)),
                Cell(pages.percent(row.outcome["weights"][place - 1]), numeric=True),
                Cell(str(points[item["id"]]), numeric=True),
                *(
                    Cell(pages.percent(sheet.outcome["weights"][place - 1]), numeric=True)
                    for sheet in counted
                ),
            )
        )
        for place, item in enumerate(row.items, start=1)
    ]
    total = str(sum(points.values(), Decimal(0)))
    blank = tuple(Cell("100 %", numeric=True) for _sheet in counted)
    lines.append(Row((Cell(_("Total")), Cell("100 %", numeric=True), Cell(total, numeric=True), *blank)))
    return Table(columns, lines, caption=_("Weights of the group and of its members"))


def weight_chart(row: WeightingRound, counted: Sequence[PairSheet], names: Sequence[str]) -> Chart:
    """Return one dot per indicator for the group, on a bar from the lowest to the highest member."""
    members = [
        [sheet.outcome["weights"][place] * 100 for sheet in counted] for place in range(len(row.items))
    ]
    group = [weight * 100 for weight in row.outcome["weights"]]
    values = [
        [round(min(spread), 1), round(middle, 1), round(max(spread), 1)]
        for spread, middle in zip(members, group, strict=True)
    ]
    data = {
        "labels": [str(words.title(row.items, place + 1)) for place in range(len(row.items))],
        "series": [{"name": gettext("Group"), "values": values}],
        "unit": "%",
    }
    title = _("Weights: the group, and from the lowest to the highest member")
    return Chart("dots", title, data, weight_table(row, counted, names))


def adoption_table(row: WeightingRound) -> Table:
    """Return what adopting would change in the plan draft."""
    columns = (
        Column("indicator", _("Indicator")),
        Column("before", _("Before"), numeric=True),
        Column("group", _("Group"), numeric=True),
        Column("after", _("Weight in the plan"), numeric=True),
    )
    now, points = selectors.weights_now(row.plan, row.side), selectors.adopted_points(row)
    lines = [
        Row(
            (
                Cell(words.title(row.items, place)),
                Cell(number(now.get(item["id"])), numeric=True),
                Cell(f"{row.outcome['weights'][place - 1] * 100:.2f} %", numeric=True),
                Cell(str(points[item["id"]]), numeric=True),
            )
        )
        for place, item in enumerate(row.items, start=1)
    ]
    before, after = (str(sum(found.values(), Decimal(0))) for found in (now, points))
    total = (
        Cell(_("Total")),
        Cell(before, numeric=True),
        Cell("100 %", numeric=True),
        Cell(after, numeric=True),
    )
    return Table(columns, [*lines, Row(total)], caption=_("What adopting changes"))


EXPORT = (
    cells.Column(_("Indicator"), width=28),
    cells.Column(_("By"), width=20),
    cells.Column(_("Weight"), "number", width=12),
    cells.Column(_("Weight in the plan"), "number", width=10),
    cells.Column(_("Consistency ratio"), "number", width=12),
)


def export_rows(
    row: WeightingRound, counted: Sequence[PairSheet], names: Sequence[str]
) -> list[tuple[cells.Value, ...]]:
    """Return one row per indicator for the group, then for each member, unrounded."""
    points = selectors.adopted_points(row)
    titles = [str(words.title(row.items, place + 1)) for place in range(len(row.items))]
    ids = [item["id"] for item in row.items]
    group = [
        (title, gettext("Group"), weight, points[code], row.outcome["ratio"])
        for title, weight, code in zip(titles, row.outcome["weights"], ids, strict=True)
    ]
    own = [
        (title, name, weight, None, sheet.outcome["ratio"])
        for sheet, name in zip(counted, names, strict=True)
        for title, weight in zip(titles, sheet.outcome["weights"], strict=True)
    ]
    return [*group, *own]
