"""Sealed lots: one bid, hidden until all are opened together (bidding.md rule 13)."""

from hashlib import sha256
from hmac import compare_digest
from math import inf

from quanheng.methods.bidding import state as s
from quanheng.methods.bidding.state import LotState


def bid_commitment(*, lot: str, bidder: str, fen: int, nonce: str) -> str:
    """Return the commitment (hex) of a commit-reveal bid; `nonce` is at least 32 random bytes in lower-case hex."""
    return sha256(f"quanheng/bid/1\n{lot}\n{bidder}\n{fen}\n{nonce}".encode()).hexdigest()


def opens_seal(state: LotState, bidder: str, fen: int, nonce: str) -> bool:
    expected = bid_commitment(lot=state.terms.lot, bidder=bidder, fen=fen, nonce=nonce)
    return compare_digest(expected, state.seals[bidder].digest)


def ranking(state: LotState, amounts: dict[str, int | None]) -> tuple[str | None, tuple[str, ...]]:
    """Return the best bidder, and the codes of a tie that the notice sends to another round.

    A bid under the start price, an unreadable one and one of a barred bidder are void. Equal
    amounts: the better rank (in_sale), then the earlier seal.
    """
    terms = state.terms
    ranks = dict(terms.priority_holders) if terms.priority_mode == "in_sale" else {}

    def order(bidder: str) -> tuple[int, float, int]:
        return (-(amounts[bidder] or 0), ranks.get(bidder, inf), state.seals[bidder].seq)

    valid = [
        who
        for who, fen in amounts.items()
        if fen is not None and fen >= terms.start_fen and who not in state.barred
    ]
    if not valid:
        return None, ()
    best = min(valid, key=order)
    equal = tuple(sorted(who for who in valid if order(who)[:2] == order(best)[:2]))
    return best, equal if terms.tie == "round" and len(equal) > 1 else ()


def reveal_gate(state: LotState, sealing: str) -> str:
    """Return why sealed bids cannot be opened now in this way, or ""."""
    if state.terms.mode != "sealed" or state.terms.sealing != sealing:
        return "wrong_mode"
    if state.phase in (s.SCHEDULED, s.OPEN, s.SUSPENDED):
        return "not_open"
    return "" if state.phase in (s.AWAITING_REVEAL, s.AWAITING_OPENING) else "closed"
