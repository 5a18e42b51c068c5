"""What stops a listing: a report that is no longer valid, a dispute, a correction that never came (H-29.1)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quanheng.live.errors import LiveError
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import due_at
from quanheng.platform.common.errors import Refused
from quanheng.platform.exchange import selectors
from quanheng.platform.exchange.models import Listing
from quanheng.platform.exchange.services import bidding, results
from quanheng.platform.exchange.services.listing import reason_of
from quanheng.platform.exchange.services.moving import locked_for, moved
from quanheng.platform.exchange.states import SUSPENDABLE, ListingState

REVOKED = "The evaluation report is no longer valid"


def lapse_returned(now: datetime) -> None:
    for listing_id in selectors.due(ListingState.RETURNED, "returned_at", now):
        lapse(listing_id, now=now)


@transaction.atomic
def lapse(listing_id: UUID, *, now: datetime) -> None:
    """End a returned listing that was not corrected in time."""
    listing = selectors.lock_by_id(listing_id)
    if listing.state != ListingState.RETURNED or listing.returned_at is None:
        return
    if due_at("listing.correct", start=listing.returned_at, scheme=listing.scheme)[0] > now:
        return
    listing.closing_reason = "It was not corrected in time"
    moved(listing, "lapse", actor=SYSTEM, now=now)
    journal.record("exchange.lapsed", listing, actor=SYSTEM, at=now)


def suspend_without_report(now: datetime) -> None:
    """Suspend every listing whose report is no longer valid."""
    for listing_id in selectors.without_valid_report(SUSPENDABLE):
        with transaction.atomic():
            listing = selectors.lock_by_id(listing_id)
            if listing.state in SUSPENDABLE:
                _suspend(listing, actor=SYSTEM, reason=REVOKED, now=now)


@transaction.atomic
def suspend_listing(*, actor: Actor, number: str, reason: str, now: datetime) -> Listing:
    """Suspend a listing with a public reason; a running lot's clock stops, the time that was left is kept."""
    listing = locked_for("suspend", actor=actor, number=number)
    return _suspend(listing, actor=actor, reason=reason_of(reason), now=now)


def _suspend(listing: Listing, *, actor: Actor, reason: str, now: datetime) -> Listing:
    listing.closing_reason, listing.suspended_at = reason, now
    moved(listing, "suspend", actor=actor, now=now)
    journal.record("exchange.suspended", listing, actor=actor, at=now, body={"opinion": reason})
    _tell_engine(lambda: bidding.stop_lot(listing, reason=reason, now=now))
    return listing


@transaction.atomic
def resume_listing(*, actor: Actor, number: str, reason: str, now: datetime) -> Listing:
    """Let a suspended listing go on where it stopped; its ends move by the time it stood still."""
    listing = locked_for("resume", actor=actor, number=number)
    if listing.report is None or listing.report.state not in selectors.STANDING_REPORTS:
        raise Refused("The evaluation report is no longer valid: the listing cannot go on with it")
    pause = now - (listing.suspended_at or now)
    for field in ("registration_ends_at", "publicity_ends_at"):
        if ends := getattr(listing, field):
            setattr(listing, field, ends + pause)
    listing.closing_reason, listing.suspended_at = "", None
    moved(listing, "resume", actor=actor, now=now)
    journal.record("exchange.resumed", listing, actor=actor, at=now, body={"opinion": reason_of(reason)})
    lot = selectors.lot_of(listing)
    if listing.state == ListingState.BIDDING and lot and lot.result:
        results.apply_result(listing, lot, now=now)
    else:
        _tell_engine(lambda: bidding.start_lot(listing, now=now))
    return listing


def _tell_engine(tell: Callable[[], None]) -> None:
    """Stop or start the lot's clock; a case whose lot cannot be reached stays as it was, and is tried again."""
    try:
        tell()
    except LiveError as error:
        raise Refused("The bidding service cannot be reached now; nothing was changed") from error
