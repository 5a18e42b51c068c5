"""The result: read from the engine once, confirmed by two officers, published; then deposits go back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as _

from quanheng.live.store import LoggedEvent
from quanheng.methods.bidding import RESULTS, Result, from_fen
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import approvals, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import due_at
from quanheng.platform.common.errors import Refused
from quanheng.platform.exchange import ledger, selectors
from quanheng.platform.exchange.desk import bidding_desk
from quanheng.platform.exchange.models import Deal, EngineCursor, Hold, Listing, Lot
from quanheng.platform.exchange.services.moving import locked_for, moved, tell_buyer
from quanheng.platform.exchange.states import AFTER_RESULT, ENDED, ListingState


def record_results(now: datetime) -> int:
    """Take over the results that the engine reported since the last time; each once, in their order."""
    logged = bidding_desk().results(after=selectors.results_read())
    for event in logged:
        record_result(event, now=now)
    return len(logged)


@transaction.atomic
def record_result(logged: LoggedEvent, *, now: datetime) -> None:
    """Record one result and remember that it was read; a repeat changes nothing."""
    EngineCursor.objects.get_or_create(name="results")
    cursor = EngineCursor.objects.select_for_update().get(name="results")
    if logged.number <= cursor.number:
        return
    cursor.number = logged.number
    cursor.save(update_fields=["number"])
    if isinstance(logged.event, Result) and selectors.is_our_lot(logged.lot):
        _take_over(logged, logged.event, now=now)


def _take_over(logged: LoggedEvent, result: Result, *, now: datetime) -> None:
    lot = selectors.lock_lot(logged.lot)
    listing = selectors.lock_by_id(lot.listing_id)
    lot.result, lot.winner_code, lot.price_fen = result.outcome, result.winner or "", result.price_fen
    lot.log_head, lot.ended_at = logged.link, result.at
    lot.save()
    body = {"lot": lot.number, "outcome_label": str(RESULTS[result.outcome])}
    journal.record("exchange.result_recorded", listing, actor=SYSTEM, at=now, body=body)
    if listing.state == ListingState.BIDDING:
        apply_result(listing, lot, now=now)


def apply_result(listing: Listing, lot: Lot, *, now: datetime) -> None:
    """Move the listing on by the result of its lot; a listing suspended meanwhile does so when it is resumed."""
    if lot.result == "sold":
        listing.winner = selectors.qualified(listing).get(code=lot.winner_code)
        listing.result_fen = lot.price_fen
        moved(listing, "record_result", actor=SYSTEM, now=now)
    else:
        moved(listing, "expire", actor=SYSTEM, now=now)
        journal.record("exchange.expired", listing, actor=SYSTEM, at=now)


@transaction.atomic
def propose_result(*, actor: Actor, number: str, now: datetime) -> Listing:
    """Put the result up for confirmation by another officer."""
    listing = locked_for("confirm", actor=actor, number=number)
    approvals.propose(listing, "confirm", actor=actor, now=now)
    journal.record("exchange.result_proposed", listing, actor=actor, at=now)
    return listing


@transaction.atomic
def confirm_result(*, actor: Actor, number: str, now: datetime) -> Deal:
    """Confirm the result as the second officer: the deal is made, the result is published."""
    listing = locked_for("confirm", actor=actor, number=number)
    approvals.approve(listing, "confirm", actor=actor, now=now)
    deal = _make_deal(listing, now=now)
    listing.publicity_ends_at = due_at("listing.publicity", start=now, scheme=listing.scheme)[0]
    moved(listing, "confirm", actor=actor, now=now)
    journal.record("exchange.result_confirmed", listing, actor=actor, at=now, body={"deal": deal.number})
    body = {"listing": listing.number, "price": from_fen(deal.price_fen)}
    journal.record("exchange.deal_made", deal, actor=actor, at=now, body=body)
    _tell_all(deal, listing, actor=actor, now=now)
    return deal


def _make_deal(listing: Listing, *, now: datetime) -> Deal:
    winner, lot = listing.winner, selectors.lot_of(listing)
    if winner is None or listing.result_fen is None:
        raise Refused("There is no result to confirm")
    deal: Deal = Deal.new(
        now=now,
        listing=listing,
        lot=lot if lot and lot.result == "sold" else None,
        buyer_id=winner.buyer_id,
        buyer_person_id=winner.person_id,
        way="bidding" if lot and lot.result == "sold" else "agreement",
        price_fen=listing.result_fen,
        related_to_inventor=selectors.related_to_inventor(winner),
        scheme=listing.scheme,
    )
    deal.save()
    return deal


def _tell_all(deal: Deal, listing: Listing, *, actor: Actor, now: datetime) -> None:
    for row in selectors.qualified(listing):
        won = row.id == listing.winner_id
        tell_buyer(
            deal if won else listing,
            _("You bought: the deal is open")
            if won
            else _("The result is confirmed; your deposit goes back"),
            person_id=None,
            organisation_id=row.buyer_id,
            path=deal.get_absolute_url() if won else listing.get_absolute_url(),
            actor=actor,
            now=now,
        )


def end_publicities(now: datetime) -> None:
    for listing_id in selectors.due(ListingState.RESULT_PUBLICITY, "publicity_ends_at", now):
        end_publicity(listing_id, now=now)


@transaction.atomic
def end_publicity(listing_id: UUID, *, now: datetime) -> None:
    listing = selectors.lock_by_id(listing_id)
    ends = listing.publicity_ends_at
    if listing.state != ListingState.RESULT_PUBLICITY or ends is None or ends > now:
        return
    moved(listing, "end_publicity", actor=SYSTEM, now=now)
    journal.record("exchange.publicity_ended", listing, actor=SYSTEM, at=now)


def release_deposits(now: datetime) -> int:
    """Give back the deposits that have served: the losers' from the result on, everybody's when a listing ended."""
    held: dict[UUID, list[UUID]] = {}
    for listing_id, hold_id in selectors.holds_to_release((*AFTER_RESULT, *ENDED)):
        held.setdefault(listing_id, []).append(hold_id)
    return sum(_release(listing_id, holds, now=now) for listing_id, holds in held.items())


@transaction.atomic
def _release(listing_id: UUID, holds: list[UUID], *, now: datetime) -> int:
    listing = selectors.lock_by_id(listing_id)
    released: list[Hold] = [ledger.release_hold(hold_id=hold_id, now=now) for hold_id in sorted(holds)]
    body = {"count": len(released)}
    journal.record("exchange.deposits_released", listing, actor=SYSTEM, at=now, body=body)
    for hold in released:
        tell_buyer(
            listing,
            _("Your deposit is released"),
            person_id=None,
            organisation_id=hold.registration.buyer_id,
            path=listing.get_absolute_url(),
            actor=SYSTEM,
            now=now,
        )
    return len(released)
