"""What an engine needs of its store. Embedded: `store_sqlite`; another database only has to keep these promises."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from quanheng.methods.bidding import Event, LotResult, LotState, LotTerms, from_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as it is kept: canonical bytes, and the chained entry that vouches for them."""

    lot: str
    event: Event
    event_json: bytes
    salt: bytes
    entry: bytes
    link: str
    committed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent(Entry):
    """An entry from the log; `number` counts all events of the store in the order of their commits."""

    number: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one commit adds to one lot: fenced by the sequence number that the writer started from."""

    lot: str
    after_seq: int
    entries: Sequence[Entry]
    state: LotState


@dataclass(frozen=True, slots=True, kw_only=True)
class LotView:
    """A lot as everybody may see it, and the head of its log."""

    lot: str
    terms: LotTerms
    terms_hash: str
    seq: int
    link: str
    phase: str
    price_fen: int | None
    leader: str | None
    ends_at: datetime | None
    hard_end: datetime | None
    extensions: int
    result: LotResult | None

    @property
    def price(self) -> Decimal | None:
        """The standing price in yuan."""
        return None if self.price_fen is None else from_fen(self.price_fen)


class Store(Protocol):
    def append(self, batches: Iterable[Batch], *, beat: datetime | None) -> None:
        """Add all batches in one durable transaction, or raise `StoreFault`; a batch whose lot has moved on fails.

        Events, idempotency keys, links and the view of each lot are stored together, or not at all.
        """

    def beat(self, at: datetime) -> None:
        """Remember a sign of life."""

    def last_beat(self) -> datetime | None: ...

    def views(self, *, running: bool = False) -> list[LotView]:
        """Return all lots, or those that have not ended, by number."""

    def view(self, lot: str) -> LotView | None: ...

    def log(self, lot: str, *, after: int = 0) -> list[LoggedEvent]:
        """Return the events of a lot whose `seq` is greater than `after`, in order."""

    def entry(self, lot: str, seq: int) -> LoggedEvent | None: ...

    def results(self, *, after: int = 0) -> list[LoggedEvent]:
        """Return the `result` events whose `number` is greater than `after`, in order."""

    def close(self) -> None: ...
