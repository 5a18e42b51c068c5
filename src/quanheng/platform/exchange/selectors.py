"""Which listings, lots and deals exist for whom. A stranger's does not exist.

Everybody sees what a notice made public. Who stands behind a bidder code is answered to the bidder himself,
and after the confirmed result to the parties of the deal.
"""

from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from quanheng.platform.common import approvals
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.exchange.models import (
    Deal,
    EngineCursor,
    Hold,
    Instalment,
    Listing,
    ListingNotice,
    Lot,
    Registration,
    RegistrationState,
)
from quanheng.platform.exchange.states import BEFORE_NOTICE, ENDED, ListingState
from quanheng.platform.experts.models import Seat
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.states import AchievementState
from quanheng.platform.reports.states import ReportState

Row = TypeVar("Row", bound=Model)

OFFICE = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR})
RUNNING = (ListingState.LISTED, ListingState.SELECTING, ListingState.BIDDING)
STANDING_REPORTS = (ReportState.VALID, ReportState.SUPERSEDED)
BARRED_FOR = timedelta(days=365)
"""How long an evaluator stays away from what it evaluated (the guard `bidder_evaluated`)."""


# listings -----------------------------------------------------------------------------------------
def public() -> QuerySet[Listing]:
    """Return the listings whose notice was published."""
    rows = Listing.objects.exclude(state__in=BEFORE_NOTICE).exclude(listed_at=None)
    return rows.select_related("achievement", "seller")


def visible_to(actor: Actor) -> QuerySet[Listing]:
    """Return the public listings, the seller's own in every state, and all that were handed in to the office."""
    rows = Listing.objects.select_related("achievement", "seller")
    published = ~Q(state__in=BEFORE_NOTICE) & Q(listed_at__isnull=False)
    if actor.role in OFFICE:
        return rows.exclude(state=ListingState.DRAFT)
    if actor.role == Role.OWNER and actor.organisation_id:
        return rows.filter(published | Q(seller_id=actor.organisation_id))
    return rows.filter(published)


def get(actor: Actor, number: str) -> Listing:
    return _one(visible_to(actor).filter(number=number))


def get_for_update(actor: Actor, number: str) -> Listing:
    """Return a visible listing, locked for the rest of the transaction."""
    return lock_by_id(get(actor, number).id)


def lock_by_id(listing_id: UUID) -> Listing:
    row: Listing = Listing.objects.select_for_update().get(id=listing_id)
    return row


def reads_file(actor: Actor, listing: Listing) -> bool:
    """Say whether `actor` reads the whole case with its papers: the seller's people and the office."""
    own = actor.role == Role.OWNER and actor.organisation_id == listing.seller_id
    return own or (actor.role in OFFICE and listing.state != ListingState.DRAFT)


def public_listings(achievement_id: UUID) -> QuerySet[Listing]:
    return public().filter(achievement_id=achievement_id)


def running_of(achievement_id: UUID) -> Listing | None:
    return Listing.objects.filter(achievement_id=achievement_id).exclude(state__in=ENDED).first()


def sellable(actor: Actor) -> QuerySet[Achievement]:
    """Return the organisation's achievements in the library on which no listing runs."""
    running = Listing.objects.filter(achievement=OuterRef("pk")).exclude(state__in=ENDED)
    rows = Achievement.objects.filter(owner_id=actor.organisation_id, state=AchievementState.PUBLISHED)
    return rows.exclude(Exists(running)) if actor.organisation_id else rows.none()


def running_count() -> int:
    return public().filter(state__in=RUNNING).count()


def closed_count() -> int:
    return public().filter(state=ListingState.CLOSED).count()


def notice_of(listing: Listing) -> ListingNotice | None:
    """Return the notice in force."""
    return ListingNotice.objects.filter(listing=listing).order_by("-version").first()


def due(state: str, field: str, now: datetime) -> list[UUID]:
    """Return the listings in `state` whose time in `field` is over."""
    rows = Listing.objects.filter(state=state, **{f"{field}__lte": now})
    return list(rows.values_list("id", flat=True))


def without_valid_report(states: tuple[str, ...]) -> list[UUID]:
    """Return the listings in `states` whose report is no longer valid (H-29.1)."""
    rows = Listing.objects.filter(state__in=states).exclude(report__state__in=STANDING_REPORTS)
    return list(rows.values_list("id", flat=True))


# applications -------------------------------------------------------------------------------------
def registrations(listing: Listing) -> QuerySet[Registration]:
    return Registration.objects.filter(listing=listing).select_related("buyer", "hold")


def qualified(listing: Listing) -> QuerySet[Registration]:
    return registrations(listing).filter(state=RegistrationState.QUALIFIED)


def undecided(listing: Listing) -> int:
    """Return how many applications wait for the confirmation of a recorded deposit."""
    return registrations(listing).filter(state=RegistrationState.APPLIED, hold__isnull=False).count()


def own_registration(actor: Actor, listing: Listing) -> Registration | None:
    """Return the application of the actor's organisation, for its buyers only."""
    if actor.role != Role.BUYER or actor.organisation_id is None:
        return None
    return registrations(listing).filter(buyer_id=actor.organisation_id).first()


def own_code(actor: Actor, lot: Lot) -> str:
    """Return the bidder code of the actor in a lot; empty for everybody who does not bid in it."""
    row = own_registration(actor, lot.listing)
    return row.code if row and row.state == RegistrationState.QUALIFIED else ""


def registration_for_office(actor: Actor, registration_id: UUID) -> Registration:
    """Return an application for the officer who decides on it."""
    if actor.role != Role.OFFICER:
        raise Absent
    rows = Registration.objects.filter(id=registration_id, listing__in=visible_to(actor))
    return _one(rows.select_related("listing", "listing__achievement", "listing__seller", "buyer", "hold"))


def deposits(actor: Actor) -> QuerySet[Registration]:
    """Return the applications whose deposits `actor` follows: all for the office, the own ones for a buyer."""
    rows = Registration.objects.select_related("listing", "listing__achievement", "buyer", "hold")
    rows = rows.order_by("-applied_at")
    if actor.role in OFFICE:
        return rows
    if actor.role == Role.BUYER and actor.organisation_id:
        return rows.filter(buyer_id=actor.organisation_id)
    return rows.none()


def evaluated(listing: Listing, organisation_id: UUID | None, *, now: datetime) -> bool:
    """Say whether the organisation evaluated the achievement in the last twelve months."""
    recent = Q(concluded_at=None) | Q(concluded_at__gte=now - BARRED_FOR)
    rows = Evaluation.objects.filter(
        recent, achievement_id=listing.achievement_id, institution_id=organisation_id
    )
    return rows.exists()


def sat_on_panel(listing: Listing, person_id: UUID | None, organisation_id: UUID | None) -> bool:
    """Say whether the person, or somebody whom the organisation employs, judged the achievement."""
    who = Q(expert__person_id=person_id) | Q(expert__employer_id=organisation_id)
    rows = Seat.objects.filter(who, request__achievement_id=listing.achievement_id)
    return rows.exclude(accepted_at=None).exists()


def priority_codes(listing: Listing) -> tuple[tuple[str, int], ...]:
    """Return the codes of bidders whom the achievement's record gives a right of priority, never typed in."""
    achievement = listing.achievement
    organisations = set(achievement.rights.values_list("holder_uscc", flat=True))
    inventors = achievement.contributors.filter(inventor=True).exclude(person=None)
    people = set(inventors.values_list("person_id", flat=True))
    return tuple(
        (row.code, 1)
        for row in qualified(listing).order_by("code")
        if row.buyer.uscc in organisations or row.person_id in people
    )


def related_to_inventor(registration: Registration) -> bool:
    """Say whether the buyer is an inventor's organisation or person, by the record or by its own word."""
    inventors = registration.listing.achievement.contributors.filter(inventor=True)
    known = Q(organisation_uscc=registration.buyer.uscc) | Q(person_id=registration.person_id)
    return registration.related or inventors.filter(known).exists()


# lots -----------------------------------------------------------------------------------------------
def lots_visible_to(actor: Actor) -> QuerySet[Lot]:
    """Return the lots that the engine has, and to the office those that it has not yet."""
    rows = Lot.objects.select_related("listing", "listing__achievement", "listing__seller")
    return rows if actor.role in OFFICE else rows.exclude(announced_at=None)


def get_lot(actor: Actor, number: str) -> Lot:
    return _one(lots_visible_to(actor).filter(number=number))


def get_lot_by_number(number: str) -> Lot:
    """Return a lot for a service that was already admitted to it."""
    return _one(Lot.objects.select_related("listing", "listing__achievement").filter(number=number))


def lot_of(listing: Listing) -> Lot | None:
    return Lot.objects.filter(listing=listing).order_by("-created_at").first()


def lock_lot(number: str) -> Lot:
    row = Lot.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise Absent
    return row


def is_our_lot(number: str) -> bool:
    return Lot.objects.filter(number=number).exists()


def unannounced_lots() -> list[str]:
    rows = Lot.objects.filter(announced_at=None, result="", listing__state=ListingState.BIDDING)
    return list(rows.values_list("number", flat=True))


def results_read() -> int:
    """Return the number of the last result that was recorded."""
    return EngineCursor.objects.filter(name="results").values_list("number", flat=True).first() or 0


# deals ----------------------------------------------------------------------------------------------
def deals_visible_to(actor: Actor) -> QuerySet[Deal]:
    """Return the deals of the actor's organisation as seller or buyer; all of them to the office."""
    rows = Deal.objects.select_related("listing", "listing__achievement", "listing__seller", "buyer", "lot")
    if actor.role in OFFICE:
        return rows
    if actor.role == Role.OWNER and actor.organisation_id:
        return rows.filter(listing__seller_id=actor.organisation_id)
    if actor.role == Role.BUYER and actor.organisation_id:
        return rows.filter(buyer_id=actor.organisation_id)
    return rows.none()


def get_deal(actor: Actor, number: str) -> Deal:
    return _one(deals_visible_to(actor).filter(number=number))


def get_deal_for_update(actor: Actor, number: str) -> Deal:
    """Return a visible deal with its listing locked: the listing carries the state of both."""
    found = get_deal(actor, number)
    lock_by_id(found.listing_id)
    return _one(deals_visible_to(actor).filter(id=found.id))


def deal_of(listing: Listing) -> Deal | None:
    return Deal.objects.filter(listing=listing).select_related("listing", "listing__achievement").first()


def instalments(deal: Deal) -> QuerySet[Instalment]:
    return Instalment.objects.filter(deal=deal)


def instalment(deal: Deal, order: int) -> Instalment:
    return _one(instalments(deal).filter(order=order).exclude(order=0))


def locked_instalment(deal: Deal, order: int) -> Instalment:
    row = Instalment.objects.select_for_update().filter(deal=deal, order=order).exclude(order=0).first()
    if row is None:
        raise Absent
    return row


def hold_of(registration: Registration) -> Hold | None:
    return Hold.objects.filter(registration=registration).first()


def holds_to_release(states: tuple[str, ...]) -> list[tuple[UUID, UUID]]:
    """Return (listing, hold) of the locked deposits that have served: of losers, and of listings that ended."""
    over = Q(registration__listing__state__in=states)
    winner = Q(registration__listing__winner_id=F("registration_id"))
    rows = Hold.objects.filter(over, state="locked").exclude(winner)
    return list(rows.values_list("registration__listing_id", "id"))


def proposal(listing: Listing, verb: str, *, now: datetime) -> approvals.Approval | None:
    return approvals.pending(listing, verb, now=now)


def _one(rows: "QuerySet[Row]") -> "Row":
    row = rows.first()
    if row is None:
        raise Absent
    return row
