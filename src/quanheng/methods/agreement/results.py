"""What the coefficients of agreement hand over."""

from dataclasses import dataclass

from quanheng.methods.record import Record
from quanheng.methods.result import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementResult(Record):
    """One coefficient, 1 at full agreement; `chi2` and `p_value` are `None` where the method has no such test.

    `uncorrected` is Kendall's W without the correction for ties, `None` for the other methods.
    """

    value: float
    uncorrected: float | None = None
    chi2: float | None = None
    p_value: float | None = None
    explanation: Step
    warnings: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ICCResult(Record):
    """The six forms of Shrout and Fleiss; one whose denominator is not positive is `None`.

    `icc1` each item has its own raters, `icc2` the raters are a sample (absolute agreement), `icc3` these
    raters only (consistency); with k: of the mean of all raters instead of a single one.
    """

    icc1: float | None
    icc2: float | None
    icc3: float | None
    icc1k: float | None
    icc2k: float | None
    icc3k: float | None
    explanation: Step
    warnings: tuple[str, ...]
    method: str
