"""Agreement between raters: Kendall's W, intraclass correlation, Krippendorff's alpha, Fleiss' kappa.

Where nothing varies there is nothing to agree on: the methods refuse instead of answering 1. What the
data leave undefined is `None`.
"""

from quanheng.methods.agreement.categories import fleiss_kappa
from quanheng.methods.agreement.disagreement import krippendorff_alpha
from quanheng.methods.agreement.intraclass import icc
from quanheng.methods.agreement.ranks import kendall_w
from quanheng.methods.agreement.results import AgreementResult, ICCResult

__all__ = ["AgreementResult", "ICCResult", "fleiss_kappa", "icc", "kendall_w", "krippendorff_alpha"]
