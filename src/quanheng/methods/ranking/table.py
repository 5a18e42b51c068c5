"""The decision table: options in rows, criteria in columns, each with a weight and a direction."""

from dataclasses import dataclass

import numpy as np

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import FloatArray, directions_of, matrix, weights_of_one
from quanheng.methods.ranking.results import same_for_all
from quanheng.methods.result import Message

LARGE, SMALL = 1e100, 1e-100
"""Columns beyond are divided by their size, lest squares overflow or vanish; no method here sees it."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Checked cells [m, k] (perhaps the caller's own array), with the best and worst cell per column."""

    cells: FloatArray
    weights: FloatArray
    best: FloatArray
    worst: FloatArray

    @property
    def warnings(self) -> tuple[Message, ...]:
        found = same_for_all("matrix", np.flatnonzero(self.best == self.worst).tolist())
        return (
            (*found, Message("matrix: no column with a weight tells the options apart"))
            if self.undecided
            else found
        )

    @property
    def undecided(self) -> bool:
        """Whether no column with a weight tells any option from another."""
        return bool(((self.best == self.worst) | (self.weights < SMALL)).all())

    def shortfall(self) -> FloatArray:
        """Return min-max distances from the best cell, 0 to 1; a constant column is 0."""
        span = self.best - self.worst
        share: FloatArray = (self.best - self.cells) / np.where(span == 0, 1.0, span)
        return share


def read_table(cells: object, weights: object, directions: object) -> Table:
    """Return the checked table; raises `MethodError` for the first argument that does not hold."""
    read = matrix("matrix", cells)
    if len(read) < 2:
        raise MethodError("matrix: got one option, takes at least two to rank")
    shares = weights_of_one("weights", weights, read.shape[1])
    signs = directions_of("directions", directions, read.shape[1])
    low, high = read.min(axis=0), read.max(axis=0)
    size = np.maximum(np.abs(low), np.abs(high))
    far = (size > LARGE) | ((size < SMALL) & (size > 0))
    if far.any():
        scale = np.where(far, size, 1.0)
        read, low, high = read / scale, low / scale, high / scale
    rising = signs > 0
    return Table(read, shares, np.where(rising, high, low), np.where(rising, low, high))
