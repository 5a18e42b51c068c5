"""State machine L: a listing from draft to closed deal (`domain.md` 11, order of H-29)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.common.states import PREVIOUS, StateTable, move


class ListingState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Awaiting review")
    RETURNED = "returned", _("Awaiting correction")
    APPROVED = "approved", _("Approved")
    PRICE_PUBLICITY = "price_publicity", _("Publicity of agreed price")
    OBJECTION = "objection", _("Objection in hand")
    LISTED = "listed", _("Listed")
    SELECTING = "selecting", _("Arranging the trade")
    BIDDING = "bidding", _("Online bidding")
    NEGOTIATING = "negotiating", _("Competitive negotiation")
    REVIEWING = "reviewing", _("Weighted review")
    RESULT_PENDING = "result_pending", _("Result to be confirmed")
    RESULT_PUBLICITY = "result_publicity", _("Publicity of result")
    CONTRACTING = "contracting", _("Signing contract")
    PAYING = "paying", _("Settling payment")
    SETTLED = "settled", _("Settled")
    CONTRACT_REGISTERED = "contract_registered", _("Contract registered")
    CLOSED = "closed", _("Closed")
    BREACHED = "breached", _("Breach in hand")
    SUSPENDED = "suspended", _("Suspended")
    REJECTED = "rejected", _("Not admitted for listing")
    EXPIRED = "expired", _("No buyer")
    WITHDRAWN = "withdrawn", _("Listing withdrawn")
    TERMINATED = "terminated", _("Terminated")


S = ListingState
OWNER, OFFICER, BUYER, SUPERVISOR, SYSTEM = Role.OWNER, Role.OFFICER, Role.BUYER, Role.SUPERVISOR, Role.SYSTEM
PUBLIC = [role for role in Role if role != Role.SYSTEM]
SUSPENDABLE = (
    S.APPROVED,
    S.PRICE_PUBLICITY,
    S.OBJECTION,
    S.LISTED,
    S.SELECTING,
    S.BIDDING,
    S.NEGOTIATING,
    S.REVIEWING,
    S.RESULT_PENDING,
    S.RESULT_PUBLICITY,
    S.CONTRACTING,
    S.PAYING,
)

ENDED = (S.CLOSED, S.REJECTED, S.EXPIRED, S.WITHDRAWN, S.TERMINATED)
"""The achievement is free for another listing."""
BEFORE_NOTICE = (S.DRAFT, S.SUBMITTED, S.RETURNED, S.REJECTED, S.APPROVED)
AFTER_RESULT = (
    S.RESULT_PENDING,
    S.RESULT_PUBLICITY,
    S.CONTRACTING,
    S.PAYING,
    S.SETTLED,
    S.CONTRACT_REGISTERED,
    S.CLOSED,
)
TONES: dict[str, str] = {
    S.DRAFT: "neutral",
    S.SUBMITTED: "wait",
    S.RETURNED: "warn",
    S.APPROVED: "info",
    S.OBJECTION: "warn",
    S.LISTED: "ok",
    S.BIDDING: "ok",
    S.SETTLED: "ok",
    S.CONTRACT_REGISTERED: "ok",
    S.CLOSED: "closed",
    S.BREACHED: "bad",
    S.SUSPENDED: "warn",
    S.REJECTED: "bad",
    S.EXPIRED: "closed",
    S.WITHDRAWN: "closed",
    S.TERMINATED: "closed",
    S.PRICE_PUBLICITY: "info",
    S.SELECTING: "info",
    S.NEGOTIATING: "info",
    S.REVIEWING: "info",
    S.RESULT_PENDING: "info",
    S.RESULT_PUBLICITY: "info",
    S.CONTRACTING: "info",
    S.PAYING: "info",
}

LISTING_STATES = StateTable(
    ListingState,
    [
        move("submit", [S.DRAFT, S.RETURNED], S.SUBMITTED, OWNER, _("Submit")),
        move("approve", S.SUBMITTED, S.APPROVED, OFFICER, _("Approve"), article="H-29.3"),
        move("return", S.SUBMITTED, S.RETURNED, OFFICER, _("Return for correction")),
        move("reject", S.SUBMITTED, S.REJECTED, OFFICER, _("Reject")),
        move("recall", S.SUBMITTED, S.DRAFT, OWNER, _("Recall")),
        move("lapse", S.RETURNED, S.REJECTED, SYSTEM, _("Lapse")),
        move("publish", S.APPROVED, S.LISTED, OFFICER, _("Publish notice"), article="H-29.4"),
        move(
            "publish_price",
            [S.APPROVED, S.CONTRACTING],
            S.PRICE_PUBLICITY,
            OFFICER,
            _("Publish agreed price"),
            article="H-29.5",
        ),
        move("end_publicity", S.PRICE_PUBLICITY, S.CONTRACTING, SYSTEM, _("End publicity")),
        move("object", [S.PRICE_PUBLICITY, S.RESULT_PUBLICITY], S.OBJECTION, PUBLIC, _("Object")),
        move("dismiss_objection", S.OBJECTION, PREVIOUS, SUPERVISOR, _("Dismiss objection")),
        move("uphold_objection", S.OBJECTION, S.TERMINATED, SUPERVISOR, _("Uphold objection")),
        move("register", S.LISTED, S.LISTED, BUYER, _("Apply to buy")),
        move("amend_notice", S.LISTED, S.LISTED, [OWNER, OFFICER], _("Amend notice"), second=True),
        move("close_registration", S.LISTED, S.SELECTING, SYSTEM, _("Close registration")),
        move("expire", [S.LISTED, S.BIDDING], S.EXPIRED, SYSTEM, _("Expire")),
        move("open_bidding", S.SELECTING, S.BIDDING, OFFICER, _("Open bidding"), article="H-29.6"),
        move(
            "open_negotiation", S.SELECTING, S.NEGOTIATING, OFFICER, _("Open negotiation"), article="H-29.7"
        ),
        move("open_review", S.SELECTING, S.REVIEWING, OFFICER, _("Open review"), article="H-29.8"),
        move(
            "settle_by_agreement",
            S.SELECTING,
            S.RESULT_PENDING,
            OFFICER,
            _("Settle by agreement"),
            second=True,
        ),
        move("place_bid", S.BIDDING, S.BIDDING, BUYER, _("Bid")),
        move("record_result", S.BIDDING, S.RESULT_PENDING, SYSTEM, _("Record result")),
        move("record_round", S.NEGOTIATING, S.NEGOTIATING, OFFICER, _("Record round")),
        move("record_result", [S.NEGOTIATING, S.REVIEWING], S.RESULT_PENDING, OFFICER, _("Record result")),
        move("submit_sheet", S.REVIEWING, S.REVIEWING, Role.EXPERT, _("Submit score sheet")),
        move("confirm", S.RESULT_PENDING, S.RESULT_PUBLICITY, OFFICER, _("Confirm result"), second=True),
        move("void_result", S.RESULT_PENDING, S.SELECTING, SUPERVISOR, _("Void result")),
        move("end_publicity", S.RESULT_PUBLICITY, S.CONTRACTING, SYSTEM, _("End publicity")),
        move("sign_contract", S.CONTRACTING, S.PAYING, [OWNER, BUYER], _("Sign contract"), article="H-29.9"),
        move("breach", [S.CONTRACTING, S.PAYING], S.BREACHED, OFFICER, _("Open breach inquiry")),
        move("record_payment", S.PAYING, S.PAYING, OFFICER, _("Record payment"), second=True),
        move("settle", S.PAYING, S.SETTLED, [OFFICER, SYSTEM], _("Settle")),
        move(
            "register_contract",
            S.SETTLED,
            S.CONTRACT_REGISTERED,
            OWNER,
            _("Register contract"),
            article="H-29.9",
        ),
        move("close_case", S.CONTRACT_REGISTERED, S.CLOSED, OFFICER, _("Close case")),
        move("promote_next", S.BREACHED, S.RESULT_PUBLICITY, OFFICER, _("Promote next bidder")),
        move("terminate", [S.BREACHED, S.SUSPENDED], S.TERMINATED, [SUPERVISOR, SYSTEM], _("Terminate")),
        move("suspend", SUSPENDABLE, S.SUSPENDED, [OFFICER, SUPERVISOR, SYSTEM], _("Suspend")),
        move("resume", S.SUSPENDED, PREVIOUS, [OFFICER, SUPERVISOR], _("Resume")),
        move(
            "withdraw",
            [S.SUBMITTED, S.RETURNED, S.APPROVED, S.LISTED, S.SELECTING],
            S.WITHDRAWN,
            OWNER,
            _("Withdraw listing"),
        ),
    ],
    tones=TONES,
    path=[
        S.SUBMITTED,
        S.APPROVED,
        S.LISTED,
        S.SELECTING,
        S.BIDDING,
        S.RESULT_PENDING,
        S.RESULT_PUBLICITY,
        S.CONTRACTING,
        S.PAYING,
        S.SETTLED,
        S.CONTRACT_REGISTERED,
        S.CLOSED,
    ],
)
