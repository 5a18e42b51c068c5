"""What a page may offer a bidder, and where he stands."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from quanheng.methods.bidding.amounts import from_fen
from quanheng.methods.bidding.bids import confirm_above
from quanheng.methods.bidding.commands import Tick
from quanheng.methods.bidding.contest import may_match, need
from quanheng.methods.bidding.gates import may_take_part
from quanheng.methods.bidding.rules import judge
from quanheng.methods.bidding.state import LotState

LEADING, OVERTAKEN, NO_BID_YET = "leading", "overtaken", "no_bid_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Amounts are yuan. `refusal` is the code that any bid of this bidder would meet now, "" when one may be taken.

    `next_amount` is the least amount that would lead, for the leader the one that others need; `step` the
    step in force; `confirm_above` the amount above which a typed bid is asked about again.
    """

    phase: str
    position: str
    refusal: str
    price: Decimal | None
    next_amount: Decimal | None
    step: Decimal
    confirm_above: Decimal | None
    matches: bool
    last_bid: Decimal | None
    ceiling: Decimal | None
    closes_at: datetime | None


def allowed(state: LotState, bidder: str, now: datetime) -> Allowed:
    """Return what `bidder` may be offered at `now`: what is due by then counts as having happened."""
    _, state = judge(state, Tick(), now)
    last, own = state.last_bid_of(bidder), state.ceilings.get(bidder)
    refusal = may_take_part(state, bidder, "open") or ("already_leading" if state.leader == bidder else "")
    is_open_lot = state.terms.mode == "open"
    return Allowed(
        phase=state.phase,
        position=position(state, bidder),
        refusal=refusal,
        price=_yuan(state.price_fen),
        next_amount=from_fen(need(state, bidder)) if is_open_lot else None,
        step=from_fen(state.terms.step_at(state.price_fen or state.terms.start_fen)),
        confirm_above=_yuan(confirm_above(state)) if is_open_lot else None,
        matches=may_match(state, bidder),
        last_bid=_yuan(last.amount_fen if last else None),
        ceiling=_yuan(own.amount_fen if own else None),
        closes_at=state.ends_at,
    )


def position(state: LotState, bidder: str) -> str:
    """Return leading, overtaken or no_bid_yet."""
    if state.leader == bidder:
        return LEADING
    return NO_BID_YET if state.last_bid_of(bidder) is None else OVERTAKEN


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else from_fen(fen)
