"""How a lot is conducted: who takes part, stops and resumptions, calls and hammer, openings, the end."""

from datetime import timedelta

from quanheng.methods.bidding import commands as c
from quanheng.methods.bidding import events as e
from quanheng.methods.bidding import gates
from quanheng.methods.bidding import state as s
from quanheng.methods.bidding.amounts import aware
from quanheng.methods.bidding.closing import close, open_bids, outranks_leader, settle_above_reserve
from quanheng.methods.bidding.draft import Draft
from quanheng.methods.bidding.sealed import opens_seal, reveal_gate
from quanheng.methods.bidding.state import LotState
from quanheng.methods.trust.commitment import opens_reserve

CALLS = 2
"""Calls before the hammer may fall."""

_OPENED = (s.OPEN, s.SUSPENDED)


def admit(draft: Draft, command: c.Admit) -> str:
    if draft.state.phase not in (s.SCHEDULED, *_OPENED):
        return "closed"
    if command.bidder in draft.state.admitted:
        return "already_admitted"
    draft.write(e.BidderAdmitted, bidder=command.bidder)
    return ""


def bar(draft: Draft, command: c.Bar) -> str:
    """Shut a bidder out; what he has bid stands until it is voided."""
    if draft.state.phase == s.ENDED:
        return "closed"
    if code := gates.admitted(draft.state, command.bidder):
        return code
    draft.write(e.BidderBarred, bidder=command.bidder, reason=command.reason, by=command.by)
    return ""


def suspend(draft: Draft, command: c.Suspend) -> str:
    if code := gates.open_now(draft.state):
        return code
    draft.write(e.Suspended, reason=command.reason, by=command.by)
    return ""


def resume(draft: Draft, command: c.Resume) -> str:
    """Set the instant at which bidding goes on; the time that was left, or the floor, is given back (rule 15)."""
    state = draft.state
    if state.phase != s.SUSPENDED or state.suspended_at is None:
        return "not_suspended"
    if state.resume_at is not None:
        return "already_scheduled"
    resume_at = aware("resume_at", command.resume_at)
    if resume_at < draft.now:
        return "bad_time"
    ends_at, hard_end = state.ends_at, state.hard_end
    if ends_at is not None:
        left = max(ends_at - state.suspended_at, timedelta(seconds=state.terms.resume_floor_s))
        ends_at = resume_at + left
        if hard_end is not None:
            hard_end = max(hard_end + (resume_at - state.suspended_at), ends_at)
    draft.write(e.ResumeScheduled, resume_at=resume_at, ends_at=ends_at, hard_end=hard_end)
    return ""


def open_lot(draft: Draft, _command: c.Open) -> str:
    state = draft.state
    if state.terms.closing != "hammer":
        return "wrong_mode"
    if state.phase != s.SCHEDULED:
        return "already_open" if state.phase in _OPENED else "closed"
    if draft.now < state.terms.opens_at:
        return "not_open"
    draft.write(e.Opened)
    return ""


def call(draft: Draft, _command: c.Call) -> str:
    if code := _at_the_rostrum(draft.state):
        return code
    if draft.state.calls >= CALLS:
        return "already_called"
    draft.write(e.Called, calls=draft.state.calls + 1)
    return ""


def hammer(draft: Draft, _command: c.Hammer) -> str:
    """Close the lot; with two calls behind it the hammer is the deal (AL-51)."""
    if code := _at_the_rostrum(draft.state):
        return code
    if draft.state.calls < CALLS:
        return "not_called_twice"
    close(draft)
    return ""


def seal(draft: Draft, command: c.Seal) -> str:
    if code := gates.may_take_part(draft.state, command.bidder, "sealed"):
        return code
    draft.write(e.SealReceived, bidder=command.bidder, digest=command.digest)
    return ""


def withdraw_seal(draft: Draft, command: c.WithdrawSeal) -> str:
    if code := gates.may_take_part(draft.state, command.bidder, "sealed"):
        return code
    if command.bidder not in draft.state.seals:
        return "no_seal"
    draft.write(e.SealWithdrawn, bidder=command.bidder)
    return ""


def reveal(draft: Draft, command: c.Reveal) -> str:
    state, bidder = draft.state, command.bidder
    if code := reveal_gate(state, "commit_reveal") or gates.admitted(state, bidder):
        return code
    if bidder not in state.seals:
        return "no_seal"
    if state.seals[bidder].revealed_fen is not None:
        return "already_revealed"
    if not opens_seal(state, bidder, command.amount_fen, command.nonce):
        return "commitment_mismatch"
    draft.write(e.BidRevealed, bidder=bidder, amount_fen=command.amount_fen, nonce=command.nonce)
    return ""


def open_seals(draft: Draft, command: c.OpenSeals) -> str:
    if code := reveal_gate(draft.state, "threshold"):
        return code
    if sorted(code for code, _ in command.entries) != sorted(draft.state.seals):
        return "incomplete_opening"
    open_bids(draft, dict(command.entries))
    return ""


def open_reserve(draft: Draft, command: c.OpenReserve) -> str:
    """Show the committed figure; under it there is no sale (AL-50)."""
    state = draft.state
    if state.phase != s.AWAITING_RESERVE:
        return "not_awaiting_reserve"
    if not command.two_persons():
        return "two_persons"
    fen, nonce = command.amount_fen, command.nonce
    if not opens_reserve(state.terms.reserve_commitment or "", lot=state.terms.lot, fen=fen, nonce=nonce):
        return "commitment_mismatch"
    draft.write(e.ReserveOpened, amount_fen=fen, nonce=nonce, by=command.by)
    if (state.price_fen or 0) < fen:
        draft.write(e.Result, outcome="reserve_not_met")
    else:
        settle_above_reserve(draft)
    return ""


def exercise(draft: Draft, command: c.Exercise) -> str:
    state, bidder = draft.state, command.bidder
    if state.phase != s.AWAITING_PRIORITY:
        return "not_awaiting_priority"
    if code := gates.admitted(state, bidder):
        return code
    if bidder in state.exercised:
        return "already_exercised"
    if not outranks_leader(state, bidder):
        return "no_priority"
    draft.write(e.PriorityExercised, bidder=bidder)
    return ""


def withdraw_lot(draft: Draft, command: c.WithdrawLot) -> str:
    """Take the lot back; the law allows it before the start only (AL-29)."""
    if draft.state.phase != s.SCHEDULED:
        return "closed" if draft.state.phase == s.ENDED else "already_open"
    draft.write(e.Result, outcome="withdrawn", reason=command.reason, by=command.by)
    return ""


def terminate(draft: Draft, command: c.Terminate) -> str:
    if draft.state.phase == s.ENDED:
        return "closed"
    if not command.two_persons():
        return "two_persons"
    draft.write(e.Result, outcome="terminated", reason=command.reason, by=command.by)
    return ""


def _at_the_rostrum(state: LotState) -> str:
    if state.terms.closing != "hammer":
        return "wrong_mode"
    return gates.open_now(state)
