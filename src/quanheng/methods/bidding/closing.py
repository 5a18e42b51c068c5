"""What the clock brings, and how a lot comes to its result.

Everything here stands in the log at its nominal time: a tick that comes late changes nothing but
the moment at which it is written down (bidding.md rules 1 and 2).
"""

from datetime import datetime, timedelta

from quanheng.methods.bidding import events as e
from quanheng.methods.bidding import state as s
from quanheng.methods.bidding.draft import Draft
from quanheng.methods.bidding.sealed import ranking
from quanheng.methods.bidding.state import LotState


def next_due(state: LotState) -> datetime | None:
    """Return the instant of the next event that the clock alone will bring, or None."""
    terms = state.terms
    match state.phase:
        case s.SCHEDULED if terms.closing == "timed":
            return terms.opens_at
        case s.OPEN:
            return state.ends_at
        case s.SUSPENDED:
            return state.resume_at
        case s.AWAITING_REVEAL | s.AWAITING_PRIORITY:
            return state.until
        case _:
            return None


def run_due(draft: Draft) -> None:
    """Write every event of time that is due at `draft.now`, each at its nominal time."""
    while (due := next_due(draft.state)) is not None and due <= draft.now:
        draft.nominal = due
        _come(draft)
    draft.nominal = None


def _come(draft: Draft) -> None:
    match draft.state.phase:
        case s.SCHEDULED:
            draft.write(e.Opened)
        case s.SUSPENDED:
            draft.write(e.Resumed)
        case s.OPEN:
            close(draft)
        case s.AWAITING_REVEAL:
            open_bids(draft, {who: seal.revealed_fen for who, seal in draft.state.seals.items()})
        case s.AWAITING_PRIORITY:
            _settle_priority(draft)


def close(draft: Draft) -> None:
    """End the bidding, and go on to whatever must still be known before there is a result."""
    draft.write(e.Closed)
    terms = draft.state.terms
    if terms.mode == "open" or not draft.state.seals:
        settle(draft)
    elif terms.sealing == "commit_reveal":
        draft.write(e.Awaiting, what="reveal", until=draft.time + timedelta(seconds=terms.reveal_s))
    else:
        draft.write(e.Awaiting, what="opening", until=None)


def open_bids(draft: Draft, amounts: dict[str, int | None]) -> None:
    """Write down all sealed bids at once, in the order of their seals."""
    state = draft.state
    order = sorted(state.seals, key=lambda bidder: state.seals[bidder].seq)
    best, tied = ranking(state, amounts)
    draft.write(
        e.BidsOpened,
        entries=tuple((bidder, amounts[bidder]) for bidder in order),
        price_fen=None if best is None else amounts[best],
        leader=best,
        tied=tied,
    )
    settle(draft)


def settle(draft: Draft) -> None:
    """Write the result, or what it still waits for: the reserve, then the holders of a right of priority."""
    state = draft.state
    if state.price_fen is None:
        draft.write(e.Result, outcome="no_bid")
    elif state.tied:
        draft.write(e.Result, outcome="tie", tied=state.tied)
    elif state.terms.reserve_policy == "sealed":
        draft.write(e.Awaiting, what="reserve", until=None)
    else:
        settle_above_reserve(draft)


def settle_above_reserve(draft: Draft) -> None:
    """Sell to the leader, unless an admitted holder of a better rank may still step into the deal."""
    terms = draft.state.terms
    if terms.priority_mode == "after_close" and any(
        outranks_leader(draft.state, code)
        for code, _ in terms.priority_holders
        if code in draft.state.admitted - draft.state.barred
    ):
        until = draft.time + timedelta(seconds=terms.priority_window_s)
        draft.write(e.Awaiting, what="priority", until=until)
    else:
        _sell(draft, draft.state.leader)


def outranks_leader(state: LotState, bidder: str) -> bool:
    """Whether the bidder holds a right of priority of a better rank than the leader's, or than none."""
    rank = state.terms.rank_of(bidder)
    leading = None if state.leader is None else state.terms.rank_of(state.leader)
    return rank is not None and (leading is None or rank < leading)


def _settle_priority(draft: Draft) -> None:
    state = draft.state
    rights = [code for code in state.exercised if code not in state.barred]
    _sell(draft, min(rights, key=lambda code: state.terms.rank_of(code) or 0, default=state.leader))


def _sell(draft: Draft, winner: str | None) -> None:
    draft.write(e.Result, outcome="sold", winner=winner, price_fen=draft.state.price_fen)
