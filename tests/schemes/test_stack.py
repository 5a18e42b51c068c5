"""Packs on one another, in time."""

from datetime import date
from decimal import Decimal

import pytest

from quanheng.methods.errors import MethodError
from quanheng.schemes import SchemeError, Stack, load_pack, shipped, shipped_packs

DEADLINES = "key,value,unit,title,title_en,source,clause,status,effective_from,effective_to\n"
SEATS = "stage,role,count,source,clause,status\n"


def deadline(days: int, start: str = "", end: str = "") -> str:
    return f"evaluation.accept,{days},workday,受理,Acceptance,sector,H-9,secondary,{start},{end}\n"


def with_overlay(workshop, **sheets: str) -> Stack:
    return Stack([*(shipped(name) for name in shipped_packs()), load_pack(workshop.overlay(**sheets))])


def test_the_topmost_row_of_a_key_holds_and_names_its_pack(workshop, stack):
    sector = with_overlay(workshop, settings=DEADLINES + deadline(5))
    assert (sector.value("evaluation.accept"), sector.row("evaluation.accept").pack) == (5, "sector")
    assert (stack.value("evaluation.accept"), stack.row("evaluation.accept").pack) == (10, "hebei-guide")


def test_rows_that_the_top_pack_leaves_alone_stay(workshop, stack):
    sector = with_overlay(workshop, settings=DEADLINES + deadline(5))
    assert sector.value("evaluation.correct") == stack.value("evaluation.correct")


def test_a_key_with_two_terms_gives_the_one_in_force_that_day(workshop):
    rows = deadline(8, "2026-08-01", "2026-09-30") + deadline(9, "2026-10-01")
    sector = with_overlay(workshop, settings=DEADLINES + rows)
    assert [sector.value("evaluation.accept", on=date(2026, month, 15)) for month in (9, 10)] == [8, 9]
    assert sector.value("evaluation.accept") == 9


def test_a_day_before_every_term_has_no_rule(workshop):
    sector = with_overlay(workshop, settings=DEADLINES + deadline(8))
    with pytest.raises(MethodError, match=r"key: got evaluation.accept"):
        sector.value("evaluation.accept", on=date(2026, 7, 31))


@pytest.mark.clause("M-8.5")
def test_the_fingerprint_covers_every_pack_and_their_order(workshop, stack):
    packs = [shipped(name) for name in shipped_packs()]
    prints = {stack.fingerprint, Stack(packs[::-1]).fingerprint, Stack(packs[:-1]).fingerprint}
    prints.add(with_overlay(workshop, settings=DEADLINES + deadline(5)).fingerprint)
    assert len(prints) == 4
    assert Stack(packs).fingerprint == stack.fingerprint


def test_versions_are_told_lowest_first(workshop):
    sector = with_overlay(workshop, settings=DEADLINES + deadline(5))
    assert sector.versions[0] == ("hebei-guide", "1.0")
    assert sector.versions[-1] == ("sector", "2")


def test_packs_that_together_break_a_rule_are_refused_by_pack(workshop):
    with pytest.raises(
        SchemeError, match=r"^sector, column count: basic: got 8 seats, takes an odd number"
    ) as caught:
        with_overlay(workshop, seats=SEATS + "basic,technical,5,sector,H-13.1,secondary\n")
    assert len(caught.value.problems) == 1


def test_a_pack_stands_in_a_stack_once():
    with pytest.raises(SchemeError, match="each pack once"):
        Stack([shipped("conflicts-default"), shipped("conflicts-default")])


@pytest.mark.clause("H-32")
@pytest.mark.parametrize(
    ("on", "soon", "over"),
    [
        (date(2027, 4, 30), [], []),
        (date(2027, 5, 1), ["hebei-guide"], []),
        (date(2027, 6, 30), ["hebei-guide"], []),
        (date(2027, 7, 1), [], ["hebei-guide"]),
    ],
)
def test_a_pack_warns_sixty_days_before_it_ends_and_is_over_the_day_after(stack, on, soon, over):
    assert [pack.name for pack in stack.expires_soon(on)] == soon
    assert [pack.name for pack in stack.expired(on)] == over


DEADLINE_KEYS = {
    "evaluation.accept": 10, "evaluation.correct": 20, "evaluation.contract": 15, "evaluation.plan": 10, "evaluation.maturity": 20,
    "evaluation.collection": 20, "evaluation.invitation": 2, "evaluation.scoring": 10, "evaluation.valuation": 10,
    "evaluation.reporting": 10, "evaluation.review": 5, "evaluation.feedback": 5, "evaluation.signing": 5, "evaluation.archive": 20,
    "evaluation.appeal_decision": 20, "evaluation.suspension": 60, "library.review": 5, "listing.examine": 5, "listing.correct": 20,
    "listing.publish": 10, "listing.listed": 10, "listing.selecting": 5, "listing.confirm": 2, "listing.publicity": 5,
    "listing.contract": 10, "listing.objection": 15, "listing.breach": 20, "listing.suspension": 60, "auction.examine": 5,
    "auction.correct": 20, "auction.contract": 5, "auction.default": 20, "deposit.release": 3,
}  # fmt: skip
CALENDAR_KEYS = {
    "evaluation.appeal": 30,
    "listing.price_publicity": 15,
    "listing.register": 30,
    "auction.notice_minimum": 7,
    "auction.display_minimum": 2,
    "auction.register": 30,
}


@pytest.mark.parametrize(("key", "days"), DEADLINE_KEYS.items())
def test_deadlines_in_working_days(stack, key, days):
    assert (stack.deadline(key).days, stack.deadline(key).kind) == (days, "workday")


@pytest.mark.parametrize(("key", "days"), CALENDAR_KEYS.items())
def test_deadlines_in_calendar_days(stack, key, days):
    assert (stack.deadline(key).days, stack.deadline(key).kind) == (days, "calendar")


def test_a_deadline_says_how_much_authority_it_has(stack):
    assert {
        key: stack.deadline(key).status
        for key in ("evaluation.accept", "evaluation.plan", "auction.notice_minimum")
    } == {
        "evaluation.accept": "secondary",
        "evaluation.plan": "proposal",
        "auction.notice_minimum": "official",
    }


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (
            lambda s: s.value("evaluation.nap"),
            "key: got evaluation.nap, takes a row of the packs hebei-guide",
        ),
        (lambda s: s.deadline("scoring.drop"), "key: got scoring.drop in count, takes a number of days"),
        (
            lambda s: s.number("listing.next_bidder"),
            "key: got listing.next_bidder with False, takes a number",
        ),
        (lambda s: s.level(14), "level: got 14, takes 1 to 13"),
        (lambda s: s.level(0), "level: got 0, takes 1 to 13"),
        (lambda s: s.stage("dream"), "stage: got dream, takes basic, applied, industrial"),
        (lambda s: s.text("poem"), "text: got poem, takes notice"),
        (lambda s: shipped("moon"), "pack: got moon, takes hebei-guide"),
    ],
)
def test_what_the_packs_do_not_hold_is_refused_with_what_they_do(stack, ask, reason):
    with pytest.raises(MethodError, match=reason):
        ask(stack)


def test_values_come_in_the_type_of_their_unit(stack):
    assert stack.value("scoring.coverage_minimum") == Decimal("0.8")
    assert stack.number("deposit.percent") == 10
    assert stack.ratio("valuation.start_share") == Decimal("0.75")
    assert stack.enabled("panel.odd")
    assert not stack.enabled("listing.next_bidder")
    assert stack.value("followup.years") == ("1", "3", "5")
    assert stack.value("bidding.extension_rule") == "from_bid"
