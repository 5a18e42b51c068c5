"""One achievement from its registration to a closed deal, every role acting in a browser of its own (issue 2)."""

import pytest

from journeys.ten_steps import STEPS
from journeys.walk import Walk

pytestmark = pytest.mark.browser


def test_an_achievement_walks_from_its_registration_to_a_closed_deal(walk: Walk):
    for step in STEPS:
        step(walk)
