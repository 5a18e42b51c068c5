"""The engine of one data folder: entrance, writers, store, timers, and those who listen."""

import logging
import secrets
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock, Thread

from quanheng.live.arrivals import Announcement, Entrance, Submission, Ticket
from quanheng.live.clock import Clock, SystemClock
from quanheng.live.errors import EngineUnreachable, LiveError, UnknownLot
from quanheng.live.hold import Hold
from quanheng.live.store_sqlite import SqliteStore
from quanheng.live.stream import Hub
from quanheng.live.watchdog import OUTAGE_S, outage_orders
from quanheng.live.writer import Answer, Draft, LotWriter
from quanheng.methods.bidding import Command, LotState, LotTerms, Tick, next_due, replay

log = logging.getLogger(__name__)

BATCH = 512
BEAT = timedelta(seconds=1)
PAUSE_S = 0.005
LOCK = "live.lock"


class Engine:
    """Owns the lots of `data_dir`. With `thread` it runs by itself and reads its own clock; without, each call
    is judged at the instant it names, and nothing happens between calls: for demonstrations and tests.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        clock: Clock | None = None,
        thread: bool = True,
        outage_s: int = OUTAGE_S,
        salt: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self.data_dir = data_dir
        self.clock = clock or SystemClock()
        self.entrance = Entrance(self.clock)
        self._hold = Hold(data_dir / LOCK)
        try:
            self.store = SqliteStore(data_dir)
        except BaseException:
            self._hold.release()
            raise
        self.hub = Hub(self.store)
        self._salt = salt
        self._outage_s = outage_s
        self._pumping = Lock()
        self._writers: dict[str, LotWriter] = {}
        self._due: dict[str, datetime] = {}
        self._alive_at = self.store.last_beat() if thread else None
        self._stopping = False
        self._thread = Thread(target=self._run, name="quanheng-live", daemon=True) if thread else None
        for view in self.store.views(running=True):
            self._writer(view.lot)

    @property
    def threaded(self) -> bool:
        return self._thread is not None

    def start(self) -> "Engine":
        if self._thread is not None:
            self._thread.start()
        return self

    def stop(self) -> None:
        """Finish what has arrived, then let go of the folder."""
        self.entrance.close()
        self._stopping = True
        if self._thread is not None and self._thread.is_alive():
            self._thread.join()
        self.hub.close()
        self.store.close()
        self._hold.release()

    def announce(self, terms: LotTerms, *, actor: str = "", now: datetime | None = None) -> "Future[Answer]":
        """Bring a lot into being; a lot that exists with the same terms is left as it is."""
        return self._submit(terms.lot, Announcement(terms, actor), now)

    def send(self, lot: str, command: Command, *, now: datetime | None = None) -> "Future[Answer]":
        """Put a command into the queue. `now` counts only in an engine without a thread of its own."""
        return self._submit(lot, command, now)

    def state(self, lot: str) -> LotState:
        """Return a lot as of its last commit; raises `UnknownLot`."""
        writer = self._writers.get(lot)
        if writer is not None and writer.state is not None:
            return writer.state
        logged = self.store.log(lot)
        if not logged:
            raise UnknownLot("There is no lot %(lot)s.", lot=lot)
        return replay(item.event for item in logged)

    def terms_hash(self, lot: str) -> str | None:
        """Return the hash of a lot's terms, None when there is no such lot."""
        writer = self._writers.get(lot)
        if writer is not None and writer.state is not None:
            return writer.state.terms_hash
        view = self.store.view(lot)
        return None if view is None else view.terms_hash

    def pump(self, now: datetime | None = None) -> None:
        """Judge, store, answer and publish all that has arrived and all that is due."""
        with self._pumping:
            self._speak_of_outages()
            ready, horizon = self.entrance.take()
            for start in range(0, len(ready), BATCH):
                self._commit(ready[start : start + BATCH], now)
            if self.threaded:
                self._commit([_tick(lot, horizon) for lot, due in self._due.items() if due <= horizon], now)
                self._beat()

    def _submit(self, lot: str, asked: Command | Announcement, now: datetime | None) -> "Future[Answer]":
        if self.threaded or now is None:
            with self.entrance.stamp() as ticket:
                submission = Submission(lot, asked, ticket)
                self.entrance.put(submission)
            if not self.threaded:
                self.pump()
        else:
            submission = Submission(lot, asked, Ticket(now, 0))
            with self._pumping:
                self._commit([submission], now)
        return submission.answer

    def _run(self) -> None:
        stopping = False
        while not stopping:
            stopping = self._stopping  # read before the last round, which then takes all that had arrived
            try:
                self.pump()
            except Exception:
                log.exception("the writer stumbled and goes on")
            self.entrance.wait(self._pause())

    def _pause(self) -> float | None:
        """Return the seconds until something is due by itself: a time event, or the next sign of life."""
        if not self._due:
            return None
        now = self.clock()
        wake = min(*self._due.values(), (self._alive_at or now) + BEAT)
        return max((wake - now).total_seconds(), PAUSE_S)

    def _commit(self, submissions: Sequence[Submission], now: datetime | None) -> None:
        """Store a batch as a whole; if that fails, each of its members alone."""
        if not submissions:
            return
        try:
            drafts = self._store(submissions, now)
        except Exception:
            log.exception("a batch of %s was rolled back; its members are tried one by one", len(submissions))
            for submission in submissions:
                self._commit_alone(submission, now)
        else:
            self._tell(drafts)

    def _commit_alone(self, submission: Submission, now: datetime | None) -> None:
        try:
            self._tell(self._store([submission], now))
        except Exception as error:
            log.exception("a command for lot %s could not be stored", submission.lot)
            unknown = EngineUnreachable("No certain answer: please ask again with the same key.")
            unknown.__cause__ = error
            submission.answer.set_exception(unknown)

    def _store(self, submissions: Sequence[Submission], now: datetime | None) -> list[Draft]:
        groups: defaultdict[str, list[Submission]] = defaultdict(list)
        for submission in submissions:
            groups[submission.lot].append(submission)
        writers = [self._writer(lot) for lot in groups]
        committed_at = now or self.clock()
        try:
            drafts = [writer.draft(groups[writer.lot], committed_at) for writer in writers]
            batches = [draft.batch for draft in drafts if draft.batch is not None]
            if batches:
                self.store.append(batches, beat=committed_at if self.threaded else None)
                self._alive_at = committed_at if self.threaded else None
        except BaseException:
            for writer in writers:
                self._writers.pop(writer.lot, None)
            raise
        for writer, draft in zip(writers, drafts, strict=True):
            writer.take(draft)
            self._note_due(writer)
            if writer.state is None:
                self._writers.pop(writer.lot, None)
        return drafts

    def _tell(self, drafts: Sequence[Draft]) -> None:
        """Answer, then publish; who no longer waits or listens holds up nobody."""
        for draft in drafts:
            for submission, answer in draft.answers:
                if not submission.answer.set_running_or_notify_cancel():
                    continue
                if isinstance(answer, LiveError):
                    submission.answer.set_exception(answer)
                else:
                    submission.answer.set_result(answer)
        for draft in drafts:
            try:
                self.hub.publish(draft.lot, draft.events)
            except Exception:
                log.exception("the news of lot %s did not reach its viewers", draft.lot)

    def _writer(self, lot: str) -> LotWriter:
        if lot not in self._writers:
            self._writers[lot] = LotWriter(lot, self.store, self._salt)
            self._note_due(self._writers[lot])
        return self._writers[lot]

    def _note_due(self, writer: LotWriter) -> None:
        due = None if writer.state is None else next_due(writer.state)
        if due is None:
            self._due.pop(writer.lot, None)
        else:
            self._due[writer.lot] = due

    def _speak_of_outages(self) -> None:
        """Suspend what a stop of the service would have closed, before anything else is judged."""
        if self._alive_at is None:
            return
        now = self.clock()
        states = [writer.state for writer in self._writers.values() if writer.state is not None]
        orders = outage_orders(states, alive_at=self._alive_at, now=now, outage_s=self._outage_s)
        self._commit([Submission(lot, order, Ticket(now, 0)) for lot, order in orders], None)
        if now - self._alive_at > timedelta(seconds=self._outage_s):
            self._alive_at = now

    def _beat(self) -> None:
        """Store a sign of life each second while a lot has an end to protect."""
        now = self.clock()
        if self._due and (self._alive_at is None or now - self._alive_at >= BEAT):
            self.store.beat(now)
            self._alive_at = now


def _tick(lot: str, at: datetime) -> Submission:
    return Submission(lot, Tick(), Ticket(at, 0))
