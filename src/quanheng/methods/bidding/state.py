"""The state of a lot, and how each event changes it. `replay` of a log is the only source of a state."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from quanheng.methods.bidding import events as e
from quanheng.methods.bidding.amounts import EPOCH, aware
from quanheng.methods.bidding.codec import terms_hash
from quanheng.methods.bidding.terms import LotTerms
from quanheng.methods.bidding.trail import KeyBook, KeyEntry, Trail
from quanheng.methods.errors import MethodError

SCHEDULED, OPEN, SUSPENDED, ENDED = "scheduled", "open", "suspended", "ended"
AWAITING_REVEAL, AWAITING_OPENING = "awaiting_reveal", "awaiting_opening"
AWAITING_RESERVE, AWAITING_PRIORITY = "awaiting_reserve", "awaiting_priority"


@dataclass(frozen=True, slots=True)
class Record:
    """A bid that stands or stood: typed, or made by a maximum bid; `ceiling` is that maximum's key."""

    seq: int
    bidder: str
    amount_fen: int
    by: str
    cause: str
    ceiling: str

    def falls_with(self, target: str) -> bool:
        """Whether voiding the act with this key strikes the bid, too."""
        return target in (self.cause, self.ceiling)


@dataclass(frozen=True, slots=True)
class StandingCeiling:
    key: str
    amount_fen: int
    seq: int


@dataclass(frozen=True, slots=True)
class StandingSeal:
    digest: str
    seq: int
    revealed_fen: int | None = None


@dataclass(frozen=True, slots=True)
class LotResult:
    """`kind` is sold, no_bid, reserve_not_met, tie, withdrawn or terminated; `tied` codes are sorted."""

    kind: str
    winner: str | None = None
    price_fen: int | None = None
    tied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LotState:
    """Everything that the log says of a lot so far. `clock` is the latest time at which an event was judged."""

    terms: LotTerms
    terms_hash: str
    seq: int
    clock: datetime
    phase: str = SCHEDULED
    price_fen: int | None = None
    leader: str | None = None
    ends_at: datetime | None = None
    hard_end: datetime | None = None
    extensions: int = 0
    result: LotResult | None = None
    calls: int = 0
    closed_at: datetime | None = None
    until: datetime | None = None
    suspended_at: datetime | None = None
    resume_at: datetime | None = None
    admitted: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    records: Trail[Record] = field(default_factory=Trail)
    last_bids: Mapping[str, Record] = field(default_factory=dict)
    ceilings: Mapping[str, StandingCeiling] = field(default_factory=dict)
    seals: Mapping[str, StandingSeal] = field(default_factory=dict)
    tied: tuple[str, ...] = ()
    exercised: tuple[str, ...] = ()
    keys: KeyBook = field(default_factory=KeyBook)

    def outcome(self, key: str) -> str | None:
        """Return what the command with this key came to: "ok" or a refusal code; None when none came."""
        entry = self.keys.find(key)
        return None if entry is None else entry.outcome

    def last_bid_of(self, bidder: str) -> Record | None:
        """Return the bidder's latest bid that has not been voided."""
        return self.last_bids.get(bidder)


def announce(terms: LotTerms, now: datetime = EPOCH, *, key: str = "", actor: str = "") -> e.Event:
    """Return the first event of a log, which binds it to the terms."""
    arrival = aware("now", now)
    return e.LotAnnounced(
        seq=1, arrival=arrival, at=arrival, key=key, actor=actor, terms=terms, terms_hash=terms_hash(terms)
    )


def apply(state: LotState | None, event: e.Event) -> LotState:
    """Return the state after `event`; `state` is None before the first one.

    Raises `MethodError` when the event is not the next of this log.
    """
    if state is None:
        return _first(event)
    if event.seq != state.seq + 1 or isinstance(event, e.LotAnnounced):
        raise MethodError(
            "seq: got event %(seq)s after %(last)s, takes the next one", seq=event.seq, last=state.seq
        )
    keys = state.keys
    if event.body:
        outcome = event.code if isinstance(event, e.Refused) else "ok"
        keys = keys.with_entry(KeyEntry(event.key, event.body, outcome, event.seq))
    changes = _CHANGES[event.kind](state, event)
    return replace(state, seq=event.seq, clock=max(state.clock, event.at), keys=keys, **changes)


def replay(events: Iterable[e.Event]) -> LotState:
    """Return the state at the end of a log; an empty one is a `MethodError`."""
    state: LotState | None = None
    for event in events:
        state = apply(state, event)
    if state is None:
        raise MethodError("events: got none, takes a log that begins with the announcement of a lot")
    return state


def _first(event: e.Event) -> LotState:
    if not isinstance(event, e.LotAnnounced) or event.seq != 1:
        raise MethodError("events: got %(kind)s first, takes the announcement of a lot", kind=event.kind)
    terms = event.terms
    if event.terms_hash != terms_hash(terms):
        raise MethodError("terms_hash: got another hash than that of the terms, takes the same")
    return LotState(
        terms=terms,
        terms_hash=event.terms_hash,
        seq=1,
        clock=event.at,
        ends_at=terms.closes_at,
        hard_end=terms.hard_end,
    )


Changes = dict[str, Any]


def _nothing(_state: LotState, _event: Any) -> Changes:
    return {}


def _admitted(state: LotState, event: e.BidderAdmitted) -> Changes:
    return {"admitted": state.admitted | {event.bidder}}


def _barred(state: LotState, event: e.BidderBarred) -> Changes:
    return {"barred": state.barred | {event.bidder}, "ceilings": _without(state.ceilings, event.bidder)}


def _opened(_state: LotState, _event: e.Opened) -> Changes:
    return {"phase": OPEN}


def _bid_accepted(state: LotState, event: e.BidAccepted) -> Changes:
    record = Record(event.seq, event.bidder, event.amount_fen, event.by, event.cause, event.ceiling)
    return {
        "price_fen": event.amount_fen,
        "leader": event.bidder,
        "calls": 0,
        "records": state.records.with_last(record),
        "last_bids": {**state.last_bids, event.bidder: record},
    }


def _ceiling_set(state: LotState, event: e.CeilingSet) -> Changes:
    ceiling = StandingCeiling(event.key, event.amount_fen, event.seq)
    return {"ceilings": {**state.ceilings, event.bidder: ceiling}}


def _ceiling_cancelled(state: LotState, event: e.CeilingCancelled) -> Changes:
    return {"ceilings": _without(state.ceilings, event.bidder)}


def _extended(state: LotState, event: e.Extended) -> Changes:
    return {
        "ends_at": event.ends_at,
        "hard_end": event.hard_end,
        "extensions": state.extensions + event.counted,
    }


def _suspended(_state: LotState, event: e.Suspended) -> Changes:
    return {"phase": SUSPENDED, "suspended_at": event.at, "resume_at": None, "calls": 0}


def _resume_scheduled(_state: LotState, event: e.ResumeScheduled) -> Changes:
    return {"resume_at": event.resume_at, "ends_at": event.ends_at, "hard_end": event.hard_end}


def _resumed(_state: LotState, _event: e.Resumed) -> Changes:
    return {"phase": OPEN, "suspended_at": None, "resume_at": None}


def _bid_voided(state: LotState, event: e.BidVoided) -> Changes:
    kept = [record for record in state.records if not record.falls_with(event.target)]
    return {
        "price_fen": event.price_fen,
        "leader": event.leader,
        "calls": 0,
        "records": Trail(kept),
        "last_bids": {record.bidder: record for record in kept},
        "ceilings": {who: c for who, c in state.ceilings.items() if c.key != event.target},
    }


def _called(_state: LotState, event: e.Called) -> Changes:
    return {"calls": event.calls}


def _closed(_state: LotState, event: e.Closed) -> Changes:
    return {"phase": ENDED, "closed_at": event.at, "suspended_at": None, "resume_at": None}


def _awaiting(_state: LotState, event: e.Awaiting) -> Changes:
    return {"phase": f"awaiting_{event.what}", "until": event.until}


def _seal_received(state: LotState, event: e.SealReceived) -> Changes:
    return {
        "seals": {**_without(state.seals, event.bidder), event.bidder: StandingSeal(event.digest, event.seq)}
    }


def _seal_withdrawn(state: LotState, event: e.SealWithdrawn) -> Changes:
    return {"seals": _without(state.seals, event.bidder)}


def _bid_revealed(state: LotState, event: e.BidRevealed) -> Changes:
    opened = replace(state.seals[event.bidder], revealed_fen=event.amount_fen)
    return {"seals": {**state.seals, event.bidder: opened}}


def _bids_opened(_state: LotState, event: e.BidsOpened) -> Changes:
    return {"price_fen": event.price_fen, "leader": event.leader, "tied": event.tied, "until": None}


def _priority_exercised(state: LotState, event: e.PriorityExercised) -> Changes:
    return {"exercised": (*state.exercised, event.bidder)}


def _result(state: LotState, event: e.Result) -> Changes:
    return {
        "phase": ENDED,
        "closed_at": state.closed_at or event.at,
        "until": None,
        "leader": event.winner or state.leader,
        "result": LotResult(event.outcome, event.winner, event.price_fen, event.tied),
    }


def _without(mapping: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key != name}


_CHANGES: dict[str, Callable[[LotState, Any], Changes]] = {
    "bidder_admitted": _admitted,
    "bidder_barred": _barred,
    "opened": _opened,
    "bid_accepted": _bid_accepted,
    "ceiling_set": _ceiling_set,
    "ceiling_cancelled": _ceiling_cancelled,
    "extended": _extended,
    "suspended": _suspended,
    "resume_scheduled": _resume_scheduled,
    "resumed": _resumed,
    "bid_voided": _bid_voided,
    "called": _called,
    "closed": _closed,
    "awaiting": _awaiting,
    "seal_received": _seal_received,
    "seal_withdrawn": _seal_withdrawn,
    "bid_revealed": _bid_revealed,
    "bids_opened": _bids_opened,
    "reserve_opened": _nothing,
    "priority_exercised": _priority_exercised,
    "result": _result,
    "refused": _nothing,
}
