"""What Django calls: the same desk beside the engine and in another process."""

import socket

import pytest

from factories.http import open_terms
from factories.lots import at, terms
from quanheng.live import serve
from quanheng.live.client import LocalDesk, RemoteDesk, connect
from quanheng.live.errors import EngineUnreachable, LotExists, UnknownLot
from quanheng.methods import bidding


@pytest.fixture
def remote(served) -> RemoteDesk:
    """The desk of a process that does not run the engine."""
    return RemoteDesk(served.folder, served.folder / "keys", f"http://127.0.0.1:{served.port}")


def test_the_process_of_the_engine_gets_the_desk_beside_it(served):
    assert isinstance(connect(served.folder), LocalDesk)


def test_every_other_process_gets_the_desk_that_speaks_http(tmp_path):
    assert isinstance(connect(tmp_path, address="http://127.0.0.1:1"), RemoteDesk)


def test_another_process_announces_admits_and_reads(served, remote):
    lot_terms = open_terms()
    view = remote.announce(lot_terms, actor="u_1")
    reply = remote.send(lot_terms.lot, bidding.Admit(key="a", bidder="A", actor="u_1"))
    state = remote.state(lot_terms.lot)
    assert (view.terms, reply.ok, state.admitted, remote.log(lot_terms.lot)[-1].event.actor) == (
        lot_terms,
        True,
        {"A"},
        "u_1",
    )


def test_announcing_again_is_safe_and_other_terms_are_not(remote):
    lot_terms = open_terms()
    first, again = remote.announce(lot_terms), remote.announce(lot_terms)
    assert [item.event.kind for item in remote.log(first.lot)].count("lot_announced") == 1
    assert again.terms_hash == first.terms_hash
    with pytest.raises(LotExists):
        remote.announce(terms(lot=lot_terms.lot))


def test_staff_acts_and_their_refusals_come_back_with_words(served, remote):
    lot = served.lot(open_terms())
    acts = [
        bidding.Suspend(key="s", reason="network fault"),
        bidding.Resume(key="r", resume_at=at("09:00:00")),
        bidding.Bar(key="b", bidder="X"),
        bidding.Terminate(key="t", by=("P", "Q"), reason="order"),
    ]
    replies = [remote.send(lot, act) for act in acts]
    assert ([reply.outcome for reply in replies], replies[1].message) == (
        ["ok", "bad_time", "not_admitted", "ok"],
        bidding.REFUSALS["bad_time"],
    )


def test_a_repeated_key_is_told_to_be_one(served, remote):
    lot = served.lot(open_terms())
    asked = bidding.Suspend(key="s", reason="fault")
    assert [remote.send(lot, asked).replayed for _ in range(2)] == [False, True]


def test_a_tick_needs_no_key_of_its_own(served, remote):
    lot = served.lot(open_terms())
    assert remote.send(lot, bidding.Tick()).ok


def test_a_result_is_told_once_to_who_remembers_the_last_number(served, remote):
    lot = served.lot(open_terms())
    before = max((item.number for item in remote.results()), default=0)
    remote.send(lot, bidding.Terminate(key="t", by=("P", "Q"), reason="order"))
    (told,) = remote.results(after=before)
    assert (told.lot, told.event.outcome, remote.results(after=told.number)) == (lot, "terminated", [])


def test_a_lot_that_does_not_exist_is_unknown_everywhere(served, remote):
    for desk in (remote, served.desk):
        for call in (desk.view, desk.state, lambda lot, desk=desk: desk.send(lot, bidding.Tick())):
            with pytest.raises(UnknownLot):
                call("BD-none")


def test_an_engine_that_does_not_run_is_unreachable(tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        desk = connect(tmp_path, address=f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(EngineUnreachable):
            desk.announce(open_terms())


def test_starting_twice_in_one_process_gives_the_same_engine(tmp_path):
    first = serve.start(tmp_path, thread=False)
    again = serve.start(tmp_path, thread=False)
    serve.stop(tmp_path)
    assert (first is again, serve.running(tmp_path)) == (True, None)
