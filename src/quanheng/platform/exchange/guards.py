"""The legal guards of a listing, asked one by one (`domain.md` 13); texts and effects come from the packs.

A guard that blocks keeps a listing from being handed in, one that warns asks for a typed reason. Those that
concern buyers are asked when they apply, those that concern bids by the bidding service.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext_noop as _

from quanheng.platform.common.errors import Missing
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.exchange import notice
from quanheng.platform.exchange.models import Listing
from quanheng.platform.integrity import selectors as integrity
from quanheng.platform.library import naming
from quanheng.platform.reports.selectors import valid_report_of
from quanheng.platform.reports.states import ReportState
from quanheng.schemes import Guard

Status = Literal["ok", "warn", "block", "later"]
PRICE_USES = {"licence": "licence_price", "equity_contribution": "equity_price"}
"""The use of a report that a price rests on, by way of transfer; all others rest on `listing_price` (H-21.2)."""


@dataclass(frozen=True, slots=True)
class GuardCheck:
    """What one guard says of a listing. `reason` is what the seller typed against a warning."""

    guard: Guard
    status: Status
    reason: str = ""

    @property
    def title(self) -> str:
        return naming.named(self.guard)

    @property
    def remedy(self) -> str:
        return self.guard.remedy if naming.is_chinese() else self.guard.remedy_en

    @property
    def open(self) -> bool:
        """Whether it still keeps the listing from being handed in."""
        return self.status == "block" or (self.status == "warn" and not self.reason)


def check(listing: Listing, *, now: datetime) -> list[GuardCheck]:
    """Ask every guard of the listing's scheme."""
    return [
        GuardCheck(guard, _status(guard, listing, now), str(listing.guard_reasons.get(guard.id, "")))
        for guard in stack_of(listing.scheme).guards("listing")
    ]


def missing(listing: Listing, *, now: datetime) -> list[Missing]:
    """Return what the guards still ask for: every block, every warning without a reason."""
    return [Missing(_sentence(row), "guards", values(row)) for row in check(listing, now=now) if row.open]


def blocks(listing: Listing, *, now: datetime) -> list[Missing]:
    """Return the blocks alone: what an officer cannot approve either."""
    rows = [row for row in check(listing, now=now) if row.status == "block"]
    return [Missing(_sentence(row), "guards", values(row)) for row in rows]


def _sentence(row: GuardCheck) -> str:
    if row.status == "block":
        return _("%(title)s (%(clause)s). What to do: %(remedy)s")
    return _("%(title)s (%(clause)s). This is a warning: give your reason. %(remedy)s")


def values(row: GuardCheck) -> dict[str, object]:
    return {"title": row.title, "clause": row.guard.clause, "remedy": row.remedy}


def _status(guard: Guard, listing: Listing, now: datetime) -> Status:
    judge = JUDGES.get(guard.id)
    if judge is None:
        return "later"
    if not judge(listing, now):
        return "ok"
    return "warn" if guard.effect == "warn" else "block"


def _no_report(listing: Listing, now: datetime) -> bool:
    return valid_report_of(listing.achievement_id, now) is None


def _revoked(listing: Listing, _now: datetime) -> bool:
    return listing.report is not None and listing.report.state == ReportState.REVOKED


def _price_is_no_use(listing: Listing, now: datetime) -> bool:
    """Say whether the stage of the report lists no use that a price of this way of transfer could rest on."""
    report = valid_report_of(listing.achievement_id, now)
    if report is None:
        return False
    stack = stack_of(report.evaluation.scheme)
    wanted = PRICE_USES.get(listing.transfer_way, "listing_price")
    uses = stack.stage(report.evaluation.stage).uses
    return not any(purpose.id == wanted for use in uses for purpose in use.purposes)


def _not_told(listing: Listing, _now: datetime) -> bool:
    told = listing.priority_told_on is not None and listing.priority_paper_id is not None
    return notice.priority_holders(listing) > 0 and not told


def _no_appraisal(listing: Listing, _now: datetime) -> bool:
    return listing.seller.state_owned and listing.appraisal_paper_id is None


def _no_open_bidding(listing: Listing, _now: datetime) -> bool:
    return listing.seller.state_owned and listing.method != "bidding"


def _no_approval(listing: Listing, _now: datetime) -> bool:
    return listing.approval_needed and listing.approval_paper_id is None


JUDGES: Mapping[str, Callable[[Listing, datetime], bool]] = {
    "no_valid_report": _no_report,
    "report_revoked": _revoked,
    "basic_report_price": _price_is_no_use,
    "priority_not_notified": _not_told,
    "state_appraisal": _no_appraisal,
    "state_open_bidding": _no_open_bidding,
    "state_notice_length": lambda listing, _now: listing.seller.state_owned,
    "approval_missing": _no_approval,
    "defects_missing": lambda listing, _now: not listing.defects.strip(),
    "open_licence_report": lambda _listing, _now: False,
    "blacklisted": lambda listing, _now: bool(integrity.barred(listing.seller_id)),
}
