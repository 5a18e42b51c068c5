"""The way from the score down to each coded expert's mark, one step per click.

Contributions of siblings add to their parent's value within 1e-9. What is not assessed stays visible
with contribution 0 and the reason; a dropped or replaced mark too. Grade, its probability, coverage and
gates stand under the score without a contribution.
"""

from quanheng.methods.result import Message, Step
from quanheng.methods.scoring.case import Case
from quanheng.methods.scoring.facts import sources_of
from quanheng.methods.scoring.grade import WITHHELD, fired
from quanheng.methods.scoring.lead import LeadResult
from quanheng.methods.scoring.outcome import Inputs, Outcome
from quanheng.methods.scoring.panel import Fact
from quanheng.methods.scoring.sheet import NOT_ASSESSED, Sheets
from quanheng.methods.scoring.uncertainty import Doubt

ROLL_UP = "Σ w·s / Σ w"


def contributions(case: Case, outcome: Outcome) -> tuple[float, ...]:
    """Return what each node adds to its parent: w·s / Σw over assessed siblings, 0 when not assessed."""
    shape, added = case.shape, [0.0] * case.shape.root
    scores, assessed = outcome.scores[:, 0].tolist(), outcome.assessed[:, 0].tolist()
    for children in shape.children.values():
        known = [child for child in children if assessed[child]]
        total = sum([shape.weights[child] for child in known])
        for child in known:
            added[child] = shape.weights[child] * scores[child] / total if total else 0.0
    return tuple(added)


class Explanation:
    """Writes the steps of one case from its outcome."""

    def __init__(self, case: Case, inputs: Inputs, outcome: Outcome, doubt: Doubt) -> None:
        self.case, self.inputs, self.outcome, self.doubt = case, inputs, outcome, doubt
        self.added = contributions(case, outcome)
        self.scores: list[float] = outcome.scores[:, 0].tolist()
        self.assessed: list[bool] = outcome.assessed[:, 0].tolist()
        self.columns = {node: column for column, node in enumerate(case.shape.leaves)}
        self.sheets = Sheets(case, inputs, outcome)

    def root(self) -> Step:
        """Return the whole tree of steps."""
        raw, rounded = self.scores[-1], float(self.outcome.rounded[0])
        assessed = self.assessed[-1]
        rounding = Step(
            label=Message("Rounding"),
            value=rounded - raw,
            contribution=rounded - raw,
            rule=Message("to two decimals, half up, before the grade"),
        )
        nodes = tuple(self._node(child) for child in self.case.shape.children[self.case.shape.root])
        return Step(
            label=Message("Score"),
            value=rounded if assessed else NOT_ASSESSED,
            rule=ROLL_UP,
            children=(
                *nodes,
                *((rounding,) if assessed else ()),
                self._grade(),
                *self._doubt(),
                self._coverage(),
                *self._gates(),
            ),
        )

    def _doubt(self) -> tuple[Step, ...]:
        """Return band and grade probabilities, where samples were drawn."""
        if self.doubt.band is None:
            return ()
        rule = Message(
            "95 in 100 of %(samples)s samples, seed %(seed)s", samples=self.doubt.samples, seed=self.case.seed
        )
        names = (Message("Lower end"), Message("Median"), Message("Upper end"))
        ends = tuple(Step(label=label, value=end) for label, end in zip(names, self.doubt.band, strict=True))
        chances = tuple(
            Step(label=label, value=share) for label, share in self.doubt.grade_probabilities.items()
        )
        band = Step(label=Message("Score interval"), value=self.doubt.band[1], rule=rule, children=ends)
        if not chances:
            return (band,)
        taken = Message(
            "share of %(samples)s samples, seed %(seed)s", samples=self.doubt.samples, seed=self.case.seed
        )
        chance = self.doubt.grade_probabilities[self.case.shape.tree.grades[self.outcome.codes[0]][0]]
        return (
            band,
            Step(label=Message("Grade probabilities"), value=chance, rule=taken, children=chances),
        )

    def _grade(self) -> Step:
        code = self.outcome.codes[0]
        if code == WITHHELD:
            return Step(label=Message("Grade"), value=Message("no conclusion"))
        label, bound = self.case.shape.tree.grades[code]
        return Step(label=Message("Grade"), value=label, rule=f"≥ {bound:g}")

    def _coverage(self) -> Step:
        least = self.case.rules.coverage_minimum
        return Step(label=Message("Coverage"), value=float(self.outcome.coverage[-1, 0]), rule=f"≥ {least:g}")

    def _gates(self) -> tuple[Step, ...]:
        return tuple(self._gate(column) for column in range(len(self.case.shape.tree.gates)))

    def _gate(self, column: int) -> Step:
        gate = self.case.shape.tree.gates[column]
        fact = self.case.facts.get(gate.fact)
        values, known = self.inputs.gate_values[column], self.inputs.gate_known[column]
        if fact is None:
            effect = Message("fact missing, grade withheld")
        elif not fired(gate, values, known)[0]:
            effect = Message("does not apply")
        elif gate.effect == "cap":
            effect = Message("no grade above %(grade)s", grade=gate.grade)
        else:
            effect = Message("lowest grade")
        return Step(
            label=gate.text or gate.id,
            value=effect,
            rule=f"{gate.fact} {gate.op} {gate.limit:g}",
            sources=sources_of(fact),
        )

    def _node(self, node: int) -> Step:
        indicator = self.case.indicator(node)
        if indicator.kind == "group":
            children = tuple([self._node(child) for child in self.case.shape.children[node]])
        elif indicator.kind == "rated":
            children = self.sheets.of_leaf(self.columns[node])
        else:
            children = self._fact(node)
        return Step(
            label=indicator.title or indicator.id,
            value=self.scores[node] if self.assessed[node] else NOT_ASSESSED,
            rule=self._rule(node) if self.assessed[node] else self._reason(node),
            sources=(indicator.id,),
            children=children,
            contribution=self.added[node],
        )

    def _rule(self, node: int) -> str:
        indicator = self.case.indicator(node)
        return indicator.rule or (ROLL_UP if indicator.kind == "group" else "")

    def _reason(self, node: int) -> Message:
        match self.case.indicator(node).kind:
            case "group":
                return Message("nothing below it is assessed")
            case "rated":
                return Message("too few valid marks")
            case "measured":
                return Message("no measured value given")
            case _:
                return Message("no comparison of performance given")

    def _fact(self, node: int) -> tuple[Step, ...]:
        """Return what stands behind a leaf without marks; it contributes the leaf's points."""
        indicator = self.case.indicator(node)
        match self.case.facts.get(indicator.id):
            case Fact() as fact:
                anchors = ", ".join(f"{value:g} → {points:g}" for value, points in indicator.anchors)
                step = Step(
                    label=Message("Measured value"),
                    value=fact.value,
                    unit=fact.unit,
                    rule=anchors,
                    sources=fact.sources,
                    contribution=self.scores[node],
                )
            case LeadResult() as result:
                step = Step(
                    label=Message("Performance lead"),
                    value=result.lead,
                    rule=result.method,
                    sources=sources_of(result),
                    children=(result.explanation,),
                    contribution=self.scores[node],
                )
            case _:
                return ()
        return (step,)
