"""Krippendorff's alpha: observed disagreement against what chance would give, with ratings missing."""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from quanheng.methods.agreement.refusals import no_variation, require_raters
from quanheng.methods.agreement.results import AgreementResult
from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import BoolArray, FloatArray, cell_error, number, one_of, sequence
from quanheng.methods.result import Message, Step

LEVELS = ("nominal", "ordinal", "interval", "ratio")
ROWS = 256
"""Values compared with all others at a time."""

Difference = Callable[[FloatArray, FloatArray], FloatArray]


def krippendorff_alpha(ratings: object, *, level: str) -> AgreementResult:
    """Return alpha = 1 − Dₒ/Dₑ (Krippendorff 2011); rows are raters, columns units, `None` is missing.

    `level` "nominal" | "ordinal" | "interval" | "ratio" says what a difference of two ratings means; for
    "ratio" they are not negative. Units with fewer than two ratings count for nothing.
    """
    scale = one_of("level", level, LEVELS)
    given, known = _read(ratings)
    if scale == "ratio" and (given < 0).any():
        row, column = (int(at) for at in np.argwhere(given < 0)[0])
        raise MethodError(
            "%(argument)s: got %(got)s in row %(row)s, column %(column)s, takes ratings from 0 on at the ratio level",
            argument="ratings",
            got=float(given[row, column]),
            row=row + 1,
            column=column + 1,
        )
    pairable = known.sum(axis=0) >= 2
    if not pairable.any():
        raise MethodError(
            "%(argument)s: got no unit with two ratings, takes at least one", argument="ratings"
        )
    values, known = given[:, pairable], known[:, pairable]
    values, difference = _comparable(values, known, scale)
    observed = _observed(values, known, difference)
    expected = _expected(values[known], difference)
    if expected == 0:
        raise no_variation("ratings")
    return _result(
        1 - observed / expected, (observed, expected), int((~pairable).sum()), int(known.sum()), scale
    )


def _read(ratings: object) -> tuple[FloatArray, BoolArray]:
    """Return the ratings, 0 where one is missing, and where they are known."""
    rows = [sequence("ratings", row) for row in sequence("ratings", ratings)]
    require_raters("ratings", len(rows))
    for place, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise MethodError(
                "%(argument)s: got %(got)s values in row %(row)s, takes %(count)s as in the first row",
                argument="ratings",
                got=len(row),
                row=place + 1,
                count=len(rows[0]),
            )
    known = np.array([[rating is not None for rating in row] for row in rows], bool)
    values = [[_rating(i, j, rating) for j, rating in enumerate(row)] for i, row in enumerate(rows)]
    return np.array(values, float), known


def _rating(row: int, column: int, rating: object) -> float:
    if rating is None:
        return 0.0
    try:
        return number("ratings", rating)
    except MethodError:
        raise cell_error("ratings", row, column, rating)


def _comparable(values: FloatArray, known: BoolArray, level: str) -> tuple[FloatArray, Difference]:
    """Return the ratings on a scale of size 1 and the squared difference δ² of two of them.

    Between mid-ranks the plain difference is the ordinal one: the ratings that lie between two values
    and half of those at both ends.
    """
    if level == "nominal":
        return values, lambda a, b: (a != b).astype(float)
    if level == "ordinal":
        _, place, counts = np.unique(values[known], return_inverse=True, return_counts=True)
        ranks = np.zeros(values.shape)
        ranks[known] = (np.cumsum(counts) - counts / 2)[place]
        values = ranks
    scaled = values / (np.abs(values[known]).max() or 1.0)
    return scaled, _relative if level == "ratio" else lambda a, b: (a - b) ** 2


def _relative(a: FloatArray, b: FloatArray) -> FloatArray:
    total = a + b
    relative: FloatArray = ((a - b) / np.where(total > 0, total, 1.0)) ** 2
    return relative


def _observed(values: FloatArray, known: BoolArray, difference: Difference) -> float:
    """Return the mean δ² within units, each unit weighing as many ratings as it has.

    The sum over the coincidence matrix, taken pair of raters by pair of raters.
    """
    share = 1 / (known.sum(axis=0) - 1)
    total = 0.0
    for one, other in combinations(range(len(values)), 2):
        both = known[one] & known[other]
        total += 2 * float((difference(values[one, both], values[other, both]) * share[both]).sum())
    return total / int(known.sum())


def _expected(ratings: FloatArray, difference: Difference) -> float:
    """Return the mean δ² over all pairs of ratings, whatever their unit."""
    values, counts = np.unique(ratings, return_counts=True)
    total = 0.0
    for start in range(0, len(values), ROWS):
        rows = slice(start, start + ROWS)
        total += float(counts[rows] @ difference(values[rows, None], values) @ counts)
    return total / (len(ratings) * (len(ratings) - 1))


def _result(
    alpha: float, disagreements: Sequence[float], ignored: int, counted: int, level: str
) -> AgreementResult:
    method = f"Krippendorff's alpha, {level}"
    return AgreementResult(
        value=alpha,
        explanation=Step(
            label=Message("Krippendorff's alpha"),
            value=alpha,
            rule="α = 1 − Dₒ/Dₑ",
            children=(
                Step(label=Message("Observed disagreement"), value=disagreements[0]),
                Step(label=Message("Disagreement expected by chance"), value=disagreements[1]),
                Step(label=Message("Ratings counted"), value=counted),
            ),
        ),
        warnings=(Message("Units with fewer than two ratings, not counted: %(count)s", count=ignored),)
        if ignored
        else (),
        method=method,
    )
