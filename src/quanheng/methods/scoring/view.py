"""Other dimensions for the same marks: a view never asks anybody again and never changes a score.

The five values of M-1 are one way to look at a result. A view gathers values, or single leaves, into
dimensions of another paper. `FOUR_DIMENSIONS` is modelled on GB/T 44731-2024, where social and cultural
value are one (secondary, to be verified against the standard; no conformity is claimed).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import instance, instances, name, one_of, sequence, shown, text
from quanheng.methods.record import Record
from quanheng.methods.result import Message, Step
from quanheng.methods.scoring.breakdown import weigh
from quanheng.methods.scoring.conclusion import EvaluationResult, ValueScore
from quanheng.methods.scoring.shape import Shape
from quanheng.methods.scoring.tree import VALUES, read_tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension(Record):
    """One dimension: the values of the five that it takes together, and leaves that it takes whole."""

    id: str
    title: str = ""
    values: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Record):
    """Dimensions by the name of the paper that they follow; each value and each leaf feeds one at most."""

    nested: ClassVar[Mapping[str, type[Record]]] = {"dimensions": Dimension}

    name: str
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewResult(Record):
    """Scores by dimension id; a dimension that no assessed leaf feeds has the score `None`."""

    keyed: ClassVar[Mapping[str, type[Record]]] = {"dimensions": ValueScore}

    dimensions: Mapping[str, ValueScore]
    explanation: Step
    method: str
    warnings: tuple[str, ...] = ()


FOUR_DIMENSIONS = View(
    name="modelled on GB/T 44731-2024",
    dimensions=(
        Dimension(id="scientific", title=Message("Scientific value"), values=("scientific",)),
        Dimension(id="technical", title=Message("Technical value"), values=("technical",)),
        Dimension(id="economic", title=Message("Economic value"), values=("economic",)),
        Dimension(id="social", title=Message("Social and cultural value"), values=("social", "cultural")),
    ),
)


def by_dimension(result: EvaluationResult, view: View = FOUR_DIMENSIONS) -> ViewResult:
    """Return the result in the dimensions of a view: Σ W·share·s / Σ W·share over assessed leaves (M-1).

    A leaf that a dimension names feeds it whole; the others feed by their shares of the five values.
    Raises `MethodError` for an unknown value or leaf and for one that two dimensions claim.
    """
    given = instance("result", result, EvaluationResult)
    shape = Shape(read_tree(given.stored.tree))
    checked = _read(view, shape)
    scores = {leaf.id: given.by_node[leaf.id].score for leaf in shape.tree.leaves}
    shares = {dimension.id: _shares(dimension, checked, shape) for dimension in checked.dimensions}
    found = {key: weigh(shape, scores, fed) for key, fed in shares.items()}
    unfed = [leaf for leaf in scores if not any(leaf in fed for fed in shares.values())]
    return ViewResult(
        dimensions=found,
        explanation=_explanation(checked, shape, scores, shares, found),
        method=checked.name,
        warnings=(Message("view: feeds no dimension: %(leaves)s", leaves=", ".join(unfed)),) if unfed else (),
    )


def _read(view: object, shape: Shape) -> View:
    given = instance("view", view, View)
    dimensions = tuple(_dimension(one, shape) for one in instances("dimensions", given.dimensions, Dimension))
    if not dimensions:
        raise MethodError("dimensions: got none, takes at least one")
    _refuse_twice("dimensions", [one.id for one in dimensions])
    _refuse_twice("dimensions: values", [value for one in dimensions for value in one.values])
    _refuse_twice("dimensions: leaves", [leaf for one in dimensions for leaf in one.leaves])
    return View(name=name("view: name", given.name), dimensions=dimensions)


def _dimension(given: Dimension, shape: Shape) -> Dimension:
    at = name("dimension id", given.id)
    leaves = tuple(name(f"{at}: leaves", leaf) for leaf in sequence(f"{at}: leaves", given.leaves))
    for leaf in leaves:
        if leaf not in shape.column:
            raise MethodError("%(at)s: got %(got)s, takes leaves of the tree", at=at, got=shown(leaf))
    text(f"{at}: title", given.title)
    return Dimension(
        id=at,
        title=given.title,
        values=tuple(one_of(f"{at}: values", value, VALUES) for value in sequence(at, given.values)),
        leaves=leaves,
    )


def _refuse_twice(argument: str, ids: list[str]) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise MethodError("%(argument)s: got %(id)s twice, takes each once", argument=argument, id=one)


def _shares(dimension: Dimension, view: View, shape: Shape) -> dict[str, float]:
    """Return what share of each leaf the dimension takes, leaves without a share left out."""
    claimed = {leaf for one in view.dimensions for leaf in one.leaves}
    shares = dict.fromkeys(dimension.leaves, 1.0)
    for leaf in shape.tree.leaves:
        share = sum(leaf.values.get(value, 0.0) for value in dimension.values)
        if share > 0 and leaf.id not in claimed:
            shares[leaf.id] = share
    return shares


def _explanation(
    view: View,
    shape: Shape,
    scores: Mapping[str, float | None],
    shares: Mapping[str, Mapping[str, float]],
    found: Mapping[str, ValueScore],
) -> Step:
    """Return each dimension with the leaves that feed it; what a leaf adds sums to the dimension's score."""
    steps = []
    for dimension in view.dimensions:
        score, fed = found[dimension.id].score, found[dimension.id]
        lines = [
            Step.line(
                _title(shape, leaf),
                part,
                weight=shape.total_weights[shape.position[leaf]] * share / (fed.weight * fed.coverage),
                sources=(leaf,),
            )
            for leaf, share in shares[dimension.id].items()
            if (part := scores[leaf]) is not None and fed.coverage
        ]
        value = Message("not assessed") if score is None else score
        steps.append(Step(label=dimension.title or dimension.id, value=value, children=tuple(lines)))
    return Step(label=view.name, value=len(steps), rule="Σ W·share·s / Σ W·share", children=tuple(steps))


def _title(shape: Shape, leaf: str) -> str:
    indicator = shape.tree.indicators[shape.position[leaf]]
    return indicator.title or indicator.id
