"""The log in a SQLite file of its own, written by one process, synced before anything is acknowledged."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from quanheng.live.errors import StoreFault
from quanheng.live.store import Batch, LoggedEvent, LotView
from quanheng.methods.bidding import (
    LotResult,
    event_from_json,
    instant_from_text,
    instant_text,
    terms_from_data,
    terms_to_data,
)
from quanheng.methods.trust.canonical import canonical_json

FILE = "live.sqlite3"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS lots (
    lot TEXT PRIMARY KEY, terms TEXT NOT NULL, terms_hash TEXT NOT NULL, seq INTEGER NOT NULL, link TEXT NOT NULL,
    phase TEXT NOT NULL, price_fen INTEGER, leader TEXT, ends_at TEXT, hard_end TEXT, extensions INTEGER NOT NULL,
    result TEXT, CHECK ((result IS NULL) = (phase <> 'ended'))) STRICT;
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY AUTOINCREMENT, lot TEXT NOT NULL REFERENCES lots, seq INTEGER NOT NULL,
    kind TEXT NOT NULL, event BLOB NOT NULL, salt BLOB NOT NULL, entry BLOB NOT NULL, link TEXT NOT NULL,
    committed_at TEXT NOT NULL, UNIQUE (lot, seq)) STRICT;
CREATE INDEX IF NOT EXISTS events_results ON events (number) WHERE kind = 'result';
CREATE TABLE IF NOT EXISTS keys (
    lot TEXT NOT NULL REFERENCES lots, key TEXT NOT NULL, body TEXT NOT NULL, outcome TEXT NOT NULL,
    seq INTEGER NOT NULL, PRIMARY KEY (lot, key)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS life (one INTEGER PRIMARY KEY CHECK (one = 1), at TEXT NOT NULL) STRICT;
CREATE TRIGGER IF NOT EXISTS events_stay BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
CREATE TRIGGER IF NOT EXISTS events_remain BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
CREATE TRIGGER IF NOT EXISTS keys_stay BEFORE UPDATE ON keys
    BEGIN SELECT RAISE(ABORT, 'keys are only added'); END;
CREATE TRIGGER IF NOT EXISTS keys_remain BEFORE DELETE ON keys
    BEGIN SELECT RAISE(ABORT, 'keys are only added'); END;
"""
_DURABLE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
_VIEW = "lot, terms, terms_hash, seq, link, phase, price_fen, leader, ends_at, hard_end, extensions, result"
_EVENT = "number, lot, event, salt, entry, link, committed_at"


class SqliteReader:
    """The log for reading, from any process and any thread."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE

    def views(self, *, running: bool = False) -> list[LotView]:
        where = "WHERE phase <> 'ended'" if running else ""
        return [_view(row) for row in self._rows(f"SELECT {_VIEW} FROM lots {where} ORDER BY lot")]  # noqa: S608 - fixed words

    def view(self, lot: str) -> LotView | None:
        rows = self._rows(f"SELECT {_VIEW} FROM lots WHERE lot = ?", lot)  # noqa: S608 - fixed words
        return _view(rows[0]) if rows else None

    def log(self, lot: str, *, after: int = 0) -> list[LoggedEvent]:
        sql = f"SELECT {_EVENT} FROM events WHERE lot = ? AND seq > ? ORDER BY seq"  # noqa: S608 - fixed words
        return [_logged(row) for row in self._rows(sql, lot, after)]

    def entry(self, lot: str, seq: int) -> LoggedEvent | None:
        rows = self._rows(f"SELECT {_EVENT} FROM events WHERE lot = ? AND seq = ?", lot, seq)  # noqa: S608 - fixed words
        return _logged(rows[0]) if rows else None

    def results(self, *, after: int = 0) -> list[LoggedEvent]:
        sql = f"SELECT {_EVENT} FROM events WHERE kind = 'result' AND number > ? ORDER BY number"  # noqa: S608 - fixed words
        return [_logged(row) for row in self._rows(sql, after)]

    def last_beat(self) -> datetime | None:
        rows = self._rows("SELECT at FROM life")
        return instant_from_text("at", rows[0][0]) if rows else None

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        if not self._path.exists():
            return []
        with closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            connection.execute("PRAGMA query_only = ON")
            return connection.execute(sql, values).fetchall()


class SqliteStore(SqliteReader):
    """The log for its one writer. Refuses to start on a connection that would not sync before it answers."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        data_dir.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        self._connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.executescript(_SCHEMA)
        self._connection.execute("PRAGMA busy_timeout = 0")
        self._assert_durable()

    def append(self, batches: Iterable[Batch], *, beat: datetime | None) -> None:
        with self._transaction() as connection:
            for batch in batches:
                _write_lot(connection, batch)
                _write_events(connection, batch)
            if beat is not None:
                _write_beat(connection, beat)

    def beat(self, at: datetime) -> None:
        with self._transaction() as connection:
            _write_beat(connection, at)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._undo()
                raise StoreFault("The log could not be written: %(reason)s", reason=error) from error
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _assert_durable(self) -> None:
        found = {name: self._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _DURABLE}
        if found != _DURABLE:
            self._connection.close()
            raise StoreFault(
                "The log would not be durable: it needs %(needed)s and has %(found)s",
                needed=_DURABLE,
                found=found,
            )


def _write_lot(connection: sqlite3.Connection, batch: Batch) -> None:
    state = batch.state
    moving = (
        state.seq, batch.entries[-1].link, state.phase, state.price_fen, state.leader,
        _text(state.ends_at), _text(state.hard_end), state.extensions, _result_text(state.result),
    )  # fmt: skip
    if batch.after_seq == 0:
        terms = canonical_json(terms_to_data(state.terms)).decode()
        connection.execute(
            "INSERT INTO lots (lot, terms, terms_hash, seq, link, phase, price_fen, leader, ends_at, hard_end,"
            " extensions, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (batch.lot, terms, state.terms_hash, *moving),
        )
        return
    done = connection.execute(
        "UPDATE lots SET seq = ?, link = ?, phase = ?, price_fen = ?, leader = ?, ends_at = ?, hard_end = ?,"
        " extensions = ?, result = ? WHERE lot = ? AND seq = ?",
        (*moving, batch.lot, batch.after_seq),
    )
    if done.rowcount != 1:
        raise StoreFault("Lot %(lot)s has moved on: another writer was here", lot=batch.lot)


def _write_events(connection: sqlite3.Connection, batch: Batch) -> None:
    connection.executemany(
        "INSERT INTO events (lot, seq, kind, event, salt, entry, link, committed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                batch.lot,
                e.event.seq,
                e.event.kind,
                e.event_json,
                e.salt,
                e.entry,
                e.link,
                instant_text(e.committed_at),
            )
            for e in batch.entries
        ],
    )
    keyed = [e.event for e in batch.entries if e.event.body]
    connection.executemany(
        "INSERT INTO keys (lot, key, body, outcome, seq) VALUES (?, ?, ?, ?, ?)",
        [(batch.lot, e.key, e.body, batch.state.outcome(e.key), e.seq) for e in keyed],
    )


def _write_beat(connection: sqlite3.Connection, at: datetime) -> None:
    connection.execute("INSERT OR REPLACE INTO life (one, at) VALUES (1, ?)", (instant_text(at),))


def _text(value: datetime | None) -> str | None:
    return None if value is None else instant_text(value)


def _instant(field: str, text: str | None) -> datetime | None:
    return None if text is None else instant_from_text(field, text)


def _result_text(result: LotResult | None) -> str | None:
    if result is None:
        return None
    return json.dumps([result.kind, result.winner, result.price_fen, list(result.tied)])


def _view(row: Any) -> LotView:
    lot, terms, terms_hash, seq, link, phase, price_fen, leader, ends_at, hard_end, extensions, result = row
    kind, winner, final_fen, tied = json.loads(result) if result else (None, None, None, ())
    return LotView(
        lot=lot,
        terms=terms_from_data(json.loads(terms)),
        terms_hash=terms_hash,
        seq=seq,
        link=link,
        phase=phase,
        price_fen=price_fen,
        leader=leader,
        ends_at=_instant("ends_at", ends_at),
        hard_end=_instant("hard_end", hard_end),
        extensions=extensions,
        result=LotResult(kind, winner, final_fen, tuple(tied)) if kind else None,
    )


def _logged(row: Any) -> LoggedEvent:
    number, lot, event, salt, entry, link, committed_at = row
    return LoggedEvent(
        number=number,
        lot=lot,
        event=event_from_json(event),
        event_json=event,
        salt=salt,
        entry=entry,
        link=link,
        committed_at=instant_from_text("committed_at", committed_at),
    )
