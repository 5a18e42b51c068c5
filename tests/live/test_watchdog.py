"""Rule 16: a stop of the service over the end of a lot does not close it."""

from datetime import timedelta

import pytest

from factories.http import until
from factories.lots import at, bid, terms
from quanheng.live.client import LocalDesk
from quanheng.live.clock import SetClock
from quanheng.live.engine import Engine
from quanheng.live.watchdog import outage_orders
from quanheng.methods import bidding


def stopped(tmp_path, alive_at, back_at, lot_terms=None):
    """Run an engine until `alive_at`, kill it, and return the desk of the one that is back at `back_at`."""
    clock = SetClock(at("08:00:00"))
    engine = Engine(tmp_path, clock=clock, outage_s=10**6)  # its thread is not started: the test is its hand
    engine.announce(lot_terms or terms())
    engine.pump()
    engine.send("L1", bidding.Admit(key="a", bidder="A"))
    engine.send("L1", bidding.Admit(key="b", bidder="B"))
    engine.pump()
    clock.now = alive_at
    engine.pump()
    engine.stop()
    clock.now = back_at
    back = Engine(tmp_path, clock=clock)
    back.pump()
    return back


@pytest.mark.parametrize(("alive_at", "back_at", "phase"), [
    ("09:58:00", "10:04:00", "suspended"),
    ("09:58:00", "10:00:00", "ended"),
    ("09:00:00", "09:56:00", "suspended"),
    ("09:00:00", "09:30:00", "open"),
    ("08:30:00", "12:00:00", "suspended"),
    ("08:30:00", "09:30:00", "open"),
])  # fmt: skip
def test_an_outage_does_not_close_a_lot(tmp_path, alive_at, back_at, phase):
    back = stopped(tmp_path, at(alive_at), at(back_at))
    state = back.state("L1")
    back.stop()
    assert state.phase == phase


def test_the_time_left_is_that_of_the_last_sign_of_life(tmp_path):
    back = stopped(tmp_path, at("09:40:00"), at("10:04:00"))
    state = back.state("L1")
    back.stop()
    assert (state.suspended_at, state.ends_at - state.suspended_at) == (at("09:40:00"), timedelta(minutes=20))


def test_a_bid_that_was_queued_during_the_restart_finds_the_lot_suspended(tmp_path):
    back = stopped(tmp_path, at("09:58:00"), at("09:58:01"))
    back.clock.now = at("10:05:00")
    answer = back.send("L1", bid("A", 1_000_000))
    back.pump()
    back.stop()
    assert answer.result().outcome == "suspended"


def test_a_stop_in_the_night_before_touches_nothing():
    state = bidding.replay([bidding.announce(terms(), at("08:00:00"))])
    assert list(outage_orders([state], alive_at=at("08:00:00"), now=at("08:30:00"))) == []


def test_a_lot_opens_and_closes_by_itself_and_on_time(tmp_path):
    engine = Engine(tmp_path).start()
    desk = LocalDesk(engine)
    now = engine.clock()
    soon = {"opens_at": now + timedelta(seconds=0.1), "closes_at": now + timedelta(seconds=0.3)}
    desk.announce(terms(lot="L1", extension_rule="none", **soon))
    until(lambda: desk.view("L1").result)
    engine.stop()
    judged = {item.event.kind: item.event.at for item in desk.log("L1")}
    assert (judged["opened"], judged["closed"]) == (soon["opens_at"], soon["closes_at"])


def test_a_sign_of_life_is_kept_while_a_lot_runs(tmp_path):
    engine = Engine(tmp_path).start()
    LocalDesk(engine).announce(terms(opens_at=engine.clock(), closes_at=engine.clock() + timedelta(hours=1)))
    first = engine.store.last_beat()
    beat = until(lambda: engine.store.last_beat() != first)
    engine.stop()
    assert beat
