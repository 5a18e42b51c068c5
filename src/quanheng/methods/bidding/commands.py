"""What people and the clock ask of a lot.

Every command but a tick carries the idempotency key under which its outcome is remembered, and the
pseudonym of who sent it; everything else is its body. A malformed command is a `MethodError` that
names the field; whether a lawful one may happen is for `rules` to say.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from quanheng.methods.bidding.arguments import check_argument
from quanheng.methods.errors import MethodError
from quanheng.methods.trust.canonical import canonical_json

__all__ = [
    "BIDDER_COMMANDS",
    "STAFF_COMMANDS",
    "Admit",
    "Bar",
    "Bid",
    "BidderCommand",
    "Call",
    "CancelCeiling",
    "Ceiling",
    "Command",
    "Exercise",
    "Hammer",
    "Open",
    "OpenReserve",
    "OpenSeals",
    "Resume",
    "Reveal",
    "Seal",
    "StaffCommand",
    "Suspend",
    "Terminate",
    "Tick",
    "Void",
    "WithdrawLot",
    "WithdrawSeal",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    do: ClassVar[str]
    needs_reason: ClassVar[bool] = False
    key: str
    actor: str = ""

    def __post_init__(self) -> None:
        for name in _NAMES[type(self)]:
            check_argument(name, getattr(self, name))
        if self.needs_reason and not getattr(self, "reason", ""):
            raise MethodError("reason: got nothing, %(do)s takes one", do=self.do)

    def body(self) -> str:
        """Return the fingerprint of all that the command asks: two commands under one key must agree in it."""
        return sha256(canonical_json(_plain(self))).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Command):
    """Writes down what has come due by its time; never changes an outcome."""

    do = "tick"
    key: str = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class BidderCommand(Command):
    bidder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCommand(Command):
    """`by` are the pseudonyms of the persons who decided, `reason` what they gave as theirs."""

    reason: str = ""
    by: tuple[str, ...] = ()

    def two_persons(self) -> bool:
        return len(set(self.by)) == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Admit(StaffCommand):
    do = "admit"
    bidder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar(StaffCommand):
    do = "bar"
    bidder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid(BidderCommand):
    """A typed bid. `channel` "floor" is a paddle in the hall, entered by the recorder `entered_by`."""

    do = "bid"
    amount_fen: int
    confirmed: bool = False
    channel: str = "online"
    entered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling(BidderCommand):
    """A maximum bid: the lot bids for its owner, by no more than is needed and never above it."""

    do = "ceiling"
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCeiling(BidderCommand):
    do = "cancel_ceiling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Void(StaffCommand):
    """Strikes the typed bid or the ceiling that came under the key `target`."""

    do = "void"
    needs_reason = True
    target: str
    by: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(StaffCommand):
    """`effective_at` is for the outage watchdog alone: the last sign of life of the service."""

    do = "suspend"
    needs_reason = True
    reason: str
    effective_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(StaffCommand):
    do = "resume"
    resume_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(StaffCommand):
    do = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(StaffCommand):
    do = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hammer(StaffCommand):
    do = "hammer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal(BidderCommand):
    """`digest` is the commitment of a commit-reveal bid, or the SHA-256 of a threshold-sealed one."""

    do = "seal"
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSeal(BidderCommand):
    do = "withdraw_seal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal(BidderCommand):
    do = "reveal"
    amount_fen: int
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSeals(StaffCommand):
    """All sealed bids at once: `(bidder, fen)`, None for one that does not open or parse."""

    do = "open_seals"
    entries: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReserve(StaffCommand):
    do = "open_reserve"
    amount_fen: int
    nonce: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise(BidderCommand):
    do = "exercise"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawLot(StaffCommand):
    do = "withdraw_lot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminate(StaffCommand):
    do = "terminate"
    needs_reason = True
    by: tuple[str, ...]
    reason: str


BIDDER_COMMANDS: tuple[type[Command], ...] = (
    Bid, Ceiling, CancelCeiling, Seal, WithdrawSeal, Reveal, Exercise,
)  # fmt: skip
STAFF_COMMANDS: tuple[type[Command], ...] = (
    Tick, Admit, Bar, Void, Suspend, Resume, Open, Call, Hammer, OpenSeals, OpenReserve, WithdrawLot, Terminate,
)  # fmt: skip


_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in BIDDER_COMMANDS + STAFF_COMMANDS}


def _plain(command: Command) -> dict[str, Any]:
    body = {name: getattr(command, name) for name in _NAMES[type(command)] if name not in ("key", "actor")}
    return {"do": command.do} | body
