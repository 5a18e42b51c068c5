"""Weights that people bring: made to sum to 1 on request, and added to those that data give."""

from collections.abc import Sequence

import numpy as np

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import FloatArray, number_between, per_item, sequence, weights_of_one
from quanheng.methods.result import Message, Step
from quanheng.methods.weighting.names import read_names
from quanheng.methods.weighting.results import WeightResult

OBJECTIVE_LEADS = 0.5


def normalise_weights(weights: object) -> FloatArray:
    """Return the weights divided by their sum; each is from 0 on and at least one is positive."""
    return normalised("weights", weights)


def normalised(argument: str, weights: object, count: int | None = None) -> FloatArray:
    """Return a new array that sums to 1, with the refusals of `normalise_weights`."""
    items = sequence(argument, weights)
    given = per_item(argument, items, len(items) if count is None else count)
    if not len(given):
        raise MethodError("%(argument)s: got none, takes at least one", argument=argument)
    if (given < 0).any():
        at = int(np.argmax(given < 0))
        raise MethodError(
            "%(argument)s: got %(got)s at place %(place)s, takes weights that are not negative",
            argument=argument,
            got=float(given[at]),
            place=at + 1,
        )
    if not given.any():
        raise MethodError("%(argument)s: got only zeros, takes a positive sum", argument=argument)
    scaled = given / given.max()
    result: FloatArray = scaled / scaled.sum()
    return result


def combine_weights(
    subjective: object, objective: object, *, subjective_share: float, names: Sequence[str] | None = None
) -> WeightResult:
    """Return α·s + (1 − α)·o, α = `subjective_share`; both sum to 1 (H-14.3).

    The platform's default is α = 1: weights are approved before any sheet opens. There is no product
    form, in which one zero of the data would erase a judgement.
    """
    people = weights_of_one("subjective", subjective)
    data = weights_of_one("objective", objective, len(people))
    share = number_between("subjective_share", subjective_share, 0, 1)
    labels = read_names("names", names, len(people))
    lines = [
        Step.total(
            labels.label(place),
            (
                Step.line(Message("Subjective weight"), s, weight=share),
                Step.line(Message("Objective weight"), o, weight=1 - share),
            ),
            rule="α·s + (1 − α)·o",
            contribution=share * s + (1 - share) * o,
        )
        for place, (s, o) in enumerate(zip(people.tolist(), data.tolist(), strict=True))
    ]
    method = f"combined weights, additive, subjective share {share:g}"
    return WeightResult(
        weights=share * people + (1 - share) * data,
        explanation=Step.total(Message("Weights"), lines, rule=method),
        warnings=_warnings(share),
        method=method,
    )


def _warnings(share: float) -> tuple[Message, ...]:
    if share >= OBJECTIVE_LEADS:
        return ()
    return (
        Message(
            "The data outweigh the judgements: the subjective share is %(share)s, below one half",
            share=f"{share:g}",
        ),
    )
