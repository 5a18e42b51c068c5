"""What viewers are shown: public frames with codes and prices, and to each bidder his own position.

Never in a public frame: maximum bids, seals and their number, reserves, refusals, names.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from quanheng.methods.bidding import Event, LotState, allowed, from_fen, instant_text, need
from quanheng.methods.bidding import events as e

Frame = dict[str, Any]


def public_frame(before: LotState, event: Event, after: LotState) -> Frame | None:
    """Return what everybody may see of an event, or None when it is nobody else's business."""
    facts = _FACTS.get(event.kind)
    if facts is None:
        return None
    return {"kind": event.kind, "at": instant_text(event.at), **facts(before, event), **standing(after)}


def standing(state: LotState) -> Frame:
    """Return how the lot stands, as everybody may know it."""
    return {
        "phase": state.phase,
        "price": _yuan(state.price_fen),
        "leader": state.leader,
        "minimum": _yuan(need(state, "")) if state.terms.mode == "open" else None,
        "ends_at": _instant(state.ends_at),
        "extensions": state.extensions,
    }


def snapshot(state: LotState, frame_id: int) -> Frame:
    """Return a lot as a whole; streams go on after `seq`."""
    terms, result = state.terms, state.result
    return {
        "lot": terms.lot,
        "seq": frame_id,
        "mode": terms.mode,
        "closing": terms.closing,
        "opens_at": _instant(terms.opens_at),
        "hard_end": _instant(state.hard_end),
        "resume_at": _instant(state.resume_at),
        "until": _instant(state.until),
        "step": _yuan(terms.step_at(state.price_fen or terms.start_fen)),
        "result": result and _result(result.kind, result.winner, result.price_fen, result.tied),
        **standing(state),
    }


def own(state: LotState, bidder: str) -> Frame:
    """Return what only this bidder is shown: where he stands, what he may do next, his maximum, his seal."""
    offer = allowed(state, bidder, state.clock)
    seal = state.seals.get(bidder)
    return {
        "bidder": bidder,
        "position": offer.position,
        "refusal": offer.refusal,
        "next_amount": _text(offer.next_amount),
        "confirm_above": _text(offer.confirm_above),
        "matches": offer.matches,
        "last_bid": _text(offer.last_bid),
        "ceiling": _text(offer.ceiling),
        "seal": None if seal is None else seal.digest,
    }


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{from_fen(fen):f}"


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _instant(value: datetime | None) -> str | None:
    return None if value is None else instant_text(value)


def _result(kind: str, winner: str | None, price_fen: int | None, tied: tuple[str, ...]) -> Frame:
    return {"kind": kind, "winner": winner, "price": _yuan(price_fen), "tied": list(tied)}


def _no_facts(_before: LotState, _event: Event) -> Frame:
    return {}


def _bid(before: LotState, event: e.BidAccepted) -> Frame:
    return {
        "bidder": event.bidder,
        "amount": _yuan(event.amount_fen),
        "matched": event.amount_fen == before.price_fen,
    }


def _suspended(_before: LotState, event: e.Suspended) -> Frame:
    return {"reason": event.reason}


def _resume_scheduled(_before: LotState, event: e.ResumeScheduled) -> Frame:
    return {"resume_at": _instant(event.resume_at)}


def _called(_before: LotState, event: e.Called) -> Frame:
    return {"calls": event.calls}


def _awaiting(_before: LotState, event: e.Awaiting) -> Frame:
    return {"what": event.what, "until": _instant(event.until)}


def _finished(_before: LotState, event: e.Result) -> Frame:
    return {"result": _result(event.outcome, event.winner, event.price_fen, event.tied)}


_FACTS: dict[str, Callable[[LotState, Any], Frame]] = {
    "lot_announced": _no_facts,
    "opened": _no_facts,
    "bid_accepted": _bid,
    "extended": _no_facts,
    "suspended": _suspended,
    "resume_scheduled": _resume_scheduled,
    "resumed": _no_facts,
    "bid_voided": _no_facts,
    "called": _called,
    "closed": _no_facts,
    "awaiting": _awaiting,
    "bids_opened": _no_facts,
    "result": _finished,
}
