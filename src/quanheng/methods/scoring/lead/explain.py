"""The way from the lead down to each compared value; the binding rival's lines add up to it."""

from collections.abc import Sequence
from math import fsum

from quanheng.methods.result import Message, Step
from quanheng.methods.scoring.lead.preference import Line
from quanheng.methods.scoring.lead.records import Comparator, Standing

LEVEL_LABELS = {"leading": Message("Leading"), "par": Message("On a par"), "behind": Message("Behind")}
PREFERENCE = "f = π(a) − π(−a), π(t) = clip((t − q)/(s − q), 0, 1)"


def explain(
    rivals: Sequence[tuple[Comparator, Standing, Sequence[Line]]], binding: str, further: Sequence[Step]
) -> Step:
    """Return the steps of a lead; `further` lines (level, score …) stand below without a contribution."""
    lead = next(one.lead for _, one, _ in rivals if one.name == binding)
    return Step(
        label=Message("Performance lead"),
        value=lead,
        rule=Message("the smallest lead over a counted comparator"),
        children=(*(_rival(*rival, binding) for rival in rivals), *further),
    )


def _rival(rival: Comparator, one: Standing, lines: Sequence[Line], binding: str) -> Step:
    weight = fsum(line.parameter.weight for line in lines)
    value = Message("not assessed") if one.lead is None else one.lead
    return Step(
        label=rival.name,
        value=value,
        rule="φ = Σ w·f / Σ w" if one.counted else Message("listed, not counted"),
        sources=(rival.source,) if rival.source else (),
        children=(
            *(_line(line, weight) for line in lines),
            Step(label=Message("Coverage"), value=one.coverage),
            Step(label=Message("Lead if every missing value were lost"), value=one.low),
            Step(label=Message("Lead if every missing value were won"), value=one.high),
        ),
        contribution=one.lead if one.name == binding else 0.0,
    )


def _line(line: Line, weight: float) -> Step:
    return Step(
        label=line.parameter.name,
        value=line.preference,
        rule=PREFERENCE,
        sources=(*line.subject.sources, *line.rival.sources),
        children=(
            Step(label=Message("Value of the subject"), value=line.subject.value, unit=line.subject.unit),
            Step(label=Message("Value of the comparator"), value=line.rival.value, unit=line.rival.unit),
            Step(label=Message("Advantage"), value=line.advantage, rule=_formula(line)),
        ),
        contribution=line.weighted / weight if weight else 0.0,
    )


def _formula(line: Line) -> str:
    match line.parameter.direction, line.parameter.scale:
        case "higher", "ratio":
            return "a = ln(x/y)"
        case "lower", "ratio":
            return "a = −ln(x/y)"
        case "higher", _:
            return "a = (x − y)/span"
        case "lower", _:
            return "a = −(x − y)/span"
    return "a = (|y − t| − |x − t|)/span"
