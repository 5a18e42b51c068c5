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
from quanheng.methods.result import Message

REFUSALS: Mapping[str, Message] = {
    "key_conflict": Message(
        "This request was already sent with other contents. Reload the page and try again."
    ),
    "wrong_mode": Message("This act does not belong to this kind of lot."),
    "not_open": Message("Not open yet. The lot opens at %(opens_at)s."),
    "suspended": Message("The lot is suspended. The time that was left is kept for you."),
    "closed": Message("Closed. Your request arrived at %(arrival)s, the lot ended at %(ended_at)s."),
    "not_admitted": Message("You are not admitted to this lot. It takes a locked deposit and a bidder code."),
    "barred": Message("You are barred from this lot."),
    "already_admitted": Message("This bidder is already admitted."),
    "already_leading": Message("You already lead. Nobody can bid against himself."),
    "below_start": Message("Below the start price. The least bid is %(minimum)s yuan."),
    "below_minimum": Message(
        "Below the next bid. The price is %(price)s yuan, the next bid is %(minimum)s yuan."
    ),
    "off_grid": Message(
        "Not on the step ladder. Above %(base)s yuan a bid rises by whole steps of %(step)s yuan."
    ),
    "above_limit": Message("Above the highest amount that this lot takes, %(limit)s yuan."),
    "needs_confirmation": Message(
        "Far above the next bid of %(minimum)s yuan. Please check the amount and confirm it."
    ),
    "proxy_not_allowed": Message("This lot takes no maximum bids."),
    "ceiling_below_price": Message("Your maximum bid cannot be lower than your own bid of %(price)s yuan."),
    "no_ceiling": Message("You have no maximum bid in this lot."),
    "two_persons": Message("This act takes two different persons."),
    "unknown_target": Message("There is no such bid on record, or it has already been voided."),
    "not_suspended": Message("The lot is not suspended."),
    "already_scheduled": Message("It is already fixed when the lot resumes."),
    "bad_time": Message("The time lies in the past. Choose a later one."),
    "already_open": Message("The lot has already been opened."),
    "already_called": Message("Both calls have been made."),
    "not_called_twice": Message("The hammer takes two calls since the last change."),
    "no_seal": Message("You have no sealed bid in this lot."),
    "already_revealed": Message("Your bid has already been opened."),
    "commitment_mismatch": Message("The figure does not fit what was committed to."),
    "incomplete_opening": Message("All sealed bids are opened together, and no others."),
    "not_awaiting_reserve": Message("The reserve price is opened after the close, and once."),
    "not_awaiting_priority": Message(
        "Rights of priority can be used only in the time set for it after the close."
    ),
    "already_exercised": Message("You have already used your right of priority."),
    "no_priority": Message("You hold no right of priority before the leading bidder."),
    "internal": Message(
        "The service failed on this request; nothing was changed. Please quote number %(incident)s."
    ),
}

PHASES: Mapping[str, Message] = {
    "scheduled": Message("Not open yet"),
    "open": Message("Bidding in progress"),
    "suspended": Message("Suspended"),
    "awaiting_reveal": Message("Bids are being opened by their bidders"),
    "awaiting_opening": Message("Waiting for the sealed bids to be opened"),
    "awaiting_reserve": Message("Waiting for the reserve price to be opened"),
    "awaiting_priority": Message("Rights of priority may be used"),
    "ended": Message("Ended"),
}

RESULTS: Mapping[str, Message] = {
    "sold": Message("Deal"),
    "no_bid": Message("No bid was made"),
    "reserve_not_met": Message("Reserve price not met"),
    "tie": Message("Equal bids, a tie round follows"),
    "withdrawn": Message("Lot withdrawn"),
    "terminated": Message("Terminated"),
}

POSITIONS: Mapping[str, Message] = {
    "leading": Message("You lead"),
    "overtaken": Message("You have been overtaken"),
    "no_bid_yet": Message("You have not bid"),
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
