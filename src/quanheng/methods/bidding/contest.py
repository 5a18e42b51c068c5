"""The contest of maximum bids, in closed form: after each act at most one bid of the system.

Who can go highest leads, at the price that keeps everybody else from answering (bidding.md 1.4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from quanheng.methods.bidding.state import LotState


@dataclass(frozen=True, slots=True)
class Limit:
    """How far a bidder would go: by a maximum bid (`ceiling` is its key), or by a bid typed or standing."""

    bidder: str
    fen: int
    rank: float
    seq: int
    ceiling: str

    def order(self) -> tuple[int, float, int]:
        """Sort key, best first: the higher limit, then the better rank, then the earlier one."""
        return (-self.fen, self.rank, self.seq)


@dataclass(frozen=True, slots=True)
class Verdict:
    winner: str
    price_fen: int
    ceiling: str


def rank_in_sale(state: LotState, bidder: str | None) -> float:
    """Return the rank that counts during the sale; infinity for who has none."""
    if bidder is None or state.terms.priority_mode != "in_sale":
        return inf
    rank = state.terms.rank_of(bidder)
    return inf if rank is None else rank


def may_match(state: LotState, bidder: str) -> bool:
    """Whether the bidder may take the standing price as it is, without a step."""
    return state.leader is not None and rank_in_sale(state, bidder) < rank_in_sale(state, state.leader)


def need(state: LotState, bidder: str) -> int:
    """Return the least amount with which the bidder could lead."""
    if state.price_fen is None:
        return state.terms.start_fen
    if may_match(state, bidder):
        return state.price_fen
    return state.price_fen + state.terms.step_at(state.price_fen)


def contest(state: LotState, acting: str = "", typed_fen: int = 0) -> Verdict | None:
    """Return who leads and at what price once every limit has been heard; None when nobody bids.

    `state` is the one before a typed bid of `acting`, or after a maximum bid of his was set.
    """
    limits = sorted(_pool(state, acting, typed_fen), key=Limit.order)
    if not limits:
        return None
    first = limits[0]
    leads = first.bidder == state.leader
    floor = state.price_fen if leads and state.price_fen is not None else need(state, first.bidder)
    price = max(floor, typed_fen if first.bidder == acting else 0)
    if len(limits) > 1:
        price = max(price, _against(state, first, limits[1]))
    return Verdict(first.bidder, price, first.ceiling)


def _against(state: LotState, first: Limit, second: Limit) -> int:
    if first.rank < second.rank:
        return second.fen
    return min(first.fen, second.fen + state.terms.step_at(second.fen))


def _pool(state: LotState, acting: str, typed_fen: int) -> Iterator[Limit]:
    if state.leader is not None:
        standing = state.last_bids[state.leader]
        yield _limit(state, state.leader, standing.amount_fen, standing.seq)
    if acting and acting != state.leader:
        yield _limit(state, acting, typed_fen, state.seq + 1)
    for bidder, ceiling in state.ceilings.items():
        if bidder not in (acting, state.leader) and ceiling.amount_fen >= need(state, bidder):
            yield _limit(state, bidder, 0, 0)


def _limit(state: LotState, bidder: str, bid_fen: int, bid_seq: int) -> Limit:
    """Return the higher of a bid and the bidder's maximum; the maximum also when they are equal."""
    ceiling = state.ceilings.get(bidder)
    rank = rank_in_sale(state, bidder)
    if ceiling is not None and ceiling.amount_fen >= bid_fen:
        return Limit(bidder, ceiling.amount_fen, rank, ceiling.seq, ceiling.key)
    return Limit(bidder, bid_fen, rank, bid_seq, "")
