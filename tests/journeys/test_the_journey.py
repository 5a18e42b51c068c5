"""One achievement from its registration to a closed deal, every role acting in a browser of its own (issue 2)."""

import pytest

from journeys.steps import (
    bidding,
    closing,
    commissioning,
    drawing,
    grading,
    listing,
    marking,
    registering,
    reporting,
    showing,
    valuing,
)
from journeys.walk import Walk

pytestmark = pytest.mark.browser
STEPS = (
    registering.register,
    commissioning.commission,
    grading.grade,
    drawing.draw_panel,
    marking.mark,
    valuing.see_result,
    valuing.value,
    reporting.report,
    listing.sell,
    bidding.bid,
    closing.close,
    showing.show,
)


def test_an_achievement_walks_from_its_registration_to_a_closed_deal(walk: Walk):
    for step in STEPS:
        step(walk)
