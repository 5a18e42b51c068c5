"""The hand-worked lots of cases/bidding.json, through writer and store."""

import pytest

from factories.lots import CASES, DAY, OFFSET, at, case, result_of, terms_of, told, wanted
from quanheng.live.journal import first_fault
from quanheng.methods import bidding

NUMBERS = [c["id"] for c in CASES["cases"]]


def played(desk, number):
    desk.announce(terms_of(number), now=at("08:00:00"))
    for step in case(number)["commands"]:
        before = desk.view("L1").seq
        reply = desk.send("L1", bidding.command_from_data(step, DAY, OFFSET), now=at(step["at"]))
        kinds = [item.event.kind for item in desk.log("L1", after=before)]
        outcome = f"replayed:{reply.outcome}" if reply.replayed and step["do"] != "tick" else reply.outcome
        yield told(desk.state("L1"), outcome, kinds, step["expect"]), wanted(step["expect"])
    yield {"result": result_of(desk.state("L1"))}, {"result": case(number)["result"]}


@pytest.mark.parametrize("number", NUMBERS)
def test_the_engine_decides_as_worked_by_hand(desk, number):
    happened, expected = zip(*played(desk, number), strict=True)
    assert happened == expected


@pytest.mark.clause("H-29.6")
@pytest.mark.parametrize("number", ["EXT-01", "VOID-02", "SUSP-03", "SEAL-03", "IDEM-01"])
def test_the_stored_log_replays_to_the_result(desk, number):
    list(played(desk, number))
    stored = desk.log("L1")
    assert (bidding.replay(item.event for item in stored), first_fault("L1", stored)) == (
        desk.state("L1"),
        None,
    )


@pytest.mark.parametrize("number", ["EXT-06", "PRIO-05", "SEAL-03", "TERM-01"])
def test_the_view_of_a_lot_is_the_state_of_its_log(desk, number):
    list(played(desk, number))
    view, state = desk.view("L1"), desk.state("L1")
    names = (
        "phase",
        "price_fen",
        "leader",
        "ends_at",
        "hard_end",
        "extensions",
        "result",
        "seq",
        "terms_hash",
        "terms",
    )
    assert {name: getattr(view, name) for name in names} == {name: getattr(state, name) for name in names}
