"""Which listings, lots and deals exist for whom. Filled by the room; the public face stands here."""

from uuid import UUID

from django.db.models import QuerySet

from quanheng.platform.exchange.models import Listing
from quanheng.platform.exchange.states import ListingState

NOT_PUBLIC = (
    ListingState.DRAFT,
    ListingState.SUBMITTED,
    ListingState.RETURNED,
    ListingState.REJECTED,
    ListingState.APPROVED,
)


def public() -> QuerySet[Listing]:
    """Return the listings whose notice was published."""
    return (
        Listing.objects.exclude(state__in=NOT_PUBLIC)
        .exclude(listed_at=None)
        .select_related("achievement", "seller")
    )


def public_listings(achievement_id: UUID) -> QuerySet[Listing]:
    return public().filter(achievement_id=achievement_id)


def running_count() -> int:
    return (
        public().filter(state__in=[ListingState.LISTED, ListingState.SELECTING, ListingState.BIDDING]).count()
    )


def closed_count() -> int:
    return public().filter(state=ListingState.CLOSED).count()
