"""Every public function refuses every poison with a sentence, never with a technical error."""

import pytest

from methods.scoring.factory import leaf, measured, panel, sheet, tree
from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import (
    FOUR_DIMENSIONS,
    Band,
    Fact,
    Gate,
    Indicator,
    IndicatorTree,
    Mark,
    Panelist,
    Rules,
    by_dimension,
    evaluate,
    evaluate_many,
    quantity_score,
    replay_evaluation,
    trimmed_mean,
)

NAN, INF = float("nan"), float("inf")
POISONS = [
    NAN,
    INF,
    -INF,
    "",
    "five",
    None,
    [],
    [[1], [1, 2]],
    [None],
    [NAN],
    True,
    {},
    object(),
    10**400,
    b"x",
    {1, 2},
]
RIGHT = {
    trimmed_mean: {"scores": [70, 80, 90], "drop": 1},
    quantity_score: {"value": 1, "anchors": [[0, 0], [2, 100]]},
    replay_evaluation: {"stored": ""},
    by_dimension: {
        "result": evaluate(tree(leaf(role="competitive")), panel(3), sheet([1, 2, 3])),
        "view": FOUR_DIMENSIONS,
    },
    evaluate: {
        "tree": tree(leaf(role="competitive")),
        "panel": panel(3),
        "sheets": sheet([1, 2, 3]),
        "facts": {},
        "rules": None,
        "seed": 0,
    },
    evaluate_many: {
        "tree": tree(leaf(role="competitive")),
        "marks": [[[1.0], [2.0], [3.0]]],
        "status": [[[0], [0], [0]]],
        "roles": ["competitive"] * 3,
        "rules": None,
        "expert_weights": None,
        "facts": None,
        "facts_known": [[True]],
        "gate_facts": None,
        "gate_facts_known": None,
    },
}
HARMLESS = {
    (evaluate, "sheets"): ([],),
    (evaluate, "facts"): (None, {}),
    (evaluate, "rules"): (None,),
    (evaluate_many, "rules"): (None,),
    (evaluate_many, "expert_weights"): (None,),
    (evaluate_many, "facts"): (None,),
    (evaluate_many, "gate_facts"): (None,),
    (evaluate_many, "gate_facts_known"): tuple(POISONS),
    (evaluate_many, "facts_known"): tuple(POISONS),
}
"""Poisons that are food here: nothing given, and masks of facts that are not given."""

ARGUMENTS = [
    pytest.param(function, argument, id=f"{function.__name__}-{argument}")
    for function, right in RIGHT.items()
    for argument in right
]


def is_refused(function, arguments) -> bool:
    try:
        function(**arguments)
    except MethodError:
        return True
    return False


@pytest.mark.parametrize(("function", "argument"), ARGUMENTS)
def test_a_poisoned_argument_is_refused(function, argument):
    food = HARMLESS.get((function, argument), ())
    poisons = [one for one in POISONS if not any(one is bite or one == bite for bite in food)]
    swallowed = [one for one in poisons if not is_refused(function, RIGHT[function] | {argument: one})]
    assert swallowed == []


@pytest.mark.parametrize("poison", POISONS)
@pytest.mark.parametrize("mask", ["facts", "gate_facts"])
def test_a_poisoned_mask_of_facts_is_refused(mask, poison):
    gate = Gate(id="g", fact="f", op="<", limit=1, effect="fail")
    right = RIGHT[evaluate_many] | {
        "tree": tree(leaf(role="competitive"), gates=(gate,)),
        "facts_known": None,
    }
    if poison is not None:
        with pytest.raises(MethodError):
            evaluate_many(**right | {mask: [[1.0]], f"{mask}_known": poison})
    assert evaluate_many(**right | {mask: [[1.0]]}).scores.tolist() == [2]


def with_field(record, field, poison):
    """Return an evaluation whose tree, panel, sheets, facts or rules hold one poisoned field."""
    wrong = type(record)(**{name: getattr(record, name) for name in record.__slots__} | {field: poison})
    given = {
        "tree": tree(leaf(role="competitive", weight=0.5), measured(weight=0.5)),
        "panel": panel(3),
        "sheets": sheet([1, 2, 3]),
        "facts": {"m": Fact(value=20, unit="MPa")},
    }
    match wrong:
        case IndicatorTree():
            given["tree"] = wrong
        case Indicator():
            given["tree"] = tree(wrong)
        case Band():
            given["tree"] = tree(leaf(bands=(wrong,)))
        case Gate():
            given["tree"] = tree(leaf(), gates=(wrong,))
        case Panelist():
            given["panel"] = [wrong]
        case Mark():
            given["sheets"] = [wrong]
        case Fact():
            given["facts"] = {"m": wrong}
        case Rules():
            given["rules"] = wrong
    return given


RECORDS = [
    tree(leaf(role="competitive")),
    leaf(role="competitive"),
    Band(label="all", low=0, high=100),
    Gate(id="g", fact="f", op="<", limit=1, effect="cap", grade="A"),
    Panelist(id="C1", role="competitive"),
    Mark(expert="C1", indicator="x", points=1),
    Fact(value=20, unit="MPa"),
    Rules(),
]
TEXTS = (
    "title",
    "wording",
    "text",
    "unit",
    "stage",
    "rule",
    "group",
    "band",
    "reason",
    "condition",
    "version",
    "parent",
    "grade",
)
FOOD = {"": TEXTS, "five": (*TEXTS, "id", "label", "fact"), "b": ()}
NUMBERED_LISTS = ("bands", "anchors", "values", "gates", "sources", "facts")


def is_food(field, poison):
    if isinstance(poison, str):
        return field in FOOD[poison]
    if poison is None:
        return field in ("weight_concentration", "values")
    return (poison == [] and field in NUMBERED_LISTS) or (poison == {} and field == "values")


FIELDS = [
    pytest.param(record, field, id=f"{type(record).__name__}-{field}")
    for record in RECORDS
    for field in record.__slots__
]


@pytest.mark.parametrize(("record", "field"), FIELDS)
def test_a_poisoned_field_is_refused(record, field):
    poisons = [one for one in POISONS if not is_food(field, one)]
    swallowed = [one for one in poisons if not is_refused(evaluate, with_field(record, field, one))]
    assert swallowed == []


@pytest.mark.parametrize("kind", [IndicatorTree, Rules, Mark, Fact])
@pytest.mark.parametrize("poison", [*POISONS, "NaN", '{"value": NaN}', "[1", '{"a": 1}'])
def test_poisoned_json_is_refused(kind, poison):
    with pytest.raises(MethodError):
        kind.from_json(poison)


@pytest.mark.parametrize("poison", [NAN, INF, object(), {1, 2}])
def test_what_json_cannot_carry_is_refused(poison):
    with pytest.raises(MethodError):
        Fact(value=poison).to_json()
