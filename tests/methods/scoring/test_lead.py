"""Performance lead: the ten points of scoring.md 6, one by one."""

import json
from dataclasses import fields, replace
from math import exp, log
from pathlib import Path

import pytest

from quanheng.methods import InsufficientComparables, MethodError
from quanheng.methods.result import fingerprint
from quanheng.methods.scoring import Comparator, Fact, LeadParameter, LeadResult, performance_lead

CASES = json.loads((Path(__file__).parents[2] / "cases" / "scoring.json").read_text("utf-8"))["cases"]


def facts(values, units=None, **more):
    units = units or {}
    return {key: Fact(value=value, unit=units.get(key, ""), **more) for key, value in values.items()}


def parameter(name="p", weight=1.0, **more):
    return LeadParameter(**{"name": name, "direction": "higher", "weight": weight} | more)


def rival(name="X", scope="domestic", **values):
    return Comparator(name=name, scope=scope, values=facts(values))


def lead(mine, rivals, parameters=None, *, scope="domestic", **more):
    """Compare a subject given by numbers with rivals, by one parameter "p" unless others are given."""
    return performance_lead(facts(mine), rivals, parameters or [parameter()], scope=scope, **more)


def steps(step):
    yield step
    for child in step.children:
        yield from steps(child)


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c["id"]) for c in CASES if c["method"] == "performance_lead"]
)
def test_a_lead_comes_out_as_worked_by_hand(case):
    given = case["inputs"]
    parameters = [LeadParameter(**one) for one in given["parameters"]]
    units = {one.name: one.unit for one in parameters}
    rivals = [
        Comparator(name=one["name"], scope=one["scope"], values=facts(one["values"], units))
        for one in given["comparators"]
    ]
    result = performance_lead(facts(given["subject"], units), rivals, parameters, **case["options"])
    for attribute, expected in case["expected"].items():
        found = getattr(result, attribute)
        assert found == (
            expected if isinstance(expected, str) else pytest.approx(expected, abs=case["tolerance"])
        )


def test_another_unit_is_refused():
    with pytest.raises(MethodError, match="X: p: got the unit 'kg', takes 'g'"):
        performance_lead(
            facts({"p": 1}, {"p": "g"}),
            [Comparator(name="X", scope="domestic", values=facts({"p": 1}, {"p": "kg"}))],
            [parameter(unit="g")],
            scope="domestic",
        )


def test_a_cell_measured_under_another_condition_is_left_out_with_a_warning():
    hot = Comparator(
        name="X", scope="domestic", values={"a": Fact(value=9, condition="60 °C"), "b": Fact(value=1)}
    )
    result = performance_lead(
        {"a": Fact(value=3, condition="25 °C"), "b": Fact(value=1)},
        [hot],
        [parameter("a", 0.4), parameter("b", 0.6)],
        scope="domestic",
    )
    assert (result.lead, result.coverage) == (0, 0.6)
    assert "a was measured under the condition '60 °C' instead of '25 °C'" in result.warnings[0]


def test_the_subject_has_to_be_measured_under_the_condition_of_the_parameter():
    with pytest.raises(MethodError, match="got p under the condition '', takes it under '25 °C'"):
        lead({"p": 1}, [rival(p=1)], [parameter(condition="25 °C")])


@pytest.mark.parametrize(
    ("more", "mine", "theirs", "advantage"),
    [
        ({}, 1.1, 1.0, log(1.1)),
        ({"direction": "lower"}, 1.1, 1.0, -log(1.1)),
        ({"scale": "interval", "span": 10}, -4, -5, 0.1),
        ({"scale": "interval", "span": 10, "direction": "lower"}, -4, -5, -0.1),
        ({"direction": "target", "target": 7, "span": 10}, 6, 9, 0.1),
        ({"direction": "range", "target": (5, 8), "span": 10}, 6, 9, 0.1),
        ({"direction": "range", "target": (5, 8), "span": 10}, 4, 9, 0.0),
    ],
)
def test_each_direction_has_its_advantage_and_its_preference(more, mine, theirs, advantage):
    result = lead({"p": mine}, [rival(p=theirs)], [parameter(**more)])
    size = min(max((abs(advantage) - 0.02) / 0.18, 0), 1)
    assert result.lead == pytest.approx(size if advantage > 0 else -size)


def test_a_difference_up_to_the_indifference_counts_nothing_and_from_the_saturation_on_fully():
    assert lead({"p": exp(0.02)}, [rival(p=1)]).lead == pytest.approx(0)
    assert lead({"p": exp(0.21)}, [rival(p=1)]).lead == 1


def test_a_rival_that_states_too_little_is_listed_and_not_counted():
    weights = [parameter("a", 0.59), parameter("b", 0.41)]
    result = lead({"a": 1, "b": 1}, [rival("X", a=9), rival("Y", a=1, b=1)], weights)
    assert (result.binding, [one.counted for one in result.standings]) == ("Y", [False, True])
    assert result.warnings == ("X: states 59% of the weights, is listed and not counted",)


def test_sixty_percent_of_the_weights_are_enough():
    weights = [parameter("a", 0.1 + 0.2 + 0.3), parameter("b", 0.4)]
    assert lead({"a": 1, "b": 1}, [rival(a=1)], weights).coverage == pytest.approx(0.6)


def test_missing_cells_leave_bounds():
    weights = [parameter("a", 0.7), parameter("b", 0.3)]
    (one,) = lead({"a": 2, "b": 1}, [rival(a=1)], weights).standings
    assert (one.lead, one.low, one.high) == pytest.approx((1, 0.4, 1))


def test_the_strongest_real_rival_binds_and_the_composite_is_an_aid():
    weights = [parameter("a", 0.5), parameter("b", 0.5)]
    result = lead({"a": 1, "b": 1}, [rival("X", a=2, b=0.5), rival("Y", a=0.5, b=2)], weights)
    assert (result.lead, result.binding, result.composite) == (0, "X", -1)


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("international", ["D", "I", "N", "P"]),
        ("domestic", ["D", "I", "P"]),
        ("industry", ["I"]),
        ("province", ["P"]),
    ],
)
def test_a_wide_scope_contains_the_narrow_ones(scope, names):
    rivals = [
        rival(name, one, p=1)
        for name, one in (("N", "international"), ("D", "domestic"), ("I", "industry"), ("P", "province"))
    ]
    assert [one.name for one in lead({"p": 1}, rivals, scope=scope).standings] == names


@pytest.mark.parametrize(
    ("advantage", "level", "score"),
    [
        (0.5, "leading", 100),
        (0.038, "leading", 90),
        (0.0379, "par", 89.9),
        (0, "par", 75),
        (-0.0379, "par", 60.1),
        (-0.038, "behind", 60),
        (-0.5, "behind", 0),
    ],
)
def test_level_and_score_follow_the_lead(advantage, level, score):
    result = lead({"p": exp(advantage)}, [rival(p=1)])
    assert (result.level, result.score) == (level, pytest.approx(score, abs=0.05))


def test_a_lost_core_parameter_keeps_the_level_from_leading_and_leaves_the_score():
    rivals, mine = [rival(a=1, b=1)], {"a": 9, "b": exp(-0.2)}
    free = lead(mine, rivals, [parameter("a", 0.9), parameter("b", 0.1)])
    held = lead(mine, rivals, [parameter("a", 0.9), parameter("b", 0.1, core=True)])
    assert (free.level, held.level, free.score == held.score) == ("leading", "par", True)
    assert "The core parameter b is worse than that of X" in held.warnings[0]


def test_a_core_parameter_lost_to_any_counted_rival_counts():
    weights = [parameter("a", 0.9), parameter("b", 0.1, core=True)]
    result = lead({"a": 9, "b": 1}, [rival("X", a=8, b=1), rival("Y", a=1, b=9)], weights)
    assert (result.level, result.binding) == ("par", "X")


def test_probabilities_say_how_far_the_evidence_carries():
    def doubtful(evidence):
        mine = {"p": Fact(value=1.07, evidence=evidence)}
        return performance_lead(mine, [rival(p=1)], [parameter()], scope="domestic")

    tested, declared = doubtful("test_report"), doubtful("self_declared")
    assert list(tested.probabilities) == ["leading", "par", "behind"]
    assert sum(tested.probabilities.values()) == pytest.approx(1)
    assert (tested.claim, declared.claim) == ("leading", "par")
    assert tested.sd < declared.sd


def test_the_probability_of_a_lead_is_that_of_normal_errors():
    result = lead({"p": 1.06}, [rival(p=1)])  # ln 1.06 lies (.0583 − .038)/.01414 = 1.43 SD above the limit
    assert result.probabilities["leading"] == pytest.approx(0.924, abs=0.02)


def test_a_level_beyond_the_evidence_is_warned_of():
    result = performance_lead(
        {"p": Fact(value=1.06, evidence="self_declared")}, [rival(p=1)], [parameter()], scope="domestic"
    )
    assert (result.level, result.claim) == ("leading", "par")
    assert result.warnings == ("The evidence supports the level On a par, not Leading",)


def test_the_seed_moves_the_doubt_only():
    one, other = (lead({"p": 1.03}, [rival(p=1)], seed=seed) for seed in (1, 2))
    assert (one.lead, one.level, one.score) == (other.lead, other.level, other.score)
    assert (one.sd, one.fingerprint) != (other.sd, other.fingerprint)
    assert one == lead({"p": 1.03}, [rival(p=1)], seed=1)


@pytest.mark.parametrize("rivals", [[], [rival(scope="international", p=1)], [rival(q=1)]])
def test_without_a_counted_rival_there_is_no_lead(rivals):
    with pytest.raises(InsufficientComparables, match="got none in the scope domestic that states 60%"):
        lead({"p": 1}, rivals)


def test_the_binding_rival_and_its_parameters_add_up_to_the_lead():
    weights = [parameter("a", 0.7), parameter("b", 0.3)]
    result = lead({"a": 1.1, "b": 1}, [rival("X", a=1), rival("Y", a=1, b=1.2)], weights)
    assert result.explanation.value == result.lead
    for step in steps(result.explanation):
        added = [child.contribution for child in step.children if child.contribution is not None]
        assert not added or sum(added) == pytest.approx(step.value)


def test_the_explanation_names_sources_bounds_composite_and_claim():
    x = Comparator(
        name="X", scope="domestic", values={"p": Fact(value=1, sources=("E7",))}, source="yearbook"
    )
    result = performance_lead({"p": Fact(value=1, sources=("E1",))}, [x], [parameter()], scope="domestic")
    labels = {step.label for step in steps(result.explanation)}
    sources = {source for step in steps(result.explanation) for source in step.sources}
    assert sources == {"yearbook", "E1", "E7"}
    assert labels >= {
        "Lead if every missing value were lost",
        "Lead over the best of every comparator combined",
        "Level that may be claimed",
    }


def test_a_result_survives_its_json_with_the_same_fingerprint():
    result = lead({"p": 1.05}, [rival(p=1), rival("Y", q=1)])
    again = LeadResult.from_json(result.to_json())
    assert (again, fingerprint(again)) == (result, fingerprint(result))


@pytest.mark.parametrize("record", [parameter(target=(1.0, 2.0), direction="range", span=1.0), rival(p=1.0)])
def test_parameters_and_comparators_survive_their_json(record):
    assert type(record).from_json(record.to_json()) == record


def test_values_without_a_parameter_are_warned_of():
    assert lead({"p": 1, "z": 2}, [rival(p=1)]).lead == 0
    result = lead({"p": 1}, [rival(p=1, y=3)])
    assert result.warnings == ("X: values without a parameter are not used: y",)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"parameters": []}, "parameters: got none"),
        ({"parameters": [parameter(), parameter()]}, "parameters: got p twice"),
        ({"parameters": [parameter(weight=0.9)]}, "got weights that sum to 0.9, takes a sum of 1"),
        ({"parameters": [parameter(weight=-1), parameter("q", 2)]}, "p: weight: got -1"),
        ({"parameters": [parameter(indifference=0.2)]}, "got the indifference 0.2 and the saturation 0.2"),
        ({"parameters": [parameter(indifference=-0.1)]}, "p: indifference: got -0.1"),
        ({"parameters": [parameter(scale="interval")]}, "p: span: got None"),
        ({"parameters": [parameter(scale="interval", span=0)]}, "p: span: got 0"),
        ({"parameters": [parameter(direction="target", span=1)]}, "p: target: got None"),
        (
            {"parameters": [parameter(direction="target", target=(1, 2), span=1)]},
            "takes a number, or the lower",
        ),
        (
            {"parameters": [parameter(direction="range", target=(2, 1), span=1)]},
            "takes a number, or the lower",
        ),
        ({"parameters": [parameter(direction="range", target=5, span=1)]}, "p: target: got 5, takes a list"),
        ({"parameters": [parameter("q")]}, "subject: got no value of q"),
        ({"comparators": [rival(p=0)]}, "X: p: got 0.0, takes a positive number on a ratio scale"),
        ({"comparators": [rival(p=1), rival(p=2)]}, "comparators: got X twice"),
        ({"comparators": [rival(scope="world", p=1)]}, "X: scope: got 'world', takes one of"),
        ({"subject": facts({"p": -1})}, "subject: p: got -1.0, takes a positive number"),
        ({"subject": {"p": 1}}, "subject: p: got 1, takes a Fact"),
        ({"scope": "world"}, "scope: got 'world'"),
        ({"seed": -1}, "seed: got -1"),
    ],
)
def test_a_refusal_names_argument_place_value_and_rule(wrong, message):
    right = {
        "subject": facts({"p": 1}),
        "comparators": [rival(p=1)],
        "parameters": [parameter()],
        "scope": "domestic",
    }
    with pytest.raises(MethodError, match=message):
        performance_lead(**(right | wrong))


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
    {},
    object(),
    10**400,
    b"x",
    {1, 2},
]
RIGHT = {
    "subject": facts({"p": 1}),
    "comparators": [rival(p=1)],
    "parameters": [parameter()],
    "scope": "domestic",
    "seed": 0,
}


def swallowed(arguments_of, poisons):
    found = []
    for poison in poisons:
        try:
            performance_lead(**(RIGHT | arguments_of(poison)))
        except MethodError:
            continue
        found.append(poison)
    return found


@pytest.mark.parametrize("argument", RIGHT)
def test_a_poisoned_argument_is_refused(argument):
    assert swallowed(lambda poison: {argument: poison}, [*POISONS, True]) == []


FOOD = {
    "name": (),
    "unit": ("",),
    "condition": ("", "five"),
    "target": (None,),
    "span": (None,),
    "core": (True,),
    "source": ("", "five"),
    "as_of": ("", "five"),
}


@pytest.mark.parametrize("field", [field.name for field in fields(LeadParameter)])
def test_a_poisoned_parameter_is_refused(field):
    food = ("", *FOOD.get(field, ()))[1:]
    poisons = [one for one in [*POISONS, True] if not any(one is bite or one == bite for bite in food)]
    condition = {"subject": facts({"p": 1}, condition="five")} if field == "condition" else {}
    assert (
        swallowed(lambda one: condition | {"parameters": [replace(parameter(), **{field: one})]}, poisons)
        == []
    )


@pytest.mark.parametrize("field", [field.name for field in fields(Comparator)])
def test_a_poisoned_comparator_is_refused(field):
    food = (*FOOD.get(field, ()), *(("five",) if field == "name" else ()))
    poisons = [one for one in [*POISONS, True] if not any(one is bite or one == bite for bite in food)]
    assert swallowed(lambda one: {"comparators": [replace(rival(p=1), **{field: one})]}, poisons) == []


@pytest.mark.parametrize("owner", ["subject", "comparators"])
@pytest.mark.parametrize("field", ["value", "evidence", "sources"])
def test_a_poisoned_fact_is_refused(owner, field):
    def with_fact(poison):
        wrong = {"p": replace(Fact(value=1), **{field: poison})}
        return {owner: wrong if owner == "subject" else [replace(rival(), values=wrong)]}

    food = [[]] if field == "sources" else []
    assert swallowed(with_fact, [one for one in POISONS if one not in food]) == []


@pytest.mark.parametrize("kind", [LeadResult, LeadParameter, Comparator])
@pytest.mark.parametrize("poison", ["", "[1", "NaN", '{"a": 1}', None, 1, '{"name": 1}'])
def test_poisoned_json_is_refused(kind, poison):
    with pytest.raises(MethodError):
        kind.from_json(poison)


def test_arguments_are_not_changed():
    subject, rivals, parameters = facts({"p": 1, "z": 1}), [rival("b", p=1), rival("a", p=1)], [parameter()]
    kept = dict(subject), list(rivals), list(parameters)
    performance_lead(subject, rivals, parameters, scope="domestic")
    assert (subject, rivals, parameters) == kept
