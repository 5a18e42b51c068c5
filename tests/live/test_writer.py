"""One writer: batches commit as a whole, and nothing is acknowledged that is not stored."""

import pytest

from factories.lots import at, bid, command, terms
from quanheng.live import writer as writer_module
from quanheng.live.arrivals import Submission
from quanheng.live.errors import EngineUnreachable, LotExists, StoreFault, UnknownLot
from quanheng.live.journal import first_fault
from quanheng.methods import bidding


@pytest.fixture
def lot(desk) -> str:
    desk.announce(terms(), now=at("08:00:00"))
    for bidder in "AB":
        desk.send("L1", command("admit", f"admit-{bidder}", bidder=bidder), now=at("08:30:00"))
    return "L1"


def queued(engine, *commands):
    """Put commands into the queue without letting the writer run, and return their answers to come."""
    answers = []
    for asked in commands:
        with engine.entrance.stamp() as ticket:
            submission = Submission("L1", asked, ticket)
            engine.entrance.put(submission)
        answers.append(submission.answer)
    return answers


def test_a_batch_is_one_transaction(engine, lot, monkeypatch):
    commits = []
    monkeypatch.setattr(
        engine.store, "append", lambda batches, beat: commits.append([len(b.entries) for b in batches])
    )
    queued(engine, *(bid("AB"[n % 2], 1_000_000 + 10_000 * n) for n in range(20)))
    engine.pump()
    assert len(commits) == 1


def test_one_bad_bid_never_fails_its_batch(engine, lot, monkeypatch):
    judge = writer_module.judge

    def stumbling(state, asked, now):
        if asked.key == "bad":
            raise ZeroDivisionError
        return judge(state, asked, now)

    monkeypatch.setattr(writer_module, "judge", stumbling)
    engine.clock = engine.entrance._clock = lambda: at("09:30:00")
    answers = queued(engine, bid("A", 1_000_000, "a"), bid("B", 1_010_000, "bad"), bid("B", 1_020_000, "b"))
    engine.pump()
    assert [answer.result().outcome for answer in answers] == ["ok", "internal", "ok"]


def test_a_batch_that_cannot_be_stored_is_tried_member_by_member(engine, desk, lot, monkeypatch):
    append = engine.store.append

    def refusing(batches, beat):
        batches = list(batches)
        if any(entry.event.key == "poison" for batch in batches for entry in batch.entries):
            raise StoreFault("no")
        append(batches, beat=beat)

    monkeypatch.setattr(engine.store, "append", refusing)
    engine.clock = engine.entrance._clock = lambda: at("09:30:00")
    good, poison = queued(engine, bid("A", 1_000_000, "good"), bid("B", 1_010_000, "poison"))
    engine.pump()
    assert isinstance(poison.exception(), EngineUnreachable)
    assert (good.result().outcome, desk.state("L1").leader) == ("ok", "A")


def test_what_was_rolled_back_leaves_no_trace_in_memory(engine, desk, lot, monkeypatch):
    before = desk.state("L1")
    monkeypatch.setattr(
        engine.store, "append", lambda batches, beat: (_ for _ in ()).throw(StoreFault("full"))
    )
    engine.send("L1", bid("A", 1_000_000, "k"), now=at("09:30:00"))
    monkeypatch.undo()
    assert desk.state("L1") == before
    assert desk.send("L1", bid("A", 1_000_000, "k"), now=at("09:31:00")).outcome == "ok"


def test_a_key_twice_in_one_batch_is_one_bid(engine, desk, lot):
    engine.clock = engine.entrance._clock = lambda: at("09:30:00")
    first, second = queued(engine, bid("A", 1_000_000, "k"), bid("A", 1_000_000, "k"))
    engine.pump()
    one, two = first.result(), second.result()
    assert (one.entry, one.replayed, two.replayed) == (two.entry, False, True)


def test_a_key_is_remembered_after_a_restart(engine, desk, lot):
    first = desk.send("L1", bid("A", 1_000_000, "k"), now=at("09:30:00"))
    engine._writers.clear()
    again = desk.send("L1", bid("A", 1_000_000, "k"), now=at("11:00:00"))
    assert (again.outcome, again.seq, again.replayed) == ("ok", first.seq, True)


def test_a_second_writer_fails_the_fence(engine, desk, lot):
    stale = engine._writer("L1")
    engine._writers.clear()
    desk.send("L1", bid("A", 1_000_000), now=at("09:30:00"))
    engine._writers["L1"] = stale
    reply = desk.send("L1", bid("B", 1_010_000), now=at("09:31:00"))
    assert (reply.outcome, first_fault("L1", desk.log("L1"))) == ("ok", None)


def test_announcing_a_lot_again_changes_nothing(desk, lot):
    before = desk.view("L1")
    assert desk.announce(terms(), now=at("08:40:00")) == before


def test_other_terms_under_the_same_number_are_refused(desk, lot):
    with pytest.raises(LotExists):
        desk.announce(terms(start_fen=1), now=at("08:40:00"))


def test_a_lot_that_does_not_exist_is_said_to_be_unknown(engine, desk):
    with pytest.raises(UnknownLot):
        desk.send("L9", bid("A", 1), now=at("09:30:00"))
    assert engine._writers == {}


def test_results_are_read_on_from_the_last_one(desk):
    for number in ("L1", "L2"):
        desk.announce(terms(lot=number), now=at("08:00:00"))
        desk.send(number, bidding.Tick(), now=at("10:00:00"))
    first, second = desk.results()
    assert ([first.lot, second.lot], desk.results(after=first.number)) == (["L1", "L2"], [second])


def test_a_refusal_comes_with_its_words(desk, lot):
    reply = desk.send("L1", bid("A", 999_999), now=at("09:30:00"))
    assert reply.message % reply.values == "Below the start price. The least bid is 1,000,000.00 yuan."
