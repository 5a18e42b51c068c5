"""The office: examine a listing, and publish its notice by another hand (H-29.3, H-29.4)."""

from datetime import datetime

from django.db import transaction

from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.calendar import due_at
from quanheng.platform.common.errors import Incomplete
from quanheng.platform.exchange import guards, notice, policies
from quanheng.platform.exchange.models import Listing, ListingNotice
from quanheng.platform.exchange.notice import BiddingRules
from quanheng.platform.exchange.services.listing import missing_parts, reason_of
from quanheng.platform.exchange.services.moving import locked_for, moved


@transaction.atomic
def approve_listing(*, actor: Actor, number: str, opinion: str, now: datetime) -> Listing:
    """Approve what was handed in; a legal block that has arisen since keeps it back."""
    listing = locked_for("approve", actor=actor, number=number)
    if missing := missing_parts(listing, now=now):
        raise Incomplete(missing)
    listing.examined_by_id = person_of(actor)
    moved(listing, "approve", actor=actor, now=now)
    journal.record("exchange.approved", listing, actor=actor, at=now, body={"opinion": opinion.strip()})
    return listing


@transaction.atomic
def return_listing(*, actor: Actor, number: str, reason: str, now: datetime) -> Listing:
    listing = locked_for("return", actor=actor, number=number)
    listing.returned_reason, listing.returned_at = reason_of(reason), now
    listing.examined_by_id = person_of(actor)
    moved(listing, "return", actor=actor, now=now)
    journal.record(
        "exchange.returned", listing, actor=actor, at=now, body={"opinion": listing.returned_reason}
    )
    return listing


@transaction.atomic
def reject_listing(*, actor: Actor, number: str, reason: str, now: datetime) -> Listing:
    listing = locked_for("reject", actor=actor, number=number)
    listing.closing_reason = reason_of(reason)
    listing.examined_by_id = person_of(actor)
    moved(listing, "reject", actor=actor, now=now)
    journal.record(
        "exchange.rejected", listing, actor=actor, at=now, body={"opinion": listing.closing_reason}
    )
    return listing


@transaction.atomic
def publish_listing(*, actor: Actor, number: str, rules: BiddingRules, now: datetime) -> Listing:
    """Freeze all terms in a notice and open registration; by another officer than the examiner."""
    listing = locked_for("publish", actor=actor, number=number)
    policies.require_another_than_examiner(actor, listing)
    if blocked := guards.blocks(listing, now=now):
        raise Incomplete(blocked)
    ends_at = registration_end(listing, now=now)
    content = notice.content_of(listing, rules, version=1, ends_at=ends_at, now=now)
    row = ListingNotice.objects.create(
        listing=listing, version=1, content=content, sha256=notice.fingerprint(content), published_at=now
    )
    listing.listed_at, listing.registration_ends_at = now, ends_at
    moved(listing, "publish", actor=actor, now=now)
    body = {"version": row.version, "sha256": row.sha256}
    journal.record("exchange.published", listing, actor=actor, at=now, body=body)
    return listing


def registration_end(listing: Listing, *, now: datetime) -> datetime:
    """Return when registration closes: by the pack, longer for a state enterprise."""
    key = "listing.state_notice_large" if listing.seller.state_owned else "listing.listed"
    return due_at(key, start=now, scheme=listing.scheme)[0]
