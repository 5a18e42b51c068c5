"""What a page may offer, and the words for every code."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from factories.lots import Table, at, bid, ceiling, terms
from quanheng.methods import bidding

SOURCES = Path(bidding.__file__).parent


def test_the_overtaken_are_offered_the_next_amount():
    table = Table()
    table.at("09:10:00", bid("A", 1_000_000))
    table.at("09:11:00", bid("B", 1_010_000))
    offer = bidding.allowed(table.state, "A", at("09:12:00"))
    assert (offer.position, offer.next_amount, offer.confirm_above, offer.last_bid, offer.refusal) == (
        "overtaken", Decimal("1020000.00"), None, Decimal("1000000.00"), "",
    )  # fmt: skip


def test_the_leader_is_told_so_and_sees_his_own_maximum():
    table = Table()
    table.at("09:10:00", ceiling("A", 1_500_000))
    offer = bidding.allowed(table.state, "A", at("09:12:00"))
    assert (offer.position, offer.refusal, offer.ceiling) == (
        "leading",
        "already_leading",
        Decimal("1500000.00"),
    )


def test_an_offer_counts_what_is_due_by_now():
    offer = bidding.allowed(Table().state, "A", at("10:00:00"))
    assert (offer.phase, offer.refusal) == ("ended", "closed")


def test_a_large_step_up_is_asked_about_above_the_guard():
    table = Table(terms(confirm_over_steps=20))
    table.at("09:10:00", bid("A", 1_000_000))
    assert bidding.allowed(table.state, "B", at("09:12:00")).confirm_above == Decimal("1210000.00")


def test_a_holder_is_offered_the_price_itself():
    table = Table(terms(priority_mode="in_sale", priority_holders=(("H", 1),)), admitted="AH")
    table.at("09:10:00", bid("A", 1_200_000))
    offer = bidding.allowed(table.state, "H", at("09:11:00"))
    assert (offer.matches, offer.next_amount) == (True, Decimal("1200000.00"))


def test_every_refusal_code_of_the_rules_has_words():
    written = "".join(path.read_text("utf-8") for path in SOURCES.glob("*.py") if path.name != "texts.py")
    rules = "".join(
        (SOURCES / f"{name}.py").read_text("utf-8")
        for name in ("bids", "conduct", "gates", "sealed", "rules")
    )
    codes = set(re.findall(r'(?:return|else|and|or) "([a-z]+(?:_[a-z]+)*)"', rules)) - {
        "online",
        "floor",
        "person",
    }
    assert (codes <= set(bidding.REFUSALS), {c for c in bidding.REFUSALS if f'"{c}"' not in written}) == (
        True,
        {"internal"},
    )


@pytest.mark.parametrize("code", bidding.REFUSALS)
def test_every_refusal_text_finds_its_values(code):
    table = Table(terms(max_fen=10**12))
    table.at("10:00:00", bid("A", 1_000_000))
    values = bidding.refusal_values(table.state, bidder="A", arrival=at("10:00:00"))
    assert "%(" not in bidding.REFUSALS[code] % values
