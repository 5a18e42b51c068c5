"""Move a listing along machine L, and say whose step is next. Nothing else assigns a state."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from quanheng.platform.common import inbox
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.roles import Role
from quanheng.platform.exchange import policies, selectors
from quanheng.platform.exchange.models import Deal, Listing
from quanheng.platform.exchange.states import LISTING_STATES, ListingState

S = ListingState


@dataclass(frozen=True, slots=True)
class Step:
    """What waits in a state: for the office, or (`owner`) for the seller; `page` names its address."""

    verb: str
    what: str
    page: str
    deadline: str = ""
    owner: bool = False


LISTING_STEPS = {
    S.DRAFT: Step("submit", _("complete the listing and submit it"), "exchange:listing", owner=True),
    S.SUBMITTED: Step("approve", _("examine the listing"), "exchange:examine", "listing.examine"),
    S.RETURNED: Step(
        "submit",
        _("correct the listing and submit it again"),
        "exchange:listing",
        "listing.correct",
        owner=True,
    ),
    S.APPROVED: Step("publish", _("publish the notice"), "exchange:publish", "listing.publish"),
    S.SELECTING: Step("arrange", _("arrange the trade"), "exchange:listing", "listing.selecting"),
    S.RESULT_PENDING: Step("confirm", _("confirm the result"), "exchange:confirm", "listing.confirm"),
    S.SUSPENDED: Step("resume", _("resume or end the listing"), "exchange:listing", "listing.suspension"),
}
DEAL_STEPS = {
    S.CONTRACTING: Step(
        "contract", _("draw up the contract"), "exchange:contract", "listing.contract", owner=True
    ),
    S.PAYING: Step("record_payment", _("record the next payment"), "exchange:deal"),
    S.SETTLED: Step(
        "register_contract", _("register the contract"), "exchange:register", "listing.register", owner=True
    ),
    S.CONTRACT_REGISTERED: Step("close_case", _("close the case"), "exchange:close"),
}


def locked_for(verb: str, *, actor: Actor, number: str) -> Listing:
    """Return the listing, locked, if `actor` may `verb` it."""
    listing = selectors.get_for_update(actor, number)
    policies.require(actor, verb, listing)
    return listing


def moved(listing: Listing, verb: str, *, actor: Actor, now: datetime) -> Listing:
    """Give the listing the state after `verb`, end its open steps and assign the next; saves it."""
    target = LISTING_STATES.target(
        verb, state=listing.state, role=Role(actor.role), previous=listing.previous_state
    )
    if target != listing.state:
        listing.previous_state, listing.state = listing.state, target
    listing.version += 1
    listing.save()
    assign_next(listing, actor=actor, now=now)
    return listing


def assign_next(listing: Listing, *, actor: Actor, now: datetime) -> None:
    inbox.close(listing, by=actor, at=now)
    if step := LISTING_STEPS.get(S(listing.state)):
        _assign(listing, step, listing, actor=actor, now=now)
    deal = selectors.deal_of(listing)
    if deal is None:
        return
    inbox.close(deal, by=actor, at=now)
    if step := DEAL_STEPS.get(S(listing.state)):
        _assign(deal, step, listing, actor=actor, now=now)


def _assign(case: Listing | Deal, step: Step, listing: Listing, *, actor: Actor, now: datetime) -> None:
    to = (
        inbox.Recipient(Role.OWNER, organisation_id=listing.seller_id)
        if step.owner
        else inbox.Recipient(Role.OFFICER)
    )
    inbox.assign(
        case,
        step.verb,
        what=step.what,
        to=to,
        at=now,
        by=actor,
        deadline=step.deadline,
        path=reverse(step.page, args=[case.number]),
    )


def tell_buyer(
    case: Listing | Deal,
    what: str,
    *,
    person_id: object,
    organisation_id: object,
    path: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Leave a message that nobody has to act on; `what` is an English message id."""
    inbox.assign(
        case,
        inbox.READ,
        what=what,
        to=inbox.Recipient(Role.BUYER, organisation_id=organisation_id, person_id=person_id),  # type: ignore[arg-type]  # ids of rows
        at=now,
        by=actor,
        path=path,
    )
