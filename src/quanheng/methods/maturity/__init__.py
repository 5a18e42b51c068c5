"""Technology innovation maturity: from accepted evidence to a level.

A work package reaches a level when the evidence of that level *and of every level below it* is
accepted; the project is as mature as its least mature critical package. Levels that a scale judges
for the whole project follow one after another once every lower level is reached. The weighted
readiness index stands beside the level as an aid: levels are ordinal, so their average never decides.

Source: H-6, H-8 and H-A1 of the policy map; the roll-up is a proposal (scoring.md 4).
"""

from quanheng.methods.maturity.records import LeafLevel, Level, MaturityResult, Scale, WorkPackage
from quanheng.methods.maturity.rollup import (
    assess,
    critical_minimum,
    leaf_level,
    missing,
    readiness_index,
    value_added,
)
from quanheng.methods.maturity.scales import (
    MRL_10,
    MRL_TO_TRL,
    TRL_9,
    TRL_TO_MRL,
    Correspondence,
    MappedLevel,
    map_level,
    thirteen_to_trl,
)

__all__ = [
    "MRL_10",
    "MRL_TO_TRL",
    "TRL_9",
    "TRL_TO_MRL",
    "Correspondence",
    "LeafLevel",
    "Level",
    "MappedLevel",
    "MaturityResult",
    "Scale",
    "WorkPackage",
    "assess",
    "critical_minimum",
    "leaf_level",
    "map_level",
    "missing",
    "readiness_index",
    "thirteen_to_trl",
    "value_added",
]
