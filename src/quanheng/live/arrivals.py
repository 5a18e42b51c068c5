"""Where commands arrive: stamped, numbered, and handed to the writer in order.

The stamp is made when the complete request is there, before any queue (rule 1). Between stamp and
queue a request is read and checked; until it is in the queue or given up, the writer neither judges
a later one nor lets a lot close over it. So a bid in time is never overtaken by the closing.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition
from typing import TYPE_CHECKING

from quanheng.live.clock import Clock
from quanheng.live.errors import EngineUnreachable
from quanheng.methods.bidding import Command, LotTerms

if TYPE_CHECKING:
    from quanheng.live.writer import Answer


@dataclass(frozen=True, slots=True)
class Announcement:
    """The wish that a lot with these terms exist."""

    terms: LotTerms
    actor: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Ticket:
    """Where a request stands in the order of arrival."""

    arrival: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Submission:
    lot: str
    asked: Command | Announcement
    ticket: Ticket
    answer: "Future[Answer]" = field(default_factory=Future)


class Entrance:
    """The queue before the writer. Stamping and taking exclude each other, so `take` sees all that came before it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._changed = Condition()
        self._number = 0
        self._closed = False
        self._reading: set[Ticket] = set()
        self._waiting: list[Submission] = []
        self._per_lot: Counter[str] = Counter()

    @contextmanager
    def stamp(self) -> Iterator[Ticket]:
        """Stamp a request that is completely there; leaving the block gives up what was not put into the queue."""
        with self._changed:
            self._number += 1
            ticket = Ticket(self._clock(), self._number)
            self._reading.add(ticket)
        try:
            yield ticket
        finally:
            with self._changed:
                self._reading.discard(ticket)
                self._changed.notify()

    def put(self, submission: Submission) -> None:
        """Queue a request under its ticket."""
        with self._changed:
            self._reading.discard(submission.ticket)
            if self._closed:
                submission.answer.set_exception(
                    EngineUnreachable("The bidding service is stopping; nothing was taken.")
                )
                return
            self._waiting.append(submission)
            self._per_lot[submission.lot] += 1
            self._changed.notify()

    def length(self, lot: str) -> int:
        return self._per_lot[lot]

    def take(self) -> tuple[list[Submission], datetime]:
        """Return, in order, all that may be judged now, and the instant up to which nothing is missing."""
        with self._changed:
            horizon = Ticket(self._clock(), self._number + 1)
            if self._reading:
                horizon = min(horizon, *self._reading)
            ready = sorted((s for s in self._waiting if s.ticket < horizon), key=lambda s: s.ticket)
            self._waiting = [s for s in self._waiting if s.ticket >= horizon]
            self._per_lot.subtract(s.lot for s in ready)
            return ready, horizon.arrival

    def wait(self, seconds: float | None) -> None:
        """Sleep until something arrives, `wake` is called, or `seconds` have passed."""
        with self._changed:
            if not self._waiting and not self._closed:
                self._changed.wait(seconds)

    def close(self) -> None:
        """Take nothing more; what is already in the queue is still judged."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
