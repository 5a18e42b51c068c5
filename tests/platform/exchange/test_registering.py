"""Who may apply to buy, and how a deposit makes a bidder (H-29.4, H-30.5)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from factories import accounts, evaluation, exchange
from factories.exchange import NOW
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange import barriers, ledger, services
from quanheng.platform.exchange.models import Hold, LedgerAccount, Listing, Registration
from quanheng.platform.exchange.services.registering import ALPHABET
from quanheng.platform.experts.models import Seat
from quanheng.platform.integrity import services as integrity

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    return exchange.listing("listed")


def refused(of, buyer, sentence: str, *, now=NOW) -> None:
    with pytest.raises(Refused, match=sentence):
        exchange.apply(of, buyer, now=now)
    assert Registration.objects.count() == 0


@pytest.mark.clause("H-30.5")
def test_the_seller_does_not_buy_from_itself(of):
    refused(of, accounts.actor(Role.BUYER, of.listing.seller), "Your own organisation is the seller")


@pytest.mark.clause("H-30.5")
def test_the_evaluator_of_the_last_twelve_months_does_not_buy(of):
    institution = of.listing.report.evaluation.institution
    refused(of, accounts.actor(Role.BUYER, institution), "evaluated this achievement")


def test_an_evaluation_older_than_twelve_months_bars_nobody(of):
    evaluation = of.listing.report.evaluation
    evaluation.concluded_at = NOW - timedelta(days=366)
    evaluation.save()
    exchange.apply(of, accounts.actor(Role.BUYER, evaluation.institution))
    assert Registration.objects.count() == 1


@pytest.mark.clause("H-30.5")
def test_an_expert_of_the_panel_and_the_expert_s_employer_do_not_buy(now):
    row = evaluation.evaluation("scoring", now=now)
    listing = Listing(achievement=row.achievement, seller=row.client)
    expert = Seat.objects.exclude(accepted_at=None).exclude(expert__employer=None).first().expert
    person = accounts.actor(Role.BUYER, of=expert.person)
    colleague = accounts.actor(Role.BUYER, expert.employer)
    for buyer in (person, colleague):
        with pytest.raises(Refused, match="took part in the evaluation"):
            barriers.require_free_of_ties(listing, buyer, now=now)
    barriers.require_free_of_ties(listing, accounts.actor(Role.BUYER), now=now)


def test_exchange_and_auction_house_do_not_buy(of):
    for kind in ("exchange", "auction_house", "platform"):
        refused(of, accounts.actor(Role.BUYER, accounts.organisation(kind=kind)), "do not buy what they sell")


def test_a_barred_organisation_reads_why(of):
    barred, supervisor = accounts.organisation(kind="institution"), accounts.actor(Role.SUPERVISOR)
    integrity.admit_institution(actor=supervisor, organisation_id=barred.id, fields=[], now=NOW)
    integrity.suspend_institution(actor=supervisor, organisation_id=barred.id, reason="False data", now=NOW)
    refused(of, accounts.actor(Role.BUYER, barred), "barred from dealing on the platform: False data")


def test_the_end_itself_is_late(of):
    ends = of.listing.registration_ends_at
    refused(of, accounts.actor(Role.BUYER), "Registration closed at 5 Oct 2026 17:00", now=ends)
    exchange.apply(of, now=ends - timedelta(microseconds=1))
    assert Registration.objects.count() == 1


def test_a_second_application_and_one_without_the_rules_are_refused(of):
    buyer = accounts.actor(Role.BUYER)
    refusing = {"actor": buyer, "number": of.number, "statement": "We", "related": False, "now": NOW}
    with pytest.raises(Refused, match="rules of the notice"):
        services.apply_to_buy(rules_accepted=False, **refusing)
    exchange.apply(of, buyer)
    with pytest.raises(Refused, match="already applied"):
        services.apply_to_buy(rules_accepted=True, **refusing)
    assert Registration.objects.count() == 1


def test_a_listing_that_is_no_longer_listed_takes_no_application():
    of, _after = exchange.selecting(buyers=1)
    refused_at = of.listing.registration_ends_at - timedelta(days=1)
    with pytest.raises(Refused, match="takes no applications now: it is Arranging the trade"):
        exchange.apply(of, now=refused_at)


@pytest.mark.clause("H-30.5")
def test_a_deposit_takes_two_officers_and_gives_a_code(of):
    row = exchange.apply(of)
    act = {"registration_id": row.id, "now": NOW}
    with pytest.raises(Refused, match="No voucher"):
        services.confirm_deposit(actor=of.publisher, **act)
    services.record_deposit(actor=of.examiner, voucher="V-1", **act)
    with pytest.raises(Refused, match="two-person act"):
        services.confirm_deposit(actor=of.examiner, **act)
    assert of.registration().code == ""
    done = services.confirm_deposit(actor=of.publisher, **act)
    assert (done.state, len(done.code), set(done.code) <= set(ALPHABET)) == ("qualified", 4, True)
    held = LedgerAccount.objects.get(organisation_id=row.buyer_id, kind="held")
    assert (held.balance_fen, ledger.differences()) == (30_000_000, {})


def test_a_voucher_that_the_second_person_does_not_find_is_struck(of):
    row = exchange.apply(of)
    act = {"registration_id": row.id, "now": NOW}
    services.record_deposit(actor=of.examiner, voucher="V-1", **act)
    services.strike_deposit(actor=of.publisher, reason="Not in the statement", **act)
    assert (Hold.objects.count(), of.registration().state) == (0, "applied")
    services.refuse_application(actor=of.publisher, reason="No money came", **act)
    assert of.registration().reason == "No money came"


def test_a_buyer_who_steps_back_gets_the_deposit_at_once(of):
    row = exchange.qualify(of)
    services.withdraw_application(actor=of.buyers[0], number=of.number, now=NOW)
    assert (of.registration().state, Hold.objects.get(registration=row).state) == ("withdrawn", "released")


def test_only_the_office_decides_on_an_application(of):
    row = exchange.apply(of)
    for actor in (of.seller, of.buyers[0], accounts.actor(Role.SUPERVISOR)):
        with pytest.raises(Absent):
            services.record_deposit(actor=actor, registration_id=row.id, voucher="V", now=NOW)


def test_the_database_refuses_a_qualified_bidder_without_a_code(of):
    row = exchange.apply(of)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(id=row.id).update(state="qualified")


# when registration ends ---------------------------------------------------------------------------
def over(of):
    after = of.fresh().registration_ends_at
    services.close_registrations(after)
    return of.fresh(), after


def test_without_a_buyer_registration_is_extended_as_often_as_announced_then_the_listing_expires(of):
    states = [over(of)[0].state for _turn in range(4)]
    assert (states, of.listing.extensions) == (["listed", "listed", "listed", "expired"], 3)


def test_a_recorded_deposit_keeps_registration_from_closing_until_it_is_decided(of):
    row = exchange.apply(of)
    services.record_deposit(actor=of.examiner, registration_id=row.id, voucher="V", now=NOW)
    _listing, after = over(of)
    assert of.listing.state == "listed"
    services.confirm_deposit(actor=of.publisher, registration_id=row.id, now=after)
    assert over(of)[0].state == "selecting"


def test_an_application_without_a_deposit_is_refused_when_registration_closes(of):
    exchange.qualify(of)
    exchange.apply(of)
    over(of)
    assert (of.listing.state, of.registration(1).state) == ("selecting", "refused")
    assert of.registration(1).reason == "No deposit was received in time"


def test_a_single_buyer_buys_by_agreement_at_the_listing_price_or_above():
    of, after = exchange.selecting(buyers=1)
    act = {"actor": of.examiner, "number": of.number, "now": after}
    with pytest.raises(Refused, match=r"takes the listing price of 3,000,000\.00 yuan or more"):
        services.propose_settlement(price=exchange.Decimal("2999999.99"), **act)
    services.propose_settlement(price=exchange.Decimal(3100000), **act)
    with pytest.raises(Refused, match="two-person act"):
        services.approve_settlement(**act)
    assert of.fresh().state == "selecting"
    listing = services.approve_settlement(actor=of.publisher, number=of.number, now=after)
    assert (listing.state, listing.result_fen, listing.winner) == (
        "result_pending",
        310_000_000,
        of.registration(),
    )


def test_two_buyers_do_not_settle_by_agreement():
    of, after = exchange.selecting(buyers=2)
    with pytest.raises(Refused, match="exactly one qualified buyer"):
        services.propose_settlement(
            actor=of.examiner, number=of.number, price=exchange.Decimal(3100000), now=after
        )


def test_deposits_of_a_listing_that_ended_go_back(of):
    row = exchange.qualify(of)
    hold = Hold.objects.get(registration=row)
    assert services.release_deposits(NOW) == 0
    of.listing.state, of.listing.closing_reason = "terminated", "Dispute"
    of.listing.save()
    assert (services.release_deposits(NOW), services.release_deposits(NOW)) == (1, 0)
    hold.refresh_from_db()
    assert (hold.state, Organisation.objects.filter(id=row.buyer_id).count()) == ("released", 1)
