"""Terms and commands say what is wrong with them, by name."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from factories.lots import CASES, DAY, OFFSET, Table, at, bid, command, terms
from quanheng.methods import bidding
from quanheng.methods.errors import MethodError


@pytest.mark.parametrize(("field", "changes"), [
    ("lot", {"lot": ""}),
    ("mode", {"mode": "dutch"}),
    ("start", {"start_fen": 0}),
    ("start", {"start_fen": 1.5}),
    ("steps", {"steps": ()}),
    ("steps", {"steps": ((100, 100),)}),
    ("steps", {"steps": ((0, 100), (0, 200))}),
    ("steps", {"steps": ((0, 0),)}),
    ("max_amount", {"max_fen": 1}),
    ("opens_at", {"opens_at": datetime(2026, 3, 2, 9)}),  # noqa: DTZ001 - a naive time is what is refused
    ("closes_at", {"closes_at": at("09:00:00")}),
    ("closes_at", {"closes_at": None}),
    ("closes_at", {"closing": "hammer"}),
    ("closing", {"closing": "hammer", "mode": "sealed"}),
    ("hard_end", {"hard_end": at("09:59:59")}),
    ("reserve_commitment", {"reserve_policy": "sealed"}),
    ("reserve_commitment", {"reserve_commitment": "ab" * 32}),
    ("extension_s", {"extension_s": -1}),
    ("priority_holders", {"priority_mode": "in_sale"}),
    ("priority_holders", {"priority_holders": (("H", 1), ("H", 2))}),
    ("rank", {"priority_holders": (("H", 0),)}),
])  # fmt: skip
def test_wrong_terms_are_refused_by_name(field, changes):
    with pytest.raises(MethodError, match=f"^{field}: "):
        terms(**changes)


@pytest.mark.parametrize(("field", "data"), [
    ("do", {"do": "sing"}),
    ("key", {"do": "call", "key": ""}),
    ("key", {"do": "call"}),
    ("bidder", {"do": "bid", "key": "k", "amount": "1"}),
    ("amount", {"do": "bid", "key": "k", "bidder": "A"}),
    ("amount", {"do": "bid", "key": "k", "bidder": "A", "amount": "1.001"}),
    ("amount", {"do": "bid", "key": "k", "bidder": "A", "amount": "0"}),
    ("amount", {"do": "bid", "key": "k", "bidder": "A", "amount": 1_000_000}),
    ("confirmed", {"do": "bid", "key": "k", "bidder": "A", "amount": "1", "confirmed": "yes"}),
    ("price", {"do": "bid", "key": "k", "bidder": "A", "amount": "1", "price": "1"}),
    ("reason", {"do": "suspend", "key": "k"}),
    ("reason", {"do": "suspend", "key": "k", "reason": ""}),
    ("resume_at", {"do": "resume", "key": "k", "resume_at": "soon"}),
    ("digest", {"do": "seal", "key": "k", "bidder": "A", "digest": "no"}),
])  # fmt: skip
def test_a_malformed_command_is_refused_by_name(field, data):
    with pytest.raises(MethodError, match=f"^{field}: "):
        bidding.command_from_data(data, DAY, OFFSET)


def test_a_naive_now_is_refused():
    with pytest.raises(MethodError, match="now"):
        bidding.decide(Table().state, bid("A", 1), datetime(2026, 3, 2, 9))  # noqa: DTZ001 - that is the point


def test_fen_and_yuan_are_exact_both_ways():
    assert (bidding.to_fen(Decimal("1234.56")), bidding.from_fen(123_456)) == (123_456, Decimal("1234.56"))


@pytest.mark.parametrize("value", [1.5, Decimal("0.001"), True, "1"])
def test_other_than_decimal_yuan_with_two_decimals_is_no_amount(value):
    with pytest.raises(MethodError, match="amount"):
        bidding.to_fen(value)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["id"])
def test_terms_and_commands_survive_their_journey_as_json(case):
    lot = bidding.LotTerms.from_data(case["terms"], DAY, OFFSET)
    asked = [bidding.command_from_data(step, DAY, OFFSET) for step in case["commands"]]
    back = [bidding.command_from_data(bidding.command_to_data(each)) for each in asked]
    assert (bidding.terms_from_data(bidding.terms_to_data(lot)), back) == (lot, asked)


def test_every_event_survives_its_journey_as_json():
    table = Table()
    table.at("09:10:00", bid("A", 1_000_000))
    table.at("09:20:00", command("suspend", "s", reason="断电"))
    table.at("09:21:00", command("resume", "r", resume_at="11:00:00"))
    assert [bidding.event_from_json(bidding.event_to_json(e)) for e in table.log] == table.log


def test_the_terms_hash_changes_with_every_term():
    assert bidding.terms_hash(terms()) != bidding.terms_hash(terms(void_grace_s=299))


def test_a_log_that_skips_an_event_is_refused():
    table = Table()
    with pytest.raises(MethodError, match="seq"):
        bidding.replay([table.log[0], *table.log[2:]])


def test_a_log_whose_terms_were_changed_is_refused():
    first = Table().log[0]
    with pytest.raises(MethodError, match="terms_hash"):
        bidding.replay([replace(first, terms=terms(start_fen=1))])
