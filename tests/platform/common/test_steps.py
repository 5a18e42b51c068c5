"""An explanation that is stored and read again is the same one, and still speaks both languages."""

import json
from decimal import Decimal

from quanheng.methods.result import Message, Step
from quanheng.platform.common.steps import step_data, step_of


def test_a_stored_explanation_comes_back_as_it_was():
    child = Step(label="Chip", value=Decimal("1.50"), contribution=0.25, sources=("1.1",), unit="yuan")
    step = Step(
        label=Message("Mean; trimmed only from %(least)s valid marks on", least=Message("Coverage")),
        value=[1, 2.5, None, True],
        rule=Message("Rounding"),
        children=(child,),
    )
    back = step_of(json.loads(json.dumps(step_data(step))))
    assert (back.label, back.label.text, back.label.values["least"].text) == (
        step.label,
        step.label.text,
        "Coverage",
    )
    assert (back.value, back.rule.text, back.children) == ((1, 2.5, None, True), "Rounding", (child,))
