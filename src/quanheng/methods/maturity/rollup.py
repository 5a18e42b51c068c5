"""The roll-up: from the levels of the work packages to the level of the project (scoring.md 4)."""

from collections.abc import Iterable, Sequence
from math import fsum
from typing import cast

from quanheng.methods.errors import MethodError, shown
from quanheng.methods.maturity.checks import (
    checked_package,
    checked_packages,
    checked_wide_levels,
    last_leaf_level,
    require_leaf_levels,
)
from quanheng.methods.maturity.numbers import number
from quanheng.methods.maturity.records import LeafLevel, MaturityResult, Scale, WorkPackage
from quanheng.methods.result import Message, Step

ROLLUPS = ("critical_minimum", "minimum")


def assess(
    packages: Sequence[WorkPackage],
    scale: Scale,
    *,
    project_accepted: frozenset[int] = frozenset(),
    rollup: str = "critical_minimum",
) -> MaturityResult:
    """Grade a project by its work packages and by the evidence accepted for the whole of it (H-6, H-8).

    `rollup` "critical_minimum": the lowest critical package decides, the lowest of all when none is
    critical; "minimum": always the lowest of all.
    """
    top = last_leaf_level(scale)
    checked = checked_packages(packages)
    for package in checked:
        require_leaf_levels(package, scale, top)
    wide = checked_wide_levels(project_accepted, scale, top)
    if not isinstance(rollup, str) or rollup not in ROLLUPS:
        raise MethodError(
            "rollup: got %(got)s, takes one of %(names)s", got=shown(rollup), names=", ".join(ROLLUPS)
        )
    leaves = tuple(_leaf(package) for package in checked)
    level = _lowest(checked, leaves, rollup)
    while level >= top and level + 1 in wide:
        level += 1
    index = _index(checked, leaves)
    return MaturityResult(
        level=level,
        stage=scale.levels[level - 1].stage if level else "",
        index=cast(float, index.value),
        leaves=leaves,
        explanation=_explanation(level, checked, leaves, wide, index),
        warnings=tuple(_warnings(level, checked, leaves, wide, rollup)),
        method=f"{rollup.replace('_', ' ')}, scale {scale.name}",
        scale=scale.name,
    )


def leaf_level(package: WorkPackage) -> LeafLevel:
    """Return the highest level with no gap below it, and the levels that keep it from rising."""
    return _leaf(checked_package(package))


def critical_minimum(packages: Sequence[WorkPackage]) -> int:
    """Return the level of the lowest critical package, of the lowest of all when none is critical (H-8)."""
    checked = checked_packages(packages)
    return _lowest(checked, tuple(_leaf(package) for package in checked), "critical_minimum")


def readiness_index(packages: Sequence[WorkPackage]) -> Step:
    """Return Σ wᵢ·Lᵢ / Σ wᵢ with one explained line per package."""
    checked = checked_packages(packages)
    return _index(checked, tuple(_leaf(package) for package in checked))


def missing(package: WorkPackage, scale: Scale) -> tuple[int, ...]:
    """Return what must be accepted for the package to rise: its gaps, else the next level, () at the last leaf level."""
    top = last_leaf_level(scale)
    checked = checked_package(package)
    require_leaf_levels(checked, scale, top)
    leaf = _leaf(checked)
    return leaf.gaps or tuple(range(leaf.level + 1, top + 1))[:1]


def value_added(start: float | MaturityResult, end: float | MaturityResult) -> float:
    """Return the technology value added: the readiness index at the end less that at the start.

    Two results of `assess` are taken by their index and refused when their scales differ: numbers of two
    scales cannot be subtracted. Bare numbers are the caller's word that one scale holds for both.
    """
    graded = [one for one in (start, end) if isinstance(one, MaturityResult)]
    if len({one.scale for one in graded}) > 1:
        raise MethodError(
            "end: got a result on %(end)s, takes one on %(start)s as at the start",
            end=graded[1].scale,
            start=graded[0].scale,
        )
    first, last = (one.index if isinstance(one, MaturityResult) else one for one in (start, end))
    return number("end", last) - number("start", first)


def _leaf(package: WorkPackage) -> LeafLevel:
    accepted = package.accepted
    level = 0
    while level + 1 in accepted:
        level += 1
    if level == len(accepted):
        return LeafLevel(package.code, level, ())
    return LeafLevel(
        package.code, level, tuple(n for n in range(level + 1, max(accepted)) if n not in accepted)
    )


def _lowest(packages: Sequence[WorkPackage], leaves: Sequence[LeafLevel], rollup: str) -> int:
    critical = [leaf.level for package, leaf in zip(packages, leaves, strict=True) if package.critical]
    deciding = critical if critical and rollup == "critical_minimum" else [leaf.level for leaf in leaves]
    return min(deciding)


def _index(packages: Sequence[WorkPackage], leaves: Sequence[LeafLevel]) -> Step:
    total = fsum(package.weight for package in packages)
    lines = [
        Step.line(
            package.title or package.code, leaf.level, weight=package.weight / total, sources=(package.code,)
        )
        for package, leaf in zip(packages, leaves, strict=True)
    ]
    return Step.total(Message("Readiness index"), lines, rule="Σ wᵢ·Lᵢ / Σ wᵢ")


def _explanation(
    level: int,
    packages: Sequence[WorkPackage],
    leaves: Sequence[LeafLevel],
    wide: frozenset[int],
    index: Step,
) -> Step:
    steps = [_leaf_step(package, leaf) for package, leaf in zip(packages, leaves, strict=True)]
    if wide:
        counted = sorted(number for number in wide if number <= level)
        lines = tuple(Step(label=Message("Maturity level"), value=number) for number in counted)
        steps.append(Step(label=Message("Whole project"), value=len(counted), children=lines))
    return Step(label=Message("Maturity level"), value=level, rule="L = min Lᵢ", children=(*steps, index))


def _leaf_step(package: WorkPackage, leaf: LeafLevel) -> Step:
    return Step(
        label=package.title or package.code,
        value=leaf.level,
        sources=(package.code,),
        children=tuple([Step(label=Message("Skipped level"), value=number) for number in leaf.gaps]),
    )


def _warnings(
    level: int,
    packages: Sequence[WorkPackage],
    leaves: Sequence[LeafLevel],
    wide: frozenset[int],
    rollup: str,
) -> Iterable[Message]:
    if rollup == "critical_minimum" and not any(package.critical for package in packages):
        yield Message("No work package is critical: the lowest of all decides")
    for leaf in leaves:
        if leaf.gaps:
            yield Message(
                "Work package %(code)s: a higher level is accepted, but not %(levels)s",
                code=leaf.code,
                levels=_enumerated(leaf.gaps),
            )
    if early := sorted(number for number in wide if number > level):
        yield Message(
            "Whole project: accepted levels %(levels)s do not count before every lower level is reached",
            levels=_enumerated(early),
        )


def _enumerated(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
