"""Who may not apply to buy, and the sentence that says why (`domain.md` 13: AL-22, AL-30, M-8.3)."""

from datetime import datetime

from quanheng.platform.accounts.models import OrganisationKind
from quanheng.platform.accounts.selectors import organisation
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.ui.formats import moment
from quanheng.platform.exchange import selectors
from quanheng.platform.exchange.models import Listing
from quanheng.platform.exchange.states import ListingState
from quanheng.platform.integrity import selectors as integrity

STAFF = frozenset({OrganisationKind.EXCHANGE, OrganisationKind.PLATFORM, OrganisationKind.AUCTION_HOUSE})


def require_in_time(listing: Listing, *, now: datetime) -> None:
    """Refuse an application outside the time that the notice names; the end itself is late."""
    ends = listing.registration_ends_at
    if ends is not None and now >= ends:
        raise Refused(
            "Registration closed at %(end)s; your application arrived at %(arrival)s",
            end=moment(ends),
            arrival=moment(now),
        )
    if listing.state != ListingState.LISTED:
        raise Refused(
            "The listing takes no applications now: it is %(state)s", state=listing.get_state_display()
        )


def require_free_of_ties(listing: Listing, actor: Actor, *, now: datetime) -> None:
    """Refuse who sells, evaluated or judged the achievement, works for the exchange, or is barred."""
    if actor.organisation_id == listing.seller_id:
        raise Refused("Your own organisation is the seller of this listing: it cannot apply to buy (AL-30)")
    if organisation(actor.organisation_id).kind in STAFF:
        raise Refused("An exchange, an auction house and the platform do not buy what they sell (AL-22)")
    if selectors.evaluated(listing, actor.organisation_id, now=now):
        raise Refused("Your organisation evaluated this achievement: it cannot apply to buy it (M-8.3)")
    if selectors.sat_on_panel(listing, actor.person_id, actor.organisation_id):
        raise Refused("You or your organisation took part in the evaluation of this achievement (M-8.3)")
    if reason := integrity.barred(actor.organisation_id):
        raise Refused("Your organisation is barred from dealing on the platform: %(reason)s", reason=reason)
