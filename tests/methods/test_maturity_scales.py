"""Other scales are data; a number of one scale is mapped onto another, never compared with it (M-4.2)."""

from dataclasses import replace

import pytest

from quanheng.methods.errors import MethodError
from quanheng.methods.maturity import (
    MRL_10,
    MRL_TO_TRL,
    TRL_9,
    TRL_TO_MRL,
    Correspondence,
    Level,
    Scale,
    WorkPackage,
    assess,
    map_level,
    thirteen_to_trl,
    value_added,
)

THIRTEEN = Scale("thirteen", tuple(Level(n, f"L{n}", "", n > 9) for n in range(1, 14)))
TABLE = thirteen_to_trl(THIRTEEN)


def graded(scale: Scale, top: int):
    return assess([WorkPackage("a", "a", 1, critical=True, accepted=frozenset(range(1, top + 1)))], scale)


@pytest.mark.clause("M-4.2")
@pytest.mark.parametrize(("scale", "top"), [(TRL_9, 9), (MRL_10, 10)])
def test_a_project_is_graded_on_any_scale(scale, top):
    result = graded(scale, top)
    assert (result.level, result.scale, result.index) == (top, scale.name, top)


@pytest.mark.parametrize(("level", "levels"), [(1, (1,)), (6, (6,)), (7, (7, 8)), (9, (9, 10)), (0, ())])
def test_a_technology_level_is_told_as_a_manufacturing_level(level, levels):
    assert map_level(level, TRL_9, MRL_10, TRL_TO_MRL).levels == levels


@pytest.mark.parametrize(("level", "levels"), [(3, (3,)), (9, (9,)), (10, (9,)), (13, (9,))])
def test_levels_of_the_market_are_technology_level_nine(level, levels):
    assert map_level(level, THIRTEEN, TRL_9, TABLE).levels == levels


def test_the_table_is_shown_with_the_mapped_level():
    mapped = map_level(8, MRL_10, TRL_9, MRL_TO_TRL)
    assert (mapped.scale, mapped.method) == ("TRL-9", "table MRL-10 to TRL-9")
    assert [(step.value, step.unit) for step in mapped.explanation.children] == [(7, "TRL-9"), (8, "TRL-9")]
    assert mapped.explanation.rule.startswith("secondary")


def test_a_level_without_a_counterpart_says_so():
    holed = replace(TRL_TO_MRL, levels={1: (1,)})
    mapped = map_level(5, TRL_9, MRL_10, holed)
    assert (mapped.levels, mapped.warnings) == ((), ("The table has no counterpart of level 5",))


def test_both_tables_of_two_scales_agree_with_each_other():
    there = {(trl, mrl) for trl, mapped in TRL_TO_MRL.levels.items() for mrl in mapped}
    back = {(trl, mrl) for mrl, mapped in MRL_TO_TRL.levels.items() for trl in mapped}
    assert there == back


def test_an_index_of_another_scale_is_not_subtracted():
    with pytest.raises(MethodError, match="got a result on MRL-10, takes one on TRL-9 as at the start"):
        value_added(graded(TRL_9, 3), graded(MRL_10, 5))


def test_an_index_of_the_same_scale_is_subtracted():
    assert value_added(graded(TRL_9, 3), graded(TRL_9, 5)) == value_added(3, 5) == 2


@pytest.mark.parametrize("table", [TRL_TO_MRL, TABLE])
def test_a_table_survives_its_json(table):
    assert Correspondence.from_json(table.to_json()) == table


@pytest.mark.parametrize("scale", [TRL_9, MRL_10])
def test_a_scale_survives_its_json(scale):
    assert Scale.from_json(scale.to_json()) == scale


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"table": MRL_TO_TRL}, "table: got one from 'MRL-10' to 'TRL-9', takes one from TRL-9 to MRL-10"),
        ({"table": None}, "table: got None, takes a Correspondence"),
        ({"table": replace(TRL_TO_MRL, levels={1: (11,)})}, "table: takes levels of its two scales only"),
        ({"table": replace(TRL_TO_MRL, levels={1: ("x",)})}, "table: got the level 'x'"),
        ({"table": replace(TRL_TO_MRL, levels=[1])}, "table: got Correspondence"),
        ({"level": 10}, "level: got 10, takes levels of the scale TRL-9"),
        ({"level": -1}, "level: got the level -1"),
        ({"level": 2.0}, "level: got the level 2.0"),
        ({"level": False}, "level: got the level False"),
        ({"level": float("nan")}, "level: got the level nan"),
        ({"source": "TRL-9"}, "scale: got 'TRL-9', takes a Scale"),
        ({"target": None}, "scale: got None, takes a Scale"),
    ],
)
def test_what_cannot_be_mapped_is_refused(changed, sentence):
    arguments = {"level": 3, "source": TRL_9, "target": MRL_10, "table": TRL_TO_MRL} | changed
    with pytest.raises(MethodError) as refusal:
        map_level(**arguments)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("scale", [TRL_9, MRL_10, None])
def test_only_thirteen_levels_are_told_as_such(scale):
    with pytest.raises(MethodError, match="scale: got"):
        thirteen_to_trl(scale)


@pytest.mark.parametrize("text", ["{}", "[]", '{"source": 1}', b"\xff", "x"])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(MethodError):
        Correspondence.from_json(text)


@pytest.mark.parametrize("rows", ["[1]", "[[1]]", '[["1",[1]]]', '[[1,["x"]]]'])
def test_rows_that_are_no_pairs_are_refused(rows):
    text = f'{{"source":"a","target":"b","note":"","levels":{rows}}}'
    with pytest.raises(MethodError):
        Correspondence.from_json(text)
