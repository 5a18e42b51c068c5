"""Every record of a case and of its result is read back as it was written."""

import pytest

from methods.scoring.factory import BANDS, compared, leaf, measured, panel, sheet, tree
from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import (
    Band,
    Comparator,
    Fact,
    Flip,
    Gate,
    Indicator,
    IndicatorTree,
    LeadParameter,
    LeadResult,
    Mark,
    NodeScore,
    Panelist,
    Rules,
    Sensitivity,
    StoredEvaluation,
    ValueScore,
    evaluate,
)

GATE = Gate(id="g", fact="m", op=">=", limit=1.5, effect="cap", grade="C", text="安全")
TREE = tree(
    leaf("x", weight=0.5, role="competitive", bands=BANDS, values={"technical": 0.5, "social": 0.5}),
    measured(weight=0.25, rule="H-12"),
    leaf("p", kind="lead", weight=0.25),
    gates=(GATE,),
)
FACTS = {"m": Fact(value=27.25, unit="MPa", evidence="literature", condition="20 °C", sources=("E-7",))}
RESULT = evaluate(TREE, panel(3), sheet([80, 91, 77.5]), FACTS | {"p": compared()}, seed=3)
RECORDS = [
    BANDS[0],
    TREE.indicators[0],
    GATE,
    TREE,
    panel(1)[0],
    Mark(expert="C1", indicator="x", status="abstained", reason="“不熟悉”", round=2),
    FACTS["m"],
    Rules(weight_concentration=30.5, role_weights=(("competitive", 0.25), ("authoritative", 0.75))),
    LeadParameter(name="e", direction="range", weight=1, target=(1.5, 2), span=3, core=True),
    Comparator(name="R", scope="province", values={"e": FACTS["m"]}, as_of="2026-01"),
    compared(),
    RESULT.stored,
    RESULT.by_node["x"],
    RESULT.by_value["technical"],
    RESULT.sensitivity,
    RESULT.sensitivity.nearest,
    RESULT,
]
KINDS = {Band, Indicator, Gate, IndicatorTree, Panelist, Mark, Fact, Rules, LeadParameter, Comparator} | {
    LeadResult, StoredEvaluation, NodeScore, ValueScore, Sensitivity, Flip, type(RESULT)
}  # fmt: skip


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_survives_its_json(record):
    assert type(record).from_json(record.to_json()) == record


def test_no_kind_of_record_is_left_out():
    assert {type(record) for record in RECORDS} == KINDS


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"other": 1}', "[1", b"\xff"])
def test_what_is_no_such_record_is_refused(record, text):
    if type(record) is Rules and text == "{}":
        assert Rules.from_json(text) == Rules()
    elif type(record) is Sensitivity and text == "{}":
        assert Sensitivity.from_json(text) == Sensitivity()
    else:
        with pytest.raises(MethodError):
            type(record).from_json(text)
