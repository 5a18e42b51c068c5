"""What a comparison of performance takes: equal units, positive ratios, weights that sum to 1, named rivals."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import fsum

from quanheng.methods.errors import MethodError, shown
from quanheng.methods.inputs import (
    WEIGHT_SUM_TOLERANCE,
    instance,
    instances,
    mapping,
    name,
    non_negative,
    number,
    number_between,
    one_of,
    sequence,
    text,
    whole,
)
from quanheng.methods.result import Message
from quanheng.methods.scoring.lead.records import Comparator, LeadParameter
from quanheng.methods.scoring.panel import Fact, read_fact

DIRECTIONS = ("higher", "lower", "target", "range")
SCALES = ("ratio", "interval")
WITHIN: dict[str, tuple[str, ...]] = {
    "international": ("international", "domestic", "industry", "province"),
    "domestic": ("domestic", "industry", "province"),
    "industry": ("industry",),
    "province": ("province",),
}
"""Whose rivals a scope contains: the best of a country is also a rival in the world."""
LARGEST, SMALLEST_SPAN = 1e150, 1e-150
"""Beyond these no difference or quotient of two values stays a number."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A checked comparison: every rival in scope by name, with the cells that can be compared."""

    parameters: tuple[LeadParameter, ...]
    subject: Mapping[str, Fact]
    rivals: tuple[Comparator, ...]
    scope: str
    seed: int
    warnings: tuple[str, ...]


def read_contest(
    subject: object, comparators: object, parameters: object, *, scope: object, seed: object
) -> Contest:
    """Return the contest; raises `MethodError` for the first argument that does not hold."""
    wanted = _read_parameters(parameters)
    facts, warnings = _read_values("subject", subject, wanted)
    for parameter in wanted.values():
        if parameter.name not in facts:
            raise MethodError(
                "subject: got no value of %(parameter)s, takes one for each parameter",
                parameter=parameter.name,
            )
        stated = facts[parameter.name].condition
        if parameter.condition not in ("", stated):
            raise MethodError(
                "subject: got %(parameter)s under the condition %(got)s, takes it under %(wanted)s",
                parameter=parameter.name,
                got=shown(stated),
                wanted=shown(parameter.condition),
            )
    inside = WITHIN[one_of("scope", scope, WITHIN)]
    rivals = []
    for rival in _read_rivals(comparators):
        cells, unused = _read_values(rival.name, rival.values, wanted)
        if rival.scope in inside:
            same, differing = _same_conditions(rival.name, cells, facts)
            rivals.append(replace(rival, values=same))
            warnings += unused + differing
    return Contest(
        parameters=tuple(wanted.values()),
        subject=facts,
        rivals=tuple(sorted(rivals, key=lambda rival: rival.name)),
        scope=str(scope),
        seed=whole("seed", seed, least=0),
        warnings=tuple(warnings),
    )


def _read_parameters(parameters: object) -> dict[str, LeadParameter]:
    read: dict[str, LeadParameter] = {}
    for given in instances("parameters", parameters, LeadParameter):
        parameter = _parameter(given)
        if parameter.name in read:
            raise MethodError("parameters: got %(name)s twice, takes each once", name=parameter.name)
        read[parameter.name] = parameter
    if not read:
        raise MethodError("parameters: got none, takes at least one")
    total = fsum(parameter.weight for parameter in read.values())
    if abs(total - 1) > WEIGHT_SUM_TOLERANCE:
        raise MethodError("parameters: got weights that sum to %(total)s, takes a sum of 1", total=total)
    return read


def _parameter(given: LeadParameter) -> LeadParameter:
    at = name("parameters: name", given.name)
    direction = one_of(f"{at}: direction", given.direction, DIRECTIONS)
    scale = one_of(f"{at}: scale", given.scale, SCALES)
    indifference = non_negative(f"{at}: indifference", given.indifference)
    saturation = non_negative(f"{at}: saturation", given.saturation)
    if indifference >= saturation:
        raise MethodError(
            "%(parameter)s: got the indifference %(q)s and the saturation %(s)s, takes a larger saturation",
            parameter=at,
            q=indifference,
            s=saturation,
        )
    if not isinstance(given.core, bool):
        raise MethodError(
            "%(parameter)s: core: got %(got)s, takes True or False", parameter=at, got=shown(given.core)
        )
    spans = scale == "interval" or direction in ("target", "range")
    return LeadParameter(
        name=at,
        direction=direction,
        weight=non_negative(f"{at}: weight", given.weight),
        unit=text(f"{at}: unit", given.unit),
        core=given.core,
        indifference=indifference,
        saturation=saturation,
        target=_target(f"{at}: target", direction, given.target),
        span=None
        if given.span is None and not spans
        else number_between(f"{at}: span", given.span, SMALLEST_SPAN, LARGEST),
        scale=scale,
        condition=text(f"{at}: condition", given.condition),
    )


def _target(argument: str, direction: str, target: object) -> float | tuple[float, float] | None:
    """Return a number for "target", a rising pair for "range"; other directions need none."""
    if direction in ("higher", "lower") and target is None:
        return None
    if direction != "range" and not isinstance(target, list | tuple):
        return number_between(argument, target, -LARGEST, LARGEST)
    ends = [number_between(argument, end, -LARGEST, LARGEST) for end in sequence(argument, target)]
    if direction == "target" or len(ends) != 2 or ends[0] > ends[1]:
        raise MethodError(
            "%(argument)s: got %(got)s, takes a number, or the lower and the upper end of a range",
            argument=argument,
            got=shown(target),
        )
    return ends[0], ends[1]


def _read_rivals(comparators: object) -> tuple[Comparator, ...]:
    read: dict[str, Comparator] = {}
    for given in instances("comparators", comparators, Comparator):
        at = name("comparators: name", given.name)
        if at in read:
            raise MethodError("comparators: got %(name)s twice, takes each once", name=at)
        read[at] = replace(
            given,
            scope=one_of(f"{at}: scope", given.scope, WITHIN),
            source=text(f"{at}: source", given.source),
            as_of=text(f"{at}: as_of", given.as_of),
        )
    return tuple(read.values())


def _read_values(
    owner: str, values: object, parameters: Mapping[str, LeadParameter]
) -> tuple[dict[str, Fact], list[str]]:
    """Return the facts of known parameters in their units, and a warning on the others."""
    given = mapping(owner, values)
    read = {
        key: _cell(f"{owner}: {key}", instance(f"{owner}: {key}", item, Fact), parameters[key])
        for key, item in given.items()
        if key in parameters
    }
    unknown = sorted(given.keys() - read.keys())
    if not unknown:
        return read, []
    listed = ", ".join(unknown)
    return read, [
        Message("%(owner)s: values without a parameter are not used: %(names)s", owner=owner, names=listed)
    ]


def _cell(argument: str, given: Fact, parameter: LeadParameter) -> Fact:
    fact = read_fact(argument, given)
    if fact.unit != parameter.unit:
        raise MethodError(
            "%(argument)s: got the unit %(got)s, takes %(unit)s",
            argument=argument,
            got=shown(fact.unit),
            unit=shown(parameter.unit),
        )
    number_between(argument, fact.value, -LARGEST, LARGEST)
    by_ratio = parameter.scale == "ratio" and parameter.direction in ("higher", "lower")
    if by_ratio and number(argument, fact.value) <= 0:
        raise MethodError(
            "%(argument)s: got %(got)s, takes a positive number on a ratio scale",
            argument=argument,
            got=fact.value,
        )
    return fact


def _same_conditions(
    rival: str, cells: Mapping[str, Fact], subject: Mapping[str, Fact]
) -> tuple[dict[str, Fact], list[str]]:
    """Return the cells measured as the subject was, and a warning on each that was not."""
    same = {key: fact for key, fact in cells.items() if fact.condition == subject[key].condition}
    return same, [
        Message(
            "%(comparator)s: %(parameter)s was measured under the condition %(got)s instead of %(wanted)s and is not compared",
            comparator=rival,
            parameter=key,
            got=shown(fact.condition),
            wanted=shown(subject[key].condition),
        )
        for key, fact in cells.items()
        if key not in same
    ]
