"""Calibration 校准: how lenient each expert is, seen over all items that several experts scored.

The model is score = item + bias. It is advice beside the raw scores and never enters a score (scoring.md
7 and 9). Without ridge the biases of each connected group of items and experts sum to 0: groups that
share no expert cannot be compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from quanheng.methods.errors import MethodError, shown
from quanheng.methods.inputs import FloatArray, IntArray, name, number_between, sequence
from quanheng.methods.record import Record
from quanheng.methods.result import Message, Step

LARGEST = 1e150
"""Larger scores could not be added up."""
LARGEST_RIDGE = 1e12
FLAGGED_FROM = 2.0
"""Standard deviations of the biases of a group."""
FEWEST_TO_FLAG = 6
"""Among five experts nobody can be two standard deviations off."""
NOISE = 1e-9
BLOCK = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationResult(Record):
    """Calibrated items and each expert's bias (positive: lenient), in the order in which they first stand.

    `components` counts the groups that share no expert; `groups` holds the items of each. `flags` name
    experts ("bias:<expert>") whose bias is beyond 2 SD of their group's biases; nobody is dropped for it.
    `residual_sd` is what item and bias leave unexplained, `None` without a degree of freedom.
    """

    items: Mapping[str, float]
    bias: Mapping[str, float]
    components: int
    groups: tuple[tuple[str, ...], ...]
    grand_mean: float
    residual_sd: float | None
    flags: tuple[str, ...]
    explanation: Step
    warnings: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scores as columns: which item, which expert, how many points off the grand mean."""

    items: tuple[str, ...]
    experts: tuple[str, ...]
    item: IntArray
    expert: IntArray
    score: FloatArray
    mean: float

    @property
    def away(self) -> FloatArray:
        return self.score - self.mean


def calibrate(
    scores: Iterable[tuple[str, str, float]], *, ridge: tuple[float, float] | None = None
) -> CalibrationResult:
    """Split (item, expert, score) triples into item values and biases.

    `ridge=None` is least squares. `ridge=(λ_item, λ_expert)` shrinks both effects towards the grand mean of
    all scores; from estimates of variance, λ is that of the noise over that of the effect. Raises
    `MethodError` for an empty list, two scores by one expert on one item, and numbers that are none.
    """
    sheet = _read_scores(scores)
    penalties = _read_ridge(ridge)
    group = _groups(sheet)
    components = int(group.max()) + 1
    bias = _biases(sheet, group, penalties)
    effects = _effects(sheet, bias, penalties)
    flags, silent = _flags(sheet, group, bias)
    return CalibrationResult(
        items=dict(zip(sheet.items, (sheet.mean + effects).tolist(), strict=True)),
        bias=dict(zip(sheet.experts, bias.tolist(), strict=True)),
        components=components,
        groups=_members(sheet, group, components),
        grand_mean=sheet.mean,
        residual_sd=None if ridge is not None else _residual_sd(sheet, bias, effects, components),
        flags=flags,
        explanation=_explanation(sheet, bias, effects, penalties),
        warnings=(*_apart(components), *silent),
        method="additive least squares"
        if ridge is None
        else f"additive ridge, λ items {penalties[0]:g}, λ experts {penalties[1]:g}",
    )


def _read_scores(scores: object) -> Sheet:
    if not isinstance(scores, Iterable) or isinstance(scores, str | bytes | Mapping):
        raise MethodError("scores: got %(got)s, takes triples of item, expert and score", got=shown(scores))
    items: dict[str, int] = {}
    experts: dict[str, int] = {}
    read: dict[tuple[int, int], float] = {}
    for place, row in enumerate(scores, 1):
        cells = sequence(f"scores, row {place}", row)
        if len(cells) != 3:
            raise MethodError("scores: got %(got)s, takes triples of item, expert and score", got=shown(row))
        item, expert = (
            name(f"scores, row {place}: item", cells[0]),
            name(f"scores, row {place}: expert", cells[1]),
        )
        pair = items.setdefault(item, len(items)), experts.setdefault(expert, len(experts))
        if pair in read:
            raise MethodError(
                "scores: got two scores of %(expert)s for %(item)s, takes one", expert=expert, item=item
            )
        read[pair] = number_between(f"scores, row {place}: score", cells[2], -LARGEST, LARGEST)
    if not read:
        raise MethodError("scores: got none, takes at least one")
    item_of, expert_of = np.array(list(read)).T
    points = np.array(list(read.values()))
    return Sheet(tuple(items), tuple(experts), item_of, expert_of, points, float(points.mean()))


def _read_ridge(ridge: object) -> tuple[float, float]:
    """Return (λ_item, λ_expert), both 0 for least squares."""
    if ridge is None:
        return 0.0, 0.0
    pair = sequence("ridge", ridge)
    if len(pair) != 2:
        raise MethodError("ridge: got %(got)s, takes one λ for items and one for experts", got=shown(ridge))
    low, high = (number_between("ridge", item, 0, LARGEST_RIDGE) for item in pair)
    return low, high


def _groups(sheet: Sheet) -> IntArray:
    """Return for each item the number of its component, counted in the order of the items."""
    above = list(range(len(sheet.items) + len(sheet.experts)))

    def top(node: int) -> int:
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for item, expert in zip(sheet.item.tolist(), sheet.expert.tolist(), strict=True):
        above[top(expert + len(sheet.items))] = top(item)
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(top(item), len(numbers)) for item in range(len(sheet.items))])


def _members(sheet: Sheet, group: IntArray, components: int) -> tuple[tuple[str, ...], ...]:
    found: list[list[str]] = [[] for _ in range(components)]
    for item, number in zip(sheet.items, group.tolist(), strict=True):
        found[number].append(item)
    return tuple(map(tuple, found))


def _biases(sheet: Sheet, group: IntArray, penalties: tuple[float, float]) -> FloatArray:
    """Return every expert's bias, component by component."""
    bias = np.zeros(len(sheet.experts))
    of = group[sheet.item]
    order = np.argsort(of, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(of[order])) + 1):
        experts, expert = np.unique(sheet.expert[rows], return_inverse=True)
        items, item = np.unique(sheet.item[rows], return_inverse=True)
        bias[experts] = _solve(item, expert, sheet.away[rows], (len(items), len(experts)), penalties)
    return bias


def _solve(
    item: IntArray, expert: IntArray, away: FloatArray, shape: tuple[int, int], penalties: tuple[float, float]
) -> FloatArray:
    """Solve one component for its biases, with the items eliminated.

    The biases are written d + c with Σd = 0: the shift c, which only the penalties hold, has its own
    equation, so that a tiny or absent ridge is solved as well as a large one. Without any, c = 0.
    """
    items, experts = shape
    counts = np.bincount(item, minlength=items)
    held: FloatArray = np.asarray(counts + penalties[0], float)
    pull = penalties[1] + np.bincount(expert, (penalties[0] / held)[item], experts)
    sums = np.bincount(item, away, items)
    right = np.bincount(expert, away - (sums / held)[item], experts)
    ties = -_shared(item, expert, held, shape)
    np.fill_diagonal(ties, 0)
    np.fill_diagonal(ties, -ties.sum(axis=1))
    total = float(pull.sum())
    system = np.zeros((experts + 1, experts + 1))
    system[:-1, :-1] = ties + np.diag(pull) + max(float(ties.trace()) / experts, 1.0) / experts
    system[:-1, -1] = pull
    system[-1, :-1] = pull / total if total else 0.0
    system[-1, -1] = 1.0
    shift = float((sums * (penalties[0] / held)).sum()) / total if total else 0.0
    solved = np.linalg.solve(system, np.append(right, shift))
    result: FloatArray = solved[:-1] + solved[-1]
    return result


def _shared(item: IntArray, expert: IntArray, held: FloatArray, shape: tuple[int, int]) -> FloatArray:
    """Return Σ 1/(nᵢ + λ) over the items that two experts share, a block of items at a time."""
    order = np.argsort(item, kind="stable")
    found = np.zeros((shape[1], shape[1]))
    for first in range(0, shape[0], BLOCK):
        rows = order[np.searchsorted(item[order], first) : np.searchsorted(item[order], first + BLOCK)]
        there = np.zeros((min(BLOCK, shape[0] - first), shape[1]))
        there[item[rows] - first, expert[rows]] = 1 / np.sqrt(held[item[rows]])
        found += there.T @ there
    return found


def _effects(sheet: Sheet, bias: FloatArray, penalties: tuple[float, float]) -> FloatArray:
    held = np.bincount(sheet.item) + penalties[0]
    effects: FloatArray = np.bincount(sheet.item, sheet.away - bias[sheet.expert]) / held
    return effects


def _residual_sd(sheet: Sheet, bias: FloatArray, effects: FloatArray, components: int) -> float | None:
    free = len(sheet.score) - len(sheet.items) - len(sheet.experts) + components
    left = sheet.away - effects[sheet.item] - bias[sheet.expert]
    return float(np.linalg.norm(left)) / sqrt(free) if free else None


def _flags(sheet: Sheet, group: IntArray, bias: FloatArray) -> tuple[tuple[str, ...], tuple[Message, ...]]:
    """Return the flags of every component, and a warning when a component is too small to have any."""
    of = np.zeros(len(bias), int)
    of[sheet.expert] = group[sheet.item]
    noise = NOISE * float(np.abs(sheet.score).max())
    far = np.zeros(len(bias), bool)
    sizes = np.bincount(of)
    for number in np.flatnonzero(sizes >= FEWEST_TO_FLAG):
        members = np.flatnonzero(of == number)
        far[members] = np.abs(bias[members]) > FLAGGED_FROM * bias[members].std(ddof=1) + noise
    flags = tuple(f"bias:{one}" for one, is_far in zip(sheet.experts, far, strict=True) if is_far)
    if sizes.min() >= FEWEST_TO_FLAG:
        return flags, ()
    return flags, (
        Message(
            "scores: among fewer than %(least)s experts no bias can lie beyond two standard deviations",
            least=FEWEST_TO_FLAG,
        ),
    )


def _apart(components: int) -> tuple[Message, ...]:
    if components == 1:
        return ()
    return (
        Message(
            "scores: %(count)s groups of items share no expert; items and biases compare within a group only",
            count=components,
        ),
    )


def _explanation(sheet: Sheet, bias: FloatArray, effects: FloatArray, penalties: tuple[float, float]) -> Step:
    held = (np.bincount(sheet.item) + penalties[0])[sheet.item]
    rest = (1 - np.bincount(sheet.item) / (np.bincount(sheet.item) + penalties[0])) * sheet.mean
    corrected = sheet.score - bias[sheet.expert]
    lines: list[list[Step]] = [
        [Step(label=Message("Grand mean"), value=sheet.mean, contribution=float(share))] if share else []
        for share in rest
    ]
    for row, item in enumerate(sheet.item):
        lines[item].append(
            Step(
                label=sheet.experts[sheet.expert[row]],
                value=float(corrected[row]),
                rule=Message("score less bias"),
                contribution=float(corrected[row] / held[row]),
            )
        )
    return Step(
        label=Message("Calibration"),
        value=len(sheet.items),
        rule="Σ (x − b) / n" if not penalties[0] else "(Σ (x − b) + λ·x̄) / (n + λ)",
        children=(
            *(
                Step(label=one, value=float(sheet.mean + effects[i]), children=tuple(lines[i]))
                for i, one in enumerate(sheet.items)
            ),
            *(
                Step(label=Message("Bias of %(expert)s", expert=one), value=float(bias[i]))
                for i, one in enumerate(sheet.experts)
            ),
        ),
    )
