"""One achievement from its registration to a closed deal, every role acting in a browser of its own (issue 2)."""

import time

import pytest

from journeys.steps import commissioning, drawing, grading, marking, registering, reporting, valuing
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
)


def test_an_achievement_walks_from_its_registration_to_a_closed_deal(walk: Walk, capsys):
    for step in STEPS:
        began = time.monotonic()
        step(walk)
        with capsys.disabled():
            print(f"\n{step.__name__:14} {time.monotonic() - began:5.1f} s", end="")
    assert walk.windows.troubles.lines == []
