"""Rank acceptability: how often an option takes each rank when weights and scores are in doubt (SMAA).

Lahdelma and Salminen 2001, for cohorts inside one competition. Draws are kept as counts of 16 bits only.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import FloatArray, IntArray, matrix, shown, weights_of_one, whole
from quanheng.methods.ranking.results import Shapes, explained, option_label, ranked
from quanheng.methods.record import Record
from quanheng.methods.result import Message, Step

MOST = 2**16 - 1
"""What 16 bits count: samples, and options."""
DRAWN_AT_ONCE = 2**17
KEPT_AT_ONCE = 5 * 2**23
COUNTED_AT_ONCE = 2**19
"""Cells per step; they bound the memory beside the counts to about 100 MB."""
Counts = NDArray[np.uint16]


class Acceptability:
    """Shares [options, ranks] that are made from their counts when a part of them is read."""

    def __init__(self, counts: Counts, rows: IntArray, samples: int) -> None:
        self._counts, self._rows, self._samples = counts, rows, samples

    @property
    def shape(self) -> tuple[int, int]:
        return len(self._rows), self._counts.shape[1]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: object) -> FloatArray:
        """Return `[i]` the row of an option, `[i, r]` one share, slices of both, as floats."""
        option, rank = place if isinstance(place, tuple) else (place, slice(None))
        shares: FloatArray = self._counts[self._rows[option], rank] / self._samples
        return shares

    def __array__(self, dtype: object = None, copy: bool | None = None) -> FloatArray:  # noqa: FBT001  # NumPy's protocol
        return self[:]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AcceptabilityResult(Record):
    """`counts` holds one row per option that differs from all others, `rows` which row is whose."""

    arrays: ClassVar[Shapes] = {"counts": ("u2", (None, None)), "rows": ("i8", (None,))}

    counts: Counts
    rows: IntArray
    samples: int
    seed: int
    warnings: tuple[str, ...]
    method: str

    @property
    def acceptability(self) -> Acceptability:
        """`[i, r]` is the share of samples that put option i at rank r + 1."""
        return Acceptability(self.counts, self.rows, self.samples)

    @property
    def expected_ranks(self) -> FloatArray:
        """The mean rank of every option."""
        ranks = np.arange(1, self.counts.shape[1] + 1)
        sums = np.einsum("ij,j->i", self.counts, ranks, dtype=float, casting="unsafe")
        return np.asarray(sums[self.rows] / self.samples)

    @property
    def explanation(self) -> Step:
        """One step per option, best expected rank first; worked out when asked for."""
        expected, shares = self.expected_ranks, self.acceptability
        return explained(
            self.method,
            [
                Step(
                    label=option_label(row),
                    value=float(expected[row]),
                    rule="Σ r·b",
                    children=(
                        Step(label=Message("Share at the first rank"), value=float(shares[row, 0])),
                        Step(
                            label=Message("Share within the first three ranks"),
                            value=float(shares[row, :3].sum()),
                        ),
                    ),
                )
                for row in np.argsort(expected, kind="stable").tolist()
            ],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """What is drawn from: scores and squared deviations of options that differ, negated so that low is best."""

    losses: FloatArray
    variances: FloatArray | None
    weights: FloatArray | None
    twins: IntArray
    """How many options share each row."""


def rank_acceptability(
    scores: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    deviations: ArrayLike | None = None,
    samples: int = 10_000,
    seed: int = 0,
) -> AcceptabilityResult:
    """Draw weights and scores, rank every draw, count the ranks.

    `scores` [options, criteria] are on one scale, more is better. `weights` fixes the weights; `None` draws
    them evenly from the simplex. `deviations`, shaped like `scores`, are the standard deviations of normal
    errors; `None`: the scores are exact. Equal options share the smaller rank. At most 65,535 samples.
    """
    count = whole("samples", samples, least=1)
    read = matrix("scores", scores)
    for argument, got in (("samples", count), ("scores", len(read))):
        if got > MOST:
            raise MethodError(
                "%(argument)s: got %(got)s, takes at most %(most)s", argument=argument, got=got, most=MOST
            )
    if len(read) < 2:
        raise MethodError("scores: got one option, takes at least two to rank")
    start = whole("seed", seed, least=0)
    fixed = None if weights is None else weights_of_one("weights", weights, read.shape[1])
    spread = None if deviations is None else _read_deviations(deviations, read.shape)
    draws, rows = _prepare(read, fixed, spread)
    exact = fixed is not None and draws.variances is None
    counts = np.zeros((len(draws.losses), len(read)), np.uint16)
    _count(counts, draws, 1 if exact else count, start)
    if exact:
        counts *= count
    return AcceptabilityResult(
        counts=counts,
        rows=rows,
        samples=count,
        seed=start,
        warnings=_nothing_drawn() if exact else (),
        method=_method(draws, count),
    )


def _read_deviations(deviations: object, shape: tuple[int, ...]) -> FloatArray:
    read = matrix("deviations", deviations)
    if read.shape != shape:
        raise MethodError(
            "%(argument)s: got the shape %(got)s, takes %(wanted)s",
            argument="deviations",
            got=read.shape,
            wanted=str(list(shape)),
        )
    if (read < 0).any():
        raise MethodError(
            "%(argument)s: got %(got)s, takes a number that is not negative",
            argument="deviations",
            got=shown(float(read.min())),
        )
    return read


def _prepare(
    scores: FloatArray, weights: FloatArray | None, spread: FloatArray | None
) -> tuple[Draws, IntArray]:
    """Return what to draw from, and for each option its row there; options that always tie share a row."""
    size = max(float(np.abs(scores).max()), float(spread.max()) if spread is not None else 0.0) or 1.0
    scaled = scores / size + 0.0  # −0 and 0 are the same score
    variances = (spread / size) ** 2 if spread is not None and spread.any() else None
    exact = np.ones(len(scores), bool) if variances is None else ~variances.any(axis=1)
    keys = scaled if weights is None else -ranked(scaled @ weights)[:, None].astype(float)
    marked = np.column_stack([np.where(exact, 0, np.arange(1, len(scores) + 1)), keys])
    _, first, rows, twins = np.unique(
        marked, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    return (
        Draws(
            losses=-scaled[first],
            variances=None if variances is None else variances[first],
            weights=weights,
            twins=twins,
        ),
        rows.reshape(-1),
    )


def _count(counts: Counts, draws: Draws, samples: int, seed: int) -> None:
    """Draw, rank and add up to `counts`, a buffer of ranks at a time."""
    options = len(counts)
    bits = np.random.PCG64(seed)
    streams = np.random.Generator(bits), np.random.Generator(bits.jumped())
    size = min(samples, max(1, KEPT_AT_ONCE // options))
    kept = np.empty((options, size), np.uint16)
    step = max(1, DRAWN_AT_ONCE // options)
    for start in range(0, samples, size):
        ranks = kept[:, : samples - start]
        for first in range(0, ranks.shape[1], step):
            part = ranks[:, first : first + step]
            part[:] = _ranks(_losses(draws, part.shape[1], streams), draws.twins).T
        _add(counts, ranks)


def _losses(draws: Draws, count: int, streams: tuple[np.random.Generator, np.random.Generator]) -> FloatArray:
    """Return drawn values [count, options], low is best.

    The errors of one option's criteria add up to one normal error with the variance Σ w²σ².
    """
    if draws.weights is None:
        weights = streams[0].standard_exponential((count, draws.losses.shape[1]))
        weights /= weights.sum(axis=1, keepdims=True)
    else:
        weights = np.tile(draws.weights, (count, 1))
    losses: FloatArray = weights @ draws.losses.T
    if draws.variances is not None:
        errors = streams[1].standard_normal(losses.shape)
        errors *= np.sqrt(weights**2 @ draws.variances.T)
        losses += errors
    return losses


def _ranks(losses: FloatArray, twins: IntArray) -> Counts:
    """Return the ranks, from 0, of every draw."""
    ranks = np.empty(losses.shape, np.uint16)
    places = np.arange(len(twins), dtype=np.uint16)
    alone = twins.max() == 1
    for row, order in zip(ranks, np.argsort(losses, axis=1), strict=True):
        row[order] = places if alone else np.cumsum(twins[order]) - twins[order]
    return ranks


def _add(counts: Counts, ranks: Counts) -> None:
    """Count the ranks of every option, as many options at a time as fit the processor's cache."""
    options, width = counts.shape
    step = max(1, COUNTED_AT_ONCE // width)
    for first in range(0, options, step):
        part = ranks[first : first + step]
        cells = part + (np.arange(len(part)) * width)[:, None]
        np.add.at(counts[first : first + step].reshape(-1), cells.reshape(-1), np.uint16(1))


def _nothing_drawn() -> tuple[Message, ...]:
    return (Message("weights and scores are fixed: nothing is drawn, every sample has the same ranks"),)


def _method(draws: Draws, samples: int) -> str:
    kinds = ("uniform weights" if draws.weights is None else "fixed weights",) + (
        ("normal scores",) if draws.variances is not None else ("exact scores",)
    )
    return f"SMAA, {', '.join(kinds)}, {samples} samples, numpy {np.__version__} PCG64"
