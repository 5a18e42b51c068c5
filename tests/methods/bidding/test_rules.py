"""The numbered rules of bidding.md 1.3, one sentence each."""

import pytest

from factories.lots import NONCE, Table, at, bid, ceiling, command, terms, terms_of
from quanheng.methods import bidding
from quanheng.methods.trust import reserve_commitment

HOLDERS = {"priority_mode": "in_sale", "priority_holders": (("H", 1), ("K", 2))}


@pytest.mark.parametrize(
    ("arrival", "outcome"), [("09:59:59.999999", "ok"), ("10:00:00", "closed"), ("10:00:00.000001", "closed")]
)
def test_a_bid_at_the_exact_end_is_late(arrival, outcome):
    assert Table().at(arrival, bid("A", 1_000_000)) == outcome


def test_one_bidder_at_the_start_price_is_enough():
    table = Table(admitted="A")
    table.at("09:30:00", bid("A", 1_000_000))
    table.at("10:00:00", bidding.Tick())
    assert table.state.result == bidding.LotResult("sold", "A", 100_000_000)


@pytest.mark.parametrize(
    ("price", "step"), [(0, 10_000), (1_999_999, 10_000), (2_000_000, 50_000), (9_000_000, 50_000)]
)
def test_step_bands(price, step):
    assert terms().step_at(price * 100) == step * 100


def test_a_leader_never_raises_his_own_price():
    table = Table()
    table.at("09:10:00", bid("A", 1_000_000))
    table.at("09:11:00", bid("A", 1_010_000))
    table.at("09:12:00", ceiling("A", 1_500_000))
    assert table.standing == (1_000_000, "A")


def test_no_deposit_no_bid():
    table = Table(admitted="A")
    assert (table.at("09:10:00", bid("B", 1_000_000)), table.standing) == ("not_admitted", (None, None))


def test_the_reserve_leaves_no_trace_before_opening():
    commitment = reserve_commitment(lot="L1", fen=130_000_000, nonce=NONCE)
    table = Table(terms(reserve_policy="sealed", reserve_commitment=commitment))
    table.at("09:10:00", bid("A", 1_290_000))
    early = command("open_reserve", "r", amount="1300000", nonce=NONCE, by=["P", "Q"])
    table.at("09:20:00", early)
    table.at("10:00:00", bidding.Tick())
    written = b"".join(map(bidding.event_to_json, table.log))
    assert [trace for trace in (b"130000000", b"1300000", NONCE.encode()) if trace in written] == []


def test_priority_holders_match_without_a_step():
    table = Table(terms(**HOLDERS), admitted="BHK")
    table.at("09:10:00", bid("B", 1_200_000))
    table.at("09:11:00", bid("K", 1_200_000))
    assert (table.at("09:12:00", bid("H", 1_200_000)), table.standing) == ("ok", (1_200_000, "H"))


def test_a_holder_between_price_and_step_is_refused():
    table = Table(terms(**HOLDERS), admitted="BH")
    table.at("09:10:00", bid("B", 1_200_000))
    assert table.at("09:11:00", bid("H", 1_205_000)) == "below_minimum"


def test_exercise_after_close():
    table = Table(terms(**HOLDERS | {"priority_mode": "after_close"}), admitted="BHK")
    table.at("09:10:00", bid("B", 1_200_000))
    for arrival, holder in (("10:00:00", "K"), ("10:29:59.999999", "H")):
        table.at(arrival, command("exercise", f"x-{holder}", bidder=holder))
    table.at("10:30:00", bidding.Tick())
    assert table.state.result == bidding.LotResult("sold", "H", 120_000_000)


def test_nobody_waits_for_holders_who_were_not_admitted():
    table = Table(terms(**HOLDERS | {"priority_mode": "after_close"}), admitted="B")
    table.at("09:10:00", bid("B", 1_200_000))
    table.at("10:00:00", bidding.Tick())
    assert table.state.result == bidding.LotResult("sold", "B", 120_000_000)


@pytest.mark.parametrize(("tie", "result"), [
    ("earlier", bidding.LotResult("sold", "A", 140_000_000)),
    ("round", bidding.LotResult("tie", tied=("A", "B"))),
])  # fmt: skip
def test_sealed_ties(tie, result):
    table = Table(terms_of("SEAL-03", tie=tie))
    for bidder in "ABC":
        table.at("09:10:00", command("seal", f"s-{bidder}", bidder=bidder, digest="ab" * 32))
    entries = [["A", "1400000"], ["B", "1400000"], ["C", None]]
    table.at("10:10:00", command("open_seals", "o", entries=entries))
    assert table.state.result == result


def test_a_barred_bidders_seal_is_opened_but_never_valid():
    table = Table(terms_of("SEAL-03"))
    for bidder in "AB":
        table.at("09:10:00", command("seal", f"s-{bidder}", bidder=bidder, digest="ab" * 32))
    table.at("09:20:00", command("bar", "bar-B", bidder="B"))
    table.at("10:10:00", command("open_seals", "o", entries=[["A", "1000000"], ["B", "9000000"]]))
    assert table.state.result == bidding.LotResult("sold", "A", 100_000_000)


def test_a_sealed_lot_without_seals_ends_at_its_close():
    table = Table(terms_of("SEAL-03"))
    table.at("10:00:00", bidding.Tick())
    assert table.state.result == bidding.LotResult("no_bid")


def test_voiding_recomputes_and_erases_nothing():
    table = Table()
    table.at("09:10:00", ceiling("A", 1_500_000, "a"))
    table.at("09:20:00", bid("B", 1_400_000, "b"))
    before = list(table.log)
    table.at("09:30:00", command("void", "v", target="b", by=["P", "Q"], reason="entered by mistake"))
    assert (table.standing, table.log[: len(before)]) == ((1_000_000, "A"), before)


def test_a_voided_maximum_takes_all_its_bids_with_it():
    table = Table()
    table.at("09:10:00", ceiling("A", 1_500_000, "a"))
    table.at("09:20:00", bid("B", 1_400_000, "b"))
    table.at("09:30:00", command("void", "v", target="a", by=["P", "Q"], reason="not entitled"))
    assert ([record.cause for record in table.state.records], table.standing) == (["b"], (1_400_000, "B"))


def test_a_void_gives_everybody_time_and_uses_up_no_extension():
    table = Table(terms(hard_end=at("10:01:00"), extension_max=1))
    table.at("09:10:00", bid("A", 1_000_000, "a"))
    table.at("09:59:00", command("void", "v", target="a", by=["P", "Q"], reason="mistake"))
    assert (table.state.ends_at, table.state.hard_end, table.state.extensions) == (
        at("10:04:00"),
        at("10:04:00"),
        0,
    )


def test_suspension_keeps_the_time_left():
    table = Table(terms(hard_end=at("10:30:00")))
    table.at("09:40:00", command("suspend", "s", reason="network fault"))
    table.at("10:10:00", command("resume", "r", resume_at="11:00:00"))
    assert (table.state.ends_at, table.state.hard_end) == (at("11:20:00"), at("11:50:00"))


def test_an_outage_counts_from_the_last_sign_of_life():
    table = Table()
    table.at("10:04:00", command("suspend", "s", reason="outage", effective_at="09:58:00"))
    assert (table.state.phase, table.state.suspended_at) == ("suspended", at("09:58:00"))


def test_an_outage_cannot_reach_behind_the_lots_clock():
    table = Table()
    table.at("09:59:00", bid("A", 1_000_000))
    table.at("10:20:00", command("suspend", "s", reason="outage", effective_at="08:00:00"))
    assert table.state.suspended_at == at("09:59:00")


def test_a_bid_resets_the_calls():
    table = Table(terms_of("HAM-01"))
    for second, asked in enumerate(["open", "call", "call"]):
        table.at(f"14:00:0{second}", command(asked, f"{asked}-{second}"))
    table.at("14:00:05", bid("A", 1_000_000))
    assert table.at("14:00:06", command("hammer", "h")) == "not_called_twice"


def test_a_stop_resets_the_calls():
    table = Table(terms_of("HAM-01"))
    for second, asked in enumerate(["open", "call", "call"]):
        table.at(f"14:00:0{second}", command(asked, f"{asked}-{second}"))
    table.at("14:00:05", command("suspend", "s", reason="power cut"))
    table.at("14:00:06", command("resume", "r", resume_at="14:10:00"))
    assert table.at("14:10:01", command("hammer", "h")) == "not_called_twice"


def test_two_persons_are_two_different_persons():
    table = Table()
    asked = [
        command("terminate", f"t{n}", by=by, reason="order") for n, by in enumerate((["P"], ["P", "P"], []))
    ]
    assert [table.at("09:10:00", each) for each in asked] == ["two_persons"] * 3


def test_a_key_conflict_does_not_move_the_lots_clock():
    table = Table()
    table.at("09:10:00", bid("A", 1_000_000, "k"))
    table.at("10:30:00", bid("A", 1_010_000, "k"))
    assert (table.state.phase, table.at("09:59:59", bid("B", 1_010_000))) == ("open", "ok")
