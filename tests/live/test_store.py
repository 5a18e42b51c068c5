"""The file: durable, append-only, written by one process."""

import sqlite3
import subprocess
import sys

import pytest

from factories.lots import at, bid, terms
from quanheng.live.engine import Engine
from quanheng.live.errors import EngineHeld, StoreFault
from quanheng.live.journal import first_fault
from quanheng.live.store_sqlite import FILE, SqliteStore
from quanheng.methods import bidding


@pytest.fixture
def filled(engine, desk):
    desk.announce(terms(), now=at("08:00:00"))
    desk.send("L1", bidding.Admit(key="a", bidder="A"), now=at("08:30:00"))
    desk.send("L1", bid("A", 1_000_000, "k"), now=at("09:30:00"))
    return engine


def test_the_writers_connection_syncs_every_commit(engine):
    pragmas = [
        engine.store._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous")
    ]
    assert pragmas == ["wal", 2]


def test_a_connection_that_would_not_sync_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("quanheng.live.store_sqlite._DURABLE", {"synchronous": 3})
    with pytest.raises(StoreFault, match="durable"):
        SqliteStore(tmp_path)


@pytest.mark.parametrize("statement", [
    "UPDATE events SET link = ''",
    "DELETE FROM events",
    "UPDATE keys SET outcome = 'ok'",
    "DELETE FROM keys",
])  # fmt: skip
def test_what_is_logged_stays(filled, statement):
    with pytest.raises(sqlite3.IntegrityError, match="only added"):
        filled.store._connection.execute(statement)


def test_an_altered_event_is_found_at_its_place(filled, tmp_path):
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript(
        "DROP TRIGGER events_stay;"
        "UPDATE events SET event = CAST(replace(CAST(event AS TEXT), '100000000', '100000001') AS BLOB) WHERE kind = 'bid_accepted';"
    )
    connection.close()
    assert first_fault("L1", filled.store.log("L1")) == "4: the event is not the one that was entered"


def test_a_missing_event_is_found_at_its_place(filled):
    logged = filled.store.log("L1")
    assert first_fault("L1", [logged[0], *logged[2:]]) == "2: the entry does not follow the one before it"


def test_the_entries_hold_no_amount(filled):
    assert [item for item in filled.store.log("L1") if b"100000000" in item.entry] == []


def test_a_second_writer_of_the_folder_is_refused(engine, tmp_path):
    with pytest.raises(EngineHeld, match="already writes the bidding log"):
        Engine(tmp_path, thread=False)


def test_a_folder_is_free_again_when_its_writer_has_died(tmp_path):
    script = (
        "import os, pathlib, sys; from quanheng.live.engine import Engine;"
        "engine = Engine(pathlib.Path(sys.argv[1]), thread=False); os.kill(os.getpid(), 9)"
    )
    died = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    engine = Engine(tmp_path, thread=False)
    engine.stop()
    assert died.returncode == -9


def test_a_key_is_stored_with_its_outcome_and_its_event(filled):
    rows = filled.store._connection.execute("SELECT key, outcome, seq FROM keys ORDER BY seq").fetchall()
    assert rows == [("a", "ok", 2), ("k", "ok", 4)]


def test_salts_can_be_given_so_that_a_demonstration_repeats_itself(tmp_path):
    links = []
    for folder in ("one", "two"):
        engine = Engine(tmp_path / folder, thread=False, salt=bytes)
        engine.announce(terms(), now=at("08:00:00"))
        links.append(engine.store.view("L1").link)
        engine.stop()
    assert links[0] == links[1]
