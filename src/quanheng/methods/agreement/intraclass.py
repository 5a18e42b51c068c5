"""Intraclass correlation: how much of the variance of ratings lies between the items."""

from collections.abc import Sequence
from math import frexp

import numpy as np

from quanheng.methods.agreement.refusals import no_variation, require_items, require_raters
from quanheng.methods.agreement.results import ICCResult
from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import FloatArray, matrix
from quanheng.methods.result import Message, Step

ROUNDING = 8 * float(np.finfo(float).eps)
"""Ratings differ by rounding alone below this, relative to the largest."""
UNDEFINED = 1e-12
"""A denominator below this share of the mean squares is 0 but for rounding."""
FARTHEST = 1e100
"""Beyond any scale of marks; it keeps the squares finite."""
FORMS = {
    "icc1": "ICC(1,1)",
    "icc2": "ICC(2,1)",
    "icc3": "ICC(3,1)",
    "icc1k": "ICC(1,k)",
    "icc2k": "ICC(2,k)",
    "icc3k": "ICC(3,k)",
}


def icc(ratings: object) -> ICCResult:
    """Return the six intraclass correlations of Shrout and Fleiss 1979.

    `ratings` has one row per item and one column per rater, no cell missing.
    """
    given = matrix("ratings", ratings)
    require_items("ratings", len(given))
    require_raters("ratings", given.shape[1])
    squares, unit = _mean_squares(given)
    values = _six_forms(*squares, *given.shape)
    method = "ICC, six forms of Shrout and Fleiss 1979"
    return ICCResult(
        **values,
        explanation=_explanation([square * unit for square in squares], values, given.shape, method),
        warnings=_warnings(values),
        method=method,
    )


def _mean_squares(ratings: FloatArray) -> tuple[tuple[float, float, float, float], float]:
    """Return the mean squares between items B, within items W, between raters J, residual E, and their unit.

    The unit keeps small and large ratings computable; the forms are ratios and do not need it. What is
    only rounding counts as 0.
    """
    largest = float(np.abs(ratings).max())
    if largest > FARTHEST:
        raise MethodError(
            "%(argument)s: got %(got)s, takes ratings up to 10^100", argument="ratings", got=largest
        )
    unit = 2.0 ** frexp(largest)[1]
    scaled = ratings / unit
    items, raters = scaled.shape
    centred = scaled - scaled.mean()
    by_item, by_rater = centred.mean(axis=1, keepdims=True), centred.mean(axis=0, keepdims=True)
    between = raters * float((by_item**2).sum())
    judges = items * float((by_rater**2).sum())
    residual = float(((centred - by_item - by_rater) ** 2).sum())
    noise = scaled.size * ROUNDING**2
    between, judges, residual = (square if square > noise else 0.0 for square in (between, judges, residual))
    if not between + judges + residual:
        raise no_variation("ratings")
    squares = (
        between / (items - 1),
        (judges + residual) / (items * (raters - 1)),
        judges / (raters - 1),
        residual / ((items - 1) * (raters - 1)),
    )
    return squares, unit * unit


def _six_forms(
    between: float, within: float, judges: float, error: float, items: int, raters: int
) -> dict[str, float | None]:
    least = UNDEFINED * (between + within + judges + error)

    def ratio(part: float, whole: float) -> float | None:
        return part / whole if whole > least else None

    return {
        "icc1": ratio(between - within, between + (raters - 1) * within),
        "icc2": ratio(between - error, between + (raters - 1) * error + raters * (judges - error) / items),
        "icc3": ratio(between - error, between + (raters - 1) * error),
        "icc1k": ratio(between - within, between),
        "icc2k": ratio(between - error, between + (judges - error) / items),
        "icc3k": ratio(between - error, between),
    }


def _explanation(
    squares: Sequence[float], values: dict[str, float | None], shape: tuple[int, ...], method: str
) -> Step:
    labels = (
        Message("Mean square between items (B)"),
        Message("Mean square within items (W)"),
        Message("Mean square between raters (J)"),
        Message("Residual mean square (E)"),
    )
    lines = (Step(label=label, value=square) for label, square in zip(labels, squares, strict=True))
    forms = (
        Step(label=FORMS[form], value=Message("not defined") if value is None else value)
        for form, value in values.items()
    )
    return Step(
        label=Message("Intraclass correlation"),
        value=Message("%(items)s items, %(raters)s raters", items=shape[0], raters=shape[1]),
        rule=method,
        children=(*lines, *forms),
    )


def _warnings(values: dict[str, float | None]) -> tuple[Message, ...]:
    undefined = [FORMS[form] for form, value in values.items() if value is None]
    if not undefined:
        return ()
    return (
        Message(
            "Not defined: %(forms)s; the items hardly differ from each other", forms=", ".join(undefined)
        ),
    )
