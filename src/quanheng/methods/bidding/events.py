"""What has happened to a lot. A log of these is all there is: the state follows from them.

Each event has its place in the lot's order (`seq`), the arrival of the command that brought it, and
the time at which it was judged; what the clock brings about stands at its nominal time. The first
event of a command carries its key and the fingerprint of its body.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from quanheng.methods.bidding.terms import LotTerms

__all__ = [
    "Awaiting",
    "BidAccepted",
    "BidRevealed",
    "BidVoided",
    "BidderAdmitted",
    "BidderBarred",
    "BidsOpened",
    "Called",
    "CeilingCancelled",
    "CeilingSet",
    "Closed",
    "Event",
    "Extended",
    "LotAnnounced",
    "Opened",
    "PriorityExercised",
    "Refused",
    "ReserveOpened",
    "Result",
    "ResumeScheduled",
    "Resumed",
    "SealReceived",
    "SealWithdrawn",
    "Suspended",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    kind: ClassVar[str]
    seq: int
    arrival: datetime
    at: datetime
    key: str = ""
    actor: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotAnnounced(Event):
    kind = "lot_announced"
    terms: LotTerms
    terms_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BidderAdmitted(Event):
    kind = "bidder_admitted"
    bidder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BidderBarred(Event):
    kind = "bidder_barred"
    bidder: str
    reason: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Event):
    kind = "opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class BidAccepted(Event):
    """`by` is person, floor or proxy; `cause` the key of the act that brought it, `ceiling` the key of
    the maximum bid it came from.
    """

    kind = "bid_accepted"
    bidder: str
    amount_fen: int
    by: str
    cause: str
    ceiling: str = ""
    entered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingSet(Event):
    """The amount is known to its bidder alone."""

    kind = "ceiling_set"
    bidder: str
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingCancelled(Event):
    kind = "ceiling_cancelled"
    bidder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended(Event):
    """`counted` is false for the grace after a void, which uses up no extension."""

    kind = "extended"
    ends_at: datetime
    hard_end: datetime | None
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(Event):
    kind = "suspended"
    reason: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeScheduled(Event):
    kind = "resume_scheduled"
    resume_at: datetime
    ends_at: datetime | None
    hard_end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Event):
    kind = "resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BidVoided(Event):
    """`dropped` are the keys of the acts whose bids fell; price and leader are those that stand now."""

    kind = "bid_voided"
    target: str
    dropped: tuple[str, ...]
    price_fen: int | None
    leader: str | None
    reason: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Called(Event):
    kind = "called"
    calls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    kind = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting(Event):
    """`what` is reveal, opening, reserve or priority; `until` is None where people decide, not the clock."""

    kind = "awaiting"
    what: str
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReceived(Event):
    kind = "seal_received"
    bidder: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealWithdrawn(Event):
    kind = "seal_withdrawn"
    bidder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BidRevealed(Event):
    kind = "bid_revealed"
    bidder: str
    amount_fen: int
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BidsOpened(Event):
    """All sealed bids, in the order of their seals; `tied` are the codes that go to a tie round."""

    kind = "bids_opened"
    entries: tuple[tuple[str, int | None], ...]
    price_fen: int | None
    leader: str | None
    tied: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveOpened(Event):
    kind = "reserve_opened"
    amount_fen: int
    nonce: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityExercised(Event):
    kind = "priority_exercised"
    bidder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Event):
    """`outcome` is sold, no_bid, reserve_not_met, tie, withdrawn or terminated."""

    kind = "result"
    outcome: str
    winner: str | None = None
    price_fen: int | None = None
    tied: tuple[str, ...] = ()
    reason: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Event):
    """A command that changed nothing. Only a typed bid leaves its amount: maxima, reserves and sealed
    bids stay secret when they are refused, too. `incident` numbers a fault of the service itself.
    """

    kind = "refused"
    do: str
    code: str
    bidder: str = ""
    amount_fen: int | None = None
    incident: str = ""


KINDS: dict[str, type[Event]] = {
    kind.kind: kind
    for kind in (
        LotAnnounced, BidderAdmitted, BidderBarred, Opened, BidAccepted, CeilingSet, CeilingCancelled, Extended,
        Suspended, ResumeScheduled, Resumed, BidVoided, Called, Closed, Awaiting, SealReceived, SealWithdrawn,
        BidRevealed, BidsOpened, ReserveOpened, PriorityExercised, Result, Refused,
    )
}  # fmt: skip
