"""What the pages of a listing and its deal share: header, tabs, timeline, and who is offered which act."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.headers import case_header, due_sentence, next_step
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.journal.record import Streamed
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui.parts import Action, CaseHeader, Tab, TimelineLine
from quanheng.platform.exchange import selectors, tables
from quanheng.platform.exchange.models import Deal, Listing
from quanheng.platform.exchange.states import LISTING_STATES, ListingState

ACTS = {
    "submit": "exchange:submit",
    "publish": "exchange:publish",
    "open_bidding": "exchange:open_bidding",
    "settle_by_agreement": "exchange:settle",
    "confirm": "exchange:confirm",
    "recall": "exchange:recall",
    "withdraw": "exchange:withdraw",
    "resume": "exchange:resume",
    "suspend": "exchange:suspend",
}
DEAL_ACTS = {"register_contract": "exchange:register", "close_case": "exchange:close"}
DANGEROUS = ("/withdraw/", "/suspend/")
FIRST_LINES = 8


def header(listing: Listing, actor: Actor, now: datetime) -> CaseHeader:
    """Return the header; a stranger's and the seller's own office is offered no act."""
    own = actor.organisation_id == listing.seller_id
    mine = own == (actor.role == Role.OWNER)
    made = case_header(
        listing,
        kind=_("Listing"),
        table=LISTING_STATES,
        actor=actor,
        now=now,
        pages=ACTS if mine else {},
        reason=lambda verb: reason(verb, listing, actor),
        extra=examine(listing, actor) if mine else (),
        skipped=left_out(listing),
    )
    actions = tuple(
        replace(act, primary=False, danger=True) if act.url.endswith(DANGEROUS) else act
        for act in made.actions
    )
    sentence, due = _standing(listing, made, now)
    return replace(made, actions=actions, next_sentence=sentence, due_sentence=due)


def left_out(listing: Listing) -> tuple[ListingState, ...]:
    """Return the steps of the straight path that a sale by agreement does without: there was no contest."""
    past = listing.winner_id is not None
    lot = selectors.lot_of(listing) if past else None
    by_agreement = past and (lot is None or lot.result != "sold")
    return (ListingState.BIDDING,) if by_agreement else ()


def _standing(listing: Listing, made: CaseHeader, now: datetime) -> tuple[str, str]:
    """Return who acts next and by when; where nobody has to act, what the listing waits for."""
    deal = selectors.deal_of(listing)
    if deal is not None:
        sentence, due = next_step(deal, now)
        if sentence:
            return sentence, due
    waits = {
        ListingState.LISTED: (gettext("Registration is open"), listing.registration_ends_at),
        ListingState.RESULT_PUBLICITY: (gettext("The result is published"), listing.publicity_ends_at),
        ListingState.BIDDING: (gettext("Bidding runs by itself"), None),
    }
    if listing.state not in waits:
        return str(made.next_sentence), str(made.due_sentence)
    sentence, ends = waits[ListingState(listing.state)]
    return sentence, due_sentence(ends, now) if ends else ""


def examine(listing: Listing, actor: Actor) -> tuple[Action, ...]:
    if listing.state != ListingState.SUBMITTED or actor.role != Role.OFFICER:
        return ()
    return (
        Action(_("Examine the listing"), reverse("exchange:examine", args=[listing.number]), primary=True),
    )


def reason(verb: str, listing: Listing, actor: Actor) -> tables.Text:
    """Say why an act that the table allows is not possible yet."""
    if verb == "publish" and actor.person_id == listing.examined_by_id:
        return _("You examined this listing; another officer publishes it")
    if verb not in {"open_bidding", "settle_by_agreement"}:
        return ""
    count = selectors.qualified(listing).count()
    if verb == "open_bidding" and count < 2:
        return _("Bidding takes two qualified buyers or more; a single one buys by agreement")
    if verb == "settle_by_agreement" and count != 1:
        return _("A sale by agreement takes exactly one qualified buyer; with two or more it is bidding")
    return ""


def tabs(listing: Listing, actor: Actor, current: str) -> tuple[Tab, ...]:
    args = [listing.number]
    shown = [Tab(_("Overview"), listing.get_absolute_url(), current == "overview")]
    shown.append(Tab(_("Legal guards"), reverse("exchange:guards", args=args), current == "guards"))
    if actor.role in selectors.OFFICE and listing.listed_at:
        count = selectors.registrations(listing).count()
        url = reverse("exchange:registrations", args=args)
        shown.append(Tab(_("Applications"), url, current == "registrations", count))
    shown.append(Tab(_("Record"), reverse("exchange:history", args=args), current == "history"))
    return tuple(shown)


def deal_header(deal: Deal, actor: Actor, now: datetime) -> CaseHeader:
    own = actor.organisation_id == deal.listing.seller_id
    mine = own == (actor.role == Role.OWNER)
    made = case_header(
        deal,
        kind=_("Deal"),
        table=LISTING_STATES,
        actor=actor,
        now=now,
        pages=DEAL_ACTS if mine else {},
        extra=contract_acts(deal, actor),
        skipped=left_out(deal.listing),
    )
    ends = deal.listing.publicity_ends_at
    if deal.listing.state == ListingState.RESULT_PUBLICITY and ends:
        return replace(
            made, next_sentence=gettext("The result is published"), due_sentence=due_sentence(ends, now)
        )
    return made


def contract_acts(deal: Deal, actor: Actor) -> tuple[Action, ...]:
    """Return the seller's and the buyer's acts while the contract is drawn up and signed."""
    if deal.listing.state != ListingState.CONTRACTING:
        return ()
    seller = actor.role == Role.OWNER and actor.organisation_id == deal.listing.seller_id
    buyer = actor.role == Role.BUYER and actor.organisation_id == deal.buyer_id
    ready = deal.contract_file_id is not None
    draw = Action(
        _("Draw up the contract"), reverse("exchange:contract", args=[deal.number]), primary=not ready
    )
    waits = "" if ready else _("There is no contract to sign yet")
    sign = Action(
        _("Sign the contract"), reverse("exchange:sign", args=[deal.number]), primary=ready, reason=waits
    )
    signed = deal.seller_signed_at if seller else deal.buyer_signed_at
    acts = (draw,) if seller else ()
    return (*acts, sign) if (seller or buyer) and not signed else acts


def record(obj: Streamed, *, limit: int | None = None) -> Sequence[TimelineLine]:
    """Return the timeline: who acted as role, what, why; newest first."""
    lines = timeline.lines(obj, limit=limit)
    return [TimelineLine(line.at, line.role.label, line.sentence, line.opinion) for line in lines]
