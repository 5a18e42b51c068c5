"""The lot: opened from the notice, handed to the engine, its result taken over once (H-29.6)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from factories import accounts, exchange
from quanheng.live import serve
from quanheng.live.errors import EngineUnreachable, TokenRefused
from quanheng.live.tokens import TokenIssuer, TokenReader
from quanheng.methods.bidding import Bid, Tick, terms_from_data, terms_hash
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange import selectors, services
from quanheng.platform.exchange.desk import bidding_desk, lot_token
from quanheng.platform.exchange.models import Hold, Lot
from quanheng.platform.exchange.services.bidding import announce_waiting_lots
from quanheng.platform.exchange.services.standing import suspend_listing

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def opening(of, after, **changes):
    times = {"opens_at": after + HOUR, "closes_at": after + HOUR + DAY, "now": after}
    return services.open_bidding(actor=of.publisher, number=of.number, **times | changes)


@pytest.mark.clause("H-29.6")
def test_the_terms_of_a_lot_are_those_of_the_notice():
    of, after = exchange.selecting()
    lot = opening(of, after)
    terms, notice = terms_from_data(lot.terms), of.fresh().notices.get()
    assert (terms.notice_hash, terms.start_fen, terms.scheme) == (
        notice.sha256,
        300_000_000,
        of.listing.scheme,
    )
    assert terms.steps == tuple(
        (int(Decimal(a) * 100), int(Decimal(s) * 100)) for a, s in notice.content["bidding"]["steps"]
    )
    assert (lot.terms_sha256, of.listing.state) == (terms_hash(terms), "bidding")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"opens_at": exchange.NOW}, "a time that is over"),
        ({"closes_at": exchange.NOW + 15 * DAY}, "shorter than the advised 24 hours"),
    ],
)
def test_wrong_times_open_nothing(changes, sentence):
    of, after = exchange.selecting()
    with pytest.raises(Refused, match=sentence):
        opening(of, after, **changes)
    assert (of.fresh().state, Lot.objects.count()) == ("selecting", 0)


def test_a_single_buyer_is_no_contest():
    of, after = exchange.selecting(buyers=1)
    with pytest.raises(Refused, match="two qualified buyers or more"):
        opening(of, after)


def test_a_bidder_with_a_right_of_priority_is_known_to_the_lot():
    of, after = exchange.selecting()
    inventor = of.achievement.contributors.get()
    inventor.person_id = of.buyers[1].person_id
    inventor.save()
    terms = terms_from_data(opening(of, after).terms)
    assert (terms.priority_mode, terms.priority_holders) == ("in_sale", ((of.registration(1).code, 1),))


def test_when_the_engine_is_down_the_lot_waits_and_is_announced_when_it_is_up(settings, tmp_path):
    settings.DATA_DIR, settings.PORT = tmp_path / "down", 9
    settings.DATA_DIR.mkdir()
    of, after = exchange.selecting()
    number = opening(of, after).number
    with pytest.raises(EngineUnreachable):
        services.announce_lot(actor=of.publisher, number=number, now=after)
    assert Lot.objects.get().announced_at is None
    exchange.engine(settings.DATA_DIR)
    try:
        announce_waiting_lots(after)
        announce_waiting_lots(after)
        lot = Lot.objects.get()
        assert (lot.announced_at, set(bidding_desk().state(number).admitted)) == (
            after,
            {of.registration(n).code for n in (0, 1)},
        )
    finally:
        serve.stop(settings.DATA_DIR)


def test_a_lot_whose_opening_went_by_takes_new_times(engine):
    of, after = exchange.selecting()
    number = opening(of, after).number
    late = after + 2 * HOUR
    with pytest.raises(Refused, match="set new times"):
        services.announce_lot(actor=of.publisher, number=number, now=late)
    services.reschedule_lot(
        actor=of.publisher, number=number, opens_at=late + HOUR, closes_at=late + DAY, now=late
    )
    lot = services.announce_lot(actor=of.publisher, number=number, now=late)
    assert bidding_desk().view(number).terms_hash == lot.terms_sha256
    with pytest.raises(Refused, match="its times no longer change"):
        services.reschedule_lot(
            actor=of.publisher, number=number, opens_at=late + HOUR, closes_at=late + DAY, now=late
        )


def test_early_low_late_and_strange_bids_are_refused_and_change_nothing(engine):
    of, opens = exchange.bidding()
    assert exchange.bid(of, 0, 3_000_000, opens - timedelta(microseconds=1), key="early") == "not_open"
    assert exchange.bid(of, 0, 2_999_999, opens, key="low") == "below_start"
    assert exchange.bid(of, 0, 3_000_000, opens) == "ok"
    assert exchange.bid(of, 1, 3_019_999, opens, key="step") == "below_minimum"
    strange = Bid(key="strange", bidder="ZZZZ", actor="ZZZZ", amount_fen=400_000_000)
    assert bidding_desk().send(of.lot.number, strange, now=opens).outcome == "not_admitted"
    assert exchange.bid(of, 1, 3_020_000, opens + DAY, key="late") == "closed"
    state = bidding_desk().state(of.lot.number)
    assert (state.price_fen, state.leader) == (300_000_000, of.registration(0).code)


def test_a_token_speaks_for_one_bidder_in_one_lot_and_no_other_hand_makes_one(engine, settings, tmp_path):
    of, opens = exchange.bidding()
    reader = TokenReader(settings.KEYS_DIR)
    token = reader.read(lot_token(of.lot, "K7QD", now=opens), now=opens)
    watcher = reader.read(lot_token(of.lot, "", now=opens), now=opens)
    assert (token.lot, token.code, token.role, token.terms_hash) == (
        of.lot.number,
        "K7QD",
        "bidder",
        engine.terms_hash(of.lot.number),
    )
    assert (watcher.role, watcher.code) == ("viewer", "")
    forged = TokenIssuer(tmp_path / "other").issue(lot=of.lot.number, role="staff", now=opens)
    with pytest.raises(TokenRefused):
        reader.read(forged, now=opens)


def test_only_a_qualified_buyer_has_a_code_in_a_lot(engine):
    of, _opens = exchange.bidding()
    strangers = [of.seller, of.publisher, accounts.actor(Role.BUYER)]
    assert [selectors.own_code(actor, of.lot) for actor in strangers] == ["", "", ""]
    assert selectors.own_code(of.buyers[0], of.lot) == of.registration(0).code


@pytest.mark.clause("H-29.6")
def test_the_result_is_taken_over_once(engine):
    of, after = exchange.decided()
    lot = Lot.objects.get()
    assert (lot.result, lot.price_fen, lot.winner_code) == ("sold", 302_000_000, of.registration(1).code)
    assert (of.listing.state, of.listing.winner, of.listing.result_fen) == (
        "result_pending",
        of.registration(1),
        302_000_000,
    )
    assert lot.log_head == bidding_desk().view(lot.number).link
    version = of.listing.version
    assert services.record_results(after) == 0
    assert of.fresh().version == version


def test_a_lot_without_a_bid_ends_the_listing_and_frees_the_deposits(engine):
    of, opens = exchange.bidding()
    after = opens + DAY
    bidding_desk().send(of.lot.number, Tick(), now=after)
    services.record_results(after)
    services.release_deposits(after)
    assert (of.fresh().state, set(Hold.objects.values_list("state", flat=True))) == ("expired", {"released"})


def test_a_suspended_listing_stops_the_lot_and_the_time_that_was_left_is_kept(engine):
    of, opens = exchange.bidding()
    exchange.bid(of, 0, 3_000_000, opens)
    at = opens + HOUR
    suspend_listing(actor=of.publisher, number=of.number, reason="Dispute on the rights", now=at)
    assert exchange.bid(of, 1, 3_020_000, at + HOUR, key="while") == "suspended"
    services.resume_listing(actor=of.publisher, number=of.number, reason="Settled", now=at + 2 * HOUR)
    bidding_desk().send(of.lot.number, Tick(), now=at + 3 * HOUR)
    view = bidding_desk().view(of.lot.number)
    assert (of.fresh().state, view.phase) == ("bidding", "open")
    assert view.ends_at == at + 2 * HOUR + timedelta(minutes=1) + (DAY - HOUR)


def test_no_entry_of_the_record_names_a_buyer_or_a_code_before_the_result(engine):
    of, _opens = exchange.bidding()
    text = repr(timeline.lines(of.listing))
    secrets = [word for n in (0, 1) for word in (of.registration(n).code, of.registration(n).buyer.name)]
    assert [word for word in secrets if word in text] == []


def test_a_lot_that_the_engine_does_not_have_exists_for_the_office_alone():
    of, after = exchange.selecting()
    number = opening(of, after).number
    with pytest.raises(Absent):
        selectors.get_lot(of.buyers[0], number)
    assert selectors.get_lot(of.publisher, number).number == number
