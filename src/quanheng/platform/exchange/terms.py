"""From a frozen notice to the terms of a lot: nothing is typed again but the times."""

from datetime import datetime
from decimal import Decimal

from quanheng.methods.bidding import LotTerms, to_fen
from quanheng.platform.exchange import selectors
from quanheng.platform.exchange.models import Listing, ListingNotice


def lot_terms(
    notice: ListingNotice, *, lot: str, opens_at: datetime, closes_at: datetime, listing: Listing
) -> LotTerms:
    """Return the terms of `lot`; wrong times are a `MethodError`."""
    rules = notice.content["bidding"]
    holders = selectors.priority_codes(listing)
    return LotTerms(
        lot=lot,
        start_fen=to_fen(Decimal(notice.content["base_price"])),
        steps=tuple((to_fen(Decimal(at)), to_fen(Decimal(step))) for at, step in rules["steps"]),
        opens_at=opens_at,
        closes_at=closes_at,
        confirm_over_steps=rules["confirm_over_steps"],
        reserve_policy=rules["reserve"],
        extension_rule=rules["extension_rule"],
        extension_window_s=rules["extension_window_s"],
        extension_s=rules["extension_s"],
        priority_mode="in_sale" if holders else "none",
        priority_holders=holders,
        resume_floor_s=rules["resume_floor_s"],
        void_grace_s=rules["void_grace_s"],
        scheme=listing.scheme,
        notice_hash=notice.sha256,
    )
