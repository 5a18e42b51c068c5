"""What people do with a valuation. Every write to this app goes through a verb below."""

from quanheng.platform.valuation.services.basis import (
    Basis,
    MethodChoice,
    explain_family,
    lock,
    save_basis,
    save_disclosures,
    save_methods,
)
from quanheng.platform.valuation.services.concluding import reconcile, reserve_advice, sign
from quanheng.platform.valuation.services.figures import Entry, entry_of, run_method, save_params, set_param
from quanheng.platform.valuation.services.opening import open_engagement
from quanheng.platform.valuation.services.opinions import (
    keep_opinion,
    open_opinions,
    rule_outlier,
    submit_opinion,
)
from quanheng.platform.valuation.services.skipping import approve_skip, propose_skip

__all__ = [
    "Basis",
    "Entry",
    "MethodChoice",
    "approve_skip",
    "entry_of",
    "explain_family",
    "keep_opinion",
    "lock",
    "open_engagement",
    "open_opinions",
    "propose_skip",
    "reconcile",
    "reserve_advice",
    "rule_outlier",
    "run_method",
    "save_basis",
    "save_disclosures",
    "save_methods",
    "save_params",
    "set_param",
    "sign",
    "submit_opinion",
]
