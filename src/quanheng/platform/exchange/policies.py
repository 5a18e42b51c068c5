"""Who may do what to a listing and its deal, beyond what the state allows."""

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange.models import Deal, Listing
from quanheng.platform.exchange.states import LISTING_STATES, ListingState

EDITABLE = frozenset({ListingState.DRAFT, ListingState.RETURNED})


def require(actor: Actor, verb: str, listing: Listing) -> None:
    """Refuse `verb` to everybody whose step it is not in this case, and in every state without that arrow."""
    if actor.role == Role.OWNER and actor.organisation_id != listing.seller_id:
        raise Refused("Only the seller may do this")
    if actor.role == Role.OFFICER and actor.organisation_id == listing.seller_id:
        raise Refused("An officer of the seller's own organisation takes no part in its listing")
    LISTING_STATES.target(
        verb, state=listing.state, role=Role(actor.role), previous=listing.previous_state or listing.state
    )


def require_another_than_examiner(actor: Actor, listing: Listing) -> None:
    """Refuse the examiner: who examined a listing does not publish it (R ≠ P)."""
    if actor.person_id == listing.examined_by_id:
        raise Refused("You examined this listing; another officer publishes it")


def require_editable(actor: Actor, listing: Listing) -> None:
    if actor.role != Role.OWNER or actor.organisation_id != listing.seller_id:
        raise Refused("Only the seller may do this")
    if listing.state not in EDITABLE:
        raise Refused(
            "The listing can no longer be changed: it is %(state)s", state=listing.get_state_display()
        )


def side_of(actor: Actor, deal: Deal) -> str:
    """Return `seller` or `buyer`; refuse everybody else."""
    if actor.role == Role.OWNER and actor.organisation_id == deal.listing.seller_id:
        return "seller"
    if actor.role == Role.BUYER and actor.organisation_id == deal.buyer_id:
        return "buyer"
    raise Refused("Only the seller and the buyer sign the contract")
