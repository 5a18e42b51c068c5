"""Stamped first, judged in order, and never overtaken by the closing."""

from datetime import timedelta

import pytest

from factories.lots import at, bid, terms
from quanheng.live.arrivals import Entrance, Submission, Ticket
from quanheng.live.client import LocalDesk
from quanheng.live.clock import SetClock, SystemClock
from quanheng.live.engine import Engine
from quanheng.live.errors import EngineUnreachable
from quanheng.methods import bidding

T = at("10:00:00")
MICRO = timedelta(microseconds=1)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(at("09:00:00"))


def queued(entrance, clock, moment, key):
    clock.now = moment
    with entrance.stamp() as ticket:
        entrance.put(Submission("L1", bid("A", 1_000_000, key), ticket))


def keys(taken):
    return [submission.asked.key for submission in taken]


def test_commands_are_taken_in_the_order_of_arrival(clock):
    entrance = Entrance(clock)
    for number, moment in enumerate([T, T - MICRO, T]):
        queued(entrance, clock, moment, f"k{number}")
    clock.now = T + MICRO
    assert keys(entrance.take()[0]) == ["k1", "k0", "k2"]


def test_a_request_still_being_read_holds_back_what_came_after_it(clock):
    entrance = Entrance(clock)
    queued(entrance, clock, T - 2 * MICRO, "before")
    clock.now = T - MICRO
    with entrance.stamp():
        queued(entrance, clock, T, "after")
        ready, horizon = entrance.take()
    assert (keys(ready), horizon, keys(entrance.take()[0])) == (["before"], T - MICRO, ["after"])


def test_a_request_that_was_given_up_holds_back_nothing(clock):
    entrance = Entrance(clock)
    with entrance.stamp():
        pass
    clock.now = T
    assert entrance.take()[1] == T


def test_a_closed_entrance_takes_nothing_more(clock):
    entrance = Entrance(clock)
    entrance.close()
    submission = Submission("L1", bid("A", 1), Ticket(T, 1))
    entrance.put(submission)
    assert isinstance(submission.answer.exception(), EngineUnreachable)


def test_a_queue_is_counted_for_each_lot(clock):
    entrance = Entrance(clock)
    queued(entrance, clock, T, "k")
    before = entrance.length("L1")
    clock.now = T + MICRO
    entrance.take()
    assert (before, entrance.length("L1"), entrance.length("L2")) == (1, 0, 0)


@pytest.mark.parametrize(("moment", "outcome"), [(T - MICRO, "ok"), (T, "closed"), (T + MICRO, "closed")])
def test_the_duel_at_the_deadline_is_decided_by_the_stamp(tmp_path, clock, moment, outcome):
    engine = Engine(tmp_path, clock=clock, thread=False)
    desk = LocalDesk(engine)
    desk.announce(terms(extension_rule="none"), now=at("08:00:00"))
    desk.send("L1", bidding.Admit(key="a", bidder="A"), now=at("08:30:00"))
    clock.now = moment
    with engine.entrance.stamp() as ticket:
        submission = Submission("L1", bid("A", 1_000_000), ticket)
        engine.entrance.put(submission)
    clock.now = at("10:00:01")
    engine.pump()
    engine.stop()
    assert submission.answer.result().outcome == outcome


def test_closing_keeps_every_bid_that_arrived_before_it(tmp_path, clock):
    """A bid is stamped in time, the lot's end passes, and only then has the bid been read."""
    clock.now = at("08:00:00")
    engine = Engine(tmp_path, clock=clock, outage_s=10**6)  # its thread is not started: the test is its hand
    engine.announce(terms(extension_rule="none"))
    engine.send("L1", bidding.Admit(key="a", bidder="A"))
    engine.pump()
    clock.now = T - MICRO
    with engine.entrance.stamp() as ticket:
        clock.now = T + timedelta(seconds=1)
        engine.pump()
        still_open = engine.state("L1").phase
        submission = Submission("L1", bid("A", 1_000_000), ticket)
        engine.entrance.put(submission)
    engine.pump()
    engine.stop()
    assert (still_open, engine._writers["L1"].state.result) == (
        "open",
        bidding.LotResult("sold", "A", 100_000_000),
    )


def test_the_systems_clock_never_goes_back(monkeypatch):
    times = iter([2_000_000_000_000_000_000, 1_000_000_000_000_000_000])
    monkeypatch.setattr("quanheng.live.clock.time.time_ns", lambda: next(times))
    clock = SystemClock()
    first = clock()
    assert clock() == first
