"""What a comparison in pairs may be, and how computed weights become points of the plan."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import log

from quanheng.platform.common.errors import Refused

SCALE = (*(str(n) for n in range(9, 1, -1)), "1", *(f"1/{n}" for n in range(2, 10)))
"""Saaty's 17 steps: 9 the first absolutely more important, 1 equal, 1/9 the second absolutely more important."""

FEWEST, MOST = 3, 15
"""Indicators in one round: with two there is nothing to contradict, above 15 the random index is unknown."""

FEWEST_MEMBERS = 2
TENTHS = 1000
"""Points of a side in tenths: 100.0."""

TENTH = Decimal("0.1")
Matrix = list[list[float | None]]


def pair_key(first: int, second: int) -> str:
    return f"{first}-{second}"


def pairs(size: int) -> list[tuple[int, int]]:
    """Return the pairs of `size` items by place, counted from 1, in the order of the page."""
    return list(combinations(range(1, size + 1), 2))


def open_pairs(size: int, answers: Mapping[str, str]) -> list[tuple[int, int]]:
    return [pair for pair in pairs(size) if pair_key(*pair) not in answers]


def require_answers(size: int, answers: Mapping[str, str]) -> None:
    """Refuse what is no pair of the round, and what is no step of the scale."""
    known = {pair_key(*pair) for pair in pairs(size)}
    for key, value in answers.items():
        if key not in known:
            raise Refused("pair: got %(got)s, takes a pair of the indicators of this round", got=key)
        if value not in SCALE:
            raise Refused("Pair %(pair)s: got %(got)s, takes a step of the scale", pair=key, got=value)


def matrix(size: int, answers: Mapping[str, str]) -> Matrix:
    """Return the reciprocal matrix of the answers; both cells of an open pair are `None`."""
    rows: Matrix = [[1.0 if row == column else None for column in range(size)] for row in range(size)]
    for first, second in pairs(size):
        if value := answers.get(pair_key(first, second)):
            step = Fraction(value)
            rows[first - 1][second - 1], rows[second - 1][first - 1] = float(step), float(1 / step)
    return rows


def nearest_step(value: float) -> str:
    """Return the step of the scale next to a ratio, measured by ratios: 2.5 is nearer to 3 than to 2."""
    return min(SCALE, key=lambda step: abs(log(Fraction(step)) - log(value)))


def points(weights: Sequence[float]) -> list[Decimal]:
    """Return the weights as points that make exactly 100.0: largest remainders at 0.1, none below 0.1.

    What would be less than 0.1 is lifted to it, and the others share the rest. Of equal remainders the earlier
    one takes the tenth.
    """
    lifted: set[int] = set()
    while small := {i for i, share in _shares(weights, lifted).items() if share < 1}:
        lifted |= small
    shares = _shares(weights, lifted)
    tenths = [1 if i in lifted else int(shares[i]) for i in range(len(weights))]
    by_remainder = sorted(shares, key=lambda i: tenths[i] - shares[i])
    for i in by_remainder[: TENTHS - sum(tenths)]:
        tenths[i] += 1
    return [TENTH * value for value in tenths]


def _shares(weights: Sequence[float], lifted: Collection[int]) -> dict[int, float]:
    """Return, in tenths, what each of the others gets when the lifted ones have one tenth each."""
    others = [i for i in range(len(weights)) if i not in lifted]
    total = sum(weights[i] for i in others)
    return {i: weights[i] / total * (TENTHS - len(lifted)) for i in others}
