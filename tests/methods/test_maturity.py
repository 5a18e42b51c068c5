"""H-6, H-8: the level follows the evidence, and says why."""

import json
from decimal import Decimal
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.methods.errors import MethodError
from quanheng.methods.maturity import (
    Level,
    Scale,
    WorkPackage,
    assess,
    critical_minimum,
    leaf_level,
    missing,
    readiness_index,
    value_added,
)
from quanheng.methods.trust import canonical_json

CASES = json.loads((Path(__file__).parents[1] / "cases" / "scoring.json").read_text(encoding="utf-8"))[
    "cases"
]
MATURITY = [case for case in CASES if case["method"] == "assess"]
STAGES = {**dict.fromkeys(range(1, 5), "basic"), **dict.fromkeys(range(5, 8), "applied")}
SCALE = Scale("hebei-13", tuple(Level(n, f"L{n}", STAGES.get(n, "industrial"), n > 9) for n in range(1, 14)))
SHORT = Scale("short", (Level(1, "a", "one"), Level(2, "b", "one"), Level(3, "c", "two", project_wide=True)))
POISON = [float("nan"), float("inf"), "", None, [], [[]], True, -1, 100, object(), "1" * 99, 10**5000]


def package(code, *accepted, critical=True, weight=1.0):
    return WorkPackage(code, code, weight, critical, frozenset(accepted))


def from_case(data):
    return WorkPackage(**data | {"accepted": frozenset(data["accepted"])})


def plain_level(packages, wide, top=9):
    """The rule read aloud, without the library's short cuts."""
    reached = [max(n for n in range(top + 1) if set(range(1, n + 1)) <= set(p.accepted)) for p in packages]
    critical = [level for level, p in zip(reached, packages, strict=True) if p.critical]
    lowest = min(critical or reached)
    return (
        max((n for n in range(top, 14) if set(range(top + 1, n + 1)) <= wide), default=top)
        if lowest == top
        else lowest
    )


def depth(step):
    return 1 + max(map(depth, step.children), default=0)


levels = st.frozensets(st.integers(1, 9))
wide_levels = st.frozensets(st.integers(10, 13))
bundles = st.lists(st.tuples(st.booleans(), levels, st.integers(1, 9)), min_size=1, max_size=4)


@pytest.mark.clause("H-8.1", "H-8.2")
@pytest.mark.parametrize("case", MATURITY, ids=lambda case: case["id"])
def test_a_worked_example_gives_its_level_stage_and_index(case):
    packages = [from_case(data) for data in case["inputs"]["packages"]]
    result = assess(packages, SCALE, project_accepted=frozenset(case["inputs"]["project_accepted"]))
    expected = case["expected"]
    assert (result.level, result.stage) == (expected["level"], expected["stage"])
    assert result.index == pytest.approx(expected["index"], abs=case["tolerance"])
    gaps = {leaf.code: list(leaf.gaps) for leaf in result.leaves}
    assert {code: gaps[code] for code in expected.get("gaps", {})} == expected.get("gaps", {})


def test_every_maturity_case_of_the_book_is_run():
    assert [case["id"] for case in MATURITY] == [f"MAT-{n}" for n in range(1, 8)]


@pytest.mark.clause("H-3.2", "H-6")
@pytest.mark.parametrize(
    ("level", "stage"),
    [
        (0, ""),
        (1, "basic"),
        (4, "basic"),
        (5, "applied"),
        (7, "applied"),
        (8, "industrial"),
        (9, "industrial"),
    ],
)
def test_the_level_decides_the_stage(level, stage):
    result = assess([package("a", *range(1, level + 1))], SCALE)
    assert (result.level, result.stage) == (level, stage)


@pytest.mark.clause("H-6")
@pytest.mark.parametrize("level", range(10, 14))
def test_levels_of_the_whole_project_follow_one_after_another(level):
    ready = [package("a", *range(1, 10))]
    assert assess(ready, SCALE, project_accepted=frozenset(range(10, level + 1))).level == level


@pytest.mark.clause("H-8.2")
def test_a_gap_in_the_evidence_holds_the_level_down():
    leaf = leaf_level(package("sensor", 1, 2, 3, 5, 6))
    assert (leaf.level, leaf.gaps) == (3, (4,))


@pytest.mark.clause("H-8.1")
def test_the_least_mature_critical_package_decides():
    chip, model = package("chip", *range(1, 8)), package("model", *range(1, 7))
    packages = [chip, model, package("case", 1, critical=False)]
    assert (critical_minimum(packages), assess(packages, SCALE, rollup="minimum").level) == (6, 1)


@pytest.mark.clause("H-8.1")
def test_the_index_is_explained_line_by_line():
    index = readiness_index([package("a", 1, 2, weight=3), package("b", 1, weight=1)])
    assert index.value == pytest.approx(1.75)
    assert sum(line.contribution for line in index.children) == pytest.approx(index.value)


@pytest.mark.clause("H-8.1")
def test_the_explanation_leads_from_the_level_to_packages_gaps_and_index():
    packages = [package("chip", *range(1, 8)), package("model", 1, 2, 4)]
    result = assess(packages, SCALE)
    chip, model, index = result.explanation.children
    assert (result.explanation.value, chip.value, model.value, index.value) == (2, 7, 2, result.index)
    assert [(gap.label, gap.value) for gap in model.children] == [("Skipped level", 3)]
    assert [line.sources for line in index.children] == [("chip",), ("model",)]


def test_the_explanation_counts_the_levels_of_the_whole_project():
    result = assess([package("a", *range(1, 10))], SCALE, project_accepted=frozenset({10, 12}))
    whole = result.explanation.children[1]
    assert (whole.label, whole.value, [step.value for step in whole.children]) == ("Whole project", 1, [10])


def test_the_result_says_what_a_reader_should_know():
    packages = [package("chip", 1, 2, 5, critical=False), package("model", 1, 2, 3, critical=False)]
    result = assess(packages, SCALE, project_accepted=frozenset({10, 11}))
    assert result.warnings == (
        "No work package is critical: the lowest of all decides",
        "Work package chip: a higher level is accepted, but not 3, 4",
        "Whole project: accepted levels 10, 11 do not count before every lower level is reached",
    )
    assert [warning.values for warning in result.warnings][1] == {"code": "chip", "levels": "3, 4"}
    assert result.method == "critical minimum, scale hebei-13"


def test_sound_evidence_brings_no_warning():
    assert assess([package("a", 1, 2)], SCALE).warnings == ()


@pytest.mark.parametrize(
    ("accepted", "to_accept"),
    [((), (1,)), ((1, 2, 3), (4,)), ((1, 2, 3, 5, 6), (4,)), ((2, 5), (1, 3, 4)), (range(1, 10), ())],
)
def test_what_is_missing_for_a_package_to_rise(accepted, to_accept):
    assert missing(package("a", *accepted), SCALE) == to_accept


@pytest.mark.clause("H-8.1")
def test_value_added_is_the_difference_of_the_indices():
    weights = {
        "chip": (0.40, 4, 7),
        "algorithm": (0.25, 4, 6),
        "package": (0.20, 6, 8),
        "software": (0.15, 3, 5),
    }
    start, end = (
        readiness_index(
            [package(c, *range(1, row[n] + 1), weight=row[0]) for c, row in weights.items()]
        ).value
        for n in (1, 2)
    )
    assert (start, end, value_added(start, end)) == pytest.approx((4.25, 6.65, 2.40))


@given(bundles, wide_levels)
def test_the_level_is_that_of_the_rule_read_aloud(bundle, wide):
    packages = [package(str(n), *a, critical=c, weight=w) for n, (c, a, w) in enumerate(bundle)]
    assert assess(packages, SCALE, project_accepted=wide).level == plain_level(packages, wide)


@given(bundles, wide_levels, st.data())
@settings(max_examples=200)
def test_more_accepted_evidence_never_lowers_the_result(bundle, wide, data):
    before = [package(str(n), *a, critical=c, weight=w) for n, (c, a, w) in enumerate(bundle)]
    after = [
        package(str(n), *(a | data.draw(levels)), critical=c, weight=w) for n, (c, a, w) in enumerate(bundle)
    ]
    less = assess(before, SCALE, project_accepted=wide)
    more = assess(after, SCALE, project_accepted=wide | data.draw(wide_levels))
    assert more.level >= less.level
    assert more.index >= less.index - 1e-12


def test_over_all_evidence_of_a_small_scale_every_added_level_raises_or_keeps_the_result():
    sets = [frozenset(s) for s in ((), (1,), (2,), (1, 2))]
    wides = [frozenset(), frozenset({3})]
    found = {
        (a, b, w): assess([package("a", *a), package("b", *b)], SHORT, project_accepted=w).level
        for a, b, w in product(sets, sets, wides)
    }
    pairs = [(x, y) for x, y in product(found, found) if all(s <= t for s, t in zip(x, y, strict=True))]
    assert [pair for pair in pairs if found[pair[0]] > found[pair[1]]] == []
    assert set(found.values()) == {0, 1, 2, 3}


@given(bundles, st.randoms(use_true_random=False))
def test_the_order_of_the_packages_does_not_matter(bundle, chance):
    packages = [package(str(n), *a, critical=c, weight=w) for n, (c, a, w) in enumerate(bundle)]
    shuffled = chance.sample(packages, len(packages))
    one, other = assess(packages, SCALE), assess(shuffled, SCALE)
    assert (one.level, one.index, set(one.leaves)) == (other.level, other.index, set(other.leaves))


@given(bundles, st.floats(0.001, 1000))
def test_only_the_proportion_of_the_weights_matters(bundle, factor):
    one = [package(str(n), *a, weight=w) for n, (_, a, w) in enumerate(bundle)]
    other = [package(str(n), *a, weight=w * factor) for n, (_, a, w) in enumerate(bundle)]
    assert assess(one, SCALE).index == pytest.approx(assess(other, SCALE).index)


def test_any_number_type_and_any_collection_give_the_same_result():
    plain = assess([package("a", 1, 2, weight=1.0), package("b", 1, weight=3.0)], SCALE)
    rich = (
        WorkPackage("a", "a", Decimal(1), critical=True, accepted=[1, 2]),
        WorkPackage("b", "b", np.int64(3), critical=True, accepted={np.int64(1)}),
    )
    assert assess(rich, SCALE, project_accepted=[]) == plain


@pytest.mark.parametrize(
    "record", [SCALE, SCALE.levels[9], package("成果", 1, 5, weight=0.25, critical=False)]
)
def test_a_record_survives_its_json(record):
    assert type(record).from_json(record.to_json()) == record


def test_the_json_of_a_record_is_canonical():
    text = WorkPackage("a", "A", Decimal("0.5"), critical=True, accepted=frozenset({2, 1})).to_json()
    assert text == '{"accepted":[1,2],"code":"a","critical":true,"title":"A","weight":0.5}'


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        (Level, [], "Level: got .*, takes an object"),
        (Level, {"number": 1, "title": "x"}, "Level: the field stage is missing"),
        (Scale, {"name": "x", "levels": [], "extra": 1}, "Scale: got the unknown field extra"),
        (Scale, {"name": "x", "levels": None}, "levels: got None, takes a list"),
        (Scale, {"name": "x", "levels": [7]}, "Level: got 7, takes an object"),
        (
            WorkPackage,
            {"code": "a", "title": "", "weight": 1, "critical": True, "accepted": [[1]]},
            "accepted: got",
        ),
    ],
)
def test_a_json_of_another_form_is_refused(kind, data, message):
    with pytest.raises(MethodError, match=message):
        kind.from_json(canonical_json(data))


@pytest.mark.clause("H-8.1")
@pytest.mark.parametrize(
    ("packages", "message"),
    [
        ([], "at least one work package"),
        ([package("a", 1), package("a", 2)], "got the code a twice"),
        ([package("a", 1, weight=-1), package("b", 1)], "weight of a: got -1.0"),
        ([package("a", 1, weight=0), package("b", 1, weight=0)], "weight: got a total of 0.0"),
        ([package("a", 1, weight=1e308), package("b", 1, weight=1e308)], "weight: got a total of inf"),
        ([package("a", 14)], "accepted of a: got level 14, takes levels of the scale hebei-13"),
        (
            [package("a", 10)],
            "accepted of a: got level 10, which is judged for the whole project; takes 1 to 9",
        ),
        ([package("a", 0)], "a.accepted: got the level 0"),
        ([package("", 1)], "code: got ''"),
        ([WorkPackage("a", None, 1, True, frozenset())], "title of a: got None"),
        ([WorkPackage("a", "", 1, 1, frozenset())], "critical of a: got 1"),
    ],
)
def test_a_breakdown_that_cannot_be_graded_names_the_package(packages, message):
    with pytest.raises(MethodError, match=message):
        assess(packages, SCALE)


@pytest.mark.parametrize(
    ("scale", "message"),
    [
        (Scale("x", ()), "no level that a work package can reach"),
        (Scale("", SCALE.levels), "scale.name: got ''"),
        (Scale("x", SCALE.levels[1:]), "number 1 is missing"),
        (Scale("x", (Level(1, "a", "s"), Level(3, "b", "s"))), "number 2 is missing"),
        (Scale("x", (Level(1, "a", "s", True), Level(2, "b", "s"))), "level 2 follows a project-wide level"),
        (Scale("x", (Level(1, "a", "s", True),)), "no level that a work package can reach"),
        (Scale("x", (Level(1, "a", None),)), "level 1 takes the name of its stage"),
    ],
)
def test_a_scale_with_holes_is_refused(scale, message):
    with pytest.raises(MethodError, match=message):
        assess([package("a", 1)], scale)


@pytest.mark.parametrize(("wide", "number"), [({9}, 9), ({14}, 14)])
def test_only_levels_of_the_whole_project_are_accepted_for_it(wide, number):
    with pytest.raises(MethodError, match=f"project_accepted: got level {number}"):
        assess([package("a", 1)], SCALE, project_accepted=frozenset(wide))


def test_an_unknown_roll_up_is_refused():
    with pytest.raises(MethodError, match="rollup: got 'average', takes one of critical_minimum, minimum"):
        assess([package("a", 1)], SCALE, rollup="average")


@pytest.mark.parametrize("poison", POISON, ids=lambda poison: type(poison).__name__)
def test_poison_in_any_argument_is_a_method_error(poison):
    one = [package("a", 1)]
    calls = [
        lambda: assess(poison, SCALE),
        lambda: assess([poison], SCALE),
        lambda: assess(one, poison),
        lambda: assess(one, Scale("x", poison)),
        lambda: assess(one, Scale("x", (poison,))),
        lambda: assess(one, SCALE, rollup=poison),
        lambda: assess(one, SCALE, project_accepted=[poison]),
        lambda: assess([WorkPackage("a", "", 1, True, [poison])], SCALE),
        lambda: missing(poison, SCALE),
        lambda: leaf_level(poison),
    ]
    for call in calls:
        with pytest.raises(MethodError):
            call()


@pytest.mark.parametrize(
    "poison", [float("nan"), float("inf"), "", None, [], True, 10**5000], ids=lambda p: type(p).__name__
)
def test_an_index_is_a_finite_number(poison):
    with pytest.raises(MethodError, match="start: got"):
        value_added(poison, 1.0)
