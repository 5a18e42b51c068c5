"""Methods of achievement evaluation: values in, explained results out. No Django, no clock, no I/O.

The names of the single modules and of `scoring` can be imported from here; a module is loaded when
a name of it is first used (PEP 562), so importing one room loads no other room's libraries.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quanheng.methods.agreement import AgreementResult as AgreementResult
    from quanheng.methods.agreement import ICCResult as ICCResult
    from quanheng.methods.agreement import fleiss_kappa as fleiss_kappa
    from quanheng.methods.agreement import icc as icc
    from quanheng.methods.agreement import kendall_w as kendall_w
    from quanheng.methods.agreement import krippendorff_alpha as krippendorff_alpha
    from quanheng.methods.errors import CalendarUnknown as CalendarUnknown
    from quanheng.methods.errors import DoubleCountingError as DoubleCountingError
    from quanheng.methods.errors import IdentifierError as IdentifierError
    from quanheng.methods.errors import InsufficientComparables as InsufficientComparables
    from quanheng.methods.errors import InsufficientOpinions as InsufficientOpinions
    from quanheng.methods.errors import MethodError as MethodError
    from quanheng.methods.fuzzy import FuzzyResult as FuzzyResult
    from quanheng.methods.fuzzy import band_membership as band_membership
    from quanheng.methods.fuzzy import fuzzy_evaluate as fuzzy_evaluate
    from quanheng.methods.identifiers import CnPatent as CnPatent
    from quanheng.methods.identifiers import ResidentId as ResidentId
    from quanheng.methods.identifiers import parse_cn_patent as parse_cn_patent
    from quanheng.methods.identifiers import parse_resident_id as parse_resident_id
    from quanheng.methods.identifiers import parse_uscc as parse_uscc
    from quanheng.methods.maturity import Correspondence as Correspondence
    from quanheng.methods.maturity import LeafLevel as LeafLevel
    from quanheng.methods.maturity import Level as Level
    from quanheng.methods.maturity import MappedLevel as MappedLevel
    from quanheng.methods.maturity import MaturityResult as MaturityResult
    from quanheng.methods.maturity import Scale as Scale
    from quanheng.methods.maturity import WorkPackage as WorkPackage
    from quanheng.methods.maturity import assess as assess
    from quanheng.methods.maturity import critical_minimum as critical_minimum
    from quanheng.methods.maturity import leaf_level as leaf_level
    from quanheng.methods.maturity import map_level as map_level
    from quanheng.methods.maturity import missing as missing
    from quanheng.methods.maturity import readiness_index as readiness_index
    from quanheng.methods.maturity import thirteen_to_trl as thirteen_to_trl
    from quanheng.methods.maturity import value_added as value_added
    from quanheng.methods.money import capital_amount as capital_amount
    from quanheng.methods.money import parse_amount as parse_amount
    from quanheng.methods.money import parse_capital_amount as parse_capital_amount
    from quanheng.methods.money import yuan as yuan
    from quanheng.methods.ranking import AcceptabilityResult as AcceptabilityResult
    from quanheng.methods.ranking import ComparisonResult as ComparisonResult
    from quanheng.methods.ranking import EnvelopmentResult as EnvelopmentResult
    from quanheng.methods.ranking import GreyResult as GreyResult
    from quanheng.methods.ranking import RankingResult as RankingResult
    from quanheng.methods.ranking import TopsisResult as TopsisResult
    from quanheng.methods.ranking import VikorResult as VikorResult
    from quanheng.methods.ranking import compare_rankings as compare_rankings
    from quanheng.methods.ranking import dea_ccr as dea_ccr
    from quanheng.methods.ranking import grey_relational as grey_relational
    from quanheng.methods.ranking import rank_acceptability as rank_acceptability
    from quanheng.methods.ranking import topsis as topsis
    from quanheng.methods.ranking import vikor as vikor
    from quanheng.methods.result import Message as Message
    from quanheng.methods.result import Step as Step
    from quanheng.methods.result import fingerprint as fingerprint
    from quanheng.methods.scoring import Band as Band
    from quanheng.methods.scoring import BatchResult as BatchResult
    from quanheng.methods.scoring import CalibrationResult as CalibrationResult
    from quanheng.methods.scoring import Comparator as Comparator
    from quanheng.methods.scoring import Dimension as Dimension
    from quanheng.methods.scoring import EvaluationResult as EvaluationResult
    from quanheng.methods.scoring import Fact as Fact
    from quanheng.methods.scoring import Flip as Flip
    from quanheng.methods.scoring import Gate as Gate
    from quanheng.methods.scoring import Indicator as Indicator
    from quanheng.methods.scoring import IndicatorTree as IndicatorTree
    from quanheng.methods.scoring import LeadParameter as LeadParameter
    from quanheng.methods.scoring import LeadResult as LeadResult
    from quanheng.methods.scoring import Mark as Mark
    from quanheng.methods.scoring import NodeScore as NodeScore
    from quanheng.methods.scoring import Panelist as Panelist
    from quanheng.methods.scoring import Rules as Rules
    from quanheng.methods.scoring import Sensitivity as Sensitivity
    from quanheng.methods.scoring import StoredEvaluation as StoredEvaluation
    from quanheng.methods.scoring import Swing as Swing
    from quanheng.methods.scoring import ValueScore as ValueScore
    from quanheng.methods.scoring import View as View
    from quanheng.methods.scoring import ViewResult as ViewResult
    from quanheng.methods.scoring import by_dimension as by_dimension
    from quanheng.methods.scoring import calibrate as calibrate
    from quanheng.methods.scoring import evaluate as evaluate
    from quanheng.methods.scoring import evaluate_many as evaluate_many
    from quanheng.methods.scoring import performance_lead as performance_lead
    from quanheng.methods.scoring import quantity_score as quantity_score
    from quanheng.methods.scoring import replay_evaluation as replay_evaluation
    from quanheng.methods.scoring import trimmed_mean as trimmed_mean
    from quanheng.methods.weighting import AHPResult as AHPResult
    from quanheng.methods.weighting import DelphiResult as DelphiResult
    from quanheng.methods.weighting import WeightResult as WeightResult
    from quanheng.methods.weighting import ahp_group as ahp_group
    from quanheng.methods.weighting import ahp_hierarchy as ahp_hierarchy
    from quanheng.methods.weighting import ahp_weights as ahp_weights
    from quanheng.methods.weighting import authority_coefficient as authority_coefficient
    from quanheng.methods.weighting import combine_weights as combine_weights
    from quanheng.methods.weighting import critic_weights as critic_weights
    from quanheng.methods.weighting import delphi_round as delphi_round
    from quanheng.methods.weighting import entropy_weights as entropy_weights
    from quanheng.methods.weighting import inconsistent_pairs as inconsistent_pairs
    from quanheng.methods.weighting import normalise_weights as normalise_weights
    from quanheng.methods.workdays import WorkCalendar as WorkCalendar

_NAMES = {
    "agreement": ("AgreementResult", "ICCResult", "fleiss_kappa", "icc", "kendall_w", "krippendorff_alpha"),
    "errors": (
        "CalendarUnknown",
        "DoubleCountingError",
        "IdentifierError",
        "InsufficientComparables",
        "InsufficientOpinions",
        "MethodError",
    ),
    "fuzzy": ("FuzzyResult", "band_membership", "fuzzy_evaluate"),
    "identifiers": ("CnPatent", "ResidentId", "parse_cn_patent", "parse_resident_id", "parse_uscc"),
    "maturity": (
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
    ),
    "money": ("capital_amount", "parse_amount", "parse_capital_amount", "yuan"),
    "ranking": (
        "AcceptabilityResult",
        "ComparisonResult",
        "EnvelopmentResult",
        "GreyResult",
        "RankingResult",
        "TopsisResult",
        "VikorResult",
        "compare_rankings",
        "dea_ccr",
        "grey_relational",
        "rank_acceptability",
        "topsis",
        "vikor",
    ),
    "result": ("Message", "Step", "fingerprint"),
    "scoring": (
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
    ),
    "weighting": (
        "AHPResult",
        "DelphiResult",
        "WeightResult",
        "ahp_group",
        "ahp_hierarchy",
        "ahp_weights",
        "authority_coefficient",
        "combine_weights",
        "critic_weights",
        "delphi_round",
        "entropy_weights",
        "inconsistent_pairs",
        "normalise_weights",
    ),
    "workdays": ("WorkCalendar",),
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
