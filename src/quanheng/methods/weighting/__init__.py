"""Weights of indicators: judged in pairs, agreed in rounds, or taken from the data of a cohort.

Neither policy gives a weight: weights are set per case and locked before any sheet opens (H-14.3,
H-20.1, H-26.1). What these methods propose is approved by people.
"""

from quanheng.methods.weighting.ahp import ahp_weights, inconsistent_pairs
from quanheng.methods.weighting.combining import combine_weights, normalise_weights
from quanheng.methods.weighting.delphi import authority_coefficient, delphi_round
from quanheng.methods.weighting.group import ahp_group
from quanheng.methods.weighting.hierarchy import ahp_hierarchy
from quanheng.methods.weighting.objective import critic_weights, entropy_weights
from quanheng.methods.weighting.results import AHPResult, DelphiResult, WeightResult

__all__ = [
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
]
