"""Campaigns, entries and comparisons as the pages draw them and files hold them."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.exporting import cells
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import day, number
from quanheng.platform.common.ui.lists import Slice
from quanheng.platform.common.ui.parts import Cell, Chart, Column, Row, Table, Text
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.campaigns import links, yardstick
from quanheng.platform.evaluation.campaigns.comparing import Comparison, Contender
from quanheng.platform.evaluation.campaigns.models import Campaign, CampaignEntry
from quanheng.platform.evaluation.campaigns.selectors import Standing
from quanheng.platform.evaluation.campaigns.states import CAMPAIGN_STATES
from quanheng.platform.evaluation.states import EVALUATION_STATES
from quanheng.schemes import Stack

SORTS = {"number": "number", "state": "state", "created": "created_at"}
LIST_COLUMNS = (
    Column("number", _("Number"), sort="number", sticky=True),
    Column("title", _("Title")),
    Column("kind", _("Kind of campaign")),
    Column("stage", _("Stage"), secondary=True),
    Column("entries", _("Entries"), numeric=True),
    Column("state", _("State"), sort="state"),
    Column("created", _("Created on"), sort="created", secondary=True),
)
METHODS: tuple[Text, ...] = (_("Score"), _("TOPSIS"), _("VIKOR"), _("Grey relational analysis"))
"""The orders of a comparison: the certified score, then the cross-checks."""

DRAWN = 6
"""Entries that the picture tells apart by colour."""

TITLE = 10
"""Signs of a title in the picture's legend."""


def campaign_table(page: Slice[Campaign], *, empty_url: str = "", empty_label: Text = "") -> Table:
    return Table(
        LIST_COLUMNS,
        [line(row) for row in page.rows],
        total=page.total,
        page=page.page,
        pages=page.pages,
        empty=_("No campaign fits"),
        caption=_("Campaigns"),
        query=page.query,
        sort=page.sort,
        empty_url=empty_url,
        empty_label=empty_label,
    )


def line(row: Campaign) -> Row:
    entered: int = row.entered  # type: ignore[attr-defined]  # counted by `selectors.listed`
    return Row(
        (
            Cell(row.number),
            Cell(row.title, hint=row.institution.name),
            Cell(row.get_campaign_kind_display()),
            Cell(wording.stage_title(row.stage, row.scheme)),
            Cell(str(entered), numeric=True),
            Cell("", tag=state_tag(CAMPAIGN_STATES, row.state)),
            Cell(day(row.created_at)),
        ),
        url=row.get_absolute_url(),
    )


# entries ---------------------------------------------------------------------------------------
def entry_table(rows: Sequence[Standing], campaign: Campaign, *, editable: bool) -> Table:
    """Return every entry with its certified score and grade, or what it waits for."""
    columns = (
        Column("place", _("No.")),
        Column("evaluation", _("Evaluation")),
        Column("state", _("State")),
        Column("score", _("Score"), numeric=True),
        Column("grade", _("Grade")),
        *((Column("act", _("Act")),) if editable else ()),
    )
    lines = [Row((*entry_cells(row), *((removal(row, campaign),) if editable else ()))) for row in rows]
    return Table(columns, lines, empty=_("No evaluation is entered yet"), caption=_("Entries"), sizes=False)


def entry_cells(row: Standing) -> tuple[Cell, ...]:
    case = row.entry.evaluation
    result = row.result
    grade = grade_title(result.grade, stack_of(case.scheme)) if result and result.grade else "—"
    return (
        Cell(str(row.entry.place)),
        Cell(case.achievement.title, url=case.get_absolute_url(), hint=f"{case.number} · {case.client.name}"),
        Cell("", tag=state_tag(EVALUATION_STATES, case.state), hint=str(row.bar or "")),
        Cell(points(result.score if result else None), numeric=True),
        Cell(grade),
    )


def removal(row: Standing, campaign: Campaign) -> Cell:
    return Cell(_("Remove"), url=links.remove(campaign, row.entry.evaluation.number))


def removed_table(rows: Sequence[CampaignEntry]) -> Table | None:
    if not rows:
        return None
    columns = (
        Column("place", _("No.")),
        Column("evaluation", _("Evaluation")),
        Column("removed", _("Removed on")),
        Column("reason", _("Reason")),
    )
    lines = [
        Row(
            (
                Cell(str(row.place)),
                Cell(row.evaluation.achievement.title, hint=row.evaluation.number),
                Cell(day(row.removed_at)),
                Cell(row.reason),
            )
        )
        for row in rows
    ]
    return Table(columns, lines, caption=_("Removed entries"), sizes=False)


def weight_table(campaign: Campaign) -> Table | None:
    """Return the indicators and weights by which every entry is measured."""
    if campaign.yardstick is None:
        return None
    whole = yardstick.weights(campaign.measure)
    columns = (
        Column("indicator", _("Indicator")),
        Column("side", _("Side")),
        Column("weight", _("Weight in the whole (%)"), numeric=True),
    )
    lines = [
        Row(
            (
                Cell(yardstick.title(campaign.measure, code)),
                Cell(wording.SIDES[leaf["role"]]),
                Cell(yardstick.percent(whole[code]), numeric=True),
            )
        )
        for code, leaf in yardstick.leaves(campaign.measure).items()
    ]
    return Table(columns, lines, caption=_("Indicators and weights"), sizes=False)


def points(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def grade_title(code: str, stack: Stack) -> Text:
    grade = next((grade for grade in stack.grades() if grade.code == code), None)
    return wording.both(grade.label, grade.label_en) if grade else code


# comparison ------------------------------------------------------------------------------------
def rank_chart(found: Comparison) -> Chart:
    """Return the ranks by method as lines that cross where the methods disagree, over the whole table."""
    order = best_first(found)
    drawn = order[:DRAWN]
    title = gettext("Ranks by method")
    if len(order) > DRAWN:
        title = gettext("Ranks by method: the first %(count)s by score") % {"count": DRAWN}
    data = {
        "labels": [str(label) for label in METHODS],
        "series": [{"name": short(found.contenders[row]), "values": found.ranks(row)} for row in drawn],
        "ranks": True,
    }
    return Chart("line", title, data, comparison_table(found))


def comparison_table(found: Comparison) -> Table:
    columns = (
        Column("entry", _("Contender"), sticky=True),
        Column("score", _("Score"), numeric=True),
        Column("grade", _("Grade")),
        Column("rank", _("Place by score"), numeric=True),
        *(Column(f"method{n}", label, numeric=True) for n, label in enumerate(METHODS[1:])),
        Column("first", _("Share of first place"), numeric=True),
        Column("expected", _("Expected place"), numeric=True),
    )
    lines = [comparison_line(found, row) for row in best_first(found)]
    return Table(columns, lines, caption=_("Comparison"), sizes=False)


def comparison_line(found: Comparison, row: int) -> Row:
    one = found.contenders[row]
    return Row(
        (
            Cell(full(one), hint=one.number),
            Cell(points(one.score), numeric=True),
            Cell(one.grade),
            *(Cell(str(rank), numeric=True) for rank in found.ranks(row)),
            Cell(f"{float(found.chances.acceptability[row, 0]):.0%}", numeric=True),
            Cell(f"{float(found.chances.expected_ranks[row]):.2f}", numeric=True),
        )
    )


def chance_chart(found: Comparison) -> Chart:
    """Return the expected place of every entry, with the share of each of the first three places."""
    order = sorted(range(len(found.contenders)), key=lambda row: found.chances.expected_ranks[row])
    shown = min(3, len(order))
    columns = (
        Column("entry", _("Contender"), sticky=True),
        Column("expected", _("Expected place"), numeric=True),
        *(
            Column(f"place{n}", gettext("Share of place %(place)s") % {"place": n}, numeric=True)
            for n in range(1, shown + 1)
        ),
    )
    lines = [
        Row(
            (
                Cell(full(found.contenders[row])),
                Cell(f"{float(found.chances.expected_ranks[row]):.2f}", numeric=True),
                *(
                    Cell(f"{float(found.chances.acceptability[row, place]):.0%}", numeric=True)
                    for place in range(shown)
                ),
            )
        )
        for row in order
    ]
    values = [round(float(found.chances.expected_ranks[row]), 2) for row in order]
    data = {
        "labels": [full(found.contenders[row]) for row in order],
        "series": [{"name": gettext("Expected place"), "values": values}],
        "max": len(order),
        "figures": True,
    }
    table = Table(columns, lines, caption=_("Expected place"), sizes=False)
    return Chart("bar", _("Expected place, given how far the experts' marks lie apart"), data, table)


def best_first(found: Comparison) -> list[int]:
    """Return the entries by score, equal ones by their number."""
    return sorted(range(len(found.contenders)), key=lambda row: (found.certified[row], row))


def full(one: Contender) -> str:
    return f"{one.place}  {one.title}"


def short(one: Contender) -> str:
    """Return a name for a line of the picture; the table below has it in full."""
    title = one.title if len(one.title) <= TITLE else f"{one.title[: TITLE - 1]}…"
    return f"{one.place}  {title}"


EXPORT = (
    cells.Column(_("No."), "number", width=6),
    cells.Column(_("Evaluation"), width=18),
    cells.Column(_("Achievement"), width=40),
    cells.Column(_("Score"), "number", width=10),
    cells.Column(_("Grade"), width=12),
    cells.Column(_("Place by score"), "number", width=12),
    *(cells.Column(label, "number", width=12) for label in METHODS[1:]),
    cells.Column(_("Share of first place"), "number", width=14),
    cells.Column(_("Expected place"), "number", width=14),
    cells.Column(_("Remark"), width=60),
)


def export_rows(found: Comparison, remark: Text) -> list[tuple[cells.Value, ...]]:
    """Return the comparison as the file holds it; every row says that it is for reference only."""
    return [
        (
            one.place,
            one.number,
            one.title,
            one.score,
            one.grade,
            *found.ranks(row),
            round(float(found.chances.acceptability[row, 0]), 4),
            round(float(found.chances.expected_ranks[row]), 4),
            remark,
        )
        for row in best_first(found)
        for one in [found.contenders[row]]
    ]


def listed_numbers(numbers: Sequence[str]) -> str:
    return str(wording.joined(numbers))


def ratio(value: float) -> str:
    return number(round(value, 3))
