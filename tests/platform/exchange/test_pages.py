"""The pages of J8: who sees what, what is never shown, and bidding without a script."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from factories import accounts, exchange
from quanheng.methods.bidding import Tick
from quanheng.platform.common import clock
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange import services
from quanheng.platform.exchange.desk import bidding_desk
from quanheng.platform.exchange.models import Listing, Registration
from quanheng.platform.exchange.states import ListingState
from quanheng.platform.exchange.views import pages

pytestmark = pytest.mark.django_db
BUYER = "CANARY-BUYER"


@pytest.fixture(autouse=True)
def _at(monkeypatch):
    """Pages read the clock; these stories are told at their own time."""
    monkeypatch.setattr(clock, "now", lambda: TIME["now"])
    TIME["now"] = exchange.NOW


TIME = {"now": exchange.NOW}


def key(page) -> str:
    return re.search(r'name="idempotency_key" value="([^"]+)"', page.content.decode())[1]


def text(response) -> str:
    return response.content.decode()


def named(of) -> None:
    """Give the buyers names that no public page may show."""
    for n, buyer in enumerate(of.buyers):
        row = of.registration(n).buyer
        row.name = f"{BUYER}-{n}"
        row.save()
        assert buyer.organisation_id == row.id


def test_the_public_page_shows_the_notice_and_nothing_else():
    of = exchange.listing("listed", buyers=2)
    named(of)
    page = text(Client(headers={"accept-language": "en"}).get(of.listing.get_absolute_url()))
    assert "CNY 3,000,000.00" in page
    assert of.listing.notices.get().sha256 in page
    codes = [of.registration(n).code for n in (0, 1)]
    hidden = [BUYER, "CANARY-PAPER", "decision_paper", "V-", *codes]
    assert [word for word in hidden if re.search(rf"\b{word}", page)] == []


def test_the_public_page_leads_to_the_check_of_its_report():
    of = exchange.listing("listed")
    number, browser = of.listing.report.number, Client(headers={"accept-language": "en"})
    assert f'<a href="/verify/{number}/">{number}</a>' in text(browser.get(of.listing.get_absolute_url()))
    assert number in text(browser.get(f"/verify/{number}/"))


def test_no_page_shows_who_stands_behind_a_code_before_the_result(engine):
    of, opens = exchange.bidding()
    named(of)
    TIME["now"] = opens + timedelta(minutes=2)
    exchange.bid(of, 0, 3_000_000, opens)
    codes = [of.registration(n).code for n in (0, 1)]
    pages = [of.listing.get_absolute_url(), of.lot.get_absolute_url(), f"{of.lot.get_absolute_url()}live/"]
    office = [f"{pages[0]}registrations/", f"{pages[0]}history/", "/deposits/"]
    for address in pages:
        assert BUYER not in text(Client().get(address))
        assert BUYER not in text(accounts.client_for(of.seller).get(address))
        assert f"{BUYER}-0" not in text(accounts.client_for(of.buyers[1]).get(address))
    for address in (pages[0], *office):
        shown = text(accounts.client_for(of.publisher).get(address))
        assert [code for code in codes if re.search(rf"\b{code}\b", shown)] == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_who_watches_learns_the_applicants_names_with_the_result(engine, role):
    of, after = exchange.decided()
    named(of)
    TIME["now"] = after
    pages = [f"{of.listing.get_absolute_url()}registrations/", "/deposits/"]
    watcher, officer = (accounts.client_for(actor) for actor in (accounts.actor(role), of.publisher))
    before = [[BUYER in text(client.get(page)) for page in pages] for client in (watcher, officer)]
    services.propose_result(actor=of.examiner, number=of.number, now=after)
    services.confirm_result(actor=of.publisher, number=of.number, now=after)
    assert (before, [BUYER in text(watcher.get(page)) for page in pages]) == (
        [[False, False], [True, True]],
        [True, True],
    )


def hold_states(client, address) -> list[str]:
    return re.findall(r"Locked|Released|Told with the result", text(client.get(address)))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR])
def test_a_released_deposit_tells_nobody_who_won_before_the_confirmation(engine, role):
    of, after = exchange.decided(buyers=3)
    TIME["now"] = after
    services.release_deposits(after)
    reader = accounts.client_for(of.publisher if role == Role.OFFICER else accounts.actor(role))
    pages = [f"{of.listing.get_absolute_url()}registrations/", "/deposits/"]
    before = [hold_states(reader, page) for page in pages]
    services.suspend_listing(actor=of.publisher, number=of.number, reason="Dispute", now=after)
    suspended = [hold_states(reader, page) for page in pages]
    services.resume_listing(actor=of.publisher, number=of.number, reason="Settled", now=after)
    services.propose_result(actor=of.examiner, number=of.number, now=after)
    services.confirm_result(actor=of.publisher, number=of.number, now=after)
    confirmed = [sorted(hold_states(reader, page)) for page in pages]
    assert (before, suspended) == ([["Told with the result"] * 3] * 2, [["Told with the result"] * 3] * 2)
    assert confirmed == [["Locked", "Released", "Released"]] * 2


def test_a_loser_reads_at_once_that_the_deposit_is_released(engine):
    of, after = exchange.decided()
    TIME["now"] = after
    services.release_deposits(after)
    loser, winner = (accounts.client_for(buyer) for buyer in of.buyers)
    assert (hold_states(loser, "/deposits/"), hold_states(winner, "/deposits/")) == (["Released"], ["Locked"])


def test_the_result_names_the_winner_once_it_is_confirmed(engine):
    of, after = exchange.decided()
    named(of)
    TIME["now"] = after
    address = of.listing.get_absolute_url()
    assert BUYER not in text(Client().get(address))
    services.propose_result(actor=of.examiner, number=of.number, now=after)
    services.confirm_result(actor=of.publisher, number=of.number, now=after)
    page = text(Client().get(address))
    assert f"{BUYER}-1" in page
    assert f"{BUYER}-0" not in page


def test_papers_of_a_listing_are_for_the_seller_and_the_office():
    of = exchange.listing("listed", buyers=1)
    address = f"/files/{of.listing.decision_paper_id}/"
    seen = [accounts.client_for(a).get(address).status_code for a in (of.seller, of.examiner, of.buyers[0])]
    assert (seen, Client().get(address).status_code == 200) == ([200, 200, 404], False)


def test_the_guard_page_says_what_blocks_with_clause_and_remedy():
    of = exchange.trade(with_report=False)
    page = text(accounts.client_for(of.seller).get(f"{of.listing.get_absolute_url()}guards/"))
    assert "Listing without a valid report" in page
    assert "H-29.1" in page
    assert "Finish the evaluation first" in page


def test_a_listing_walks_over_its_pages_to_the_notice():
    of = exchange.trade()
    exchange.fill(of)
    owner, examiner, publisher = (accounts.client_for(a) for a in (of.seller, of.examiner, of.publisher))
    base = of.listing.get_absolute_url()
    states = []
    for client, verb, answers in (
        (owner, "submit", {}),
        (examiner, "examine", {"decision": "approve"}),
        (
            publisher,
            "publish",
            {"extension_rule": "from_bid", "window": 300, "extension": 300, "reserve": "start"},
        ),
    ):
        page = client.get(f"{base}{verb}/")
        client.post(f"{base}{verb}/", {**answers, "idempotency_key": key(page)})
        states.append(of.fresh().state)
    assert states == ["submitted", "approved", "listed"]


def test_a_refused_applicant_reads_why_before_typing_anything():
    of = exchange.listing("listed")
    buyer = accounts.client_for(accounts.actor(Role.BUYER, of.listing.seller))
    page = buyer.get(f"{of.listing.get_absolute_url()}apply/")
    assert (page.status_code, "cannot apply to buy" in text(page)) == (409, True)


def test_an_application_and_its_code_over_the_pages():
    of = exchange.listing("listed")
    buyer = accounts.actor(Role.BUYER)
    client, base = accounts.client_for(buyer), of.listing.get_absolute_url()
    sent = {"statement": "We make bearings", "rules_accepted": "on"}
    client.post(f"{base}apply/", {**sent, "idempotency_key": key(client.get(f"{base}apply/"))})
    row = Registration.objects.get()
    for actor, verb, answers in ((of.examiner, "record", {"voucher": "V-1"}), (of.publisher, "confirm", {})):
        office, address = accounts.client_for(actor), f"/deposits/{row.id}/{verb}/"
        office.post(address, {**answers, "idempotency_key": key(office.get(address))})
    row.refresh_from_db()
    assert f"<strong>{row.code}</strong>" in text(client.get(f"{base}registration/"))


def test_a_watcher_gets_no_pad_and_a_bidder_the_next_amounts(engine):
    of, opens = exchange.bidding()
    TIME["now"] = opens + timedelta(seconds=1)
    address = f"{of.lot.get_absolute_url()}live/"
    watcher, bidder = text(Client().get(address)), text(accounts.client_for(of.buyers[0]).get(address))
    assert ("data-pad" in watcher, "data-pad" in bidder) == (False, True)
    amounts = re.findall(r'data-jump="(\d)" value="([\d.]+)"', bidder)
    assert amounts == [
        ("1", "3000000.00"),
        ("2", "3020000.00"),
        ("3", "3040000.00"),
        ("5", "3080000.00"),
        ("8", "3140000.00"),
    ]
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in bidder


def test_without_a_script_a_bid_is_taken_and_a_low_one_refused_with_its_sentence(engine):
    of, opens = exchange.bidding()
    TIME["now"] = opens + timedelta(seconds=1)
    address = f"{of.lot.get_absolute_url()}bid/"
    first, second = (accounts.client_for(buyer) for buyer in of.buyers)
    sent = {"amount": "3,000,000", "idempotency_key": "click-1"}
    assert [first.post(address, sent).status_code for _click in range(2)] == [302, 302]
    low = second.post(address, {"amount": "3,000,001", "idempotency_key": "click-2"})
    assert (low.status_code, "the next bid is 3,020,000.00 yuan" in text(low)) == (409, True)
    state = bidding_desk().state(of.lot.number)
    assert (len(list(state.records)), state.price_fen) == (1, 300_000_000)


def test_a_bid_far_above_asks_for_a_second_look(engine):
    of, opens = exchange.bidding()
    TIME["now"] = opens + timedelta(seconds=1)
    address = f"{of.lot.get_absolute_url()}bid/"
    client = accounts.client_for(of.buyers[0])
    asked = client.post(address, {"amount": "9000000", "idempotency_key": "far"})
    assert (asked.status_code, "玖佰万元整" in text(asked)) == (409, True)
    sure = {"amount": "9000000", "confirmed": "on", "idempotency_key": key(asked)}
    assert client.post(address, sure).status_code == 302
    assert bidding_desk().state(of.lot.number).price_fen == 900_000_000


def test_a_late_bid_reads_when_it_came_and_when_the_lot_ended_to_the_millisecond(engine):
    of, opens = exchange.bidding()
    TIME["now"] = opens + exchange.DAY
    bidding_desk().send(of.lot.number, Tick(), now=TIME["now"])
    client = accounts.client_for(of.buyers[0])
    page = text(
        client.post(f"{of.lot.get_absolute_url()}bid/", {"amount": "3000000", "idempotency_key": "l"})
    )
    moments = re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}", page)
    assert len(set(moments)) == 1
    assert len(moments) == 2


def test_a_ceiling_is_set_and_shown_to_its_owner_alone(engine):
    of, opens = exchange.bidding()
    TIME["now"] = opens + timedelta(seconds=1)
    base = of.lot.get_absolute_url()
    owner, other = (accounts.client_for(buyer) for buyer in of.buyers)
    owner.post(f"{base}ceiling/", {"amount": "3500000", "idempotency_key": "c"})
    assert "3,500,000.00" in text(owner.get(f"{base}live/"))
    for client in (other, Client()):
        assert "3,500,000.00" not in text(client.get(f"{base}live/"))


def test_a_stranger_does_not_bid_and_has_no_ready_page(engine):
    of, opens = exchange.bidding()
    TIME["now"] = opens
    client = accounts.client_for(accounts.actor(Role.BUYER))
    base = of.lot.get_absolute_url()
    seen = [client.get(f"{base}{page}/").status_code for page in ("bid", "ceiling", "ready", "live")]
    assert seen == [404, 404, 404, 200]


def test_the_token_page_renews_a_bidder_s_and_a_watcher_s_token(engine):
    of, opens = exchange.bidding()
    TIME["now"] = opens
    address = f"{of.lot.get_absolute_url()}token/"
    answers = [json.loads(c.get(address).content) for c in (Client(), accounts.client_for(of.buyers[0]))]
    assert [sorted(answer) for answer in answers] == [["seconds", "token"]] * 2
    assert answers[0]["token"] != answers[1]["token"]


def test_a_lot_page_says_that_the_engine_could_not_be_reached_and_can_repeat(settings, tmp_path):
    settings.DATA_DIR, settings.PORT = tmp_path / "down", 9
    settings.DATA_DIR.mkdir()
    of, after = exchange.selecting()
    TIME["now"] = after
    client, address = accounts.client_for(of.publisher), f"{of.listing.get_absolute_url()}open-bidding/"
    times = {"opens_at": "2026-10-06T10:00", "closes_at": "2026-10-08T10:00"}
    sent = client.post(address, {**times, "idempotency_key": key(client.get(address))}, follow=True)
    assert (sent.status_code, of.fresh().state) == (200, "bidding")
    assert "it can be repeated" in text(sent)
    assert "/send/" in text(sent)


@pytest.mark.parametrize("count", [5, 25])
def test_the_list_asks_as_many_queries_for_many_rows_as_for_few(count, django_assert_max_num_queries):
    of = exchange.listing("listed")
    for _row in range(count - 1):
        copy = Listing.new(now=exchange.NOW, achievement=of.achievement, seller=of.listing.seller)
        copy.created_by_id, copy.state, copy.closing_reason = of.seller.person_id, "withdrawn", "Test"
        copy.listed_at = exchange.NOW
        copy.save()
    with django_assert_max_num_queries(8) as queries:
        page = text(Client().get("/listings/"))
    assert (page.count("data-url="), len(queries)) == (min(count, 20), QUERIES)


QUERIES = 2


@pytest.mark.clause("H-29.9")
def test_the_deal_page_shows_its_tasks_to_both_sides(engine):
    of, after = exchange.paying()
    TIME["now"] = after
    for actor in (of.seller, of.buyers[1], of.examiner):
        page = text(accounts.client_for(actor).get(of.deal().get_absolute_url()))
        assert "2 of 5 sections completed" in page
        assert "CNY 1,632,000.00" in page


def bidding_step(header) -> str:
    return next(step.status for step in header.steps if step.label == ListingState.BIDDING.label)


def test_a_sale_by_agreement_shows_bidding_as_left_out():
    of, after = exchange.agreed()
    headers = [pages.header(of.listing, of.seller, after), pages.deal_header(of.deal(), of.seller, after)]
    assert [bidding_step(header) for header in headers] == ["skipped", "skipped"]


def test_a_sale_by_bidding_shows_bidding_as_done(engine):
    of, after = exchange.decided()
    assert bidding_step(pages.header(of.listing, of.seller, after)) == "done"
