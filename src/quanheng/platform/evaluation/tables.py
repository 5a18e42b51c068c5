"""Cases, plans and information as the pages draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import inbox
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import day, number
from quanheng.platform.common.ui.lists import Slice
from quanheng.platform.common.ui.parts import Answer, Cell, Column, Row, Table, Tag, Text
from quanheng.platform.evaluation import boards, plans, reasons, wording
from quanheng.platform.evaluation.models import Evaluation, InformationItem, Plan, Scope
from quanheng.platform.evaluation.states import EVALUATION_STATES, EvaluationState
from quanheng.platform.evaluation.weighting import links
from quanheng.platform.evaluation.weighting import pages as weighting_pages
from quanheng.platform.evaluation.weighting import selectors as weighting

SORTS = {"number": "number", "state": "state", "created": "created_at"}
LIST_COLUMNS = (
    Column("number", _("Number"), sort="number", sticky=True),
    Column("title", _("Achievement")),
    Column("institution", _("Evaluation institution"), secondary=True),
    Column("level", _("Maturity level"), secondary=True),
    Column("state", _("State"), sort="state"),
    Column("due", _("Next step")),
    Column("created", _("Commissioned on"), sort="created", secondary=True),
)


def evaluation_table(
    page: Slice[Evaluation], now: datetime, *, empty_url: str = "", empty_label: Text = ""
) -> Table:
    """Return the list; the next steps of all rows are read at once."""
    steps = next_steps([row.id for row in page.rows])
    return Table(
        LIST_COLUMNS,
        [line(row, steps.get(row.id), now) for row in page.rows],
        total=page.total,
        page=page.page,
        pages=page.pages,
        empty=_("No evaluation fits"),
        caption=_("Evaluations"),
        query=page.query,
        sort=page.sort,
        empty_url=empty_url,
        empty_label=empty_label,
    )


def next_steps(ids: Sequence[UUID]) -> dict[UUID, InboxItem]:
    """Return the first open step of each case."""
    rows = inbox.open_of_many("evaluation", ids)
    found: dict[UUID, InboxItem] = {}
    for row in rows:
        found.setdefault(row.case_id, row)
    return found


def line(row: Evaluation, step: InboxItem | None, now: datetime) -> Row:
    return Row(
        (
            Cell(row.number),
            Cell(row.achievement.title, hint=row.client.name),
            Cell(row.institution.name, hint=row.lead.name if row.lead else ""),
            Cell(boards.level_name(row) if row.level else "—"),
            Cell("", tag=state_tag(EVALUATION_STATES, row.state)),
            step_cell(step, now),
            Cell(day(row.created_at)),
        ),
        url=row.get_absolute_url(),
    )


def step_cell(step: InboxItem | None, now: datetime) -> Cell:
    """Return who does what next, and by which day."""
    if step is None:
        return Cell("—")
    hint = ""
    if step.due_at:
        late = gettext("due %(day)s, overdue") if step.due_at < now else gettext("due %(day)s")
        hint = late % {"day": day(step.due_at)}
    return Cell(f"{Role(step.role).label}: {gettext(step.what)}", hint=hint)


# plan --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator as the plan page reads it."""

    title: Text
    question: Text
    weight: Text
    values: Text
    status: str
    clause: str
    weight_status: str


@dataclass(frozen=True, slots=True)
class SideOfPlan:
    title: Text
    share: Text
    total: Text
    raters: Text
    lines: Sequence[IndicatorLine]
    origin: Text = ""
    origin_url: str = ""


def sides(plan: Plan) -> list[SideOfPlan]:
    """Return the two groups of indicators with their raters, totals, and where the weights come from."""
    template = stack_of(plan.scheme).stage(plan.stage)
    shares = {
        "competitive": plan.competitive_share,
        "authoritative": plans.HUNDRED - plan.competitive_share,
    }
    origins = weighting.origins(plan)
    return [
        SideOfPlan(
            wording.SIDES[side],
            number(shares[side]),
            number(plans.side_total(plan, side)),
            wording.joined(wording.role_label(role) for role in template.raters(side)),
            [indicator_line(row) for row in plan.indicators if row["role"] == side],
            *origin_of(origins.get(side)),
        )
        for side in plans.SIDES
    ]


def origin_of(origin: weighting.Origin | None) -> tuple[str, str]:
    """Return the provenance of a side's weights in words, and the address of its round."""
    if origin is None:
        return "", ""
    row = origin.round
    return weighting_pages.origin_line(origin), links.one(row.evaluation.number, row.number)


def indicator_line(row: dict[str, Any]) -> IndicatorLine:
    shares = {code: Decimal(share) for code, share in row["values"].items()}
    return IndicatorLine(
        wording.entry_title(row),
        wording.both(row["question"], row["question_en"]),
        number(Decimal(row["weight"])),
        wording.joined(
            f"{wording.value_title(code)} {number(share * 100)}%" for code, share in shares.items()
        ),
        row["status"],
        row["clause"],
        row["weight_status"],
    )


def seat_table(plan: Plan) -> Table:
    """Return the seats by role with the side they mark and whether they value."""
    template = stack_of(plan.scheme).stage(plan.stage)
    columns = (
        Column("role", _("Expert role")),
        Column("seats", _("Seats"), numeric=True),
        Column("side", _("Side")),
        Column("values", _("Values")),
    )
    rows = [
        Row(
            (
                Cell(wording.role_label(role)),
                Cell(str(count), numeric=True),
                Cell(
                    wording.joined(wording.SIDES[s] for s in plans.SIDES if role in template.raters(s)) or "—"
                ),
                Cell(_("Yes") if role in template.valuers else "—"),
            )
        )
        for role, count in plan.seats.items()
    ]
    total = sum(plan.seats.values())
    rows.append(Row((Cell(_("Total")), Cell(str(total), numeric=True), Cell(""), Cell(""))))
    return Table(columns, rows, empty=_("No seat is planned"), caption=_("Seats"))


def voice(plan: Plan) -> str:
    """Return the share of the seats held by users, customers and investors (M-P3)."""
    total = sum(plan.seats.values())
    if not total:
        return ""
    held = sum(plan.seats.get(role, 0) for role in ("customer", "chain", "investment"))
    values = {"held": held, "total": total, "share": number(round(Decimal(100 * held) / total, 1))}
    return gettext("Users, customers and investors hold %(held)s of %(total)s seats (%(share)s %%)") % values


def removed_table(plan: Plan) -> Table | None:
    if not plan.removed:
        return None
    columns = (
        Column("indicator", _("Indicator")),
        Column("reason", _("Reason")),
        Column("rule", _("Clause")),
    )
    rows = [
        Row((Cell(wording.entry_title(row)), Cell(row["reason"] or "—"), Cell(row["clause"])))
        for row in plan.removed
    ]
    return Table(columns, rows, caption=_("Indicators left out"))


def plan_answers(plan: Plan) -> list[Answer]:
    stage = wording.stage_title(plan.stage, plan.scheme)
    return [
        Answer(_("Stage"), stage),
        Answer(_("Purpose"), wording.purpose_title(plan.purpose, plan.scheme)),
        Answer(_("Team"), plan.team),
        Answer(_("Timetable"), plan.timetable),
        *([Answer(_("Why this version"), gettext(plan.reason))] if plan.reason else []),
    ]


def rules_answers(plan: Plan, evaluation: Evaluation) -> list[Answer]:
    """Return what the plan lists beside indicators and seats."""
    template = stack_of(plan.scheme).stage(plan.stage)
    uses = [use for use in template.uses if use.id in plan.uses]
    found = [
        Answer(_("Information list"), wording.joined(wording.entry_title(row) for row in plan.information)),
        Answer(_("Valuation methods"), wording.joined(wording.method_label(m) for m in plan.methods)),
        Answer(_("Allowed uses"), wording.joined(wording.titled(use) for use in uses)),
        Answer(_("Scheme pack"), " · ".join(f"{name} {v}" for name, v in stack_of(plan.scheme).versions)),
    ]
    return found if evaluation.case_kind == Scope.FULL else found[-1:]


def change_table(changes: Sequence[plans.Change]) -> Table:
    columns = (Column("what", _("What")), Column("before", _("Before")), Column("after", _("Now")))
    rows = [Row((Cell(gettext(str(c.label))), Cell(c.before or "—"), Cell(c.after or "—"))) for c in changes]
    return Table(columns, rows, empty=_("Nothing differs"), caption=_("Differences"))


# information -------------------------------------------------------------------------------------------
INFORMATION_COLUMNS = (
    Column("item", _("Item")),
    Column("state", _("State")),
    Column("source", _("Source and date")),
    Column("finding", _("Finding")),
    Column("file", _("File"), secondary=True),
)


def information_table(
    evaluation: Evaluation, plan: Plan, found: dict[str, InformationItem], *, editable: bool
) -> Table:
    """Return one row per item of the list, found, explained or open."""
    rows = []
    for entry in plan.information:
        item = found.get(entry["id"])
        url = (
            reverse("evaluation:information_item", args=[evaluation.number, entry["id"]]) if editable else ""
        )
        rows.append(
            Row(
                (
                    Cell(wording.entry_title(entry), url=url, hint=entry["clause"]),
                    Cell("", tag=item_tag(item)),
                    Cell(
                        item.source if item and item.source else "—",
                        hint=day(item.dated) if item and item.dated else "",
                    ),
                    Cell((item.finding or item.gap_reason) if item else "—"),
                    file_cell(item),
                ),
                url=url,
            )
        )
    return Table(
        INFORMATION_COLUMNS, rows, empty=_("The plan lists no information"), caption=_("Information")
    )


def item_tag(item: InformationItem | None) -> Tag:
    if item is None:
        return Tag(_("Not entered"), "wait")
    return Tag(_("Gap explained"), "warn") if item.gap_reason else Tag(_("Found"), "ok")


def file_cell(item: InformationItem | None) -> Cell:
    if item is None or item.attachment is None:
        return Cell("—")
    url = reverse("common:file", args=[item.attachment_id])
    return Cell(item.attachment.name, url=url, hint=f"sha256 {item.attachment.file_id[:8]}")


# others ------------------------------------------------------------------------------------------------
def corrections(evaluation: Evaluation) -> list[Answer]:
    """Return what a returned commission has to answer, and what was answered."""
    if evaluation.state not in {EvaluationState.RETURNED, EvaluationState.SUBMITTED}:
        return []
    return [
        Answer(
            gettext(reasons.RETURN_ITEMS[row["item"]]),
            f"{row['reason']} → {row['answer']}" if row["answer"] else row["reason"],
        )
        for row in evaluation.corrections
    ]


def terms(evaluation: Evaluation) -> list[Answer]:
    """Return the contract's terms, the fee in figures and capitals."""
    return [
        Answer(_("Scope of the commission"), evaluation.scope_note),
        Answer(_("Report due on"), day(evaluation.finish_on)),
        Answer(_("Fee"), boards.fee_line(evaluation)),
        Answer(_("The fee follows"), evaluation.get_fee_basis_display()),
        Answer(_("Secrecy"), evaluation.secrecy),
        Answer(_("Liability"), evaluation.liability),
    ]


def certificate(evaluation: Evaluation) -> str:
    """Return the certificate's sentence of a finished grading (H-7.1); empty for any other case."""
    if evaluation.case_kind != Scope.GRADING or not boards.issued(evaluation):
        return ""
    values = {
        "title": evaluation.achievement.title,
        "level": boards.level_name(evaluation),
        "stage": wording.stage_title(evaluation.stage, evaluation.scheme),
        "day": day(evaluation.concluded_at),
    }
    return gettext("%(title)s is certified to have reached %(level)s (%(stage)s) on %(day)s.") % values
