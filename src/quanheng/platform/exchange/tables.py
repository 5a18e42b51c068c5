"""Listings, applications, lots and deals as the pages draw them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.bidding import RESULTS, from_fen
from quanheng.methods.money import capital_amount
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import day, moment, money
from quanheng.platform.common.ui.lists import Slice
from quanheng.platform.common.ui.parts import Answer, Cell, Column, Row, Table, Tag
from quanheng.platform.exchange.guards import GuardCheck
from quanheng.platform.exchange.models import Deal, Hold, Instalment, Listing, Lot, Registration
from quanheng.platform.exchange.states import AFTER_RESULT, ENDED, LISTING_STATES, ListingState
from quanheng.platform.library import naming

Text = str | Promise
SORTS = {"number": "number", "title": "achievement__title", "price": "base_fen", "state": "state"}
REGISTRATION_TONES = {"applied": "wait", "qualified": "ok", "refused": "bad", "withdrawn": "closed"}
HOLD_TONES = {
    "pending": "wait",
    "locked": "ok",
    "released": "closed",
    "applied": "closed",
    "forfeited": "bad",
}
WATCHING = frozenset({Role.SUPERVISOR, Role.AUDITOR})
NAMED = frozenset({*AFTER_RESULT, *ENDED, ListingState.BREACHED} - {ListingState.RESULT_PENDING})
"""States in which who watches reads the applicants' names: the result is confirmed, or there is none."""
GUARD_TAGS = {
    "ok": Tag(_("Not the case"), "ok"),
    "warn": Tag(_("Warning"), "warn"),
    "block": Tag(_("Blocks"), "bad"),
    "later": Tag(_("Asked later"), "neutral"),
}


def yuan(fen: int | None) -> str:
    return money(None if fen is None else from_fen(fen))


def in_words(fen: int | None) -> str:
    """Return figures and capitals."""
    return "—" if fen is None else f"{yuan(fen)} · {capital_amount(from_fen(fen))}"


def way_name(listing: Listing) -> str:
    return naming.item_name(stack_of(listing.scheme), "transfer_ways", listing.transfer_way)


def kind_name(deal: Deal, code: str) -> str:
    return naming.item_name(stack_of(deal.scheme), "contract_kinds", code)


def plan_text(plan: Iterable[Sequence[Any]]) -> str:
    lines = [
        gettext("%(share)s %% within %(days)s days") % {"share": f"{Decimal(str(s)):f}", "days": d}
        for s, d in plan
    ]
    return "; ".join(lines)


def listing_table(page: Slice[Listing], *, empty: Text, empty_url: str = "", empty_label: Text = "") -> Table:
    columns = (
        Column("number", _("Number"), sort="number", sticky=True),
        Column("title", _("Title"), sort="title"),
        Column("way", _("Way of transfer"), secondary=True),
        Column("price", _("Listing price"), numeric=True, sort="price"),
        Column("ends", _("Registration until"), secondary=True),
        Column("state", _("State"), sort="state"),
    )
    rows = [
        Row(
            (
                Cell(row.number),
                Cell(row.achievement.title, hint=row.seller.name),
                Cell(way_name(row) if row.transfer_way else "—"),
                Cell(yuan(row.base_fen), numeric=True),
                Cell(moment(row.registration_ends_at)),
                Cell("", tag=state_tag(LISTING_STATES, row.state)),
            ),
            url=row.get_absolute_url(),
        )
        for row in page.rows
    ]
    return Table(
        columns,
        rows,
        total=page.total,
        page=page.page,
        pages=page.pages,
        empty=empty,
        caption=_("Listings"),
        query=page.query,
        sort=page.sort,
        empty_url=empty_url,
        empty_label=empty_label,
    )


def guard_table(checks: Sequence[GuardCheck]) -> Table:
    """Return every guard with what it says, those that keep the listing back first."""
    order = {"block": 0, "warn": 1, "ok": 2, "later": 3}
    columns = (
        Column("guard", _("Legal guard")),
        Column("status", _("Status")),
        Column("clause", _("Clause")),
        Column("remedy", _("What to do, or your reason")),
    )
    rows = [
        Row(
            (
                Cell(row.title),
                Cell("", tag=GUARD_TAGS[row.status]),
                Cell(" ".join(row.guard.law)),
                Cell(row.reason or (row.remedy if row.open else "")),
            )
        )
        for row in sorted(checks, key=lambda row: order[row.status])
    ]
    return Table(columns, rows, caption=_("Legal guards"))


def paper_table(listing: Listing, labels: dict[str, Any]) -> Table:
    rows = []
    for name, label in labels.items():
        paper = getattr(listing, name)
        if paper is not None:
            url = reverse("common:file", args=[paper.id])
            rows.append(Row((Cell(label), Cell(paper.name, url=url, hint=f"sha256 {paper.file_id[:8]}"))))
    columns = (Column("paper", _("Paper")), Column("file", _("File")))
    return Table(columns, rows, empty=_("No paper is uploaded yet"), caption=_("Papers"))


def registration_table(
    rows: Iterable[Registration], *, reader: Role, total: Slice[Registration] | None = None
) -> Table:
    """Return applications with their deposits; never with a code: who stands behind it is nobody's business.

    Who watches learns the applicants' names with the result; the officers who settle deposits need them before.
    """
    columns = [
        Column("listing", _("Listing")),
        Column("buyer", _("Applicant")),
        Column("applied", _("Applied on"), secondary=True),
        Column("amount", _("Deposit"), numeric=True),
        Column("state", _("State")),
        Column("deposit", _("State of the deposit")),
        Column("act", _("Next step")),
    ]
    lines = [_registration_row(row, reader) for row in rows]
    page = total
    return Table(
        columns,
        lines,
        total=page.total if page else None,
        page=page.page if page else 1,
        pages=page.pages if page else 1,
        query=page.query if page else "",
        empty=_("Nobody has applied yet"),
        caption=_("Applications and deposits"),
    )


def _registration_row(row: Registration, reader: Role) -> Row:
    named = reader not in WATCHING or row.listing.state in NAMED
    hold = getattr(row, "hold", None)
    return Row(
        (
            Cell(row.listing.number, url=row.listing.get_absolute_url(), hint=row.listing.display_title),
            Cell(row.buyer.name if named else _("Named with the result")),
            Cell(day(row.applied_at)),
            Cell(yuan(hold.amount_fen if hold else row.listing.deposit_fen), numeric=True),
            Cell("", tag=Tag(row.get_state_display(), REGISTRATION_TONES[row.state])),
            Cell("", tag=_hold_tag(row, hold, reader)),
            Cell("") if reader in WATCHING else _act_cell(row, hold, office=reader == Role.OFFICER),
        )
    )


def _hold_tag(row: Registration, hold: Hold | None, reader: Role) -> Tag:
    """Return the state of a deposit; between result and confirmation the one still locked would be the winner's."""
    if hold is None:
        return Tag(_("No voucher yet"), "neutral")
    if reader != Role.BUYER and row.state == "qualified" and row.listing.awaits_confirmation:
        return Tag(_("Told with the result"), "neutral")
    return Tag(hold.get_state_display(), HOLD_TONES[hold.state])


def _act_cell(row: Registration, hold: Hold | None, *, office: bool) -> Cell:
    if not office:
        return Cell(_("View"), url=reverse("exchange:registration", args=[row.listing.number]))
    if row.state != "applied":
        return Cell("")
    if hold is None:
        return Cell(_("Record the deposit"), url=reverse("exchange:record_deposit", args=[row.id]))
    return Cell(_("Confirm the deposit"), url=reverse("exchange:confirm_deposit", args=[row.id]))


def lot_table(page: Slice[Lot]) -> Table:
    columns = (
        Column("number", _("Lot"), sticky=True),
        Column("title", _("Title")),
        Column("opens", _("Opens at")),
        Column("closes", _("Closes at"), secondary=True),
        Column("result", _("Result")),
    )
    rows = [
        Row(
            (
                Cell(row.number),
                Cell(row.display_title, hint=row.listing.number),
                Cell(moment(row.opens_at)),
                Cell(moment(row.closes_at)),
                Cell(gettext(str(RESULTS[row.result])) if row.result else "—"),
            ),
            url=row.get_absolute_url(),
        )
        for row in page.rows
    ]
    return Table(
        columns,
        rows,
        total=page.total,
        page=page.page,
        pages=page.pages,
        empty=_("No lot yet"),
        caption=_("Lots"),
    )


def deal_table(page: Slice[Deal]) -> Table:
    columns = (
        Column("number", _("Deal"), sort="number", sticky=True),
        Column("title", _("Title")),
        Column("buyer", _("Buyer"), secondary=True),
        Column("price", _("Final price"), numeric=True),
        Column("state", _("State")),
    )
    rows = [
        Row(
            (
                Cell(row.number),
                Cell(row.display_title, hint=row.listing.seller.name),
                Cell(row.buyer.name),
                Cell(yuan(row.price_fen), numeric=True),
                Cell("", tag=state_tag(LISTING_STATES, row.listing.state)),
            ),
            url=row.get_absolute_url(),
        )
        for row in page.rows
    ]
    return Table(
        columns,
        rows,
        total=page.total,
        page=page.page,
        pages=page.pages,
        query=page.query,
        sort=page.sort,
        empty=_("No deal yet"),
        caption=_("Deals"),
    )


def instalment_table(deal: Deal, rows: Iterable[Instalment], *, office: bool) -> Table:
    columns = [
        Column("part", _("Part of the price")),
        Column("amount", _("Amount"), numeric=True),
        Column("voucher", _("Payment voucher")),
        Column("state", _("State")),
    ]
    columns += [Column("act", _("Next step"))] if office else []
    return Table(
        columns,
        [Row(_instalment_cells(deal, row, office=office)) for row in rows],
        empty=_("The parts of the price are listed when the contract is signed"),
        caption=_("Payment"),
    )


def _instalment_cells(deal: Deal, row: Instalment, *, office: bool) -> list[Cell]:
    name = _("Deposit") if row.order == 0 else gettext("Instalment %(order)s") % {"order": row.order}
    if row.paid_at:
        tag = Tag(_("Applied to price") if row.order == 0 else _("Paid"), "ok")
    else:
        tag = (
            Tag(_("Pending confirmation"), "wait")
            if row.recorded_by_id
            else Tag(_("Not paid yet"), "neutral")
        )
    cells = [
        Cell(name, hint=gettext("Due on %(day)s") % {"day": day(row.due_on)}),
        Cell(yuan(row.amount_fen), numeric=True),
        Cell(row.voucher or "—"),
        Cell("", tag=tag),
    ]
    if office:
        cells.append(_payment_act(deal, row))
    return cells


def _payment_act(deal: Deal, row: Instalment) -> Cell:
    if row.paid_at or deal.listing.state != "paying":
        return Cell("")
    if row.recorded_by_id:
        return Cell(_("Confirm"), url=reverse("exchange:confirm_payment", args=[deal.number, row.order]))
    return Cell(_("Record it"), url=reverse("exchange:record_payment", args=[deal.number, row.order]))


def terms_answers(listing: Listing) -> list[Answer]:
    """Return the seller's terms as the office and the check page read them."""
    deposit = f"{yuan(listing.deposit_fen)} ({listing.deposit_percent} %)" if listing.deposit_fen else "—"
    told = day(listing.priority_told_on) if listing.priority_told_on else gettext("Not told yet")
    return [
        Answer(_("Achievement"), f"{listing.achievement.number} {listing.achievement.title}"),
        Answer(_("Seller"), listing.seller.name),
        Answer(_("Evaluation report"), listing.report.number if listing.report else "—"),
        Answer(_("Way of transfer"), way_name(listing) if listing.transfer_way else "—"),
        Answer(_("Listing price"), in_words(listing.base_fen)),
        Answer(_("Deposit"), deposit),
        Answer(_("Payment plan"), plan_text(listing.payment_plan)),
        Answer(_("Source, defects and encumbrances"), listing.defects or "—"),
        Answer(_("Conditions for buyers"), listing.conditions or "—"),
        Answer(_("Priority holders told on"), told),
    ]
