"""How Django speaks to the lots: the same few calls, whether the engine runs in this process or in another.

In the web process commands go straight into the engine's queue. Any other process (a worker, a
command) sends them over HTTP with a staff token of its own making, and reads the log from the file:
so a command is either judged by the one writer or known not to have arrived, and no second process
ever writes the tables. When the engine does not run, `send` raises `EngineUnreachable`; the job that
sent it is tried again later with the same key, which is safe.
"""

from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from quanheng.live import serve
from quanheng.live.answers import refusal_data
from quanheng.live.client_http import ask
from quanheng.live.clock import Clock, SystemClock
from quanheng.live.engine import Engine
from quanheng.live.errors import EngineUnreachable, LotExists, UnknownLot
from quanheng.live.store import LoggedEvent, LotView
from quanheng.live.store_sqlite import SqliteReader
from quanheng.live.tokens import STAFF, TokenIssuer
from quanheng.live.writer import Answer
from quanheng.methods.bidding import (
    Command,
    LotState,
    LotTerms,
    command_to_data,
    replay,
    terms_to_data,
)

PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command came to: "ok" or a refusal code, whose words are `message` filled with `values`."""

    outcome: str
    replayed: bool
    seq: int | None
    message: str
    values: dict[str, str]

    @property
    def ok(self) -> bool:
        return self.outcome == "ok"


class LotDesk(Protocol):
    """A lot that does not exist is `UnknownLot`; an engine that does not answer is `EngineUnreachable`.

    `now` is the instant at which a command is judged in an engine without a clock of its own (a
    demonstration, a test). A running engine stamps by its own clock and takes nobody's word for it.
    """

    def announce(self, terms: LotTerms, *, actor: str = "", now: datetime | None = None) -> LotView:
        """Bring a lot into being. Repeating it is safe; other terms under the same number raise `LotExists`."""

    def send(self, lot: str, command: Command, *, now: datetime | None = None) -> Reply: ...

    def view(self, lot: str) -> LotView: ...

    def state(self, lot: str) -> LotState: ...

    def log(self, lot: str, *, after: int = 0) -> list[LoggedEvent]:
        """Return the events of a lot with `seq` greater than `after`: all of them, secrets included."""

    def results(self, *, after: int = 0) -> list[LoggedEvent]:
        """Return the result events of all lots with `number` greater than `after`, oldest first. Who remembers
        the last `number` and records each result once misses none.
        """


def connect(
    data_dir: Path, *, keys_dir: Path | None = None, address: str = "", clock: Clock | None = None
) -> LotDesk:
    """Return the desk of a data folder: in process when this process runs the engine, else by `address`
    ("http://127.0.0.1:8000"), the place where the web process serves `/live/`. `clock` is the one that the
    engine goes by, where that is not the machine's.
    """
    engine = serve.running(data_dir)
    if engine is not None:
        return LocalDesk(engine)
    return RemoteDesk(data_dir, keys_dir or data_dir / "keys", address, clock)


class _ReadingDesk:
    """What every desk reads from the file, whoever writes it."""

    def __init__(self, reader: SqliteReader) -> None:
        self._reader = reader

    def view(self, lot: str) -> LotView:
        view = self._reader.view(lot)
        if view is None:
            raise UnknownLot("There is no lot %(lot)s.", lot=lot)
        return view

    def state(self, lot: str) -> LotState:
        logged = self._reader.log(lot)
        if not logged:
            raise UnknownLot("There is no lot %(lot)s.", lot=lot)
        return replay(item.event for item in logged)

    def log(self, lot: str, *, after: int = 0) -> list[LoggedEvent]:
        return self._reader.log(lot, after=after)

    def results(self, *, after: int = 0) -> list[LoggedEvent]:
        return self._reader.results(after=after)


class LocalDesk(_ReadingDesk):
    """The desk beside the engine."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.store)
        self._engine = engine

    def announce(self, terms: LotTerms, *, actor: str = "", now: datetime | None = None) -> LotView:
        _waited(self._engine.announce(terms, actor=actor, now=now))
        return self.view(terms.lot)

    def send(self, lot: str, command: Command, *, now: datetime | None = None) -> Reply:
        return _reply(_waited(self._engine.send(lot, command, now=now)))

    def state(self, lot: str) -> LotState:
        return self._engine.state(lot)


class RemoteDesk(_ReadingDesk):
    """The desk of another process."""

    def __init__(self, data_dir: Path, keys_dir: Path, address: str, clock: Clock | None = None) -> None:
        super().__init__(SqliteReader(data_dir))
        self._keys_dir = keys_dir
        self._clock = clock or SystemClock()
        self._address = address.rstrip("/")

    def announce(self, terms: LotTerms, *, actor: str = "", now: datetime | None = None) -> LotView:
        status, data = self._ask("PUT", terms.lot, "", terms_to_data(terms), actor=actor)
        if status == 409 and data.get("code") == "exists":
            raise LotExists("Lot %(lot)s already exists with other terms.", lot=terms.lot)
        return self.view(terms.lot)

    def send(self, lot: str, command: Command, *, now: datetime | None = None) -> Reply:
        data = command_to_data(command)
        key, actor = data.pop("key", "tick"), data.pop("actor", "")
        status, data = self._ask("POST", lot, "/commands", data, actor=actor, key=key)
        if status == 404:
            raise UnknownLot("There is no lot %(lot)s.", lot=lot)
        return Reply(
            data["outcome"], data["replayed"], data["seq"], data.get("message", ""), data.get("values", {})
        )

    def _ask(
        self, method: str, lot: str, what: str, data: dict[str, Any], *, actor: str, key: str = ""
    ) -> tuple[int, dict[str, Any]]:
        token = TokenIssuer(self._keys_dir).issue(lot=lot, role=STAFF, code=actor, now=self._clock())
        return ask(
            method,
            f"{self._address}/live/lots/{lot}{what}",
            data,
            token=token,
            key=key,
            patience_s=PATIENCE_S,
        )


def _waited(answer: "Future[Answer]") -> Answer:
    try:
        return answer.result(PATIENCE_S)
    except TimeoutError as error:
        raise EngineUnreachable("No certain answer: please ask again with the same key.") from error


def _reply(answer: Answer) -> Reply:
    seq = None if answer.entry is None else answer.entry.event.seq
    if answer.outcome == "ok":
        return Reply("ok", answer.replayed, seq, "", {})
    words = refusal_data(answer)
    return Reply(answer.outcome, answer.replayed, seq, words["message"], words["values"])
