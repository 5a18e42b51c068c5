"""The writer of one lot: judges a batch in memory, and has it stored as a whole."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from quanheng.live.arrivals import Announcement, Submission
from quanheng.live.errors import LiveError, LotExists, UnknownLot
from quanheng.live.journal import chained, first_link
from quanheng.live.store import Batch, Entry, Store
from quanheng.methods.bidding import (
    Event,
    LotState,
    Refused,
    Tick,
    announce,
    apply,
    judge,
    refuse,
    replay,
    terms_hash,
)
from quanheng.methods.trust.chain import SALT_BYTES

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command came to: `outcome` is "ok" or a refusal code, `state` the lot right after it.

    `entry` is the first event that the command brought, with the link that vouches for it; a repeated
    key gets that of the first time. None for a tick that found nothing due.
    """

    outcome: str
    replayed: bool
    arrival: datetime
    state: LotState
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A batch that is judged but not yet stored."""

    lot: str
    batch: Batch | None
    state: LotState | None
    link: str
    answers: Sequence[tuple[Submission, Answer | LiveError]]

    @property
    def events(self) -> list[Event]:
        return [] if self.batch is None else [entry.event for entry in self.batch.entries]


class LotWriter:
    """`state` and `link` are those of the last commit, None and the first link for a lot that does not exist yet."""

    def __init__(self, lot: str, store: Store, salt: Callable[[int], bytes]) -> None:
        self.lot = lot
        self._store = store
        self._salt = salt
        self.state: LotState | None = None
        self.link = first_link(lot)
        self.reload()

    def reload(self) -> None:
        """Forget what is in memory, and replay the log."""
        logged = self._store.log(self.lot)
        self.state = replay(item.event for item in logged) if logged else None
        self.link = logged[-1].link if logged else first_link(self.lot)

    def draft(self, submissions: Sequence[Submission], committed_at: datetime) -> Draft:
        """Judge submissions in their order; nothing is true before `take`."""
        state, link = self.state, self.link
        entries: list[Entry] = []
        answers: list[tuple[Submission, Answer | LiveError]] = []
        for submission in submissions:
            try:
                events, state = self._judge(state, submission)
            except (UnknownLot, LotExists) as error:
                answers.append((submission, error))
                continue
            new = []
            for event in events:
                new.append(
                    chained(
                        self.lot, event, prev=link, committed_at=committed_at, salt=self._salt(SALT_BYTES)
                    )
                )
                link = new[-1].link
            entries += new
            answers.append((submission, self._answer(submission, state, new, entries)))
        if not entries or state is None:
            return Draft(self.lot, None, self.state, self.link, answers)
        batch = Batch(self.lot, self.state.seq if self.state else 0, entries, state)
        return Draft(self.lot, batch, state, link, answers)

    def take(self, draft: Draft) -> None:
        """Make a stored draft the truth."""
        self.state, self.link = draft.state, draft.link

    def _judge(self, state: LotState | None, submission: Submission) -> tuple[tuple[Event, ...], LotState]:
        asked, arrival = submission.asked, submission.ticket.arrival
        if isinstance(asked, Announcement):
            return _announce(state, asked, arrival)
        if state is None:
            raise UnknownLot("There is no lot %(lot)s.", lot=self.lot)
        try:
            return judge(state, asked, arrival)
        except Exception:
            incident = uuid4().hex[:12]
            log.exception("incident %s: %s of lot %s failed", incident, asked.do, self.lot)
            return refuse(state, asked, arrival, "internal", incident=incident)

    def _answer(
        self, submission: Submission, state: LotState, new: Sequence[Entry], drafted: Sequence[Entry]
    ) -> Answer:
        """Return the answer to a command that has just been judged, or the first answer to one that came before."""
        asked, arrival = submission.asked, submission.ticket.arrival
        if isinstance(asked, Announcement | Tick):
            own = new[0] if new else None
            return Answer(outcome="ok", replayed=not new, arrival=arrival, state=state, entry=own)
        last = new[-1] if new else None
        if last is not None and isinstance(last.event, Refused):
            return Answer(outcome=last.event.code, replayed=False, arrival=arrival, state=state, entry=last)
        known = state.keys.find(asked.key)
        if known is None:
            raise LookupError(f"{asked.do} left no trace of its key")
        own = next((e for e in new if e.event.seq == known.seq), None) or self._kept(known.seq, drafted)
        return Answer(outcome=known.outcome, replayed=not new, arrival=arrival, state=state, entry=own)

    def _kept(self, seq: int, drafted: Sequence[Entry]) -> Entry | None:
        return next((e for e in drafted if e.event.seq == seq), None) or self._store.entry(self.lot, seq)


def _announce(
    state: LotState | None, asked: Announcement, arrival: datetime
) -> tuple[tuple[Event, ...], LotState]:
    if state is None:
        event = announce(asked.terms, arrival, actor=asked.actor)
        return (event,), apply(None, event)
    if state.terms_hash != terms_hash(asked.terms):
        raise LotExists("Lot %(lot)s already exists with other terms.", lot=asked.terms.lot)
    return (), state
