"""What people do with listings, lots and deals. Every write to this app goes through a verb below."""

from quanheng.platform.exchange.services.bidding import announce_lot, open_bidding, reschedule_lot
from quanheng.platform.exchange.services.closing import (
    approve_settlement,
    close_registration,
    close_registrations,
    propose_settlement,
)
from quanheng.platform.exchange.services.deals import (
    Registered,
    close_case,
    confirm_payment,
    record_payment,
    register_contract,
    save_contract,
    sign_contract,
    strike_payment,
)
from quanheng.platform.exchange.services.examining import (
    approve_listing,
    publish_listing,
    reject_listing,
    return_listing,
)
from quanheng.platform.exchange.services.listing import (
    Terms,
    answer_guards,
    create_listing,
    missing_parts,
    recall_listing,
    save_papers,
    save_terms,
    submit_listing,
    withdraw_listing,
)
from quanheng.platform.exchange.services.registering import (
    apply_to_buy,
    confirm_deposit,
    record_deposit,
    refuse_application,
    strike_deposit,
    withdraw_application,
)
from quanheng.platform.exchange.services.results import (
    confirm_result,
    end_publicities,
    propose_result,
    record_results,
    release_deposits,
)
from quanheng.platform.exchange.services.standing import resume_listing, suspend_listing

__all__ = [
    "Registered",
    "Terms",
    "announce_lot",
    "answer_guards",
    "apply_to_buy",
    "approve_listing",
    "approve_settlement",
    "close_case",
    "close_registration",
    "close_registrations",
    "confirm_deposit",
    "confirm_payment",
    "confirm_result",
    "create_listing",
    "end_publicities",
    "missing_parts",
    "open_bidding",
    "propose_result",
    "propose_settlement",
    "publish_listing",
    "recall_listing",
    "record_deposit",
    "record_payment",
    "record_results",
    "refuse_application",
    "register_contract",
    "reject_listing",
    "release_deposits",
    "reschedule_lot",
    "resume_listing",
    "return_listing",
    "save_contract",
    "save_papers",
    "save_terms",
    "sign_contract",
    "strike_deposit",
    "strike_payment",
    "submit_listing",
    "suspend_listing",
    "withdraw_application",
    "withdraw_listing",
]
