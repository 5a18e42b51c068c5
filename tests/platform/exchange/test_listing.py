"""From draft to notice: what is missing, what the law says, who may decide (J8, H-29.3, H-29.4)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from factories import accounts, exchange
from factories.exchange import NOW, TERMS
from quanheng.platform.common.calendar import due_at
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange import guards, services
from quanheng.platform.exchange.models import Listing
from quanheng.platform.exchange.notice import BiddingRules, fingerprint, pack_rules
from quanheng.platform.exchange.services import examining, standing
from quanheng.platform.library import services as library
from quanheng.schemes import default_stack

pytestmark = pytest.mark.django_db


def status(of, guard: str) -> str:
    return next(row.status for row in guards.check(of.fresh(), now=NOW) if row.guard.id == guard)


def missing(of) -> list[str]:
    with pytest.raises(Incomplete) as refused:
        services.submit_listing(actor=of.seller, number=of.number, now=NOW)
    assert of.fresh().state == "draft"
    return [str(part) for part in refused.value.missing]


@pytest.mark.clause("H-29.3")
def test_a_submission_names_everything_that_is_missing_at_once():
    of = exchange.trade(with_report=False)
    assert missing(of) == [
        "No listing price is entered",
        "No deposit is entered",
        "The decision of the unit is not uploaded",
        "Source and defects not stated (AL-27). What to do: State source and known defects",
        "Listing without a valid report (H-29.1). What to do: Finish the evaluation first",
        "Priority holder not notified (CC-860). What to do: Notify inventors and co-owners and upload the proof",
    ]


@pytest.mark.clause("H-29.1")
def test_without_a_valid_report_a_listing_is_not_handed_in():
    of = exchange.trade(with_report=False)
    exchange.fill(of)
    assert missing(of) == ["Listing without a valid report (H-29.1). What to do: Finish the evaluation first"]


@pytest.mark.clause("H-15.2", "H-14.6")
def test_a_price_on_a_basic_report_takes_a_typed_reason():
    of = exchange.trade(stage="basic")
    exchange.fill(of)
    assert status(of, "basic_report_price") == "warn"
    assert len(missing(of)) == 1
    services.answer_guards(
        actor=of.seller, number=of.number, reasons={"basic_report_price": "By a cost study"}, now=NOW
    )
    assert services.submit_listing(actor=of.seller, number=of.number, now=NOW).state == "submitted"


@pytest.mark.clause("H-21.2", "H-27.2")
@pytest.mark.parametrize("stage", ["applied", "industrial"])
def test_a_valid_report_of_these_stages_backs_the_price_of_every_way(stage):
    of = exchange.listing("submitted", stage=stage)
    assert of.listing.report.achievement_id == of.achievement.id
    backed = {}
    for way in ("assignment_by_agreement", "licence", "joint_development", "equity_contribution"):
        Listing.objects.update(transfer_way=way)
        backed[way] = status(of, "basic_report_price")
    assert set(backed.values()) == {"ok"}


def test_a_reason_is_kept_only_against_a_warning():
    of = exchange.listing("draft")
    services.answer_guards(actor=of.seller, number=of.number, reasons={"no_valid_report": "So what"}, now=NOW)
    assert of.fresh().guard_reasons == {}


def test_a_state_enterprise_needs_its_appraisal_and_a_reason_for_the_length_of_the_notice():
    of = exchange.trade(seller=accounts.organisation(state_owned=True))
    exchange.fill(of)
    assert (status(of, "state_appraisal"), status(of, "state_notice_length")) == ("block", "warn")


def test_every_guard_of_the_pack_is_on_the_page():
    of = exchange.listing("draft")
    shown = [row.guard.id for row in guards.check(of.listing, now=NOW)]
    assert shown == [guard.id for guard in default_stack().guards("listing")]


@pytest.mark.parametrize(("percent", "taken"), [("4.9", False), ("5", True), ("20", True), ("20.1", False)])
def test_a_deposit_is_five_to_twenty_percent_of_the_price(percent, taken):
    of = exchange.trade()
    terms = replace(TERMS, deposit_percent=Decimal(percent))
    if not taken:
        with pytest.raises(Refused, match="takes 5 to 20 %"):
            services.save_terms(actor=of.seller, number=of.number, terms=terms, now=NOW)
    else:
        services.save_terms(actor=of.seller, number=of.number, terms=terms, now=NOW)
        assert of.fresh().deposit_fen == int(300_000_000 * Decimal(percent) / 100)


def test_the_shares_of_a_payment_plan_make_a_whole():
    of = exchange.trade()
    terms = replace(TERMS, payment_plan=((Decimal(60), 5), (Decimal(30), 90)))
    with pytest.raises(Refused, match="sum to 90 %, takes exactly 100 %"):
        services.save_terms(actor=of.seller, number=of.number, terms=terms, now=NOW)


def test_own_use_is_no_way_that_is_traded():
    of = exchange.trade()
    terms = replace(TERMS, transfer_way="own_use")
    with pytest.raises(Refused, match="Way of transfer: got own_use"):
        services.save_terms(actor=of.seller, number=of.number, terms=terms, now=NOW)


def test_only_its_owner_lists_an_achievement_and_only_once():
    of = exchange.trade()
    for actor in (of.seller, accounts.actor(Role.OWNER)):
        with pytest.raises(Refused, match="Only an achievement of your own"):
            services.create_listing(actor=actor, achievement_number=of.achievement.number, now=NOW)
    assert Listing.objects.count() == 1


def test_an_achievement_that_is_listed_stays_in_the_library():
    of = exchange.listing("listed")
    with pytest.raises(Refused, match="A listing of the achievement is running"):
        library.withdraw_achievement(
            actor=of.seller, number=of.achievement.number, reason="No longer ours", now=NOW
        )


@pytest.mark.clause("H-29.3")
def test_a_returned_listing_is_corrected_or_lapses():
    of = exchange.listing("submitted")
    services.return_listing(actor=of.examiner, number=of.number, reason="Name the pledge", now=NOW)
    ends = due_at("listing.correct", start=NOW)[0]
    lapse = standing.lapse_returned
    lapse(ends - timedelta(seconds=1))
    assert (of.fresh().state, of.listing.returned_reason) == ("returned", "Name the pledge")
    lapse(ends)
    assert of.fresh().state == "rejected"


def test_a_rejection_takes_a_reason():
    of = exchange.listing("submitted")
    with pytest.raises(Refused, match="Reason: got 0 characters"):
        services.reject_listing(actor=of.examiner, number=of.number, reason=" ", now=NOW)
    assert of.fresh().state == "submitted"


def test_a_listing_whose_report_fell_meanwhile_is_not_approved():
    of = exchange.listing("submitted")
    of.listing.report.state = "revoked"
    of.listing.report.revoked_reason = "Error"
    of.listing.report.save()
    with pytest.raises(Incomplete) as refused:
        services.approve_listing(actor=of.examiner, number=of.number, opinion="", now=NOW)
    assert {part.section for part in refused.value.missing} == {"guards"}


def test_another_officer_than_the_examiner_publishes():
    of = exchange.listing("approved")
    rules = pack_rules(default_stack())
    with pytest.raises(Refused, match="another officer publishes it"):
        services.publish_listing(actor=of.examiner, number=of.number, rules=rules, now=NOW)
    assert of.fresh().state == "approved"
    assert (
        services.publish_listing(actor=of.publisher, number=of.number, rules=rules, now=NOW).state == "listed"
    )


def test_an_officer_of_the_sellers_own_organisation_takes_no_part():
    of = exchange.listing("submitted")
    officer = accounts.actor(Role.OFFICER, of.listing.seller)
    with pytest.raises(Refused, match="takes no part in its listing"):
        services.approve_listing(actor=officer, number=of.number, opinion="", now=NOW)


def test_the_notice_freezes_every_term_under_one_hash():
    of = exchange.listing("approved")
    rules = BiddingRules(Decimal(50000), "from_end", 120, 60, "none")
    services.publish_listing(actor=of.publisher, number=of.number, rules=rules, now=NOW)
    notice = of.fresh().notices.get()
    assert notice.sha256 == fingerprint(notice.content)
    assert notice.content["bidding"]["steps"] == [["0", "50000"]]
    assert (notice.content["base_price"], notice.content["deposit"]) == ("3000000.00", "300000.00")
    assert notice.content["registration_ends_at"] == of.listing.registration_ends_at.isoformat()


def test_registration_of_a_state_enterprise_stays_open_longer():
    plain, state = accounts.organisation(), accounts.organisation(state_owned=True)
    ends = []
    for seller in (plain, state):
        of = exchange.trade(seller=seller)
        ends.append(examining.registration_end(of.listing, now=NOW))
    assert [end.date().isoformat() for end in ends] == ["2026-10-05", "2026-10-19"]


def test_a_draft_exists_for_its_seller_alone():
    of = exchange.listing("draft")
    for actor in (of.examiner, accounts.actor(Role.OWNER), accounts.actor(Role.BUYER)):
        with pytest.raises(Absent):
            services.submit_listing(actor=actor, number=of.number, now=NOW)


@pytest.mark.clause("H-29.1")
def test_a_revoked_report_suspends_the_listing_until_it_is_valid_again():
    of = exchange.listing("listed")
    report, ends = of.listing.report, of.listing.registration_ends_at
    report.state, report.revoked_reason = "revoked", "Forged test"
    report.save()
    standing.suspend_without_report(NOW + timedelta(hours=1))
    assert (of.fresh().state, of.listing.closing_reason) == (
        "suspended",
        "The evaluation report is no longer valid",
    )
    resume = {
        "actor": of.publisher,
        "number": of.number,
        "reason": "Settled",
        "now": NOW + timedelta(hours=5),
    }
    with pytest.raises(Refused, match="cannot go on with it"):
        services.resume_listing(**resume)
    report.state = "valid"
    report.save()
    assert services.resume_listing(**resume).state == "listed"
    assert of.fresh().registration_ends_at == ends + timedelta(hours=4)


def test_a_listing_is_withdrawn_only_before_a_buyer_is_qualified():
    of = exchange.listing("listed", buyers=1)
    with pytest.raises(Refused, match="A buyer is already qualified"):
        services.withdraw_listing(actor=of.seller, number=of.number, reason="Kept for ourselves", now=NOW)
    assert of.fresh().state == "listed"


def test_papers_are_judged_and_a_refused_one_changes_nothing():
    of = exchange.trade()
    wrong = SimpleUploadedFile("decision.pdf", b"no pdf at all")
    with pytest.raises(Refused, match=r"decision\.pdf was not stored"):
        services.save_papers(
            actor=of.seller,
            number=of.number,
            uploads={"decision_paper": wrong},
            priority_told_on=NOW.date(),
            approval_needed=True,
            now=NOW,
        )
    assert (of.fresh().priority_told_on, of.listing.approval_needed) == (None, False)
    right = SimpleUploadedFile("decision.txt", b"We sell.")
    services.save_papers(
        actor=of.seller,
        number=of.number,
        uploads={"decision_paper": right},
        priority_told_on=NOW.date(),
        approval_needed=False,
        now=NOW,
    )
    assert of.fresh().decision_paper.name == "decision.txt"
