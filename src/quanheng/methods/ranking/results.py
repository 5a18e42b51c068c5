"""What every ranking answers, and how options are ordered: 1 is best, ties share the smaller number."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from quanheng.methods.inputs import FloatArray, IntArray
from quanheng.methods.record import Record
from quanheng.methods.result import Message, Step

SAME = 1e-12
"""Scores nearer than this differ by rounding only: they tie."""
Shapes = Mapping[str, tuple[str, tuple[int | None, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankingResult(Record, ABC):
    """Scores (more is better) and ranks in the order of the options."""

    arrays: ClassVar[Shapes] = {"scores": ("f8", (None,)), "ranks": ("i8", (None,))}

    scores: FloatArray
    ranks: IntArray
    warnings: tuple[str, ...]
    method: str

    @property
    def explanation(self) -> Step:
        """One step per option, best first; worked out when asked for."""
        return explained(self.method, [self.option(row) for row in best_first(self.ranks)])

    @abstractmethod
    def option(self, row: int) -> Step:
        """Return the way to the score of one option."""


def ranked(scores: FloatArray, *, same: float = SAME) -> IntArray:
    """Return ranks of scores where more is better; neighbours nearer than `same` tie."""
    order = np.argsort(-scores)
    ordered = scores[order]
    places = np.arange(len(scores))
    places[1:][ordered[:-1] - ordered[1:] <= same] = 0
    ranks = np.empty(len(scores), np.int64)
    ranks[order] = np.maximum.accumulate(places) + 1
    return ranks


def best_first(ranks: IntArray) -> list[int]:
    """Return rows by rank, tied ones in their own order."""
    rows: list[int] = np.argsort(ranks, kind="stable").tolist()
    return rows


def explained(method: str, options: Sequence[Step]) -> Step:
    return Step(label=Message("Ranking"), value=len(options), rule=method, children=tuple(options))


def option_label(row: int) -> Message:
    return Message("Option %(number)s", number=row + 1)


def criterion_label(column: int) -> Message:
    return Message("Criterion %(number)s", number=column + 1)


def same_for_all(argument: str, columns: Iterable[int]) -> tuple[Message, ...]:
    """Return a warning that names constant columns, counted from 1, if there are any."""
    listed = ", ".join(str(column + 1) for column in columns)
    if not listed:
        return ()
    return (
        Message(
            "%(argument)s: column %(columns)s is the same for all options and does not change the order",
            argument=argument,
            columns=listed,
        ),
    )
