"""A performance lead leaf takes the result of a comparison, and nothing less."""

from dataclasses import replace

import pytest

from methods.scoring.factory import compared, group, leaf, measured, panel, sheet, tree
from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import Gate, Mark, StoredEvaluation, evaluate, evaluate_many, replay_evaluation

LEAD = tree(leaf("p", kind="lead", role="competitive"))


def result(**more):
    return evaluate(LEAD, panel(1), [], {"p": compared()}, **more)


def test_the_leaf_scores_what_the_comparison_scores():
    found = result()
    assert found.raw_score == found.competitive == compared().score
    assert found.authoritative is None


def test_the_explanation_leads_on_into_the_comparison():
    (step,) = result().explanation.children[0].children
    assert (step.label, step.value, step.contribution) == (
        "Performance lead",
        compared().lead,
        compared().score,
    )
    assert step.children == (compared().explanation,)
    assert step.sources == ("R",)


def test_a_mark_for_a_lead_leaf_is_refused():
    with pytest.raises(MethodError, match="a lead indicator takes a fact"):
        evaluate(LEAD, panel(1), [Mark(expert="C1", indicator="p", points=80)])


def test_a_comparison_for_a_measured_leaf_is_refused():
    with pytest.raises(MethodError, match="got a comparison for the measured indicator m, takes a Fact"):
        evaluate(tree(measured()), panel(1), [], {"m": compared()})


@pytest.mark.parametrize(
    ("field", "value"),
    [("score", 101), ("score", float("nan")), ("coverage", -1), ("level", ""), ("binding", None), ("sd", -1)],
)
def test_a_comparison_that_cannot_be_is_refused(field, value):
    with pytest.raises(MethodError, match=f"facts: p: {field}"):
        evaluate(LEAD, panel(1), [], {"p": replace(compared(), **{field: value})})


def test_another_comparison_is_another_seal():
    assert evaluate(LEAD, panel(1), [], {"p": compared(320)}).fingerprint != result().fingerprint


def test_a_stored_comparison_is_replayed():
    stored = StoredEvaluation.from_json(result(seed=5).stored.to_json())
    assert stored.facts == {"p": compared()}
    assert replay_evaluation(stored) == result(seed=5)


def test_a_gate_may_ask_for_a_lead():
    gate = Gate(id="g", fact="p", op="<", limit=99, effect="fail")
    gated = replace(LEAD, gates=(gate,))
    assert evaluate(gated, panel(1), [], {"p": compared()}).grade == "D"


def test_a_batch_takes_the_score_of_the_comparison():
    single = evaluate_many(LEAD, [[[0.0]]], [[[2]]], ["competitive"], facts=[[compared().score]])
    assert single.raw_scores.tolist() == [compared().score]
    with pytest.raises(MethodError, match="takes scores from 0 to 100 on performance lead leaves"):
        evaluate_many(LEAD, [[[0.0]]], [[[2]]], ["competitive"], facts=[[101.0]])


def test_marks_measured_values_and_comparisons_meet_in_one_tree():
    mixed = tree(
        group("g", weight=0.5),
        leaf("x", parent="g", weight=0.5, role="competitive"),
        leaf("p", parent="g", weight=0.5, kind="lead"),
        leaf("y", weight=0.5, role="competitive"),
    )
    found = evaluate(mixed, panel(3), sheet([80] * 3) + sheet([60] * 3, "C", "y"), {"p": compared()})
    assert found.raw_score == pytest.approx(0.25 * 80 + 0.25 * compared().score + 0.5 * 60)
