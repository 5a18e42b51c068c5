"""Weights from the data of a cohort: entropy 熵权法 and CRITIC.

They say where the items of this cohort differ, not what matters, and they swing with every item that
comes or goes: the coefficient of variation of one entropy weight over repeated samples is .66 at 5
items, .45 at 10, .25 at 30 and .14 at 100, that of CRITIC .19 at 5 and .12 at 30 (scoring.md 5).
Hence the limits on the number of items.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import log

import numpy as np

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import BoolArray, FloatArray, directions_of, whole
from quanheng.methods.inputs import matrix as read_matrix
from quanheng.methods.result import Message, Step
from quanheng.methods.weighting.names import Names, read_names
from quanheng.methods.weighting.results import WeightResult

ENTROPY_ITEMS = 30
ENTROPY_STEADY = 100
CRITIC_ITEMS = 3
CRITIC_STEADY = 30
EQUAL = 1e-12
"""A column whose values differ by less, relative to the largest, is constant but for rounding."""
UNINFORMATIVE = 1e-12
BLOCK = 1 << 14
"""Cells worked on at a time, so that they stay in the cache."""


def entropy_weights(
    matrix: object, *, minimum_items: int = ENTROPY_ITEMS, names: Sequence[str] | None = None
) -> WeightResult:
    """Return w ∝ 1 − e, e = −Σ p·ln p / ln n over the shares p of each column (Shannon 1948).

    Rows are items, columns indicators. Cells are positive; nothing is shifted, because a shift changes
    the weights. Fewer items than `minimum_items` are refused; a lower limit than 30 is for teaching and
    tests and always warns.
    """
    given = read_matrix("matrix", matrix)
    least = whole("minimum_items", minimum_items, least=2)
    labels = read_names("names", names, given.shape[1])
    _require_items(len(given), least)
    _require_positive(given)
    divergence = _divergence(given)
    constant = _constant(given, divergence < EQUAL)
    information = np.where(constant, 0.0, divergence / log(len(given)))
    warnings = [
        *_few_items(len(given), ENTROPY_STEADY),
        *([_lowered(least)] if least < ENTROPY_ITEMS else []),
        *_constant_columns(constant, labels),
    ]
    parts = {Message("Information content"): information}
    return _weighed(information, parts, constant, "entropy weights", "w ∝ 1 − e", labels, warnings)


def critic_weights(matrix: object, directions: object, *, names: Sequence[str] | None = None) -> WeightResult:
    """Return w ∝ C, Cⱼ = SDⱼ·Σₖ(1 − rⱼₖ) on columns scaled to 0–1 by their direction (Diakoulaki et al. 1995).

    SD has n − 1, r is Pearson's; `directions` are +1 (more is better) or −1, one per column.
    """
    given = read_matrix("matrix", matrix)
    signs = directions_of("directions", directions, given.shape[1])
    labels = read_names("names", names, given.shape[1])
    _require_items(len(given), CRITIC_ITEMS)
    constant = _constant(given, np.ones(len(signs), bool))
    parts = np.zeros((2, len(signs)))
    if not constant.any():
        parts = _contrast_and_conflict(given, signs)
    elif not constant.all():
        parts[:, ~constant] = _contrast_and_conflict(given[:, ~constant], signs[~constant])
    contrast, conflict = parts
    information = contrast * conflict
    warnings = [*_few_items(len(given), CRITIC_STEADY), *_constant_columns(constant, labels)]
    shown_parts = {
        Message("Standard deviation"): contrast,
        Message("Conflict with the other indicators"): conflict,
        Message("Information content"): information,
    }
    return _weighed(information, shown_parts, constant, "CRITIC weights", "w ∝ SD·Σ(1 − r)", labels, warnings)


def _require_items(got: int, least: int) -> None:
    if got < least:
        raise MethodError(
            "%(argument)s: got %(got)s items, takes at least %(least)s: weights from fewer swing with every item",
            argument="matrix",
            got=got,
            least=least,
        )


def _require_positive(table: FloatArray) -> None:
    if table.min() > 0:
        return
    row, column = (int(at) for at in np.argwhere(table <= 0)[0])
    raise MethodError(
        "%(argument)s: got %(got)s in row %(row)s, column %(column)s, takes positive numbers",
        argument="matrix",
        got=float(table[row, column]),
        row=row + 1,
        column=column + 1,
    )


def _divergence(table: FloatArray) -> FloatArray:
    """Return Σ(r·ln r − r + 1)/n of r = x/mean, which is (1 − e)·ln n.

    Every term is ≥ 0 and small where r is near 1: nearly constant columns keep their digits, which are
    lost when e is taken from 1.
    """
    count, width = table.shape
    mean = _column_means(table)
    rows = max(1, BLOCK // width)
    ratio, term = np.empty((2, min(rows, count), width))
    total, ones = np.zeros(width), np.ones(rows)
    for start in range(0, count, rows):
        block = table[start : start + rows]
        r, t = ratio[: len(block)], term[: len(block)]
        np.divide(block, mean, out=r)
        np.maximum(r, np.finfo(float).tiny, out=r)
        np.log(r, out=t)
        t *= r
        r -= 1
        t -= r
        total += ones[: len(t)] @ t
    divergence: FloatArray = np.maximum(total / count, 0.0)
    return divergence


def _column_means(table: FloatArray) -> FloatArray:
    """Return the means of positive columns, also where their sum is beyond the largest float."""
    with np.errstate(over="ignore"):
        mean: FloatArray = np.ones(len(table)) @ table / len(table)
    if not np.isfinite(mean).all():
        mean = (table / len(table)).sum(axis=0)
    return mean


def _constant(table: FloatArray, candidates: BoolArray) -> BoolArray:
    """Return which of the candidate columns hold one value but for rounding."""
    constant = np.zeros(len(candidates), bool)
    if candidates.any():
        columns = table if candidates.all() else table[:, candidates]
        low, high = columns.min(axis=0), columns.max(axis=0)
        size = np.maximum(np.abs(low), np.abs(high))
        constant[candidates] = high / 2 - low / 2 <= EQUAL / 2 * size
    return constant


def _contrast_and_conflict(table: FloatArray, signs: FloatArray) -> FloatArray:
    """Return SD and Σ(1 − r) of columns that are not constant; a single one has no other to differ from and gets 1."""
    low, high = table.min(axis=0) / 2, table.max(axis=0) / 2
    scaled = table / 2
    scaled -= low
    scaled /= (high - low) * signs
    scaled -= scaled.mean(axis=0)
    products = scaled.T @ scaled
    length = np.sqrt(products.diagonal())
    conflict = (1 - np.clip(products / np.outer(length, length), -1, 1)).sum(axis=1)
    conflict[conflict < UNINFORMATIVE] = 0
    return np.stack([length / np.sqrt(len(table) - 1), conflict if len(conflict) > 1 else np.ones(1)])


def _few_items(got: int, steady: int) -> Iterable[Message]:
    if got < steady:
        yield Message(
            "Only %(got)s items: below %(steady)s the weights swing with every item that comes or goes",
            got=got,
            steady=steady,
        )


def _lowered(least: int) -> Message:
    return Message(
        "The smallest number of items was lowered from %(usual)s to %(least)s: for teaching and tests only",
        usual=ENTROPY_ITEMS,
        least=least,
    )


def _constant_columns(constant: BoolArray, labels: Names) -> Iterable[Message]:
    for place in np.flatnonzero(constant):
        yield Message(
            "Column %(column)s has one value for all items: its weight is 0", column=labels.place(int(place))
        )


def _weighed(
    information: FloatArray,
    parts: Mapping[Message, FloatArray],
    constant: BoolArray,
    method: str,
    rule: str,
    labels: Names,
    warnings: Iterable[Message],
) -> WeightResult:
    """Return the weights in proportion to the information of the columns."""
    if constant.all():
        raise MethodError(
            "%(argument)s: got the same value for all items in every column, takes at least one column that differs",
            argument="matrix",
        )
    if not information.any():
        raise MethodError(
            "%(argument)s: got columns that all move together, takes columns between which the items differ",
            argument="matrix",
        )
    weights = information / information.sum()
    columns = zip(*(part.tolist() for part in parts.values()), strict=True)
    lines = [
        Step(
            label=labels.label(place),
            value=weight,
            contribution=weight,
            rule=rule,
            children=tuple(
                [Step(label=part, value=value) for part, value in zip(parts, values, strict=True)]
            ),
        )
        for place, (weight, values) in enumerate(zip(weights.tolist(), columns, strict=True))
    ]
    return WeightResult(
        weights=weights,
        information=information,
        explanation=Step.total(Message("Weights"), lines, rule=method),
        warnings=tuple(warnings),
        method=method,
    )
