"""The door: who may say what to which lot, in which form, and what is answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from factories.http import open_terms
from quanheng.live.journal import first_fault
from quanheng.live.keys import RECEIPT_KEY, signing_key
from quanheng.live.limits import Allowance
from quanheng.methods import bidding
from quanheng.methods.trust.canonical import canonical_json


@pytest.fixture
def lot(served) -> str:
    return served.lot(open_terms())


def test_an_accepted_bid_is_answered_with_price_next_amount_and_receipt(served, lot):
    status, answer = served.bid(lot, "A", 1_000_000, "k")
    said = {name: answer[name] for name in ("outcome", "price", "minimum", "leading", "position", "replayed")}
    assert (status, said) == (200, {
        "outcome": "ok", "price": "1000000.00", "minimum": "1010000.00", "leading": True, "position": "leading", "replayed": False,
    })  # fmt: skip


def test_the_receipt_is_signed_and_names_the_entry_in_the_log(served, lot):
    _, answer = served.bid(lot, "A", 1_000_000, "k")
    receipt = answer["receipt"]
    signature = bytes.fromhex(receipt.pop("signature"))
    key: Ed25519PublicKey = signing_key(served.folder / "keys", RECEIPT_KEY).public_key()
    key.verify(signature, b"quanheng/receipt/1\0" + canonical_json(receipt))
    assert receipt["link"] == served.engine.store.entry(lot, receipt["seq"]).link


def test_a_refused_bid_says_why_and_what_would_be_taken(served, lot):
    served.bid(lot, "A", 1_000_000, "k")
    status, answer = served.bid(lot, "B", 1_000_001, "l")
    assert (status, answer["code"], answer["text"], answer["minimum"]) == (
        409, "below_minimum", "Below the next bid. The price is 1,000,000.00 yuan, the next bid is 1,010,000.00 yuan.", "1010000.00",
    )  # fmt: skip


def test_a_repeated_key_gets_the_first_answer_and_its_receipt(served, lot):
    _, first = served.bid(lot, "A", 1_000_000, "k")
    served.bid(lot, "B", 1_010_000, "l")
    status, again = served.bid(lot, "A", 1_000_000, "k")
    assert (status, again["replayed"], again["receipt"]) == (200, True, first["receipt"])


def test_another_bidder_cannot_ask_with_a_key_that_is_not_his(served, lot):
    served.bid(lot, "A", 1_000_000, "k")
    status, answer = served.bid(lot, "B", 1_000_000, "k")
    assert (status, answer["code"]) == (409, "key_conflict")


def test_a_late_bid_is_told_arrival_and_end_to_the_millisecond(served, lot):
    served.desk.send(lot, bidding.Terminate(key="t", by=("P", "Q"), reason="order"))
    _, answer = served.bid(lot, "A", 1_000_000, "k")
    times = [datetime.fromisoformat(answer["values"][name]) for name in ("arrival", "ended_at")]
    assert (answer["code"], times == sorted(times, reverse=True), len(answer["values"]["arrival"])) == (
        "closed",
        True,
        23,
    )


@pytest.mark.parametrize(("body", "field"), [
    ({}, "amount"),
    ({"amount": 1_000_000}, "amount"),
    ({"amount": "1e6"}, "amount"),
    ({"amount": "1000000", "channel": "floor"}, "channel"),
    ({"amount": "1000000", "bidder": "B"}, "bidder"),
    ({"amount": "1000000", "confirmed": 1}, "confirmed"),
    ([], "body"),
    (b"{", "text"),
    (b'{"amount": "1", "amount": "2"}', "text"),
])  # fmt: skip
def test_a_malformed_bid_is_answered_by_field_and_leaves_no_trace(served, lot, body, field):
    before = served.desk.view(lot).seq
    status, answer = served.ask("POST", f"/live/lots/{lot}/bids", body, token=served.token(lot, "A"), key="k")
    assert (status, answer["text"].startswith(f"{field}: "), served.desk.view(lot).seq) == (422, True, before)


def test_a_bid_without_a_key_is_not_taken(served, lot):
    status, answer = served.ask(
        "POST", f"/live/lots/{lot}/bids", {"amount": "1000000"}, token=served.token(lot, "A")
    )
    assert (status, answer["code"]) == (422, "key_missing")


def test_a_large_body_is_not_read(served, lot):
    body = b'{"amount": "' + b"1" * 5000 + b'"}'
    status, _ = served.ask("POST", f"/live/lots/{lot}/bids", body, token=served.token(lot, "A"), key="k")
    assert status == 413


@pytest.mark.parametrize(("alter", "status"), [
    (lambda token: "", 401),
    (lambda token: token[:-3] + "AAA", 401),
    (lambda token: token.split(".")[0] + "." + "A" * 86, 401),
])  # fmt: skip
def test_a_forged_token_opens_nothing(served, lot, alter, status):
    before = served.desk.view(lot).seq
    token = alter(served.token(lot, "A"))
    found, _ = served.ask("POST", f"/live/lots/{lot}/bids", {"amount": "1000000"}, token=token, key="k")
    assert (found, served.desk.view(lot).seq) == (status, before)


def test_an_expired_token_says_so(served, lot):
    past = datetime.now(UTC) - timedelta(minutes=16)
    token = served.issuer.issue(
        lot=lot, role="bidder", code="A", terms_hash=served.engine.terms_hash(lot), now=past
    )
    status, answer = served.ask("GET", f"/live/lots/{lot}", token=token)
    assert (status, answer["code"]) == (401, "token_expired")


def test_a_token_of_other_terms_opens_nothing(served, lot):
    token = served.issuer.issue(lot=lot, role="bidder", code="A", terms_hash="00" * 32, now=datetime.now(UTC))
    assert served.ask("GET", f"/live/lots/{lot}", token=token)[0] == 401


def test_a_foreign_lot_is_as_absent_as_one_that_is_not_there(served, lot):
    other = served.lot(open_terms())
    token = served.token(lot, "A")
    answers = [served.ask("GET", f"/live/lots/{number}", token=token) for number in (other, "BD-99")]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


@pytest.mark.parametrize(("role", "path", "body"), [
    ("viewer", "bids", {"amount": "1000000"}),
    ("staff", "bids", {"amount": "1000000"}),
    ("viewer", "ceilings", {"amount": "1000000"}),
    ("bidder", "commands", {"do": "terminate", "by": ["P", "Q"], "reason": "x"}),
    ("bidder", "commands", {"do": "admit", "bidder": "A"}),
    ("bidder", "commands", {"do": "cancel_ceiling", "bidder": "B"}),
    ("viewer", "commands", {"do": "suspend", "reason": "x"}),
    ("staff", "commands", {"do": "bid", "bidder": "A", "amount": "1000000"}),
])  # fmt: skip
def test_a_role_does_only_its_own_acts(served, lot, role, path, body):
    before = served.desk.view(lot).seq
    token = served.token(lot, "A", role)
    status, _ = served.ask("POST", f"/live/lots/{lot}/{path}", body, token=token, key="k")
    assert (status, served.desk.view(lot).seq) == (403, before)


def test_only_the_watchdog_can_reach_into_the_past(served, lot):
    body = {"do": "suspend", "reason": "x", "effective_at": "2026-03-02T01:00:00Z"}
    status, answer = served.ask(
        "POST", f"/live/lots/{lot}/commands", body, token=served.token(lot, "S", "staff"), key="k"
    )
    assert (status, answer["values"]) == (422, {"field": "effective_at"})


def test_a_page_of_another_site_is_turned_away(served, lot):
    token = served.token(lot, "A")
    body = {"amount": "1000000"}
    status, _ = served.ask(
        "POST", f"/live/lots/{lot}/bids", body, token=token, key="k", Origin="https://elsewhere.example"
    )
    assert status == 403


def test_a_page_of_this_site_is_let_in(served, lot):
    origin = f"http://127.0.0.1:{served.port}"
    body = {"amount": "1000000"}
    status, _ = served.ask(
        "POST", f"/live/lots/{lot}/bids", body, token=served.token(lot, "A"), key="k", Origin=origin
    )
    assert status == 200


def test_a_maximum_is_shown_to_its_bidder_alone(served, lot):
    body = {"amount": "1500000"}
    served.ask("POST", f"/live/lots/{lot}/ceilings", body, token=served.token(lot, "A"), key="k")
    mine = served.ask("GET", f"/live/lots/{lot}", token=served.token(lot, "A"))[1]
    others = [
        served.ask("GET", f"/live/lots/{lot}", token=served.token(lot, *who))[1]
        for who in (("B",), ("", "viewer"), ("S", "staff"))
    ]
    assert (mine["own"]["ceiling"], [text for text in map(str, others) if "1500000" in text]) == (
        "1500000.00",
        [],
    )


def test_a_bidder_takes_his_maximum_back(served, lot):
    token = served.token(lot, "A")
    served.ask("POST", f"/live/lots/{lot}/ceilings", {"amount": "1500000"}, token=token, key="k")
    status, _ = served.ask(
        "POST", f"/live/lots/{lot}/commands", {"do": "cancel_ceiling"}, token=token, key="l"
    )
    assert (status, served.ask("GET", f"/live/lots/{lot}", token=token)[1]["own"]["ceiling"]) == (200, None)


def test_an_unchanged_lot_is_not_sent_again(served, lot):
    token = served.token(lot, "", "viewer")
    served.ask("GET", f"/live/lots/{lot}", token=token)
    tag = served.headers["etag"]
    assert served.ask("GET", f"/live/lots/{lot}", token=token, If_None_Match=tag) == (304, {})


def test_a_bid_changes_the_tag_of_a_lot(served, lot):
    token = served.token(lot, "", "viewer")
    served.ask("GET", f"/live/lots/{lot}", token=token)
    tag = served.headers["etag"]
    served.bid(lot, "A", 1_000_000, "k")
    assert served.ask("GET", f"/live/lots/{lot}", token=token, If_None_Match=tag)[0] == 200


def test_the_tag_of_a_sealed_lot_does_not_count_its_seals(served):
    lot = served.lot(open_terms(mode="sealed", proxies=False))
    viewer = served.token(lot, "", "viewer")
    served.engine.send(lot, bidding.Tick()).result()
    served.ask("GET", f"/live/lots/{lot}", token=viewer)
    before = served.headers["etag"]
    status, _ = served.ask(
        "POST", f"/live/lots/{lot}/seals", {"digest": "ab" * 32}, token=served.token(lot, "A"), key="k"
    )
    served.ask("GET", f"/live/lots/{lot}", token=viewer)
    assert (status, served.headers["etag"]) == (200, before)


def test_the_servers_time_is_for_everybody(served):
    status, answer = served.ask("GET", "/live/time")
    assert (status, list(answer)) == (200, ["now"])


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/live/lots/BD-1/bids", 405),
    ("DELETE", "/live/lots/BD-1", 405),
    ("GET", "/live/elsewhere", 404),
    ("GET", "/pages/", 418),
])  # fmt: skip
def test_other_addresses_are_answered_as_such(served, method, path, status):
    assert served.ask(method, path)[0] == status


def test_who_bids_too_fast_waits_and_nobody_else():
    timer = iter([0.0] * 12 + [0.5])
    allowance = Allowance(10, timer=lambda: next(timer))
    waits = [allowance.wait("A") for _ in range(11)]
    assert (waits, allowance.wait("B"), allowance.wait("A")) == ([0] * 10 + [1], 0, 0)


@pytest.mark.clause("H-29.6")
def test_twenty_bidders_at_once_leave_one_order_that_replays(served):
    codes = [f"B{number:02}" for number in range(20)]
    lot = served.lot(open_terms(), bidders=codes)

    def bidding_of(code):
        answers, amount = [], 1_000_000
        for turn in range(10):
            status, answer = served.bid(lot, code, amount, f"{code}-{turn}", confirmed=True)
            amount = int(float(answer["minimum"]))
            answers.append((status, answer))
        return answers

    with ThreadPoolExecutor(20) as pool:
        answers = [answer for each in pool.map(bidding_of, codes) for answer in each]
    logged = served.desk.log(lot)
    accepted = [item.event.amount_fen for item in logged if item.event.kind == "bid_accepted"]
    acknowledged = {answer["receipt"]["link"] for status, answer in answers if status == 200}
    assert {status for status, _ in answers} == {200, 409}
    assert accepted == sorted(set(accepted))
    assert acknowledged <= {item.link for item in logged}
    assert (first_fault(lot, logged), bidding.replay(item.event for item in logged)) == (
        None,
        served.desk.state(lot),
    )
