"""Facts: measured quantities and performance comparisons, by the leaf or the gate that asks for them."""

from collections.abc import Mapping

from quanheng.methods.errors import MethodError
from quanheng.methods.inputs import instance, mapping, name, non_negative, number, number_between, shown, text
from quanheng.methods.scoring.lead import LeadResult
from quanheng.methods.scoring.panel import Fact, read_fact
from quanheng.methods.scoring.shape import Shape
from quanheng.methods.scoring.tree import Indicator

AnyFact = Fact | LeadResult


def read_facts(facts: object, shape: Shape) -> dict[str, AnyFact]:
    """Return checked facts by name, those of measured leaves in the unit of their leaf.

    A performance lead leaf takes the result of a comparison, never a `Fact`: a bare number, even one
    called a score, has no comparators behind it. Without one the leaf is not assessed.
    """
    leaves = {shape.tree.indicators[i].id: shape.tree.indicators[i] for i in shape.leaves}
    return {
        key: _read(f"facts: {key}", given, leaves.get(key)) for key, given in mapping("facts", facts).items()
    }


def value_of(fact: AnyFact) -> float:
    """Return what a leaf or a gate counts: the quantity, or the score of a comparison."""
    return fact.value if isinstance(fact, Fact) else fact.score


def sources_of(fact: AnyFact | None) -> tuple[str, ...]:
    """Return the evidence behind a fact; behind a comparison stands its binding rival."""
    if fact is None:
        return ()
    return fact.sources if isinstance(fact, Fact) else (fact.binding,)


def _read(argument: str, given: object, leaf: Indicator | None) -> AnyFact:
    if isinstance(given, LeadResult):
        return _comparison(argument, given, leaf)
    fact = read_fact(argument, instance(argument, given, Fact))
    if leaf and leaf.kind == "lead":
        raise MethodError(
            "facts: got a Fact for the performance lead indicator %(leaf)s, takes the result of a comparison",
            leaf=leaf.id,
        )
    if leaf and leaf.kind == "measured" and fact.unit != leaf.unit:
        raise MethodError(
            "facts: got %(leaf)s in %(got)s, takes it in %(unit)s",
            leaf=leaf.id,
            got=shown(fact.unit),
            unit=shown(leaf.unit),
        )
    return fact


def _comparison(argument: str, given: LeadResult, leaf: Indicator | None) -> LeadResult:
    if leaf and leaf.kind == "measured":
        raise MethodError(
            "facts: got a comparison for the measured indicator %(leaf)s, takes a Fact", leaf=leaf.id
        )
    number_between(f"{argument}: score", given.score, 0, 100)
    number_between(f"{argument}: coverage", given.coverage, 0, 1)
    number(f"{argument}: lead", given.lead)
    non_negative(f"{argument}: sd", given.sd)
    name(f"{argument}: level", given.level)
    text(f"{argument}: claim", given.claim)
    name(f"{argument}: binding", given.binding)
    for level, share in mapping(f"{argument}: probabilities", given.probabilities).items():
        number_between(f"{argument}: probability of {level}", share, 0, 1)
    return given


def facts_of(given: object) -> dict[str, AnyFact]:
    """Return the facts of a stored evaluation from their JSON: what has a score is a comparison."""
    if not isinstance(given, Mapping):
        raise MethodError("facts: got %(got)s, takes an object", got=shown(given))
    return {
        str(key): LeadResult.from_data(item)
        if isinstance(item, Mapping) and "score" in item
        else Fact.from_data(item)
        for key, item in given.items()
    }
