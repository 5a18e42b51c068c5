"""After the result: publicity, contract, payment, registration, end (H-28.1, H-29.9)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from factories import accounts, exchange
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange import hooks, ledger, selectors, services
from quanheng.platform.exchange.models import Deal, Hold, LedgerAccount, Listing
from quanheng.platform.exchange.services import Registered
from quanheng.platform.exchange.services.deals import fitting_kinds, plan

pytestmark = pytest.mark.django_db
CLOSED: list[str] = []


def remember(deal: Deal, now: object) -> None:
    CLOSED.append(deal.number)


def test_the_result_is_confirmed_by_two_officers(engine):
    of, after = exchange.decided()
    act = {"number": of.number, "now": after}
    with pytest.raises(Refused, match="no open proposal"):
        services.confirm_result(actor=of.publisher, **act)
    services.propose_result(actor=of.examiner, **act)
    with pytest.raises(Refused, match="two-person act"):
        services.confirm_result(actor=of.examiner, **act)
    assert (of.fresh().state, Deal.objects.count()) == ("result_pending", 0)
    deal = services.confirm_result(actor=of.publisher, **act)
    assert (deal.price_fen, deal.buyer_id, deal.way) == (302_000_000, of.buyers[1].organisation_id, "bidding")
    assert of.fresh().state == "result_publicity"


def test_the_publicity_of_the_result_lasts_five_working_days(engine):
    of, after = exchange.decided()
    services.propose_result(actor=of.examiner, number=of.number, now=after)
    services.confirm_result(actor=of.publisher, number=of.number, now=after)
    ends = of.fresh().publicity_ends_at
    assert ends.date() - after.date() == timedelta(days=7)
    services.end_publicities(ends - timedelta(seconds=1))
    assert of.fresh().state == "result_publicity"
    services.end_publicities(ends)
    assert of.fresh().state == "contracting"


def test_losers_get_their_deposit_back_and_the_winner_s_stays(engine):
    of, after = exchange.decided(buyers=3)
    assert (services.release_deposits(after), services.release_deposits(after)) == (2, 0)
    states = {hold.registration_id: hold.state for hold in Hold.objects.all()}
    assert [states[of.registration(n).id] for n in (0, 1, 2)] == ["released", "locked", "released"]


@pytest.mark.clause("H-28.1")
def test_each_way_of_transfer_has_its_kinds_of_contract(engine):
    of, _after = exchange.contracting()
    deal, found = of.deal(), {}
    for way in ("assignment_by_agreement", "licence", "joint_development", "equity_contribution"):
        deal.listing.transfer_way = way
        found[way] = fitting_kinds(deal)[0]
    assert found == {
        "assignment_by_agreement": "transfer_contract",
        "licence": "licence_contract",
        "joint_development": "development_contract",
        "equity_contribution": "transfer_contract",
    }
    with pytest.raises(Refused, match="does not fit the way of transfer"):
        services.save_contract(
            actor=of.seller,
            number=deal.number,
            kind="consulting_contract",
            contract_number="HT-1",
            upload=None,
            now=_after,
        )


@pytest.mark.clause("H-29.9")
def test_both_sides_sign_the_same_contract_by_their_name(engine):
    of, after = exchange.contracting()
    number = of.deal().number
    act = {"number": number, "now": after}
    with pytest.raises(Refused, match="no contract to sign"):
        services.sign_contract(actor=of.seller, version=1, word="x", **act)
    deal = exchange.contract(of, now=after)
    with pytest.raises(Refused, match="changed after you opened it"):
        services.sign_contract(actor=of.seller, version=deal.version - 1, word="x", **act)
    with pytest.raises(Refused, match="type the name of your organisation: Yanyuan Polytechnic"):
        services.sign_contract(actor=of.seller, version=deal.version, word="We", **act)
    services.sign_contract(actor=of.seller, version=deal.version, word="Yanyuan Polytechnic", **act)
    assert of.fresh().state == "contracting"
    with pytest.raises(Refused, match="already signed"):
        services.sign_contract(actor=of.seller, version=deal.version, word="Yanyuan Polytechnic", **act)
    services.sign_contract(actor=of.buyers[1], version=deal.version, word=deal.buyer.name, **act)
    assert of.fresh().state == "paying"


def test_a_deal_exists_for_its_two_sides_and_the_office(engine):
    of, _after = exchange.contracting()
    number = of.deal().number
    for actor in (of.buyers[0], accounts.actor(Role.OWNER), accounts.actor(Role.LEAD)):
        with pytest.raises(Absent):
            selectors.get_deal(actor, number)
    assert [selectors.get_deal(a, number).number for a in (of.seller, of.buyers[1], of.examiner)] == [
        number
    ] * 3


@pytest.mark.clause("H-29.9")
def test_the_deposit_counts_and_the_rest_is_paid_in_the_announced_parts(engine):
    of, after = exchange.paying()
    deal = of.deal()
    parts = [(p.order, p.amount_fen, p.paid_at is not None) for p in selectors.instalments(deal)]
    assert parts == [(0, 30_000_000, True), (1, 163_200_000, False), (2, 108_800_000, False)]
    assert Hold.objects.get(registration=of.registration(1)).state == "applied"
    exchange.pay(of, 1, now=after)
    assert of.fresh().state == "paying"
    exchange.pay(of, 2, now=after)
    seller = LedgerAccount.objects.get(organisation_id=of.listing.seller_id, kind="seller")
    assert (of.fresh().state, seller.balance_fen, ledger.differences()) == ("settled", 302_000_000, {})


def test_a_payment_takes_two_officers_and_is_booked_once(engine):
    of, after = exchange.paying()
    number = of.deal().number
    act = {"number": number, "order": 1, "now": after}
    with pytest.raises(Refused, match="No voucher of this instalment"):
        services.confirm_payment(actor=of.publisher, **act)
    services.record_payment(actor=of.examiner, voucher="P-1", **act)
    with pytest.raises(Refused, match="already recorded"):
        services.record_payment(actor=of.publisher, voucher="P-2", **act)
    with pytest.raises(Refused, match="two-person act"):
        services.confirm_payment(actor=of.examiner, **act)
    services.confirm_payment(actor=of.publisher, **act)
    with pytest.raises(Refused, match="No voucher of this instalment"):
        services.confirm_payment(actor=of.publisher, **act)
    seller = LedgerAccount.objects.get(organisation_id=of.listing.seller_id, kind="seller")
    assert seller.balance_fen == 30_000_000 + 163_200_000


def test_a_struck_payment_is_recorded_anew(engine):
    of, after = exchange.paying()
    act = {"number": of.deal().number, "order": 1, "now": after}
    services.record_payment(actor=of.examiner, voucher="P-1", **act)
    services.strike_payment(actor=of.publisher, reason="Not in the statement", **act)
    services.record_payment(actor=of.publisher, voucher="P-2", **act)
    assert selectors.instalment(of.deal(), 1).voucher == "P-2"


def test_the_parts_of_a_price_sum_to_it_to_the_fen():
    day = date(2026, 10, 15)
    lines = plan(100_01, 10_00, [["33.3", 5], ["33.3", 30], ["33.4", 60]], day)
    assert lines == [
        (0, 1000, day),
        (1, 2997, date(2026, 10, 20)),
        (2, 2997, date(2026, 11, 14)),
        (3, 3007, date(2026, 12, 14)),
    ]


WRONG = {
    Registered(): "Enter the registration number, or the reason",
    Registered(number="1", note="Later"): "Enter the registration number, or the reason",
    Registered(number="1"): "contract amount and a technology amount",
    Registered("1", Decimal(5), Decimal(6)): "more than the contract amount",
}


@pytest.mark.clause("H-29.9")
def test_a_registration_has_a_number_and_both_amounts_or_a_reason(settled):
    act = {"actor": settled.seller, "number": settled.deal().number, "now": exchange.NOW}
    for registered, sentence in WRONG.items():
        with pytest.raises(Refused, match=sentence):
            services.register_contract(registered=registered, **act)
    assert settled.fresh().state == "settled"


@pytest.fixture
def settled(engine):
    of, after = exchange.paying()
    exchange.pay(of, 1, now=after)
    exchange.pay(of, 2, now=after)
    return of


def test_closing_calls_what_follows_and_frees_the_achievement(settled, monkeypatch):
    monkeypatch.setattr(hooks.closed, "answers", lambda: iter([("test", remember)]))
    CLOSED.clear()
    of, number = settled, settled.deal().number
    note = Registered(note="Exempt from registration")
    services.register_contract(actor=of.seller, number=number, registered=note, now=exchange.NOW)
    services.close_case(actor=of.publisher, number=number, now=exchange.NOW)
    assert (of.fresh().state, CLOSED) == ("closed", [number])
    again = services.create_listing(
        actor=of.seller, achievement_number=of.achievement.number, now=exchange.NOW
    )
    assert Listing.objects.get(number=again.number).state == "draft"
