"""The words for codes: why something was refused, where a lot and a bidder stand.

Message ids in English, to be translated by whoever shows them. `refusal_values` fills their places:
amounts are Decimal yuan, times aware instants, to be written as the reader's language writes them.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from quanheng.methods.bidding.amounts import from_fen
from quanheng.methods.bidding.contest import need
from quanheng.methods.bidding.state import LotState

REFUSALS: Mapping[str, str] = {
    "key_conflict": "This request was already sent with other contents. Reload the page and try again.",
    "wrong_mode": "This act does not belong to this kind of lot.",
    "not_open": "Not open yet. The lot opens at %(opens_at)s.",
    "suspended": "The lot is suspended. The time that was left is kept for you.",
    "closed": "Closed. Your request arrived at %(arrival)s, the lot ended at %(ended_at)s.",
    "not_admitted": "You are not admitted to this lot. It takes a locked deposit and a bidder code.",
    "barred": "You are barred from this lot.",
    "already_admitted": "This bidder is already admitted.",
    "already_leading": "You already lead. Nobody can bid against himself.",
    "below_start": "Below the start price. The least bid is %(minimum)s yuan.",
    "below_minimum": "Below the next bid. The price is %(price)s yuan, the next bid is %(minimum)s yuan.",
    "off_grid": "Not on the step ladder. Above %(base)s yuan a bid rises by whole steps of %(step)s yuan.",
    "above_limit": "Above the highest amount that this lot takes, %(limit)s yuan.",
    "needs_confirmation": "Far above the next bid of %(minimum)s yuan. Please check the amount and confirm it.",
    "proxy_not_allowed": "This lot takes no maximum bids.",
    "ceiling_below_price": "Your maximum bid cannot be lower than your own bid of %(price)s yuan.",
    "no_ceiling": "You have no maximum bid in this lot.",
    "two_persons": "This act takes two different persons.",
    "unknown_target": "There is no such bid on record, or it has already been voided.",
    "not_suspended": "The lot is not suspended.",
    "already_scheduled": "It is already fixed when the lot resumes.",
    "bad_time": "The time lies in the past. Choose a later one.",
    "already_open": "The lot has already been opened.",
    "already_called": "Both calls have been made.",
    "not_called_twice": "The hammer takes two calls since the last change.",
    "no_seal": "You have no sealed bid in this lot.",
    "already_revealed": "Your bid has already been opened.",
    "commitment_mismatch": "The figure does not fit what was committed to.",
    "incomplete_opening": "All sealed bids are opened together, and no others.",
    "not_awaiting_reserve": "The reserve price is opened after the close, and once.",
    "not_awaiting_priority": "Rights of priority can be used only in the time set for it after the close.",
    "already_exercised": "You have already used your right of priority.",
    "no_priority": "You hold no right of priority before the leading bidder.",
    "internal": "The service failed on this request; nothing was changed. Please quote number %(incident)s.",
}

PHASES: Mapping[str, str] = {
    "scheduled": "Not open yet",
    "open": "Bidding in progress",
    "suspended": "Suspended",
    "awaiting_reveal": "Bids are being opened by their bidders",
    "awaiting_opening": "Waiting for the sealed bids to be opened",
    "awaiting_reserve": "Waiting for the reserve price to be opened",
    "awaiting_priority": "Rights of priority may be used",
    "ended": "Ended",
}

RESULTS: Mapping[str, str] = {
    "sold": "Deal",
    "no_bid": "No bid was made",
    "reserve_not_met": "Reserve price not met",
    "tie": "Equal bids, a tie round follows",
    "withdrawn": "Lot withdrawn",
    "terminated": "Terminated",
}

POSITIONS: Mapping[str, str] = {
    "leading": "You lead",
    "overtaken": "You have been overtaken",
    "no_bid_yet": "You have not bid",
}


def refusal_values(
    state: LotState, *, bidder: str = "", arrival: datetime | None = None, incident: str = ""
) -> dict[str, Decimal | datetime | str | None]:
    """Return what the places of every text in `REFUSALS` may hold, as the lot stands after the refusal."""
    base = state.terms.start_fen if state.price_fen is None else state.price_fen
    limit = state.terms.max_fen
    return {
        "price": None if state.price_fen is None else from_fen(state.price_fen),
        "minimum": from_fen(need(state, bidder)),
        "base": from_fen(base),
        "step": from_fen(state.terms.step_at(base)),
        "limit": None if limit is None else from_fen(limit),
        "opens_at": state.terms.opens_at,
        "ended_at": state.closed_at,
        "arrival": arrival,
        "incident": incident,
    }
