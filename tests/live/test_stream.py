"""What viewers see: every public event, in order, again after a break, and nobody's secrets."""

import asyncio
import json

import pytest

from factories.http import open_terms
from factories.lots import at, bid, ceiling, command, terms
from quanheng.live.stream import BUFFER, RING, Channel, Listener
from quanheng.methods import bidding


@pytest.fixture
def lot(served) -> str:
    return served.lot(open_terms())


def channel_of(desk, lot_terms, *acts):
    """Play acts on a lot, one each minute from 09:01, and return the channel of its log."""
    desk.announce(lot_terms, now=at("08:00:00"))
    for bidder in "AB":
        desk.send("L1", command("admit", f"admit-{bidder}", bidder=bidder), now=at("08:30:00"))
    for minute, act in enumerate(acts, start=1):
        desk.send("L1", act, now=at(f"09:{minute:02}:00"))
    return Channel(item.event for item in desk.log("L1"))


def test_a_viewer_sees_each_bid_as_it_is_committed(served, lot):
    with served.stream(lot, served.token(lot, "", "viewer")) as stream:
        stream.until(lambda event, data: event == "snapshot")
        for number, bidder in enumerate("ABA"):
            served.bid(lot, bidder, 1_000_000 + 10_000 * number, f"k{number}")
        frames = stream.until(lambda event, data: data.get("price") == "1020000.00")
    assert [(data["bidder"], data["price"]) for _, _, data in frames if data["kind"] == "bid_accepted"] == [
        ("A", "1000000.00"),
        ("B", "1010000.00"),
        ("A", "1020000.00"),
    ]


def test_who_comes_back_gets_exactly_what_he_missed(served, lot):
    for number, bidder in enumerate("ABAB"):
        served.bid(lot, bidder, 1_000_000 + 10_000 * number, f"k{number}")
    token = served.token(lot, "", "viewer")
    last = served.ask("GET", f"/live/lots/{lot}", token=token)[1]["seq"]
    with served.stream(lot, token, Last_Event_ID=str(last - 2)) as stream:
        missed = stream.until(lambda event, data: data.get("seq") == last)
    assert [(event, number) for event, number, _ in missed] == [
        ("frame", str(last - 1)),
        ("frame", str(last)),
    ]


def test_who_comes_back_from_nowhere_gets_the_lot_as_a_whole(served, lot):
    with served.stream(lot, served.token(lot, "", "viewer"), Last_Event_ID="999999") as stream:
        first = next(iter(stream))
    assert first[0] == "snapshot"


def test_a_bidder_is_told_at_once_that_he_was_overtaken(served, lot):
    served.bid(lot, "A", 1_000_000, "k")
    with served.stream(lot, served.token(lot, "A")) as stream:
        before = stream.until(lambda event, data: event == "own")[-1][2]["position"]
        served.bid(lot, "B", 1_010_000, "l")
        after = stream.until(lambda event, data: event == "own" and data["position"] != before)[-1][2]
    assert (before, after["position"], after["next_amount"]) == ("leading", "overtaken", "1020000.00")


def test_a_stream_without_a_token_is_not_opened(served, lot):
    with served.stream(lot, "") as stream:
        assert stream.status == 401


def test_a_quiet_stream_tells_the_servers_time(served, lot):
    with served.stream(lot, served.token(lot, "", "viewer")) as stream:
        events = iter(stream)
        assert [next(events)[0], next(events)[0]] == ["snapshot", "time"]


def test_no_public_frame_betrays_a_maximum(desk):
    channel = channel_of(
        desk,
        terms(),
        ceiling("A", 1_500_000, "a"),
        bid("B", 1_010_000),
        ceiling("B", 1_400_000, "b"),
        bid("B", 1),
    )
    everything = b"".join(channel.since(0)) + b"".join(channel.since(None))
    assert [
        word
        for word in (b"1500000", b"1400000", b"ceiling", b"proxy", b"refused", b"admitted")
        if word in everything
    ] == []


def test_frames_of_a_sealed_lot_do_not_count_its_seals(desk):
    seals = [command("seal", f"s{n}", bidder="AB"[n % 2], digest="ab" * 32) for n in range(6)]
    channel = channel_of(desk, terms(mode="sealed"), *seals, command("suspend", "x", reason="fault"))
    numbers = [json.loads(chunk.split(b"data: ")[1])["seq"] for chunk in channel.since(0)]
    assert numbers == [1, 2, 3]


def test_a_channel_forgets_the_oldest_frames_and_then_gives_the_whole(desk):
    channel = channel_of(desk, terms(confirm_over_steps=None, steps=((0, 1_000_000),)))
    for number in range(RING + 5):
        asked = bid("AB"[number % 2], 1_000_000 + 10_000 * number)
        channel.advance(bidding.decide(channel.state, asked, at("09:30:00")))
    newest = channel.frame_id
    lengths = [len(channel.since(newest - missed)) for missed in (0, 1, RING, RING + 1)]
    assert (lengths, b"event: snapshot" in channel.since(newest - RING - 1)[0]) == ([0, 1, RING, 1], True)


def test_who_cannot_keep_up_is_cut_off():
    async def overfed() -> bytes:
        listener = Listener("L1", "", asyncio.get_running_loop())
        listener.feed([b"x" * (BUFFER + 1)], None)
        return await listener.next()

    assert asyncio.run(overfed()) == b""
