"""A `Step` tree as lines in reading order, so that one loop draws it at any size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from quanheng.methods.result import Step
from quanheng.platform.common.ui.formats import number
from quanheng.platform.common.ui.sentences import sentence

ALL = "all"


@dataclass(frozen=True, slots=True)
class Line:
    """One step. `path` (0.2.1) names it in `?open=`; `closing` ends the branches that end after it.

    `bar` is the size of its contribution, 0 to 100, of the largest among its siblings.
    """

    path: str
    label: str
    value: str
    unit: str
    rule: str
    sources: str
    contribution: str
    bar: int
    negative: bool
    branch: bool
    open: bool
    closing: SafeString


def lines(step: Step, *, opened: Sequence[str] = ()) -> Iterator[Line]:
    """Give the tree's lines; the root is open, and every step on the way to an `opened` path."""
    return _walk(step, "0", 0, 0, frozenset(opened))


def _walk(step: Step, path: str, largest: float, ends: int, opened: frozenset[str]) -> Iterator[Line]:
    branch = bool(step.children)
    yield _line(step, path, largest, 0 if branch else ends, opened)
    top = max((abs(float(c.contribution)) for c in step.children if c.contribution is not None), default=0.0)
    last = len(step.children) - 1
    for place, child in enumerate(step.children):
        yield from _walk(child, f"{path}.{place}", top, ends + 1 if place == last else 0, opened)


def _line(step: Step, path: str, largest: float, ends: int, opened: frozenset[str]) -> Line:
    share = step.contribution
    return Line(
        path=path,
        label=sentence(step.label),
        value=sentence(step.value) if isinstance(step.value, str) else number(step.value),
        unit=sentence(step.unit),
        rule=sentence(step.rule),
        sources=", ".join(step.sources),
        contribution="" if share is None else number(share),
        bar=round(abs(float(share)) / largest * 100) if share is not None and largest else 0,
        negative=share is not None and share < 0,
        branch=bool(step.children),
        open=_is_open(path, opened),
        closing=mark_safe("</div></details>" * ends),  # noqa: S308  # a constant, repeated
    )


def _is_open(path: str, opened: frozenset[str]) -> bool:
    return path == "0" or ALL in opened or any(f"{other}.".startswith(f"{path}.") for other in opened)
