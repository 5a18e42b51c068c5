"""Scoring 评分与等级: marks of a panel to an absolute score, a grade and their explanation."""

from quanheng.methods.scoring.averages import trimmed_mean
from quanheng.methods.scoring.batch import BatchResult, evaluate_many
from quanheng.methods.scoring.calibration import CalibrationResult, calibrate
from quanheng.methods.scoring.conclusion import EvaluationResult, NodeScore, StoredEvaluation, ValueScore
from quanheng.methods.scoring.evaluate import evaluate, replay_evaluation
from quanheng.methods.scoring.lead import Comparator, LeadParameter, LeadResult, performance_lead
from quanheng.methods.scoring.panel import Fact, Mark, Panelist, Rules
from quanheng.methods.scoring.quantity import quantity_score
from quanheng.methods.scoring.seal import ENGINE
from quanheng.methods.scoring.sensitivity import Flip, Sensitivity, Swing
from quanheng.methods.scoring.tree import Band, Gate, Indicator, IndicatorTree
from quanheng.methods.scoring.view import FOUR_DIMENSIONS, Dimension, View, ViewResult, by_dimension

__all__ = [
    "ENGINE",
    "FOUR_DIMENSIONS",
    "Band",
    "BatchResult",
    "CalibrationResult",
    "Comparator",
    "Dimension",
    "EvaluationResult",
    "Fact",
    "Flip",
    "Gate",
    "Indicator",
    "IndicatorTree",
    "LeadParameter",
    "LeadResult",
    "Mark",
    "NodeScore",
    "Panelist",
    "Rules",
    "Sensitivity",
    "StoredEvaluation",
    "Swing",
    "ValueScore",
    "View",
    "ViewResult",
    "by_dimension",
    "calibrate",
    "evaluate",
    "evaluate_many",
    "performance_lead",
    "quantity_score",
    "replay_evaluation",
    "trimmed_mean",
]
