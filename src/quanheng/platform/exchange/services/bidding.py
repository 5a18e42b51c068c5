"""Online bidding: freeze the lot's terms, hand it over to the engine, tell the engine of stops (H-29.6).

The row is written first, the engine is told after the commit: when it cannot be reached the step says so
and is repeated, by hand or by the next tick, with the same keys.
"""

import json
import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as _

from quanheng.live.errors import EngineUnreachable, LiveError
from quanheng.methods.bidding import Admit, Resume, Suspend, terms_from_data, terms_hash, terms_to_data
from quanheng.methods.trust.canonical import canonical_json
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.exchange import selectors, terms
from quanheng.platform.exchange.desk import bidding_desk
from quanheng.platform.exchange.models import Listing, Lot
from quanheng.platform.exchange.services.moving import locked_for, moved, tell_buyer
from quanheng.platform.exchange.states import ListingState

log = logging.getLogger(__name__)


@transaction.atomic
def open_bidding(
    *,
    actor: Actor,
    number: str,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
    short_reason: str = "",
) -> Lot:
    """Open bidding among two or more qualified buyers, under the rules of the notice; `announce_lot` follows."""
    listing = locked_for("open_bidding", actor=actor, number=number)
    if selectors.qualified(listing).count() < 2:
        raise Refused("Bidding takes two qualified buyers or more; a single one buys by agreement")
    if waiting := selectors.undecided(listing):
        raise Refused("%(count)s applications wait for the confirmation of their deposits", count=waiting)
    if listing.method != "bidding":
        raise Refused("The notice announced another method than bidding")
    _check_times(listing, opens_at, closes_at, short_reason, now=now)
    lot: Lot = Lot.new(now=now, listing=listing, opened_by_id=person_of(actor), scheme=listing.scheme)
    _set_terms(lot, opens_at, closes_at)
    lot.save()
    moved(listing, "open_bidding", actor=actor, now=now)
    body = {"lot": lot.number} | ({"opinion": short_reason.strip()} if short_reason.strip() else {})
    journal.record("exchange.bidding_opened", listing, actor=actor, at=now, body=body)
    return lot


def _check_times(
    listing: Listing, opens_at: datetime, closes_at: datetime, short_reason: str, *, now: datetime
) -> None:
    if opens_at <= now:
        raise Refused("Opens at: got a time that is over, takes a later one")
    advised = stack_of(listing.scheme).number("bidding.duration_minimum")
    if closes_at - opens_at < timedelta(hours=advised) and not short_reason.strip():
        raise Refused(
            "Bidding shorter than the advised %(hours)s hours: say why it is shorter", hours=advised
        )


def _set_terms(lot: Lot, opens_at: datetime, closes_at: datetime) -> None:
    notice = selectors.notice_of(lot.listing)
    if notice is None:
        raise Refused("The listing has no notice")
    made = terms.lot_terms(
        notice, lot=lot.number, opens_at=opens_at, closes_at=closes_at, listing=lot.listing
    )
    lot.terms, lot.terms_sha256 = json.loads(canonical_json(terms_to_data(made))), terms_hash(made)
    lot.opens_at, lot.closes_at = opens_at, closes_at


@transaction.atomic
def reschedule_lot(
    *, actor: Actor, number: str, opens_at: datetime, closes_at: datetime, now: datetime
) -> Lot:
    """Give a lot that the engine does not have yet new times, when the old ones went by."""
    lot = _office_lot(actor, number)
    if lot.announced_at is not None:
        raise Refused("The lot is with the bidding service: its times no longer change here")
    if opens_at <= now:
        raise Refused("Opens at: got a time that is over, takes a later one")
    _set_terms(lot, opens_at, closes_at)
    lot.save()
    journal.record("exchange.lot_rescheduled", lot.listing, actor=actor, at=now, body={"lot": lot.number})
    return lot


def _office_lot(actor: Actor, number: str) -> Lot:
    lot = selectors.lock_lot(number)
    if actor.role != Role.OFFICER or actor.organisation_id == lot.listing.seller_id:
        raise Refused("An officer of the seller's own organisation takes no part in its listing")
    return lot


def announce_lot(*, actor: Actor, number: str, now: datetime) -> Lot:
    """Hand a lot with its admitted codes over to the engine. Safe to repeat; `EngineUnreachable` when it is down."""
    lot = selectors.get_lot_by_number(number)
    if lot.announced_at is not None or lot.result:
        return lot
    if lot.opens_at <= now:
        raise Refused("The opening time has gone by before the bidding service was reached: set new times")
    desk = bidding_desk()
    desk.announce(terms_from_data(lot.terms), now=now)
    for row in selectors.qualified(lot.listing):
        reply = desk.send(lot.number, Admit(key=f"admit-{row.code}", bidder=row.code), now=now)
        if not reply.ok and reply.outcome != "already_admitted":
            raise EngineUnreachable("The bidding service gave no answer: %(reason)s", reason=reply.outcome)
    return _note_announced(actor=actor, number=number, now=now)


@transaction.atomic
def _note_announced(*, actor: Actor, number: str, now: datetime) -> Lot:
    lot = selectors.lock_lot(number)
    if lot.announced_at is None:
        lot.announced_at = now
        lot.save(update_fields=["announced_at"])
        journal.record("exchange.lot_announced", lot.listing, actor=actor, at=now, body={"lot": lot.number})
        for row in selectors.qualified(lot.listing):
            tell_buyer(
                lot.listing,
                _("Bidding is announced: see the lot and its times"),
                person_id=None,
                organisation_id=row.buyer_id,
                path=lot.get_absolute_url() + "ready/",
                actor=actor,
                now=now,
            )
    return lot


def announce_waiting_lots(now: datetime) -> None:
    """Try again what the engine could not be told before."""
    for number in selectors.unannounced_lots():
        try:
            announce_lot(actor=SYSTEM, number=number, now=now)
        except (LiveError, Refused) as error:
            log.warning("lot %s is not with the bidding service yet: %s", number, error)


def stop_lot(listing: Listing, *, reason: str, now: datetime) -> None:
    """Stop the clock of a running lot; its remaining time is kept by the engine."""
    lot = selectors.lot_of(listing)
    if listing.previous_state == ListingState.BIDDING and lot and lot.announced_at and not lot.result:
        key = f"suspend-{listing.version}"
        bidding_desk().send(lot.number, Suspend(key=key, reason=reason[:200]), now=now)


def start_lot(listing: Listing, *, now: datetime) -> None:
    """Let a stopped lot go on."""
    lot = selectors.lot_of(listing)
    if listing.state == ListingState.BIDDING and lot and lot.announced_at and not lot.result:
        at = now + timedelta(minutes=1)
        bidding_desk().send(lot.number, Resume(key=f"resume-{listing.version}", resume_at=at), now=now)
