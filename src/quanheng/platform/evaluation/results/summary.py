"""What a stored result keeps beside score and grade, so that its page computes nothing."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from quanheng.methods.result import Message
from quanheng.methods.scoring import EvaluationResult, Sensitivity, by_dimension, evaluate
from quanheng.platform.common.steps import step_data
from quanheng.schemes import Stack

CENT = Decimal("0.01")
AVERAGES = ("mean", "trimmed", "median")


def summary_of(outcome: EvaluationResult, stack: Stack) -> dict[str, Any]:
    """Return nodes, values, flags, doubt, sensitivity, averages and the other view; grades by their codes.

    Results of the engine "scoring/1" were stored without `band` and what follows it.
    """
    codes = {grade.label: grade.code for grade in stack.grades()}
    return {
        "by_node": {key: asdict(node) for key, node in outcome.by_node.items()},
        "by_value": {key: asdict(value) for key, value in outcome.by_value.items()},
        "flags": list(outcome.flags),
        "warnings": [worded(text) for text in outcome.warnings],
        "method": outcome.method,
        "band": None if outcome.band is None else list(outcome.band),
        "grade_probabilities": {codes[label]: share for label, share in outcome.grade_probabilities.items()},
        "sensitivity": sensitivity_data(outcome.sensitivity, codes),
        "averages": averages(outcome, codes),
        "view": view_data(outcome),
    }


def sensitivity_data(found: Sensitivity, codes: Mapping[str, str]) -> dict[str, Any]:
    """Return the rows of the tornado and the nearest other grade."""
    rows = [asdict(row) | {"flips_to": [codes[label] for label in row.flips_to]} for row in found.rows]
    nearest = found.nearest
    return {
        "rows": rows,
        "nearest": None if nearest is None else asdict(nearest) | {"grade": codes[nearest.grade]},
    }


def averages(outcome: EvaluationResult, codes: Mapping[str, str]) -> dict[str, Any]:
    """Return score and grade under each average that is printed (H-15.1), behind the same gates."""
    return {name: _under(name, outcome, codes) for name in AVERAGES}


def _under(average: str, outcome: EvaluationResult, codes: Mapping[str, str]) -> dict[str, Any]:
    given = outcome.stored
    rules = replace(given.rules, aggregation=average, samples=0)
    other = evaluate(given.tree, given.panel, given.sheets, given.facts, rules=rules, seed=given.seed)
    return {"score": other.score, "grade": codes.get(other.grade, "")}


def view_data(outcome: EvaluationResult) -> dict[str, Any]:
    """Return the same marks in the four dimensions of another paper; a view asks nobody again."""
    view = by_dimension(outcome)
    titles = [step_data(step)["label"] for step in view.explanation.children]
    found = zip(view.dimensions.items(), titles, strict=True)
    return {
        "name": view.method,
        "dimensions": [asdict(value) | {"id": key, "title": title} for (key, value), title in found],
    }


def worded(text: str) -> dict[str, object]:
    """Return a sentence with its id and values, so that both languages read it."""
    if isinstance(text, Message):
        return {"text": text.text, "values": {key: str(value) for key, value in text.values.items()}}
    return {"text": text, "values": {}}


def rounded(value: float | None) -> Decimal | None:
    """Return a score with two decimals, half up, as the total is rounded."""
    return None if value is None else Decimal(format(value, ".9f")).quantize(CENT, ROUND_HALF_UP)
