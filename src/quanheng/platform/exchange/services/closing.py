"""When registration ends: extend, expire, or arrange the trade; and the sale to a single buyer (H-29.5)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from quanheng.methods.bidding import from_fen, to_fen
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import approvals, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import due_at
from quanheng.platform.common.errors import Refused
from quanheng.platform.exchange import selectors
from quanheng.platform.exchange.models import Listing
from quanheng.platform.exchange.services.moving import locked_for, moved
from quanheng.platform.exchange.services.registering import refuse_unpaid
from quanheng.platform.exchange.states import ListingState


def close_registrations(now: datetime) -> int:
    """Close every registration whose time is over; returns how many changed."""
    due = selectors.due(ListingState.LISTED, "registration_ends_at", now)
    return sum(close_registration(listing_id, now=now) for listing_id in due)


@transaction.atomic
def close_registration(listing_id: UUID, *, now: datetime) -> bool:
    """Close one registration; waits while a recorded deposit is not decided, so that nobody loses his place.

    Without a qualified buyer it is extended as often as the notice said, then the listing expires.
    """
    listing = selectors.lock_by_id(listing_id)
    ends = listing.registration_ends_at
    if listing.state != ListingState.LISTED or ends is None or ends > now or selectors.undecided(listing):
        return False
    refuse_unpaid(listing, actor=SYSTEM, now=now)
    count = selectors.qualified(listing).count()
    if count:
        moved(listing, "close_registration", actor=SYSTEM, now=now)
        journal.record("exchange.registration_closed", listing, actor=SYSTEM, at=now, body={"count": count})
    elif listing.extensions < allowed_extensions(listing):
        extend(listing, now=now)
    else:
        moved(listing, "expire", actor=SYSTEM, now=now)
        journal.record("exchange.expired", listing, actor=SYSTEM, at=now)
    return True


def allowed_extensions(listing: Listing) -> int:
    """Return how many extensions the notice announced."""
    notice = selectors.notice_of(listing)
    return int(notice.content["extend_times"]) if notice else 0


def extend(listing: Listing, *, now: datetime) -> None:
    listing.registration_ends_at = due_at("listing.extend", start=now, scheme=listing.scheme)[0]
    listing.extensions += 1
    listing.version += 1
    listing.save()
    journal.record("exchange.extended", listing, actor=SYSTEM, at=now, body={"count": listing.extensions})


@transaction.atomic
def propose_settlement(*, actor: Actor, number: str, price: Decimal, now: datetime) -> Listing:
    """Propose the sale to the one qualified buyer, at the listing price or above."""
    listing = locked_for("settle_by_agreement", actor=actor, number=number)
    if selectors.qualified(listing).count() != 1:
        raise Refused("A sale by agreement takes exactly one qualified buyer; with two or more it is bidding")
    fen = to_fen(price)
    if fen < (listing.base_fen or 0):
        raise Refused(
            "Agreed price: got %(got)s yuan, takes the listing price of %(base)s yuan or more",
            got=f"{price:,.2f}",
            base=f"{from_fen(listing.base_fen or 0):,.2f}",
        )
    approvals.propose(listing, "settle_by_agreement", actor=actor, now=now, payload={"fen": fen})
    journal.record(
        "exchange.settlement_proposed", listing, actor=actor, at=now, body={"price": from_fen(fen)}
    )
    return listing


@transaction.atomic
def approve_settlement(*, actor: Actor, number: str, now: datetime) -> Listing:
    """Approve the proposed sale as another officer: the single buyer is the winner."""
    listing = locked_for("settle_by_agreement", actor=actor, number=number)
    approval = approvals.approve(listing, "settle_by_agreement", actor=actor, now=now)
    buyers = list(selectors.qualified(listing)[:2])
    if len(buyers) != 1:
        raise Refused("A sale by agreement takes exactly one qualified buyer; with two or more it is bidding")
    listing.winner, listing.result_fen = buyers[0], int(approval.payload["fen"])
    moved(listing, "settle_by_agreement", actor=actor, now=now)
    body = {"price": from_fen(listing.result_fen)}
    journal.record("exchange.settled_by_agreement", listing, actor=actor, at=now, body=body)
    return listing
