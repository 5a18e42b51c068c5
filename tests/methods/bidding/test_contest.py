"""Who leads and at what price, when maximum bids meet (bidding.md 1.4)."""

import pytest

from factories.lots import Table, bid, ceiling, command, terms

HOLDERS = terms(priority_mode="in_sale", priority_holders=(("H", 1), ("K", 2), ("J", 1)))


@pytest.mark.parametrize(("acts", "standing"), [
    ([ceiling("A", 1_500_000), ceiling("B", 1_450_000)], (1_460_000, "A")),
    ([ceiling("A", 1_500_000), ceiling("B", 1_495_000)], (1_500_000, "A")),
    ([ceiling("A", 1_500_000), ceiling("B", 1_500_000)], (1_500_000, "A")),
    ([ceiling("A", 1_450_000), ceiling("B", 1_500_000)], (1_460_000, "B")),
    ([ceiling("A", 1_200_000), bid("B", 1_200_000)], (1_200_000, "A")),
    ([ceiling("A", 3_000_000), bid("B", 2_000_000)], (2_050_000, "A")),
    ([bid("B", 1_000_000), ceiling("A", 1_300_000), ceiling("C", 1_200_000)], (1_210_000, "A")),
    ([ceiling("A", 1_300_000), ceiling("H", 1_600_000)], (1_300_000, "H")),
    ([ceiling("A", 1_500_000), ceiling("H", 1_400_000)], (1_410_000, "A")),
    ([ceiling("J", 1_500_000), ceiling("H", 1_500_000)], (1_500_000, "J")),
    ([ceiling("K", 1_500_000), ceiling("H", 1_500_000)], (1_500_000, "H")),
])  # fmt: skip
def test_contest_matches_the_closed_form(acts, standing):
    table = Table(HOLDERS, admitted="ABCHKJ")
    for act in acts:
        table.at("09:10:00", act)
    assert table.standing == standing


def test_a_typed_bid_is_recorded_even_when_it_is_topped_at_once():
    table = Table()
    table.at("09:10:00", ceiling("A", 1_500_000))
    table.at("09:11:00", bid("B", 1_100_000, "b"))
    assert [(e.bidder, e.amount_fen // 100, e.by, e.cause) for e in table.new] == [
        ("B", 1_100_000, "person", "b"),
        ("A", 1_110_000, "proxy", "b"),
    ]


def test_a_losing_maximum_is_never_recorded_as_a_bid():
    table = Table()
    table.at("09:10:00", ceiling("A", 1_500_000))
    table.at("09:11:00", ceiling("B", 1_450_000))
    assert [e.bidder for e in table.log if e.kind == "bid_accepted"] == ["A", "A"]


def test_a_bidders_own_maximum_goes_on_from_his_typed_bid():
    table = Table()
    table.at("09:10:00", ceiling("A", 1_500_000))
    table.at("09:11:00", ceiling("B", 1_400_000))
    table.at("09:12:00", command("cancel_ceiling", "x", bidder="A"))
    table.at("09:13:00", bid("C", 1_420_000))
    assert table.standing == (1_420_000, "C")


def test_a_barred_bidders_maximum_is_gone():
    table = Table()
    table.at("09:10:00", ceiling("A", 1_500_000))
    table.at("09:11:00", command("bar", "bar-A", bidder="A"))
    table.at("09:12:00", bid("B", 1_010_000))
    assert table.standing == (1_010_000, "B")
