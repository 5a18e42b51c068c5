"""The straight way of J8, from the draft to the closed deal."""

import pytest

from factories import exchange
from quanheng.platform.exchange import ledger

pytestmark = pytest.mark.django_db


@pytest.mark.clause("H-29.3", "H-29.6", "H-29.9", "H-28.2")
def test_a_listing_walks_from_draft_to_closed(engine):
    of, _after = exchange.closed()
    assert (of.listing.state, of.deal().registration_number) == ("closed", "2026130101000001")
    assert ledger.differences() == {}
