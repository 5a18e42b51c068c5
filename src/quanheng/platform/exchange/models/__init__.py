"""Listings, registrations, lots, the deal that follows, and the ledger of deposits and payments."""

from quanheng.platform.exchange.models.deals import Deal, Instalment
from quanheng.platform.exchange.models.listings import Listing, ListingNotice, Registration, RegistrationState
from quanheng.platform.exchange.models.lots import EngineCursor, Lot
from quanheng.platform.exchange.models.money import Hold, LedgerAccount, LedgerEntry, LedgerTransfer

__all__ = [
    "Deal",
    "EngineCursor",
    "Hold",
    "Instalment",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransfer",
    "Listing",
    "ListingNotice",
    "Lot",
    "Registration",
    "RegistrationState",
]
