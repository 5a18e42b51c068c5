"""`decide`: what a command comes to, in the order of bidding.md 1.2. Key, clock, due events, command."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from quanheng.methods.bidding import bids, conduct
from quanheng.methods.bidding import commands as c
from quanheng.methods.bidding import events as e
from quanheng.methods.bidding.amounts import aware
from quanheng.methods.bidding.closing import run_due
from quanheng.methods.bidding.draft import Draft
from quanheng.methods.bidding.state import LotState

_RULES: dict[type[c.Command], Callable[[Draft, Any], str]] = {
    c.Admit: conduct.admit,
    c.Bar: conduct.bar,
    c.Bid: bids.bid,
    c.Ceiling: bids.ceiling,
    c.CancelCeiling: bids.cancel_ceiling,
    c.Void: bids.void,
    c.Suspend: conduct.suspend,
    c.Resume: conduct.resume,
    c.Open: conduct.open_lot,
    c.Call: conduct.call,
    c.Hammer: conduct.hammer,
    c.Seal: conduct.seal,
    c.WithdrawSeal: conduct.withdraw_seal,
    c.Reveal: conduct.reveal,
    c.OpenSeals: conduct.open_seals,
    c.OpenReserve: conduct.open_reserve,
    c.Exercise: conduct.exercise,
    c.WithdrawLot: conduct.withdraw_lot,
    c.Terminate: conduct.terminate,
}


def decide(state: LotState, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """Return what the command brings about; `now` is its arrival, aware, to the microsecond.

    A command whose key is known with the same body brings nothing: `state.outcome(key)` has its
    answer. What may not happen is one `refused` event and changes nothing else.
    """
    return judge(state, command, now)[0]


def judge(state: LotState, command: c.Command, now: datetime) -> tuple[tuple[e.Event, ...], LotState]:
    """As `decide`, with the state after the events: for who needs both, at the cost of one."""
    arrival = aware("now", now)
    if isinstance(command, c.Tick):
        draft = Draft(state, command, arrival=arrival, now=max(arrival, state.clock), body="")
        run_due(draft)
        return tuple(draft.events), draft.state
    body = command.body()
    if (known := state.keys.find(command.key)) is not None:
        return ((), state) if known.body == body else refuse(state, command, arrival, "key_conflict")
    draft = Draft(state, command, arrival=arrival, now=_judged_at(state, command, arrival), body=body)
    run_due(draft)
    if code := _RULES[type(command)](draft, command):
        _write_refusal(draft, code)
    return tuple(draft.events), draft.state


def refuse(
    state: LotState, command: c.Command, now: datetime, code: str, *, incident: str = ""
) -> tuple[tuple[e.Event, ...], LotState]:
    """Refuse a command unjudged: the lot's clock does not move, so nothing that is due is passed over.

    A key conflict leaves the first outcome of the key as it is.
    """
    body = "" if code == "key_conflict" else command.body()
    draft = Draft(state, command, arrival=aware("now", now), now=state.clock, body=body)
    _write_refusal(draft, code, incident=incident)
    return tuple(draft.events), draft.state


def _judged_at(state: LotState, command: c.Command, arrival: datetime) -> datetime:
    """A stamp behind the lot's clock is judged at the clock; an outage counts from the last sign of life."""
    now = max(arrival, state.clock)
    if isinstance(command, c.Suspend) and command.effective_at is not None:
        return min(max(aware("effective_at", command.effective_at), state.clock), now)
    return now


def _write_refusal(draft: Draft, code: str, *, incident: str = "") -> None:
    command = draft.command
    draft.write(
        e.Refused,
        do=command.do,
        code=code,
        bidder=getattr(command, "bidder", ""),
        amount_fen=command.amount_fen if isinstance(command, c.Bid) else None,
        incident=incident,
    )
