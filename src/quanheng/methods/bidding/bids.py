"""Bids, maximum bids, and the striking of both by two persons."""

from datetime import datetime, timedelta

from quanheng.methods.bidding import commands as c
from quanheng.methods.bidding import events as e
from quanheng.methods.bidding import state as s
from quanheng.methods.bidding.contest import Verdict, contest, may_match, need
from quanheng.methods.bidding.draft import Draft
from quanheng.methods.bidding.gates import begun, may_take_part
from quanheng.methods.bidding.state import LotState


def bid(draft: Draft, command: c.Bid) -> str:
    state, bidder, fen = draft.state, command.bidder, command.amount_fen
    if code := may_take_part(state, bidder, "open"):
        return code
    if state.leader == bidder:
        return "already_leading"
    if code := _amount(state, bidder, fen, confirmed=command.confirmed):
        return code
    verdict = contest(state, bidder, fen)
    by = "floor" if command.channel == "floor" else "person"
    draft.write(
        e.BidAccepted, bidder=bidder, amount_fen=fen, by=by, cause=command.key, entered_by=command.entered_by
    )
    _answer(draft, verdict)
    _extend(draft, state)
    return ""


def ceiling(draft: Draft, command: c.Ceiling) -> str:
    state, bidder, fen = draft.state, command.bidder, command.amount_fen
    if code := may_take_part(state, bidder, "open") or _ceiling(state, bidder, fen):
        return code
    draft.write(e.CeilingSet, bidder=bidder, amount_fen=fen)
    if state.leader != bidder:
        _answer(draft, contest(draft.state, bidder))
        _extend(draft, state)
    return ""


def cancel_ceiling(draft: Draft, command: c.CancelCeiling) -> str:
    if code := may_take_part(draft.state, command.bidder, "open"):
        return code
    if command.bidder not in draft.state.ceilings:
        return "no_ceiling"
    draft.write(e.CeilingCancelled, bidder=command.bidder)
    return ""


def void(draft: Draft, command: c.Void) -> str:
    """Strike a bid or a maximum and what it caused; bids that others typed later are their own promises."""
    state, target = draft.state, command.target
    if state.terms.mode != "open":
        return "wrong_mode"
    if code := begun(state):
        return code
    if not command.two_persons():
        return "two_persons"
    if not _on_record(state, target):
        return "unknown_target"
    kept = [record for record in state.records if not record.falls_with(target)]
    dropped = {record.cause for record in state.records if record.falls_with(target)}
    standing = max(kept, key=lambda record: (record.amount_fen, record.seq), default=None)
    draft.write(
        e.BidVoided,
        target=target,
        dropped=tuple(sorted(dropped | {target})),
        price_fen=standing.amount_fen if standing else None,
        leader=standing.bidder if standing else None,
        reason=command.reason,
        by=command.by,
    )
    _answer(draft, contest(draft.state))
    _grace(draft)
    return ""


def confirm_above(state: LotState) -> int | None:
    """Return the amount above which a typed bid needs a second yes, None when the terms ask for none."""
    steps = state.terms.confirm_over_steps
    if steps is None:
        return None
    if state.price_fen is None:
        return state.terms.start_fen + steps * state.terms.step_at(state.terms.start_fen)
    return state.price_fen + (1 + steps) * state.terms.step_at(state.price_fen)


def _amount(state: LotState, bidder: str, fen: int, *, confirmed: bool) -> str:
    matches = may_match(state, bidder) and fen == state.price_fen
    if not matches and (code := _too_low(state, fen) or _off_grid(state, fen)):
        return code
    if state.terms.max_fen is not None and fen > state.terms.max_fen:
        return "above_limit"
    limit = confirm_above(state)
    return "needs_confirmation" if limit is not None and fen > limit and not confirmed else ""


def _too_low(state: LotState, fen: int) -> str:
    if state.price_fen is None:
        return "below_start" if fen < state.terms.start_fen else ""
    return "below_minimum" if fen < state.price_fen + state.terms.step_at(state.price_fen) else ""


def _off_grid(state: LotState, fen: int) -> str:
    if state.terms.grid == "free":
        return ""
    base = state.terms.start_fen if state.price_fen is None else state.price_fen
    return "off_grid" if (fen - base) % state.terms.step_at(base) else ""


def _ceiling(state: LotState, bidder: str, fen: int) -> str:
    if not state.terms.proxies:
        return "proxy_not_allowed"
    if state.leader == bidder:
        if fen < (state.price_fen or 0):
            return "ceiling_below_price"
    elif fen < need(state, bidder):
        return "below_start" if state.price_fen is None else "below_minimum"
    return "above_limit" if state.terms.max_fen is not None and fen > state.terms.max_fen else ""


def _answer(draft: Draft, verdict: Verdict | None) -> None:
    """Write the one bid by which a maximum answers, when the contest ends elsewhere than the act did."""
    state = draft.state
    if verdict is None or (verdict.winner, verdict.price_fen) == (state.leader, state.price_fen):
        return
    draft.write(
        e.BidAccepted,
        bidder=verdict.winner,
        amount_fen=verdict.price_fen,
        by="proxy",
        cause=draft.command.key,
        ceiling=verdict.ceiling,
    )


def _extend(draft: Draft, before: LotState) -> None:
    """Move the end, when the act changed price or leader inside the window (rules 3 and 4)."""
    state, terms = draft.state, draft.state.terms
    if (state.price_fen, state.leader) == (before.price_fen, before.leader):
        return
    if state.ends_at is None or terms.extension_rule == "none" or terms.extension_max == state.extensions:
        return
    if draft.now < state.ends_at - timedelta(seconds=terms.extension_window_s):
        return
    begin = draft.now if terms.extension_rule == "from_bid" else state.ends_at
    end = _at_most(begin + timedelta(seconds=terms.extension_s), state.hard_end)
    if end > state.ends_at:
        draft.write(e.Extended, ends_at=end, hard_end=state.hard_end, counted=True)


def _grace(draft: Draft) -> None:
    """Give everybody time to look again after a void; the hard end follows and no extension is used up."""
    state = draft.state
    if state.ends_at is None or state.phase != s.OPEN:
        return
    end = draft.now + timedelta(seconds=state.terms.void_grace_s)
    if end > state.ends_at:
        hard_end = None if state.hard_end is None else max(state.hard_end, end)
        draft.write(e.Extended, ends_at=end, hard_end=hard_end, counted=False)


def _at_most(end: datetime, hard_end: datetime | None) -> datetime:
    return end if hard_end is None else min(end, hard_end)


def _on_record(state: LotState, target: str) -> bool:
    """Whether the key is that of a typed bid on record, or of a maximum that stands or has a bid on record."""
    typed = any(record.cause == target and not record.ceiling for record in state.records)
    standing = any(ceiling.key == target for ceiling in state.ceilings.values())
    return typed or standing or any(record.ceiling == target for record in state.records)
