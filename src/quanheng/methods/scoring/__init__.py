"""Scoring 评分与等级: marks of a panel to an absolute score, a grade and their explanation."""

from quanheng.methods.scoring.averages import trimmed_mean
from quanheng.methods.scoring.batch import BatchResult, evaluate_many
from quanheng.methods.scoring.conclusion import EvaluationResult, NodeScore, StoredEvaluation, ValueScore
from quanheng.methods.scoring.evaluate import ENGINE, evaluate, replay_evaluation
from quanheng.methods.scoring.panel import Fact, Mark, Panelist, Rules
from quanheng.methods.scoring.quantity import quantity_score
from quanheng.methods.scoring.tree import Band, Gate, Indicator, IndicatorTree

__all__ = [
    "ENGINE",
    "Band",
    "BatchResult",
    "EvaluationResult",
    "Fact",
    "Gate",
    "Indicator",
    "IndicatorTree",
    "Mark",
    "NodeScore",
    "Panelist",
    "Rules",
    "StoredEvaluation",
    "ValueScore",
    "evaluate",
    "evaluate_many",
    "quantity_score",
    "replay_evaluation",
    "trimmed_mean",
]
